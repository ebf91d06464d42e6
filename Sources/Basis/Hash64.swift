/// A fast 64-bit hash of bytes for tables in memory and for row keys; never for secrets.
///
/// It multiplies 64-bit lanes to 128 bits and folds them, so that short keys cost a few
/// nanoseconds. It depends on its input alone and is part of the on-disk format of row keys.
package enum Hash64 {
  /// Mixes one word so that every bit of the result depends on every bit of `word`.
  @inlinable
  package static func mixed(_ word: UInt64) -> UInt64 {
    var value = word
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// Folds two words into one.
  @inlinable
  package static func folded(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// Hashes the bytes of `span`; cost grows with its length.
  @inlinable
  package static func of(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
    let count = bytes.count
    var state = seed ^ folded(UInt64(count) ^ 0x2D35_8DCC_AA6C_78A5, 0x8BB8_4B93_962E_ACC9)
    var offset = 0
    let raw = unsafe bytes.bytes
    while count - offset >= 16 {
      let low = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let high = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      state = folded(low ^ 0x4B33_A62E_D433_D4A3, high ^ state)
      offset += 16
    }
    var low: UInt64 = 0
    var high: UInt64 = 0
    let rest = count - offset
    if rest >= 8 {
      low = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      high = unsafe raw.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    } else if rest >= 4 {
      low = UInt64(unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
      high = UInt64(unsafe raw.unsafeLoadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
    } else if rest > 0 {
      low = UInt64(bytes[offset]) << 16 | UInt64(bytes[offset + rest / 2]) << 8
      low |= UInt64(bytes[count - 1])
    }
    state = folded(low ^ 0xA076_1D64_78BD_642F, high ^ state ^ 0xE703_7ED1_A0B4_28DB)
    return mixed(state ^ UInt64(count))
  }

  /// Hashes the UTF-8 of `text`; cost grows with its length.
  package static func of(_ text: String, seed: UInt64 = 0) -> UInt64 {
    of(Array(text.utf8).span, seed: seed)
  }
}
