internal import Basis

/// Takes the members of JSON objects, and refuses what is missing, unknown or of another kind.
extension SegmentJSONReader {
  /// Refuses what is no object, members that it does not have, and members that stand there twice.
  func check(_ json: JSONTree, _ what: String, _ known: [String]) throws(Fault) {
    guard case .object(let members) = json else { throw refused("\(what) must be an object") }
    var seen: Set<String> = []
    for member in members {
      guard known.contains(member.key) else {
        throw refused(
          "\(what) has no member `\(member.key)`",
          known.nearest(to: member.key).map { "Did you mean `\($0)`?" }
            ?? "It may have \(Self.listed(known))")
      }
      guard seen.insert(member.key).inserted else {
        throw refused("\(what) has the member `\(member.key)` twice", "Say it once")
      }
    }
  }

  /// The first member of the one kind, of those that there are, that an object is of.
  func kind(
    of json: JSONTree, _ what: String, _ kinds: [[String]]
  ) throws(Fault) -> String {
    try check(json, what, kinds.flatMap(\.self))
    let said = kinds.filter { members in members.contains { json[$0] != nil } }
    guard let members = said.first, let first = members.first else {
      throw refused("\(what) says nothing", "Expected \(Self.listed(kinds.compactMap(\.first)))")
    }
    guard said.count == 1 else {
      let both = said.compactMap { $0.first { json[$0] != nil } }
      throw refused(
        "\(what) says \(both.map { "`\($0)`" }.joined(separator: " and ")) at once",
        "Say one of them")
    }
    return first
  }

  func value(_ json: JSONTree, _ key: String) throws(Fault) -> JSONTree {
    guard case .object = json else { throw refused("an object with `\(key)` is expected") }
    guard let value = json[key] else { throw refused("`\(key)` is missing") }
    return value
  }

  func text(_ json: JSONTree, _ key: String) throws(Fault) -> String {
    guard let text = try value(json, key).string else { throw refused("`\(key)` must be a text") }
    return text
  }

  func name(_ json: JSONTree, _ key: String) throws(Fault) -> Name {
    Name(try text(json, key))
  }

  func truth(_ json: JSONTree, _ key: String) throws(Fault) -> Bool {
    guard let flag = try value(json, key).boolean else {
      throw refused("`\(key)` must be true or false")
    }
    return flag
  }

  func whole(_ json: JSONTree, _ key: String) throws(Fault) -> Int {
    guard let number = try value(json, key).integer, (0...1_000_000_000).contains(number) else {
      throw refused("`\(key)` must be a whole number from 0 to 1000000000")
    }
    return Int(number)
  }

  func array(_ json: JSONTree, _ key: String) throws(Fault) -> [JSONTree] {
    guard let items = try value(json, key).array else { throw refused("`\(key)` must be a list") }
    return items
  }

  /// A list of texts, of which there is one at least.
  func texts(_ json: JSONTree, _ key: String) throws(Fault) -> [String] {
    var texts: [String] = []
    for item in try array(json, key) {
      guard let text = item.string else { throw refused("`\(key)` must be a list of texts") }
      texts.append(text)
    }
    guard !texts.isEmpty else { throw refused("`\(key)` must name one at least") }
    return texts
  }

  func pair(_ json: JSONTree, _ key: String) throws(Fault) -> (JSONTree, JSONTree) {
    let items = try array(json, key)
    guard items.count == 2 else { throw refused("`\(key)` must be a list of two ends") }
    return (items[0], items[1])
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ json: JSONTree, _ key: String
  ) throws(Fault) -> Choice {
    let word = try text(json, key)
    guard let choice = Choice(rawValue: word) else {
      let words = Choice.allCases.map(\.rawValue)
      throw refused(
        "`\(key)` cannot be `\(word)`",
        words.nearest(to: word).map { "Did you mean `\($0)`?" } ?? "Expected \(Self.listed(words))")
    }
    return choice
  }

  // MARK: Values

  func literal(_ json: JSONTree, _ key: String) throws(Fault) -> Literal {
    if let text = json.string { return Literal(.text(text)) }
    if let flag = json.boolean { return Literal(.boolean(flag)) }
    guard case .object = json else {
      throw refused(
        "a value of `\(key)` must be a text, true, false, a number as {\"number\":\"19.99\"} or a "
          + "date as {\"moment\":\"2026-11-21\"}")
    }
    if try kind(of: json, "a value of `\(key)`", [["number"], ["moment"]]) == "number" {
      return Literal(.number(try number(try value(json, "number"), "number")))
    }
    return Literal(.moment(try moment(try value(json, "moment"), "moment")))
  }

  func number(_ json: JSONTree, _ key: String) throws(Fault) -> DecimalNumber {
    let text = json.string ?? json.integer.map { String($0) } ?? ""
    guard let number = DecimalNumber(text) else {
      throw refused("`\(key)` must be a number as a text of digits, such as \"19.99\"")
    }
    return number
  }

  func moment(_ json: JSONTree, _ key: String) throws(Fault) -> Moment {
    guard let moment = json.string.flatMap({ Moment($0) }) else {
      throw refused("`\(key)` must be a date as \"2026-11-21\" or \"2026-11-21T14:03\"")
    }
    return moment
  }

  func span(_ json: JSONTree, _ key: String) throws(Fault) -> TimeSpan {
    try span(try value(json, key), in: key)
  }

  func span(_ json: JSONTree, in key: String) throws(Fault) -> TimeSpan {
    let words = (json.string ?? "").split(separator: " ")
    guard words.count == 2, let count = Int(words[0]), (0...1_000_000_000).contains(count),
      let unit = TimeSpan.Unit(
        rawValue: String(words[1].hasSuffix("s") ? words[1].dropLast() : words[1]))
    else { throw refused("`\(key)` must be a length of time, such as \"30 days\"") }
    return TimeSpan(count, unit)
  }

  private static func listed(_ words: [String]) -> String {
    let words = words.map { "`\($0)`" }
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  func refused(
    _ reason: String, _ remedy: String = "Compare it with what `segment show NAME --json` writes"
  ) -> Fault {
    Fault(.badSegment, "segment", reason: reason, remedy: remedy)
  }
}
