extension Segment: CustomStringConvertible {
  /// The segment as one line of text; parsing it gives an equal tree.
  package var description: String { Printer.text(of: self, inside: .top) }
}

extension Name {
  /// The name as the language writes it: bare where it reads back so, else in quotes.
  package var written: String { Printer.name(self) }
}

extension Literal {
  /// The value as the language writes it.
  package var written: String { Printer.literal(self) }
}

/// Writes trees as text with as few parentheses as reading them back allows.
enum Printer {
  /// What surrounds a node; decides whether it needs parentheses.
  enum Surrounding { case top, or, and, not }

  static func text(of segment: Segment, inside surrounding: Surrounding) -> String {
    switch segment {
    case .or(let parts):
      let text = parts.map { self.text(of: $0, inside: .or) }.joined(separator: " or ")
      return surrounding == .top ? text : "(\(text))"
    case .and(let parts):
      let text = conjunction(parts).joined(separator: " and ")
      return surrounding == .top || surrounding == .or ? text : "(\(text))"
    case .not(let part): return "not \(text(of: part, inside: .not))"
    case .everyone: return "everyone"
    case .attribute(let name, let test): return "\(self.name(name)) \(self.test(test))"
    case .behaviour(let behaviour): return self.behaviour(behaviour)
    case .aggregate(let aggregate):
      let operand =
        switch aggregate.operand {
        case .number(let number): number.text
        case .measure(let measure): self.measure(measure)
        }
      return "\(measure(aggregate.measure)) \(aggregate.comparison.rawValue) \(operand)"
    case .recency(let recency): return "\(anchor(recency.anchor)) \(self.recency(recency.test))"
    case .sequence(let sequence): return self.sequence(sequence)
    case .consent(let purposes):
      return "consent(\(purposes.map { name($0) }.joined(separator: ", ")))"
    case .has(let namespace): return "has \(name(namespace))"
    case .from(let source): return "from \(name(source))"
    case .reference(let segment): return "@\(name(segment))"
    case .score(let model, let comparison, let number):
      return "score(\(name(model))) \(comparison.rawValue) \(number.text)"
    case .rank(let rank): return self.rank(rank)
    }
  }

  /// The parts of an `and`, in parentheses where what follows would be read as theirs.
  static func conjunction(_ parts: [Segment]) -> [String] {
    let texts = parts.map { text(of: $0, inside: .and) }
    return texts.indices.map { index in
      let isLast = index + 1 == texts.count
      guard !isLast, endsWithFilter(parts[index]),
        beginsLikeTest(parts[index + 1], texts[index + 1])
      else { return texts[index] }
      return "(\(texts[index]))"
    }
  }

  /// Whether the text of `segment` ends inside a `where`, which would take a following test in.
  private static func endsWithFilter(_ segment: Segment) -> Bool {
    switch segment {
    case .behaviour(let behaviour):
      behaviour.filter != nil || endsWithFilter(behaviour.window)
    case .aggregate(let aggregate):
      if case .measure(let measure) = aggregate.operand {
        measure.filter != nil || endsWithFilter(measure.window)
      } else {
        false
      }
    case .sequence(let sequence): endsWithFilter(sequence.window)
    case .rank(let rank):
      if case .measure(let measure) = rank.key {
        measure.filter != nil || endsWithFilter(measure.window)
      } else {
        false
      }
    case .not(let part): endsWithFilter(part)
    case .everyone, .or, .and, .attribute, .recency, .consent, .has, .from, .reference, .score:
      false
    }
  }

  private static func endsWithFilter(_ window: Window?) -> Bool {
    if case .around(_, _, _, let anchor) = window { anchor.filter != nil } else { false }
  }

  private static func beginsLikeTest(_ segment: Segment, _ text: String) -> Bool {
    if case .attribute = segment { return true }
    return text.hasPrefix("(")
  }

  // MARK: Parts

  static func name(_ name: Name) -> String { Keywords.name(name.text) }

  static func literal(_ literal: Literal) -> String {
    switch literal.content {
    case .text(let text):
      text == "true" || text == "false" ? Keywords.quoted(text) : Keywords.name(text)
    case .number(let number): number.text
    case .boolean(let flag): flag ? "true" : "false"
    case .moment(let moment): moment.text
    }
  }

