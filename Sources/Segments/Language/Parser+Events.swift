internal import Basis

extension Parser {
  /// Reads what follows `did`; times, window and filter are accepted in any order.
  mutating func behaviour() throws(Problem) -> Behaviour {
    let isNegated = accept("not")
    var behaviour = Behaviour(try name(.event), isNegated: isNegated)
    while true {
      if behaviour.times == nil, let times = try times() {
        behaviour.times = times
      } else if behaviour.window == nil, let window = try window() {
        behaviour.window = window
      } else if behaviour.filter == nil, accept("where") {
        behaviour.filter = try filter()
      } else {
        leaveOpen(
          behaviour.times == nil ? "at least 2 times" : nil,
          behaviour.window == nil ? "in last 30 days" : nil,
          behaviour.filter == nil ? "where" : nil)
        return behaviour
      }
    }
  }

  private mutating func times() throws(Problem) -> Times? {
    let bound: Times.Bound
    if isWord("at"), following == .word("least") || following == .word("most") {
      bound = following == .word("least") ? .atLeast : .atMost
      advance()
    } else if isWord("exactly") {
      bound = .exactly
    } else if isWord("more") || isWord("fewer") {
      bound = isWord("more") ? .moreThan : .fewerThan
      advance()
      guard isWord("than") else {
        throw problem(
          "\(current.shown) cannot follow here", expected: ["than"], fixes: thanFix())
      }
    } else {
      return nil
    }
    advance()
    let count = try whole("how many times")
    guard accept("times") || accept("time") else {
      throw problem("\(current.shown) cannot follow the number", expected: ["times"])
    }
    return Times(bound, count)
  }

  private func thanFix() -> [Fix] {
    let than = Fix(range: index..<index + 1, text: "than")
    if case .number = current.kind {
      return [Fix(range: index - 1..<index, text: "\(tokens[index - 1].spelled) than")]
    }
    return [than]
  }

  /// Reads a window; nil where none begins.
  mutating func window() throws(Problem) -> Window? {
    if isWord("in"), following == .word("last") {
      advance()
      advance()
      return .last(try span())
    }
    if accept("between") {
      let (low, high) = try moments()
      return .between(low, high)
    }
    if accept("since") { return .since(try moment()) }
    if accept("before") { return .before(try moment()) }
    guard case .number = current.kind else { return nil }
    let low = try span()
    try expect(word: "to", after: "the near end of the window")
    let high = try span()
    if accept("ago") { return .ago(low, high) }
    let direction: Window.Direction
    if accept("after") {
      direction = .after
    } else if accept("before") {
      direction = .before
    } else {
      throw problem(
        "\(current.shown) cannot follow the window", expected: ["ago", "after", "before"])
    }
    guard let position = position(), position != .second else {
      throw problem("\(current.shown) cannot follow here", expected: ["first", "last"])
    }
    advance()
    var anchor = Anchor(position, try name(.event))
    if accept("where") { anchor.filter = try filter() }
    return .around(low, high, direction, anchor)
  }

  private mutating func moments() throws(Problem) -> (Moment, Moment) {
    let low = try moment()
    try expect(word: "and", after: "the first date")
    return (low, try moment())
  }

  private mutating func moment() throws(Problem) -> Moment {
    guard case .moment(let moment) = current.kind else {
      throw problem(
        "\(current.shown) is no date", expected: ["a date as 2026-11-21"], fixes: bareFix())
    }
    advance()
    return moment
  }

  /// A date in quotes, without them.
  private func bareFix() -> [Fix] {
    guard case .quoted(let text) = current.kind else { return [] }
    return [Fix(range: index..<index + 1, text: text)]
  }

  private mutating func span() throws(Problem) -> TimeSpan {
    let count = try whole("a whole number")
    let token = current
    if case .word(let word) = token.kind {
      let singular = word.hasSuffix("s") ? String(word.dropLast()) : word
      if let unit = TimeSpan.Unit(rawValue: singular) {
        advance()
        return TimeSpan(count, unit)
      }
    }
    let isTimes = isWord("times") || isWord("time")
    let bound = count == 0 ? Times.Bound.exactly : .atLeast
    let times = "\(bound.rawValue) \(count) \(count == 1 ? "time" : "times")"
    throw problem(
      "\(token.shown) is no unit of time",
      expected: ["minutes", "hours", "days", "weeks", "months", "years"],
      fixes: numberFix() + (isTimes ? [Fix(range: index - 1..<index + 1, text: times)] : [])
        + habits(Habits.units))
  }

  private func position() -> Anchor.Position? {
    guard case .word(let word) = current.kind else { return nil }
    return Anchor.Position(rawValue: word)
  }

