package import Basis

extension Segment {
  /// Reads the JSON form of a tree; a fault names what is missing and in which kind of node.
  package init(json: JSONTree) throws(Fault) {
    self = try SegmentJSONReader().segment(json, depth: 0)
  }
}

/// Turns JSON values into the parts of a tree.
private struct SegmentJSONReader {
  func segment(_ json: JSONTree, depth: Int) throws(Fault) -> Segment {
    guard depth <= Parser.deepest else { throw refused("groups stand too deep inside each other") }
    let kind = try text(json, "node")
    switch kind {
    case "everyone": return .everyone
    case "and", "or":
      var parts: [Segment] = []
      for part in try array(json, "parts") { parts.append(try segment(part, depth: depth + 1)) }
      guard parts.count > 1 else { throw refused("`\(kind)` needs at least two parts") }
      return kind == "and" ? .and(parts) : .or(parts)
    case "not": return .not(try segment(try value(json, "part"), depth: depth + 1))
    case "segment": return .reference(try name(json, "name"))
    case "has": return .has(try name(json, "namespace"))
    case "from": return .from(try name(json, "source"))
    case "consent":
      let purposes = try array(json, "purposes").compactMap(\.string).map { Name($0) }
      guard !purposes.isEmpty else { throw refused("`consent` needs a purpose") }
      return .consent(purposes)
    case "attribute":
      return .attribute(try name(json, "name"), try test(try value(json, "test")))
    case "did": return .behaviour(try behaviour(json))
    case "compare":
      let operand = try value(json, "value")
      return .aggregate(
        Aggregate(
          try measure(try value(json, "measure")), try choice(json, "is"),
          operand.string == nil ? .measure(try measure(operand)) : .number(try number(operand))))
    case "when":
      return .recency(Recency(try anchor(json), try recencyTest(try value(json, "test"))))
    case "sequence": return .sequence(try sequence(json))
    case "score":
      return .score(
        try name(json, "model"), try choice(json, "is"), try number(try value(json, "value")))
    case "rank": return .rank(try rank(json))
    default: throw refused("there is no node `\(kind)`")
    }
  }

  private func behaviour(_ json: JSONTree) throws(Fault) -> Behaviour {
    var times: Times?
    if let bound = json["times"] {
      times = Times(try choice(bound, "bound"), try whole(bound, "count"))
    }
    return Behaviour(
      try name(json, "event"), isNegated: json["not"]?.boolean ?? false, times: times,
      window: try window(json), filter: try filter(json))
  }

  private func measure(_ json: JSONTree) throws(Fault) -> Measure {
    let function: Measure.Function = try choice(json, "function")
    let field = json["field"]?.string.map { Name($0) }
    guard field != nil || !function.needsField else {
      throw refused("`\(function.rawValue)` works on a field")
    }
    return Measure(
      function, try name(json, "event"), field: field, window: try window(json),
      filter: try filter(json))
  }

  private func anchor(_ json: JSONTree) throws(Fault) -> Anchor {
    Anchor(try choice(json, "position"), try name(json, "event"), filter: try filter(json))
  }

  private func recencyTest(_ json: JSONTree) throws(Fault) -> Recency.Test {
    if let ago = json["ago"] { return .ago(try choice(json, "is"), try span(ago)) }
    if let ends = json["between"] {
      let (low, high) = try pair(ends)
      return .between(try moment(low), try moment(high))
    }
    if let since = json["since"] { return .since(try moment(since)) }
    if let before = json["before"] { return .before(try moment(before)) }
    return .within(try span(try value(json, "within")), ofFirst: try name(json, "of_first"))
  }

  private func sequence(_ json: JSONTree) throws(Fault) -> EventSequence {
    var steps: [EventSequence.Step] = []
    for step in try array(json, "steps") { steps.append(try self.step(step)) }
    guard !steps.isEmpty else { throw refused("`sequence` needs a step") }
    var sequence = EventSequence(steps)
    if let absence = json["then_not"] { sequence.absence = try step(absence) }
    if let within = json["within"] { sequence.within = try span(within) }
    sequence.window = try window(json)
    return sequence
  }

  private func step(_ json: JSONTree) throws(Fault) -> EventSequence.Step {
    EventSequence.Step(try name(json, "event"), filter: try filter(json))
  }

  private func rank(_ json: JSONTree) throws(Fault) -> Rank {
    let amount: Rank.Amount
    if let percent = json["percent"] {
      amount = .percent(try number(percent))
    } else {
      amount = .profiles(try whole(json, "profiles"))
    }
    let key = try value(json, "by")
    if let attribute = key.string {
      return Rank(try choice(json, "end"), amount, by: .attribute(Name(attribute)))
    }
    if let model = key["score"]?.string {
      return Rank(try choice(json, "end"), amount, by: .score(Name(model)))
    }
    return Rank(try choice(json, "end"), amount, by: .measure(try measure(key)))
  }

  // MARK: Windows and filters