  static func test(_ test: Test) -> String {
    switch test {
    case .compare(let comparison, let value): "\(comparison.rawValue) \(literal(value))"
    case .member(let values, let negated):
      "\(negated ? "not " : "")in (\(values.map { literal($0) }.joined(separator: ", ")))"
    case .between(let low, let high): "between \(literal(low)) and \(literal(high))"
    case .text(let operation, let text, let negated):
      "\(negated ? "not " : "")\(operation.rawValue) \(Keywords.quoted(text))"
    case .known(let isKnown): isKnown ? "is known" : "is not known"
    }
  }

  static func filter(_ filter: Filter) -> String {
    guard case .all(let parts) = filter else { return filterItem(filter) }
    return parts.map { filterItem($0) }.joined(separator: " and ")
  }

  private static func filterItem(_ filter: Filter) -> String {
    switch filter {
    case .test(let field, let test): "\(name(field)) \(self.test(test))"
    case .all(let parts): "(\(parts.map { filterItem($0) }.joined(separator: " and ")))"
    case .any(let parts): "(\(parts.map { alternative($0) }.joined(separator: " or ")))"
    }
  }

  private static func alternative(_ filter: Filter) -> String {
    guard case .all(let parts) = filter else { return filterItem(filter) }
    return parts.map { filterItem($0) }.joined(separator: " and ")
  }

  static func suffix(_ window: Window?, _ filter: Filter?) -> String {
    let shownWindow = window.map { " \(self.window($0))" } ?? ""
    let shownFilter = filter.map { " where \(self.filter($0))" } ?? ""
    // A `where` behind an event that a window hangs on would be read as that event's.
    if case .around(_, _, _, let anchor) = window, anchor.filter == nil {
      return shownFilter + shownWindow
    }
    return shownWindow + shownFilter
  }

  static func behaviour(_ behaviour: Behaviour) -> String {
    let times = behaviour.times.map {
      " \($0.bound.rawValue) \($0.count) \($0.count == 1 ? "time" : "times")"
    }
    return "did \(behaviour.isNegated ? "not " : "")\(name(behaviour.event))\(times ?? "")"
      + suffix(behaviour.window, behaviour.filter)
  }

  static func window(_ window: Window) -> String {
    switch window {
    case .last(let span): "in last \(span.text)"
    case .between(let low, let high): "between \(low.text) and \(high.text)"
    case .since(let moment): "since \(moment.text)"
    case .before(let moment): "before \(moment.text)"
    case .ago(let near, let far): "\(near.text) to \(far.text) ago"
    case .around(let low, let high, let direction, let anchor):
      "\(low.text) to \(high.text) \(direction.rawValue) \(self.anchor(anchor))"
    }
  }

  static func anchor(_ anchor: Anchor) -> String {
    "\(anchor.position.rawValue) \(name(anchor.event))" + suffix(nil, anchor.filter)
  }

  static func measure(_ measure: Measure) -> String {
    let field = measure.field.map { ".\(name($0))" } ?? ""
    return "\(measure.function.rawValue)(\(name(measure.event))\(field))"
      + suffix(measure.window, measure.filter)
  }

  private static func recency(_ test: Recency.Test) -> String {
    switch test {
    case .ago(let comparison, let span): "\(comparison.rawValue) \(span.text) ago"
    case .between(let low, let high): "between \(low.text) and \(high.text)"
    case .since(let moment): "since \(moment.text)"
    case .before(let moment): "before \(moment.text)"
    case .within(let span, let event): "within \(span.text) of first \(name(event))"
    }
  }

  private static func sequence(_ sequence: EventSequence) -> String {
    var steps = sequence.steps.map { "\(name($0.event))\(suffix(nil, $0.filter))" }
    if let absence = sequence.absence {
      steps.append("not \(name(absence.event))\(suffix(nil, absence.filter))")
    }
    let within = sequence.within.map { " within \($0.text)" } ?? ""
    return "sequence(\(steps.joined(separator: " then ")))\(within)\(suffix(sequence.window, nil))"
  }

  private static func rank(_ rank: Rank) -> String {
    let amount =
      switch rank.amount {
      case .percent(let number): "\(number.text) %"
      case .profiles(let count): "\(count) profiles"
      }
    let key =
      switch rank.key {
      case .attribute(let attribute): name(attribute)
      case .measure(let measure): self.measure(measure)
      case .score(let model): "score(\(name(model)))"
      }
    return "\(rank.end.rawValue) \(amount) by \(key)"
  }
}
