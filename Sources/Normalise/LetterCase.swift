/// Letter case of UTF-8 text, for ASCII byte by byte and beyond it by Unicode's full mappings.
package enum LetterCase {
  /// Appends the text in small letters.
  package static func appendLowered(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    for index in 0..<bytes.count {
      if bytes[index] >= 0x80 {
        return appendWide(bytes, from: index, into: &out) { $0.properties.lowercaseMapping }
      }
      out.append(TextBytes.lowered(bytes[index]))
    }
  }

  /// Appends the text in capitals.
  package static func appendUppered(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if byte >= 0x80 {
        return appendWide(bytes, from: index, into: &out) { $0.properties.uppercaseMapping }
      }
      out.append(byte &- 97 < 26 ? byte & 0xDF : byte)
    }
  }

  /// Appends the text with a capital at the start of each word and small letters behind.
  ///
  /// Words begin after anything but letters, digits, marks and apostrophes.
  package static func appendTitled(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    var isInside = false
    for scalar in scalars(bytes, from: 0) {
      let properties = scalar.properties
      let mapped = isInside ? properties.lowercaseMapping : properties.titlecaseMapping
      out.append(contentsOf: mapped.utf8)
      let isPart = properties.isAlphabetic || properties.numericType != nil
      let isMark = properties.isDiacritic || scalar == "'" || scalar == "’"
      isInside = isPart || (isInside && isMark)
    }
  }

  private static func appendWide(
    _ bytes: Span<UInt8>, from start: Int, into out: inout [UInt8],
    _ mapping: (Unicode.Scalar) -> String
  ) {
    for scalar in scalars(bytes, from: start) { out.append(contentsOf: mapping(scalar).utf8) }
  }

  private static func scalars(_ bytes: Span<UInt8>, from start: Int) -> String.UnicodeScalarView {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count - start)
    TextBytes.append(bytes, start..<bytes.count, into: &copy)
    return String(decoding: copy, as: UTF8.self).unicodeScalars
  }
}
