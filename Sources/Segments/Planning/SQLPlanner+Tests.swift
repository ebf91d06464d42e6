internal import Basis
internal import Columns

/// Tests of values in SQL.
extension SQLPlanner {
  /// A test of something that has a row in `rows` for each known value, called `alias` there.
  func tested(_ test: Test, type: FieldType, rows: String, alias: String) -> String {
    let isLettered = type == .plain(.text) || type == .plain(.list)
    let value = isLettered ? "\(alias).folded" : "\(alias).number"
    let known = "EXISTS (\(rows))"
    switch test {
    case .known(let isKnown): return isKnown ? known : "NOT \(known)"
    case .compare(.notEqual, let literal):
      let match = matched(.compare(.equal, literal), type, value)
      return "(\(known) AND NOT EXISTS (\(rows) AND \(match)))"
    case .member(let literals, negated: true):
      let match = matched(.member(literals, negated: false), type, value)
      return "(\(known) AND NOT EXISTS (\(rows) AND \(match)))"
    case .text(let operation, let text, negated: true):
      let match = matched(.text(operation, text, negated: false), type, value)
      return "(\(known) AND NOT EXISTS (\(rows) AND \(match)))"
    case .compare, .member, .between, .text:
      return "EXISTS (\(rows) AND \(matched(test, type, value)))"
    }
  }

  /// A test of a value that is never null.
  func tested(_ test: Test, type: FieldType, value: String) -> String {
    switch test {
    case .known(let isKnown): isKnown ? "1" : "0"
    case .compare(.notEqual, let literal):
      "NOT \(matched(.compare(.equal, literal), type, value))"
    case .member(let literals, negated: true):
      "NOT \(matched(.member(literals, negated: false), type, value))"
    case .text(let operation, let text, negated: true):
      "NOT \(matched(.text(operation, text, negated: false), type, value))"
    case .compare, .member, .between, .text: matched(test, type, value)
    }
  }

  /// A test without negation of one known value.
  private func matched(_ test: Test, _ type: FieldType, _ value: String) -> String {
    switch test {
    case .known: return "1"
    case .compare(let comparison, let literal):
      let (low, high) = ends(literal, type)
      return switch comparison {
      case .equal: "(\(value) >= \(low) AND \(value) <= \(high))"
      case .notEqual: "(\(value) < \(low) OR \(value) > \(high))"
      case .less: "(\(value) < \(low))"
      case .lessOrEqual: "(\(value) <= \(high))"
      case .greater: "(\(value) > \(high))"
      case .greaterOrEqual: "(\(value) >= \(low))"
      }
    case .member(let literals, _):
      let tests = literals.map { literal in
        let (low, high) = ends(literal, type)
        return "\(value) >= \(low) AND \(value) <= \(high)"
      }
      return "(\(tests.joined(separator: " OR ")))"
    case .between(let low, let high):
      return "(\(value) >= \(ends(low, type).low) AND \(value) <= \(ends(high, type).high))"
    case .text(let operation, let text, _):
      let wanted = quoted(SimpleFolding.folded(text))
      return switch operation {
      case .contains: "(instr(\(value), \(wanted)) > 0)"
      case .startsWith: "(substr(\(value), 1, length(\(wanted))) = \(wanted))"
      case .endsWith:
        "(length(\(value)) >= length(\(wanted)) AND"
          + " substr(\(value), length(\(value)) - length(\(wanted)) + 1) = \(wanted))"
      case .matches: "(\(value) GLOB \(quoted(Self.glob(SimpleFolding.folded(text)))))"
      }
    }
  }

  /// SQLite's globs know classes in brackets; ours do not.
  private static func glob(_ pattern: String) -> String {
    pattern.unicodeScalars.map { $0 == "[" ? "[[]" : String($0) }.joined()
  }

  /// The lowest and the highest value that a literal stands for.
  private func ends(_ literal: Literal, _ type: FieldType) -> (low: String, high: String) {
    func both(_ value: String) -> (String, String) { (value, value) }
    switch (type, literal.content) {
    case (.weekday, _): return both("\(Weekday.number(literal) ?? 0)")
    case (.plain(.text), _), (.plain(.list), _):
      return both(quoted(SimpleFolding.folded(literal.asText)))
    case (.plain(.money), .number(let number)):
      return both("\(number.double(scaledBy: moneyPlaces))")
    case (.plain, .number(let number)): return both(number.text)
    case (.plain, .boolean(let flag)): return both(flag ? "1" : "0")
    case (.plain(.date), .moment(.day(let date))): return both("\(date.daysSinceEpoch)")
    case (.plain, .moment(let moment)):
      let range = TestCompiler(calendar: calendar).range(of: moment)
      return ("\(range.low)", "\(range.high)")
    case (.plain, .text): return both("NULL")
    }
  }

  func quoted(_ name: Name) -> String { quoted(name.text) }

  func quoted(_ text: String) -> String {
    // By scalars: a quote with an accent above it is one character, but still ends SQL's text.
    "'" + text.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }
}
