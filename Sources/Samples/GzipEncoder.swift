/// Packs bytes as gzip whose bytes never change, whatever library a machine has.
///
/// Releases of zlib and its relatives pack the same text differently; feeds are promised to be the
/// same bytes everywhere. So this writes one deflate block with the fixed codes of RFC 1951 for
/// each piece it is given, and finds repeats with one hash probe.
struct GzipEncoder {
  private var crc: UInt32 = 0xFFFF_FFFF
  private var size: UInt32 = 0
  private var bits: UInt64 = 0
  private var bitCount: UInt64 = 0
  private var latest = [Int32](repeating: -1, count: 1 << 15)
  private let codes = FixedCodes()

  /// The ten bytes that open a file: no name, no time, no system.
  static let opening: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

  /// Packs one piece; repeats are looked for within it alone.
  mutating func pack(_ input: Span<UInt8>, into output: inout [UInt8]) {
    check(input)
    put(0b010, 3, &output)
    for index in latest.indices { latest[index] = -1 }
    let end = input.count
    var place = 0
    while place < end {
      guard place + 4 <= end else {
        put(code: Int(input[place]), &output)
        place += 1
        continue
      }
      let word = Self.word(input, place)
      let slot = Int((word &* 0x9E37_79B1) >> 17)
      let candidate = Int(latest[slot])
      latest[slot] = Int32(place)
      let distance = place - candidate
      guard candidate >= 0, distance <= 32_768, Self.word(input, candidate) == word else {
        put(code: Int(input[place]), &output)
        place += 1
        continue
      }
      var length = 4
      while length < 258, place + length < end,
        input[candidate + length] == input[place + length]
      {
        length += 1
      }
      put(length: length, distance: distance, &output)
      place += length
    }
    put(code: 256, &output)
  }

  /// Closes the stream with an empty last block, the checksum and the size.
  mutating func finish(into output: inout [UInt8]) {
    put(0b011, 3, &output)
    put(code: 256, &output)
    if bitCount > 0 { output.append(UInt8(truncatingIfNeeded: bits)) }
    (bits, bitCount) = (0, 0)
    for value in [~crc, size] {
      for shift: UInt32 in [0, 8, 16, 24] {
        output.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
  }

  private static func word(_ input: Span<UInt8>, _ place: Int) -> UInt32 {
    UInt32(input[place]) | UInt32(input[place + 1]) << 8 | UInt32(input[place + 2]) << 16
      | UInt32(input[place + 3]) << 24
  }

  private mutating func check(_ input: Span<UInt8>) {
    var value = crc
    for index in 0..<input.count {
      value = codes.crc[Int((value ^ UInt32(input[index])) & 255)] ^ value >> 8
    }
    crc = value
    size &+= UInt32(truncatingIfNeeded: input.count)
  }

  private mutating func put(_ value: UInt64, _ width: UInt64, _ output: inout [UInt8]) {
    bits |= value << bitCount
    bitCount += width
    while bitCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  private mutating func put(code symbol: Int, _ output: inout [UInt8]) {
    put(UInt64(codes.code[symbol]), UInt64(codes.width[symbol]), &output)
  }

  private mutating func put(length: Int, distance: Int, _ output: inout [UInt8]) {
    let symbol = Int(codes.lengthSymbol[length])
    put(code: symbol, &output)
    let base = codes.lengthBase[symbol - 257]
    put(UInt64(length - base), UInt64(codes.lengthExtra[symbol - 257]), &output)
    // A distance's code is its two leading bits; what follows them is written as it is.
    let below = distance - 1
    if below < 4 {
      put(UInt64(codes.distance[below]), 5, &output)
    } else {
      let extra = Int.bitWidth - below.leadingZeroBitCount - 2
      let code = extra * 2 + (below >> extra)
      put(UInt64(codes.distance[code]), 5, &output)
      put(UInt64(below & ((1 << extra) - 1)), UInt64(extra), &output)
    }
  }
}

/// The tables of RFC 1951's fixed codes, and of the checksum.
private struct FixedCodes {
  private(set) var code = [UInt16](repeating: 0, count: 288)
  private(set) var width = [UInt8](repeating: 8, count: 288)
  private(set) var lengthSymbol = [UInt16](repeating: 0, count: 259)
  let distance = (0..<32).map { FixedCodes.reversed($0, 5) }
  private(set) var lengthBase: [Int] = []
  private(set) var lengthExtra: [Int] = []
  private(set) var crc = [UInt32](repeating: 0, count: 256)

  init() {
    for symbol in 0..<288 {
      let (value, bits) =
        switch symbol {
        case ..<144: (0x30 + symbol, 8)
        case ..<256: (0x190 + symbol - 144, 9)
        case ..<280: (symbol - 256, 7)
        default: (0xC0 + symbol - 280, 8)
        }
      code[symbol] = UInt16(Self.reversed(value, bits))
      width[symbol] = UInt8(bits)
    }
    var base = 3
    for symbol in 0..<29 {
      let extra = symbol < 8 || symbol == 28 ? 0 : symbol / 4 - 1
      if symbol == 28 { base = 258 }
      lengthBase.append(base)
      lengthExtra.append(extra)
      for length in base..<min(259, base + (1 << extra)) {
        lengthSymbol[length] = UInt16(257 + symbol)
      }
      base += 1 << extra
    }
    for index in 0..<256 {
      crc[index] = (0..<8).reduce(UInt32(index)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
      }
    }
  }

  static func reversed(_ value: Int, _ bits: Int) -> Int {
    (0..<bits).reduce(0) { $0 << 1 | value >> $1 & 1 }
  }
}
