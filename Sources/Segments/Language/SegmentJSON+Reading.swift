package import Basis

extension Segment {
  /// Reads the JSON form of a tree; a fault names the member that is missing, unknown or of another kind.
  package init(json: JSONTree) throws(Fault) {
    self = try SegmentJSONReader().segment(json, depth: 0)
  }
}

/// Turns JSON values into the parts of a tree.
struct SegmentJSONReader {
  func segment(_ json: JSONTree, depth: Int) throws(Fault) -> Segment {
    guard depth <= Parser.deepest else { throw refused("groups stand too deep inside each other") }
    let kind = try text(json, "node")
    func members(_ known: String...) throws(Fault) {
      try check(json, "`\(kind)`", ["node"] + known)
    }
    switch kind {
    case "everyone":
      try members()
      return .everyone
    case "and", "or":
      try members("parts")
      var parts: [Segment] = []
      for part in try array(json, "parts") { parts.append(try segment(part, depth: depth + 1)) }
      guard parts.count > 1 else { throw refused("`\(kind)` needs at least two parts") }
      return kind == "and" ? .and(parts) : .or(parts)
    case "not":
      try members("part")
      return .not(try segment(try value(json, "part"), depth: depth + 1))
    case "segment":
      try members("name")
      return .reference(try name(json, "name"))
    case "has":
      try members("namespace")
      return .has(try name(json, "namespace"))
    case "from":
      try members("source")
      return .from(try name(json, "source"))
    case "consent":
      try members("purposes")
      return .consent(try texts(json, "purposes").map { Name($0) })
    case "attribute":
      try members("name", "test")
      return .attribute(try name(json, "name"), try test(try value(json, "test")))
    case "did":
      try members("not", "event", "times", "window", "where")
      return .behaviour(try behaviour(json))
    case "compare":
      try members("measure", "is", "value")
      return .aggregate(try aggregate(json))
    case "when":
      try members("position", "event", "where", "test")
      return .recency(Recency(try anchor(json), try recencyTest(try value(json, "test"))))
    case "sequence":
      try members("steps", "then_not", "within", "window")
      return .sequence(try sequence(json))
    case "score":
      try members("model", "is", "value")
      return .score(
        try name(json, "model"), try choice(json, "is"),
        try number(try value(json, "value"), "value"))
    case "rank":
      try members("end", "percent", "profiles", "by")
      return .rank(try rank(json))
    default: throw refused("there is no node `\(kind)`")
    }
  }

  // MARK: Conditions

  private func behaviour(_ json: JSONTree) throws(Fault) -> Behaviour {
    var times: Times?
    if let bound = json["times"] {
      try check(bound, "`times`", ["bound", "count"])
      times = Times(try choice(bound, "bound"), try whole(bound, "count"))
    }
    let isNegated = json["not"] == nil ? false : try truth(json, "not")
    return Behaviour(
      try name(json, "event"), isNegated: isNegated, times: times, window: try window(json),
      filter: try filter(json))
  }

  private func aggregate(_ json: JSONTree) throws(Fault) -> Aggregate {
    let operand = try value(json, "value")
    let isMeasure = if case .object = operand { true } else { false }
    return Aggregate(
      try measure(try value(json, "measure"), "`measure`"), try choice(json, "is"),
      isMeasure
        ? .measure(try measure(operand, "`value`")) : .number(try number(operand, "value")))
  }

  private func measure(_ json: JSONTree, _ what: String) throws(Fault) -> Measure {
    try check(json, what, ["function", "event", "field", "window", "where"])
    let function: Measure.Function = try choice(json, "function")
    let field = json["field"] == nil ? nil : try name(json, "field")
    guard field != nil || !function.needsField else {
      throw refused("`\(function.rawValue)` works on a field")
    }
    guard field == nil || function.needsField || function == .count else {
      throw refused("`\(function.rawValue)` works on no `field`")
    }
    return Measure(
      function, try name(json, "event"), field: field, window: try window(json),
      filter: try filter(json))
  }

  private func anchor(_ json: JSONTree) throws(Fault) -> Anchor {
    Anchor(try choice(json, "position"), try name(json, "event"), filter: try filter(json))
  }

  private func recencyTest(_ json: JSONTree) throws(Fault) -> Recency.Test {
    switch try kind(
      of: json, "the test of `when`",
      [["ago", "is"], ["between"], ["since"], ["before"], ["within", "of_first"]])
    {
    case "ago": return .ago(try choice(json, "is"), try span(json, "ago"))
    case "between":
      let (low, high) = try pair(json, "between")
      return .between(try moment(low, "between"), try moment(high, "between"))
    case "since": return .since(try moment(try value(json, "since"), "since"))
    case "before": return .before(try moment(try value(json, "before"), "before"))
    default: return .within(try span(json, "within"), ofFirst: try name(json, "of_first"))
    }
  }