  // MARK: Recency

  mutating func recency() throws(Problem) -> Recency {
    guard let position = position() else {
      throw problem("\(current.shown) cannot begin here", expected: ["first", "second", "last"])
    }
    advance()
    var anchor = Anchor(position, try name(.event))
    if accept("where") { anchor.filter = try filter() }
    if case .comparison(let comparison) = current.kind {
      advance()
      let span = try span()
      try expect(word: "ago", after: "the length of time")
      return Recency(anchor, .ago(comparison, span))
    }
    if accept("between") {
      let (low, high) = try moments()
      return Recency(anchor, .between(low, high))
    }
    if accept("since") { return Recency(anchor, .since(try moment())) }
    if accept("before") { return Recency(anchor, .before(try moment())) }
    if accept("within") {
      let span = try span()
      try expect(word: "of", after: "the length of time")
      try expect(word: "first", after: "of")
      return Recency(anchor, .within(span, ofFirst: try name(.event)))
    }
    throw problem(
      "\(current.shown) cannot follow \(position.rawValue) \(anchor.event)",
      expected: ["< 30 days ago", "between", "since", "before", "within 7 days of first"],
      fixes: recentFix() + habits(Habits.comparisons))
  }

  /// `last purchase in last 30 days`, which is how it is said of events.
  private func recentFix() -> [Fix] {
    let isLast = isWord("in") && following == .word("last")
    let habit =
      isLast ? Fix(range: index..<index + 2, text: "in last") : habits(Habits.joints).first
    guard let window = habit, window.text == "in last", window.range.upperBound + 1 < tokens.count
    else { return [] }
    let end = window.range.upperBound + 2
    let span = tokens[window.range.upperBound..<end].map(\.spelled).joined(separator: " ")
    return [Fix(range: index..<end, text: "< \(span) ago")]
  }

  // MARK: Sequences

  mutating func sequence() throws(Problem) -> EventSequence {
    try expect(.open, "`(`", after: "sequence")
    var sequence = EventSequence([try step()])
    while accept("then") {
      if accept("not") {
        sequence.absence = try step()
        break
      }
      sequence.steps.append(try step())
    }
    guard accept(.close) else {
      throw problem(
        "\(current.shown) cannot follow a step",
        expected: sequence.absence == nil ? ["then", "`)`"] : ["`)`, since `then not` comes last"],
        fixes: current.kind == .comma || isWord("and")
          ? [Fix(range: index..<index + 1, text: "then")] : [])
    }
    if accept("within") { sequence.within = try span() }
    sequence.window = try window()
    leaveOpen(
      sequence.within == nil && sequence.window == nil ? "within 7 days" : nil,
      sequence.window == nil ? "in last 30 days" : nil)
    return sequence
  }

  private mutating func step() throws(Problem) -> EventSequence.Step {
    var step = EventSequence.Step(try name(.event))
    if accept("where") { step.filter = try filter() }
    return step
  }

  // MARK: Measures

  mutating func aggregate() throws(Problem) -> Aggregate {
    let measure = try measure()
    let comparison = try comparison()
    if case .word(let word) = current.kind, Measure.Function(rawValue: word) != nil,
      following == .open
    {
      return Aggregate(measure, comparison, .measure(try self.measure()))
    }
    var aggregate = Aggregate(measure, comparison, .number(try number("a number or a measure")))
    // `sum(purchase.revenue) > 200 in last 90 days` says the same as with the window in front.
    try complete(&aggregate.measure)
    return aggregate
  }

  mutating func measure() throws(Problem) -> Measure {
    guard case .word(let word) = current.kind, let function = Measure.Function(rawValue: word)
    else { throw problem("\(current.shown) is no measure", expected: ["sum(…)", "count(…)"]) }
    advance()
    try expect(.open, "`(`", after: word)
    var measure = Measure(function, try name(.event))
    let allowsField = function.needsField || function == .count
    if allowsField, accept(.dot) { measure.field = try name(.field) }
    guard measure.field != nil || !function.needsField else {
      throw problem(
        "`\(word)` works on a field of the event",
        expected: ["\(word)(\(Keywords.name(measure.event.text)).field)"])
    }
    try expect(.close, "`)`", after: "the event")
    try complete(&measure)
    return measure
  }

  private mutating func complete(_ measure: inout Measure) throws(Problem) {
    while true {
      if measure.window == nil, let window = try window() {
        measure.window = window
      } else if measure.filter == nil, accept("where") {
        measure.filter = try filter()
      } else {
        leaveOpen(
          measure.window == nil ? "in last 30 days" : nil, measure.filter == nil ? "where" : nil)
        return
      }
    }
  }
}
