internal import Formats

/// Writes the file of a destination, row by row.
package struct RowWriter: Sendable {
  private let destination: Destination
  package private(set) var bytes: [UInt8] = []
  package private(set) var rows = 0

  package init(_ destination: Destination) {
    self.destination = destination
    guard destination.format == .csv else { return }
    line(destination.columns.map(\.name))
  }

  /// Writes one person; false where no column would let the destination find them.
  package mutating func add(_ values: [Destination.Origin: String]) -> Bool {
    let country = values[.attribute("country")] ?? ""
    var cells: [String] = []
    var isReachable = false
    for column in destination.columns {
      var cell = column.value(values[column.origin] ?? "", country)
      if Hashed.isOfNothing(cell) { cell = "" }
      if column.isIdentifier, !cell.isEmpty { isReachable = true }
      let isText = destination.format == .csv && !column.isHashed
      cells.append(isText ? Self.harmless(cell) : cell)
    }
    guard isReachable else { return false }
    rows += 1
    switch destination.format {
    case .csv: line(cells)
    case .jsonLines:
      let entries = zip(destination.columns, cells).filter { !$1.isEmpty }
      bytes += JSON.object(entries.map { ($0.name, .string($1)) }).text.utf8
      bytes.append(10)
    }
    return true
  }

  private mutating func line(_ cells: [String]) {
    bytes += cells.map(Self.quoted).joined(separator: ",").utf8
    bytes += [13, 10]
  }

  /// A cell as RFC 4180 has it.
  package static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.utf8.contains {
      [UInt8(ascii: "\""), UInt8(ascii: ","), 10, 13].contains($0)
    }
    guard needsQuotes else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// A text that no spreadsheet takes for a formula; a number with its sign stays as it is.
  package static func harmless(_ cell: String) -> String {
    guard let first = cell.utf8.first, "=+-@\t\r".utf8.contains(first) else { return cell }
    let isNumber =
      cell.utf8.count > 1 && "+-".utf8.contains(first)
      && cell.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
    return isNumber ? cell : "'" + cell
  }
}