  private func sequence(_ json: JSONTree) throws(Fault) -> EventSequence {
    var steps: [EventSequence.Step] = []
    for step in try array(json, "steps") { steps.append(try self.step(step, "a step")) }
    guard !steps.isEmpty else { throw refused("`sequence` needs a step") }
    var sequence = EventSequence(steps)
    if let absence = json["then_not"] { sequence.absence = try step(absence, "`then_not`") }
    if json["within"] != nil { sequence.within = try span(json, "within") }
    sequence.window = try window(json)
    return sequence
  }

  private func step(_ json: JSONTree, _ what: String) throws(Fault) -> EventSequence.Step {
    try check(json, what, ["event", "where"])
    return EventSequence.Step(try name(json, "event"), filter: try filter(json))
  }

  private func rank(_ json: JSONTree) throws(Fault) -> Rank {
    guard json["percent"] == nil || json["profiles"] == nil else {
      throw refused("`rank` has one of `percent` and `profiles`, not both")
    }
    let amount: Rank.Amount
    if let percent = json["percent"] {
      amount = .percent(try number(percent, "percent"))
    } else {
      amount = .profiles(try whole(json, "profiles"))
    }
    let key = try value(json, "by")
    if let attribute = key.string {
      return Rank(try choice(json, "end"), amount, by: .attribute(Name(attribute)))
    }
    if key["score"] != nil {
      try check(key, "`by`", ["score"])
      return Rank(try choice(json, "end"), amount, by: .score(try name(key, "score")))
    }
    return Rank(try choice(json, "end"), amount, by: .measure(try measure(key, "`by`")))
  }

  // MARK: Windows and filters

  private func window(_ json: JSONTree) throws(Fault) -> Window? {
    guard let window = json["window"] else { return nil }
    switch try kind(
      of: window, "`window`",
      [
        ["last"], ["between"], ["since"], ["before"], ["ago"],
        ["from", "to", "direction", "position", "event", "where"],
      ])
    {
    case "last": return .last(try span(window, "last"))
    case "between":
      let (low, high) = try pair(window, "between")
      return .between(try moment(low, "between"), try moment(high, "between"))
    case "since": return .since(try moment(try value(window, "since"), "since"))
    case "before": return .before(try moment(try value(window, "before"), "before"))
    case "ago":
      let (low, high) = try pair(window, "ago")
      return .ago(try span(low, in: "ago"), try span(high, in: "ago"))
    default:
      let anchor = try anchor(window)
      guard anchor.position != .second else {
        throw refused("a window hangs on `first` or `last`")
      }
      return .around(
        try span(window, "from"), try span(window, "to"), try choice(window, "direction"), anchor)
    }
  }

  private func filter(_ json: JSONTree) throws(Fault) -> Filter? {
    guard let filter = json["where"] else { return nil }
    return try part(filter, depth: 0)
  }

  private func part(_ json: JSONTree, depth: Int) throws(Fault) -> Filter {
    guard depth <= Parser.deepest else { throw refused("tests stand too deep inside each other") }
    let kind = try kind(of: json, "`where`", [["field", "test"], ["all"], ["any"]])
    guard kind != "field" else {
      return .test(try name(json, "field"), try test(try value(json, "test")))
    }
    var parts: [Filter] = []
    for item in try array(json, kind) { parts.append(try part(item, depth: depth + 1)) }
    guard parts.count > 1 else { throw refused("`\(kind)` needs at least two tests") }
    return kind == "all" ? .all(parts) : .any(parts)
  }

  private func test(_ json: JSONTree) throws(Fault) -> Test {
    let texts = TextOperator.allCases.flatMap { [[$0.key], ["not_\($0.key)"]] }
    let kind = try kind(
      of: json, "`test`", [["is", "value"], ["between"], ["known"], ["in"], ["not_in"]] + texts)
    switch kind {
    case "is":
      return .compare(try choice(json, "is"), try literal(try value(json, "value"), "value"))
    case "between":
      let (low, high) = try pair(json, "between")
      return .between(try literal(low, "between"), try literal(high, "between"))
    case "known": return .known(try truth(json, "known"))
    case "in", "not_in":
      var values: [Literal] = []
      for item in try array(json, kind) { values.append(try literal(item, kind)) }
      guard !values.isEmpty else { throw refused("`\(kind)` needs a value") }
      return .member(values, negated: kind == "not_in")
    default:
      let text = try text(json, kind)
      for operation in TextOperator.allCases
      where kind == operation.key || kind == "not_\(operation.key)" {
        return .text(operation, text, negated: kind != operation.key)
      }
      throw refused("there is no test `\(kind)`")
    }
  }
}
