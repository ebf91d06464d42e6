/// Unicode simple case folding: texts that differ in case alone become equal.
package enum SimpleFolding {
  /// Returns `text` with every letter folded, one scalar for one scalar; cost grows with its length.
  package static func folded(_ text: String) -> String {
    var isASCII = true
    var isFolded = true
    for byte in text.utf8 {
      if byte >= 0x80 { isASCII = false }
      if (65...90).contains(byte) { isFolded = false }
    }
    if isASCII {
      return isFolded ? text : String(decoding: text.utf8.map { lowered($0) }, as: UTF8.self)
    }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(folded(scalar)) }
    return String(scalars)
  }

  /// Returns the simple folding of one scalar.
  ///
  /// The fold of a letter is the lower case of its upper case wherever both are single scalars;
  /// the exceptions are the scalars whose status in CaseFolding.txt differs from that rule.
  package static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII { return Unicode.Scalar(lowered(UInt8(scalar.value))) }
    switch scalar.value {
    // Turkic letters have no simple folding outside Turkic texts.
    case 0x130, 0x131: return scalar
    // Cherokee folds to its capitals.
    case 0x13A0...0x13F5: return scalar
    case 0x13F8...0x13FD: return Unicode.Scalar(scalar.value - 8) ?? scalar
    case 0xAB70...0xABBF: return Unicode.Scalar(scalar.value - 0xAB70 + 0x13A0) ?? scalar
    // Capital sharp s folds to the small one, and Greek letters with iota to the small ones.
    case 0x1E9E: return "\u{DF}"
    case 0x1F88...0x1F8F, 0x1F98...0x1F9F, 0x1FA8...0x1FAF:
      return Unicode.Scalar(scalar.value - 8) ?? scalar
    case 0x1FBC, 0x1FCC, 0x1FFC: return Unicode.Scalar(scalar.value - 9) ?? scalar
    default: break
    }
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return single(upper.properties.lowercaseMapping) ?? upper
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    let scalars = mapping.unicodeScalars
    guard let first = scalars.first, scalars.count == 1 else { return nil }
    return first
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte + 32 : byte
  }
}
