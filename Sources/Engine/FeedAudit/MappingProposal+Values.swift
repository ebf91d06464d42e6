internal import Basis
internal import Formats
internal import Intake

/// How single values are to be read.
extension MappingProposal {
  private static let money = [
    "revenue", "ltv", "media_cost", "price", "discount", "tax", "shipping",
  ]
  private static let idEndings = [
    "id", "nummer", "nr", "number", "no", "code", "ean", "sku", "zip",
  ]

  /// The rule that reads a column into a value of this name.
  func valueRule(_ column: ColumnProfile, _ name: String) -> ValueRule {
    var rule = ValueRule(name: name, input: Input(column: column.name), type: .text)
    switch column.shape {
    case .integer, .number: describeNumber(column, &rule)
    case .boolean: rule.type = .boolean
    case .list: rule.type = .list
    case .date where column.times.guess != nil: describeTime(column, &rule)
    case .text, .date, nil:
      if let divider = divider(column) {
        rule.type = .list
        rule.input.split = divider
      }
    case .uuid, .email, .phone, .digest, .url, .address, .consent: break
    }
    if name.hasSuffix("_date"), column.times.guess != nil {
      rule.type = .date
      rule.format = timeFormat(column.name)
    }
    if name == "country" || name == "language" { rule.meaning = name }
    return rule
  }

  private func describeNumber(_ column: ColumnProfile, _ rule: inout ValueRule) {
    if Self.money.contains(rule.name) {
      rule.type = .money
      rule.currencyColumn = columns.first { $0.role == .currency && $0.filled > 0 }?.name
      if rule.currencyColumn == nil { rule.currency = language.currency }
      return
    }
    // Numbers that name something are texts, and those with zeros in front are nothing else.
    let plain = ColumnFinder.plain(column.name)
    let isName =
      Self.idEndings.contains { plain.hasSuffix($0) }
      || ["order_id", "product", "campaign", "postcode", "placement", "store"].contains(rule.name)
    guard !isName, column.leadingZeros == 0 else { return }
    rule.type = column.shape == .integer ? .integer : .number
  }

  private func describeTime(_ column: ColumnProfile, _ rule: inout ValueRule) {
    rule.type = column.times.guess?.isDateOnly == true ? .date : .time
    rule.format = timeFormat(column.name)
  }

  /// What divides the words of a list, where enough values are several.
  private func divider(_ column: ColumnProfile) -> String? {
    let bars = column.dividers[UInt8(ascii: "|")] ?? 0
    if bars * 4 > column.filled { return "|" }
    let isList = column.role == .attribute("interests", isPersonal: false)
    for divider in [UInt8(ascii: ";"), UInt8(ascii: ",")] where isList {
      if (column.dividers[divider] ?? 0) * 10 > column.filled {
        return String(Character(Unicode.Scalar(divider)))
      }
    }
    return nil
  }
}

/// Names of columns as the workspace writes them.
enum ColumnText {
  /// `Lieblings-Farbe` becomes `lieblings_farbe`; of a path its last part counts.
  static func snake(_ name: String) -> String {
    var snake = ""
    var wasLower = false
    for character in name.split(separator: ".").last ?? "" {
      let plain = ColumnFinder.plain(String(character))
      if plain.isEmpty {
        if !snake.isEmpty, snake.last != "_" { snake.append("_") }
        wasLower = false
      } else {
        if character.isUppercase, wasLower { snake.append("_") }
        snake += plain
        wasLower = character.isLowercase
      }
    }
    while snake.last == "_" { snake.removeLast() }
    return snake.isEmpty ? "column" : snake
  }
}
