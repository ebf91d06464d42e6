/// How the rows of a delimited text are divided into columns, kept so that a row can be read again.
package struct FeedHead: Sendable, Equatable {
  /// The names in the header, or `#1`, `#2`, … where the feed had none.
  package var columns: [String]
  package var delimiter: UInt8
  package var quote: UInt8?

  /// ASCII's unit separator, which no header has.
  private static let separator: Character = "\u{1F}"

  package init(columns: [String], delimiter: UInt8, quote: UInt8?) {
    (self.columns, self.delimiter, self.quote) = (columns, delimiter, quote)
  }

  init(joinedColumns: String, delimiter: UInt8, quote: UInt8?) {
    let columns = joinedColumns.split(separator: Self.separator, omittingEmptySubsequences: false)
    self.init(columns: columns.map(String.init), delimiter: delimiter, quote: quote)
  }

  var joinedColumns: String { columns.joined(separator: String(Self.separator)) }

  /// The header line as the feed had it; nil where it had none.
  package var line: [UInt8]? {
    if columns.indices.allSatisfy({ columns[$0] == "#\($0 + 1)" }) { return nil }
    var line: [UInt8] = []
    for (index, column) in columns.enumerated() {
      if index > 0 { line.append(delimiter) }
      let bytes = Array(column.utf8)
      if let quote, bytes.contains(where: { [delimiter, quote, 10, 13].contains($0) }) {
        line.append(quote)
        for byte in bytes { line += byte == quote ? [quote, quote] : [byte] }
        line.append(quote)
      } else {
        line += bytes
      }
    }
    return line
  }
}
