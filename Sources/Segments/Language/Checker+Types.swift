package import Basis
package import Columns

/// The type of a field of an event, as the tests see it.
package enum FieldType: Hashable, Sendable {
  case plain(ValueType)
  /// The day of the week: a name, or 1 for Monday to 7 for Sunday.
  case weekday

  /// What every event has, whatever its source sends.
  package static let builtIn: [String: FieldType] = [
    "date": .plain(.date), "weekday": .weekday, "hour": .plain(.integer), "source": .plain(.text),
  ]

  var isNumeric: Bool {
    switch self {
    case .plain(let type): type == .number || type == .integer || type == .money
    case .weekday: true
    }
  }

  var shown: String {
    switch self {
    case .plain(let type): type.shown
    case .weekday: "a day of the week"
    }
  }
}

extension ValueType {
  var shown: String {
    switch self {
    case .text: "a text"
    case .number, .integer: "a number"
    case .boolean: "true or false"
    case .date: "a date"
    case .time: "a time"
    case .list: "a list of texts"
    case .money: "an amount of money"
    }
  }

  var hasOrder: Bool {
    switch self {
    case .number, .integer, .date, .time, .money: true
    case .text, .boolean, .list: false
    }
  }
}

extension Vocabulary {
  /// The type of an attribute, one of the workspace or one that is built in.
  package func attributeType(_ name: String) -> ValueType? {
    attributes[name] ?? (rfm != nil && RFMScore(rawValue: name) != nil ? .integer : nil)
  }

  /// The names of all attributes, built-in ones among them, in order.
  package var attributeNames: [String] {
    (Array(attributes.keys) + (rfm == nil ? [] : RFMScore.allCases.map(\.rawValue))).sorted()
  }

  /// The type of a field, one of the event's own or one that every event has.
  package func fieldType(_ field: String, of event: String) -> FieldType? {
    FieldType.builtIn[field] ?? events[event]?[field].map { .plain($0) }
      ?? (events[event] == nil ? nil : sessionFields[field].map { .plain($0) })
  }

  /// The names of all fields of an event, those that every event has among them, in order.
  package func fieldNames(of event: String) -> [String] {
    let own = events[event]?.keys.map(\.self) ?? []
    return Set(own + FieldType.builtIn.keys + sessionFields.keys).sorted()
  }
}

/// The days of the week as they may be written.
enum Weekday {
  static let names = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// The number of a day, 1 for Monday, from its name, its first three letters or its number.
  static func number(_ literal: Literal) -> Int64? {
    switch literal.content {
    case .text(let text):
      let folded = SimpleFolding.folded(text)
      let index = names.firstIndex { $0 == folded || $0.prefix(3) == folded }
      return index.map { Int64($0 + 1) }
    case .number(let number):
      return Int64(number.text).flatMap { (1...7).contains($0) ? $0 : nil }
    case .boolean, .moment: return nil
    }
  }
}

extension Checker {
  func check(_ test: Test, of name: Name, type: FieldType, _ found: inout [Problem]) {
    func refuse(_ reason: String, at place: Range<Int>?, expected: [String]) {
      found.append(Problem(at: place ?? name.place ?? 0..<0, reason, expected: expected))
    }
    let isLettered = type == .plain(.text) || type == .plain(.list)
    switch test {
    case .known: break
    case .text(let operation, _, _):
      guard !isLettered else { break }
      refuse(
        "`\(operation.rawValue)` needs a text, and \(name) is \(type.shown)", at: name.place,
        expected: type.operators)
    case .compare(let comparison, let literal):
      if comparison != .equal, comparison != .notEqual, !type.hasOrder {
        refuse(
          "\(name) is \(type.shown), which has no order", at: name.place, expected: type.operators)
      }
      checkLiteral(literal, of: name, type: type, &found)
    case .member(let literals, _):
      for literal in literals { checkLiteral(literal, of: name, type: type, &found) }
    case .between(let low, let high):
      if !type.hasOrder {
        refuse(
          "\(name) is \(type.shown), which has no order", at: name.place, expected: type.operators)
      }
      for literal in [low, high] { checkLiteral(literal, of: name, type: type, &found) }
      checkOrder(low, high, at: low.place ?? name.place, &found)
    }
  }

  /// Ends the wrong way round have nothing between them.
  private func checkOrder(
    _ low: Literal, _ high: Literal, at place: Range<Int>?, _ found: inout [Problem]
  ) {
    switch (low.content, high.content) {
    case (.moment(let low), .moment(let high)): check(low, high, at: place, &found)
    case (.number(let low), .number(let high)):
      guard low.double > high.double else { return }
      found.append(
        Problem(
          at: place ?? 0..<0, "\(low.text) is more than \(high.text), so that nothing lies between",
          suggestion: "`between \(high.text) and \(low.text)`", isSlip: true))
    default: break
    }
  }

  private func checkLiteral(
    _ literal: Literal, of name: Name, type: FieldType, _ found: inout [Problem]
  ) {
    guard let expected = type.refusal(of: literal) else { return }
    found.append(
      Problem(
        at: literal.place ?? name.place ?? 0..<0,
        "\(name) is \(type.shown), and `\(literal.asText)` is none", expected: [expected],
        suggestion: type.fitting(literal).map { "`\($0)`" }))
  }
}

extension FieldType {
  var hasOrder: Bool {
    switch self {
    case .plain(let type): type.hasOrder
    case .weekday: true
    }
  }

  var operators: [String] {
    switch self {
    case .plain(.text), .plain(.list): ["=", "!=", "in (…)", "contains", "starts with", "is known"]
    case .plain(.boolean): ["= true", "= false", "is known"]
    case .plain(.number), .plain(.integer), .plain(.money), .plain(.date), .plain(.time), .weekday:
      ["=", "<", ">", "between", "in (…)", "is known"]
    }
  }

  /// What was most likely meant by a literal that does not fit.
  fileprivate func fitting(_ literal: Literal) -> String? {
    var text = literal.asText.lowercased()
    if case .plain(.boolean) = self {
      text = ["yes": "true", "no": "false", "1": "true", "0": "false"][text] ?? text
    }
    guard let plain = try? Segment(parsing: "x = \(text)"),
      case .attribute(_, .compare(_, let read)) = plain, refusal(of: read) == nil
    else { return nil }
    return text
  }

  /// What `literal` should have been; nil where it fits.
  func refusal(of literal: Literal) -> String? {
    switch (self, literal.content) {
    case (.plain(.text), _), (.plain(.list), _): nil
    case (.plain(.number), .number), (.plain(.integer), .number), (.plain(.money), .number): nil
    case (.plain(.number), _), (.plain(.integer), _), (.plain(.money), _): "a number"
    case (.plain(.boolean), .boolean): nil
    case (.plain(.boolean), _): "true or false"
    case (.plain(.date), .moment(.day)): nil
    case (.plain(.date), _): "a date as 2026-11-21"
    case (.plain(.time), .moment): nil
    case (.plain(.time), _): "a date as 2026-11-21 or a time as 2026-11-21T14:03"
    case (.weekday, _): Weekday.number(literal) == nil ? "monday to sunday, or 1 to 7" : nil
    }
  }
}