  private func window(_ json: JSONTree) throws(Fault) -> Window? {
    guard let window = json["window"] else { return nil }
    if let last = window["last"] { return .last(try span(last)) }
    if let ends = window["between"] {
      let (low, high) = try pair(ends)
      return .between(try moment(low), try moment(high))
    }
    if let since = window["since"] { return .since(try moment(since)) }
    if let before = window["before"] { return .before(try moment(before)) }
    if let ends = window["ago"] {
      let (low, high) = try pair(ends)
      return .ago(try span(low), try span(high))
    }
    let anchor = try anchor(window)
    guard anchor.position != .second else { throw refused("a window hangs on `first` or `last`") }
    return .around(
      try span(try value(window, "from")), try span(try value(window, "to")),
      try choice(window, "direction"), anchor)
  }

  private func filter(_ json: JSONTree) throws(Fault) -> Filter? {
    guard let filter = json["where"] else { return nil }
    return try part(filter, depth: 0)
  }

  private func part(_ json: JSONTree, depth: Int) throws(Fault) -> Filter {
    guard depth <= Parser.deepest else { throw refused("tests stand too deep inside each other") }
    for (key, group) in [("all", Filter.all), ("any", Filter.any)] {
      guard let items = json[key]?.array else { continue }
      var parts: [Filter] = []
      for item in items { parts.append(try part(item, depth: depth + 1)) }
      guard parts.count > 1 else { throw refused("`\(key)` needs at least two tests") }
      return group(parts)
    }
    return .test(try name(json, "field"), try test(try value(json, "test")))
  }

  private func test(_ json: JSONTree) throws(Fault) -> Test {
    if json["is"] != nil {
      return .compare(try choice(json, "is"), try literal(try value(json, "value")))
    }
    if let ends = json["between"] {
      let (low, high) = try pair(ends)
      return .between(try literal(low), try literal(high))
    }
    if let isKnown = json["known"]?.boolean { return .known(isKnown) }
    for (key, negated) in [("in", false), ("not_in", true)] {
      guard let items = json[key]?.array else { continue }
      var values: [Literal] = []
      for item in items { values.append(try literal(item)) }
      guard !values.isEmpty else { throw refused("`\(key)` needs a value") }
      return .member(values, negated: negated)
    }
    for operation in TextOperator.allCases {
      if let text = json[operation.key]?.string { return .text(operation, text, negated: false) }
      if let text = json["not_\(operation.key)"]?.string {
        return .text(operation, text, negated: true)
      }
    }
    throw refused("a test is not one of the known kinds")
  }

  // MARK: Values

  private func literal(_ json: JSONTree) throws(Fault) -> Literal {
    if let text = json.string { return Literal(.text(text)) }
    if let flag = json.boolean { return Literal(.boolean(flag)) }
    if let number = json["number"] { return Literal(.number(try self.number(number))) }
    if let moment = json["moment"] { return Literal(.moment(try self.moment(moment))) }
    throw refused("a value is not one of the known kinds")
  }

  private func number(_ json: JSONTree) throws(Fault) -> DecimalNumber {
    let text = json.string ?? json.integer.map { String($0) } ?? ""
    guard let number = DecimalNumber(text) else {
      throw refused("a number is missing or unreadable")
    }
    return number
  }

  private func moment(_ json: JSONTree) throws(Fault) -> Moment {
    guard let moment = json.string.flatMap({ Moment($0) }) else {
      throw refused("a date is missing or unreadable")
    }
    return moment
  }

  private func span(_ json: JSONTree) throws(Fault) -> TimeSpan {
    let words = (json.string ?? "").split(separator: " ")
    guard words.count == 2, let count = Int(words[0]), (0...1_000_000_000).contains(count),
      let unit = TimeSpan.Unit(
        rawValue: String(words[1].hasSuffix("s") ? words[1].dropLast() : words[1]))
    else { throw refused("a length of time is missing or unreadable") }
    return TimeSpan(count, unit)
  }

  private func value(_ json: JSONTree, _ key: String) throws(Fault) -> JSONTree {
    guard let value = json[key] else { throw refused("`\(key)` is missing") }
    return value
  }

  private func text(_ json: JSONTree, _ key: String) throws(Fault) -> String {
    guard let text = json[key]?.string else { throw refused("`\(key)` is missing") }
    return text
  }

  private func name(_ json: JSONTree, _ key: String) throws(Fault) -> Name {
    Name(try text(json, key))
  }

  private func whole(_ json: JSONTree, _ key: String) throws(Fault) -> Int {
    guard let number = json[key]?.integer, (0...1_000_000_000).contains(number) else {
      throw refused("`\(key)` is missing or does not fit")
    }
    return Int(number)
  }

  private func array(_ json: JSONTree, _ key: String) throws(Fault) -> [JSONTree] {
    guard let items = json[key]?.array else { throw refused("`\(key)` is missing") }
    return items
  }

  private func pair(_ json: JSONTree) throws(Fault) -> (JSONTree, JSONTree) {
    guard let items = json.array, items.count == 2 else { throw refused("two ends are needed") }
    return (items[0], items[1])
  }

  private func choice<Choice: RawRepresentable<String>>(
    _ json: JSONTree, _ key: String
  ) throws(Fault) -> Choice {
    guard let choice = Choice(rawValue: try text(json, key)) else {
      throw refused("`\(key)` is not one of the known words")
    }
    return choice
  }

  private func refused(_ reason: String) -> Fault {
    Fault(
      .badSegment, "segment", reason: reason,
      remedy: "Compare it with what `segment show NAME --json` writes")
  }
}
