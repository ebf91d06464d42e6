/// How the records of a delimited file are written.
package struct Dialect: Sendable, Hashable {
  /// The byte between fields.
  package var delimiter: UInt8
  /// The byte round fields that hold delimiters or line ends; nil where quotes mean nothing.
  package var quote: UInt8?
  package var encoding: TextEncoding
  /// The first record names the columns.
  package var hasHeader: Bool
  /// How many lines stand before the header or the first record, as ad platforms write them.
  package var preambleLines: Int
  /// Numbers seem to be written as 1.234,56.
  package var hasDecimalCommas: Bool

  package init(
    delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""),
    encoding: TextEncoding = .utf8, hasHeader: Bool = true, preambleLines: Int = 0,
    hasDecimalCommas: Bool = false
  ) {
    (self.delimiter, self.quote, self.encoding) = (delimiter, quote, encoding)
    (self.hasHeader, self.preambleLines) = (hasHeader, preambleLines)
    self.hasDecimalCommas = hasDecimalCommas
  }

  /// The delimiter as a person calls it.
  package var delimiterName: String {
    switch delimiter {
    case 0x01: "^A"
    case 0x09: "tab"
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "|"): "pipe"
    default: "'\(Character(UnicodeScalar(delimiter)))'"
    }
  }
}
