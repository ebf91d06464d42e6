internal import Basis
internal import Columns
internal import Formats
internal import Normalise

/// One value of a row in the form in which columns hold it.
enum ScalarValue {
  case unknown
  /// It has a value that its definition leaves out.
  case leftOut
  case code(UInt32)
  case whole(Int64)
  case real(Double)
  /// The codes are the dictionary's `items`: with them in here every value of every row would be
  /// counted and let go like an object.
  case list

  var isLeftOut: Bool {
    if case .leftOut = self { true } else { false }
  }
}

/// Reads one value of a row by its rule.
enum ValueReader {
  static func read(
    _ value: BoundValue, _ row: RowText, _ dictionary: inout LocalDictionary
  ) throws(RowProblem) -> ScalarValue {
    switch value.type {
    case .text:
      return try scalar(AllowedValues.code(value.input.text(row), value, &dictionary), value)
    case .list: return try list(value, row, &dictionary)
    case .number, .integer, .money, .boolean, .date, .time: break
    }
    guard let text = value.input.text(row) else { return .unknown }
    let bytes = Array(text.utf8)
    return try scalar(bytes.span, value)
  }

  /// What a code of `AllowedValues` means for the row.
  static func scalar(_ code: UInt32, _ value: BoundValue) throws(RowProblem) -> ScalarValue {
    switch code {
    case 0: return .unknown
    case AllowedValues.leftOut: return .leftOut
    case AllowedValues.refused: throw AllowedValues.problem(value)
    default: return .code(code)
    }
  }

  private static func list(
    _ value: BoundValue, _ row: RowText, _ dictionary: inout LocalDictionary
  ) throws(RowProblem) -> ScalarValue {
    let texts: [String]
    let input = value.input
    let meaning = value.rule.meaning
    guard input.columns.count == 1 else { return .unknown }
    let raw = row.string(input.columns[0])
    let bytes = Array(raw.utf8)
    // What begins like a JSON list and is none is a text of pieces like any other.
    if meaning == ProductList.namesMeaning {
      texts = ProductList(bytes.span).names
    } else if raw.hasPrefix("["), let items = try? JSONLeaves.scalars(bytes.span) {
      texts = items
    } else {
      let pieces = raw.split(separator: input.input.split ?? ",")
      texts = pieces.map { $0.trimmed }
    }
    var items: [UInt32] = []
    var isLeftOut = false
    for text in texts where !text.isEmpty {
      let mapped = input.input.map[text] ?? input.input.mapDefault ?? text
      let code = AllowedValues.code(mapped, value, &dictionary)
      switch code {
      case 0: break
      case AllowedValues.leftOut: isLeftOut = true
      case AllowedValues.refused: throw AllowedValues.problem(value)
      default: if !items.contains(code) { items.append(code) }
      }
    }
    dictionary.items = items
    return items.isEmpty ? (isLeftOut ? .leftOut : .unknown) : .list
  }

  /// A number, a date or a flag as it is written.
  static func scalar(_ text: Span<UInt8>, _ value: BoundValue) throws(RowProblem) -> ScalarValue {
    switch value.type {
    case .number, .integer, .money: return try number(text, value)
    case .date:
      guard let day = value.time?.day(text) else {
        throw RowProblem(value.input.name, .badDate, "it is no date that the mapping knows")
      }
      return .whole(day)
    case .time:
      guard let seconds = value.time?.seconds(text) else {
        throw RowProblem(value.input.name, .badTime, "it is no time that the mapping knows")
      }
      return .whole(seconds)
    case .boolean:
      guard let flag = BooleanText.read(text) else {
        throw RowProblem(value.input.name, .badBoolean, "it is neither yes nor no")
      }
      return .whole(flag ? 1 : 0)
    case .text, .list: return .unknown
    }
  }

  private static func number(_ text: Span<UInt8>, _ value: BoundValue) throws(RowProblem)
    -> ScalarValue
  {
    switch value.rule.meaning {
    case ProductList.quantityMeaning:
      let list = ProductList(text)
      return list.names.isEmpty ? .unknown : .whole(list.quantity)
    case ProductList.amountMeaning: return ProductList(text).amount.map { .whole($0) } ?? .unknown
    default: break
    }
    let shift = value.rule.isMicros ? 6 : 0
    do throws(NumberProblem) {
      switch value.type {
      case .integer:
        let number = try NumberText.integer(text, decimal: value.mark)
        return try AllowedValues.check(.whole(number), Double(number), value)
      case .money:
        let units = try NumberText.scaled(text, places: 2 - shift, decimal: value.mark)
        return try AllowedValues.check(.whole(units), Double(units) / 100, value)
      default:
        let number = try NumberText.double(text, decimal: value.mark) / (shift == 6 ? 1e6 : 1)
        return try AllowedValues.check(.real(number), number, value)
      }
    } catch {
      guard error != .outsideRange else { throw AllowedValues.problem(value) }
      throw RowProblem(value.input.name, .badNumber, error.explanation)
    }
  }
}

/// Yes and no as systems and people write them.
package enum BooleanText {
  package static func read(_ text: Span<UInt8>) -> Bool? {
    guard text.count > 0, text.count <= 8 else { return nil }
    var word = ""
    for index in 0..<text.count { word.append(Character(Unicode.Scalar(text[index]))) }
    switch word.lowercased() {
    case "1", "true", "yes", "y", "ja", "j", "oui", "si", "wahr", "vrai", "on", "t", "x":
      return true
    case "0", "false", "no", "n", "nein", "nej", "non", "falsch", "faux", "off", "f": return false
    default: return nil
    }
  }
}

/// What a mapping's `meaning` makes of a text beyond its type.
enum Meaning {
  static let names =
    ["country", "language", "device"] + ProductList.meanings

  static func read(_ text: String, _ meaning: String?) -> String? {
    let bytes = Array(text.utf8)
    switch meaning {
    case "country": if let code = Countries.code(text) { return code }
    case "language": if let code = Languages.code(text) { return code }
    case "device": return UserAgent(bytes.span).device.rawValue
    default: break
    }
    // Nothing that could steer a terminal gets past this point, whatever the feed says.
    guard !SafeText.isClean(bytes.span) else { return text }
    var clean: [UInt8] = []
    SafeText.appendCleaned(bytes.span, into: &clean)
    return String(decoding: clean, as: UTF8.self)
  }
}
