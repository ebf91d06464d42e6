/// Text that can't harm a terminal, a table or a reader.
///
/// Control characters and the marks that turn the direction of writing are taken out once, where
/// a value enters, so that nothing later has to think of them.
package enum SafeText {
  /// True where the text is UTF-8 and has nothing to take out; for ASCII a single pass.
  package static func isClean(_ bytes: Span<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte &- 0x20 < 0x5F {
        index += 1
        continue
      }
      guard byte >= 0x80 else { return false }
      let (scalar, width) = scalar(bytes, index)
      guard let scalar, fate(of: scalar) == .kept else { return false }
      index += width
    }
    return true
  }

  /// Appends the harmless form of a text.
  ///
  /// Tabs and line ends become a blank, other control characters (C0, DEL, C1), directional marks
  /// and byte order marks vanish, and what is not UTF-8 becomes U+FFFD.
  package static func appendCleaned(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte &- 0x20 < 0x5F {
        out.append(byte)
        index += 1
        continue
      }
      let (scalar, width) = scalar(bytes, index)
      guard let scalar else {
        out += [0xEF, 0xBF, 0xBD]
        index += width
        continue
      }
      switch fate(of: scalar) {
      case .kept: TextBytes.append(bytes, index..<(index + width), into: &out)
      case .blank: out.append(0x20)
      case .dropped: break
      }
      index += width
    }
  }

  private enum Fate { case kept, blank, dropped }

  private static func fate(of scalar: UInt32) -> Fate {
    switch scalar {
    case 0x09...0x0D, 0x85, 0x2028, 0x2029: .blank
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069,
      0xFEFF, 0xFFF9...0xFFFB:
      .dropped
    default: .kept
    }
  }

  /// Decodes the scalar at `index`; nil with the width of what is malformed.
  private static func scalar(_ bytes: Span<UInt8>, _ index: Int) -> (UInt32?, Int) {
    let lead = bytes[index]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead <= 0xF4 else { return (nil, 1) }
    var value = UInt32(lead) & (0x7F >> UInt32(width))
    for offset in 1..<width {
      guard index + offset < bytes.count, bytes[index + offset] & 0xC0 == 0x80 else {
        return (nil, offset)
      }
      value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
    }
    let isOverlong = width == 3 ? value < 0x800 : width == 4 && value < 0x1_0000
    let isSurrogate = value >= 0xD800 && value <= 0xDFFF
    return isOverlong || isSurrogate || value > 0x10_FFFF ? (nil, 1) : (value, width)
  }
}
