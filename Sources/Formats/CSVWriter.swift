/// Writes delimited records as RFC 4180 has it, quoting only what needs it.
package struct CSVWriter: Sendable {
  private let delimiter: UInt8
  private let lineEnd: [UInt8]

  package init(delimiter: UInt8 = UInt8(ascii: ","), lineEnd: String = "\r\n") {
    self.delimiter = delimiter
    self.lineEnd = Array(lineEnd.utf8)
  }

  /// Appends one record with its line end to `output`.
  package func append(_ fields: [String], to output: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { output.append(delimiter) }
      let bytes = Array(field.utf8)
      // A lone empty field would look like an empty line, which readers skip.
      append(bytes.span, mustQuote: fields.count == 1 && bytes.isEmpty, to: &output)
    }
    output.append(contentsOf: lineEnd)
  }

  /// Appends one field, without a delimiter, to `output`.
  package func append(_ field: Span<UInt8>, mustQuote: Bool = false, to output: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    var needsQuotes = mustQuote
    for index in field.indices where !needsQuotes {
      let byte = field[index]
      needsQuotes = byte == delimiter || byte == quote || byte == 0x0A || byte == 0x0D
    }
    if needsQuotes { output.append(quote) }
    for index in field.indices {
      if field[index] == quote { output.append(quote) }
      output.append(field[index])
    }
    if needsQuotes { output.append(quote) }
  }
}
