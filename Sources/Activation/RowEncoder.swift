package import Basis
internal import Formats
internal import Sealing

/// The values of one person, one for each column of a destination, before any step.
///
/// It is filled again for each person, so that a row allocates nothing.
package struct PersonValues: Sendable {
  /// What JSON makes of a value.
  enum Kind: Sendable {
    case text
    /// A number, or true or false: as it stands.
    case literal
    case list([String])
  }

  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  private(set) var kinds: [Kind] = []
  /// The person's two-letter country, which postcodes depend on; empty where it is unknown.
  package var country: [UInt8] = []

  package init() {}

  package mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
  }

  /// Adds the next column's value; an empty one is unknown.
  package mutating func append(_ value: Span<UInt8>) {
    unsafe value.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    end(.text)
  }

  package mutating func append(_ value: String) {
    bytes += value.utf8
    end(.text)
  }

  package mutating func appendNothing() { end(.text) }

  /// Adds a value that JSON may have a type for.
  package mutating func append(_ value: Value) {
    if case .number(let number) = value, !number.isFinite { return appendNothing() }
    bytes += value.plainText.utf8
    switch value {
    case .number, .integer, .boolean, .money: end(.literal)
    case .list(let texts): end(.list(texts))
    case .text, .date, .time: end(.text)
    }
  }

  private mutating func end(_ kind: Kind) {
    ends.append(bytes.count)
    kinds.append(kind)
  }

  func range(_ column: Int) -> Range<Int> { (column == 0 ? 0 : ends[column - 1])..<ends[column] }
}

/// Writes people as rows of a destination's format.
package struct RowEncoder: Sendable {
  /// The columns that a row has a value in, a bit each; 0 where nothing would find the person.
  package typealias Filled = UInt64
  package static let mostColumns = 60

  /// How much of a row is written.
  package enum Extent: Sendable {
    case everything
    /// No attributes: where somebody was found by an identifier it takes no more to remove them.
    case identifiers
    /// Of the attributes only those that help to find somebody.
    case ways
  }

  package let destination: DestinationSpec
  private let groups: [Filled]
  private let identifierColumns: Filled
  private var cell: [UInt8] = []

  package init(_ destination: DestinationSpec) {
    self.destination = destination
    groups = destination.needs.map { group in group.reduce(0) { $0 | 1 << UInt64($1) } }
    identifierColumns = destination.columns.indices.reduce(0) { filled, index in
      if case .identifier = destination.columns[index].origin {
        filled | 1 << UInt64(index)
      } else {
        filled
      }
    }
  }

  /// The first line; empty where the format has none.
  package var header: [UInt8] {
    guard destination.file.format == .csv, destination.file.hasHeader else { return [] }
    var line: [UInt8] = []
    for (index, column) in destination.columns.enumerated() {
      if index > 0 { line.append(destination.file.delimiter) }
      appendQuoted(Array(column.name.utf8), to: &line)
    }
    endLine(&line)
    return line
  }

  /// Appends the row of a person, or nothing where it would find nobody.
  package mutating func encode(
    _ values: PersonValues, _ extent: Extent = .everything, into rows: inout [UInt8]
  ) -> Filled {
    let start = rows.count
    let isCSV = destination.file.format == .csv
    var filled: Filled = 0
    if !isCSV { rows.append(UInt8(ascii: "{")) }
    for index in destination.columns.indices {
      let column = destination.columns[index]
      if isCSV, index > 0 { rows.append(destination.file.delimiter) }
      guard isWanted(index, extent), prepare(index, values) else { continue }
      if isCSV {
        writeCell(column, to: &rows)
      } else {
        if filled != 0 { rows.append(UInt8(ascii: ",")) }
        Self.appendJSON(Array(column.name.utf8), to: &rows)
        rows.append(UInt8(ascii: ":"))
        writeJSON(column, values.kinds[index], to: &rows)
      }
      filled |= 1 << UInt64(index)
    }
    guard finds(filled, extent) else {
      rows.removeLast(rows.count - start)
      return 0
    }
    if !isCSV { rows.append(UInt8(ascii: "}")) }
    endLine(&rows)
    return filled
  }

  /// The cells of a row as texts, hashes and all; nil where nothing would find the person.
  package mutating func cells(_ values: PersonValues) -> [String]? {
    var filled: Filled = 0
    var cells: [String] = []
    for (index, column) in destination.columns.enumerated() {
      guard prepare(index, values) else {
        cells.append("")
        continue
      }
      filled |= 1 << UInt64(index)
      var text: [UInt8] = []
      appendHashed(column.hashing, to: &text)
      cells.append(String(decoding: text, as: UTF8.self))
    }
    return finds(filled, .everything) ? cells : nil
  }

  /// What a column makes of one value; empty where nothing is left of it.
  package static func spelling(of value: String, in column: DestinationSpec.Column) -> String {
    var spec = DestinationSpec("", "", purposes: [], columns: [column])
    spec.columns[0].origin = .identifier("")
    var encoder = RowEncoder(spec)
    var values = PersonValues()
    values.append(value)
    guard encoder.prepare(0, values) else { return "" }
    var text: [UInt8] = []
    encoder.appendHashed(column.hashing, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a row with these columns finds a person; to remove somebody, any of their identifiers does.
  private func finds(_ filled: Filled, _ extent: Extent) -> Bool {
    if extent == .identifiers { return filled & identifierColumns != 0 }
    return groups.contains { $0 != 0 && $0 & filled == $0 }
  }

  private func isWanted(_ index: Int, _ extent: Extent) -> Bool {
    guard case .attribute = destination.columns[index].origin else { return true }
    return switch extent {
    case .everything: true
    case .identifiers: false
    case .ways: groups.contains { $0 >> UInt64(index) & 1 == 1 }
    }
  }

  /// Puts a column's value through its steps; false where nothing is left of it.
  private mutating func prepare(_ index: Int, _ values: PersonValues) -> Bool {
    let column = destination.columns[index]
    cell.removeAll(keepingCapacity: true)
    if case .constant(let text) = column.origin {
      cell += text.utf8
    } else {
      cell += values.bytes[values.range(index)]
    }
    for step in column.steps where !cell.isEmpty {
      step.apply(to: &cell, country: values.country.span)
    }
    // Some systems hand out the hash of nothing for people whom they do not know.
    return !cell.isEmpty && !EmptyHash.isOne(cell)
  }

  private func appendHashed(_ hashing: DestinationSpec.Hashing, to rows: inout [UInt8]) {
    switch hashing {
    case .plain: rows += cell
    case .sha256Hex: SHA256.appendHex(of: cell.span, to: &rows)
    case .sha256Base64: SHA256.appendBase64(of: cell.span, to: &rows)
    }
  }

  private func writeCell(_ column: DestinationSpec.Column, to rows: inout [UInt8]) {
    guard column.hashing == .plain else { return appendHashed(column.hashing, to: &rows) }
    appendQuoted(CSVText.isFormula(cell) ? [UInt8(ascii: "'")] + cell : cell, to: &rows)
  }

  /// Writes the cell in its JSON type; what went through steps is a text.
  private func writeJSON(
    _ column: DestinationSpec.Column, _ kind: PersonValues.Kind, to rows: inout [UInt8]
  ) {
    guard column.hashing == .plain else {
      rows.append(UInt8(ascii: "\""))
      appendHashed(column.hashing, to: &rows)
      rows.append(UInt8(ascii: "\""))
      return
    }
    switch kind {
    case .literal where column.steps.isEmpty: rows += cell
    case .list(let texts) where column.steps.isEmpty:
      rows += JSON.array(texts.map { .string($0) }).text.utf8
    case .text, .literal, .list: Self.appendJSON(cell, to: &rows)
    }
  }

  /// A cell as RFC 4180 has it.
  private func appendQuoted(_ cell: [UInt8], to line: inout [UInt8]) {
    let delimiter = destination.file.delimiter
    guard cell.contains(where: { $0 == 34 || $0 == delimiter || $0 == 10 || $0 == 13 }) else {
      line += cell
      return
    }
    line.append(34)
    for byte in cell {
      if byte == 34 { line.append(34) }
      line.append(byte)
    }
    line.append(34)
  }

  static func appendJSON(_ text: [UInt8], to rows: inout [UInt8]) {
    rows.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): rows += [UInt8(ascii: "\\"), byte]
      case 0..<32, 127:
        rows += "\\u00".utf8
        let digits = Array("0123456789abcdef".utf8)
        rows += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: rows.append(byte)
      }
    }
    rows.append(UInt8(ascii: "\""))
  }

  private func endLine(_ rows: inout [UInt8]) {
    if destination.file.format == .csv, destination.file.endsLinesWithCRLF { rows.append(13) }
    rows.append(10)
  }
}

/// The SHA-256 of an empty text in both spellings.
enum EmptyHash {
  private static let hex = Array(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".utf8)
  private static let base64 = Array("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".utf8)

  static func isOne(_ text: [UInt8]) -> Bool {
    guard text.count == 64 || text.count == 44 else { return false }
    if text == base64 { return true }
    var lower = text
    Bytes.lower(&lower)
    return lower == hex
  }
}
