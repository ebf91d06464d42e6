/// Whole numbers in blocks of 1,024, each block as its least value and the bits above it.
///
/// Layout, little-endian: count (8 bytes); per block its base (8), width in bits (1), mode (1) and
/// offset of its bits (6 bytes); then the bits of all blocks, and eight bytes of padding so that a
/// value can always be read by one unaligned load. Widths above 56 are stored as whole 64 bits.
package enum PackedIntegers {
  static let blockSize = 1_024
  static let blockHeader = 16

  /// Packs `values`; with `ascending` each block stores steps from one value to the next.
  package static func pack(_ values: [Int64], ascending: Bool = false) -> [UInt8] {
    pack(count: values.count, ascending: ascending) { values[$0] }
  }

  package static func pack(_ values: [UInt32], ascending: Bool = false) -> [UInt8] {
    pack(count: values.count, ascending: ascending) { Int64(values[$0]) }
  }

  @inline(__always)
  private static func pack(
    count: Int, ascending: Bool, value: (Int) -> Int64
  ) -> [UInt8] {
    let blocks = (count + blockSize - 1) / blockSize
    var header: [UInt8] = []
    header.reserveCapacity(8 + blocks * blockHeader)
    append(UInt64(count), to: &header)
    var bits = BitPacker()
    bits.reserve(count * 2)
    for block in 0..<blocks {
      let rows = block * blockSize..<min(count, (block + 1) * blockSize)
      let base: Int64
      var width = 0
      if ascending {
        base = value(rows.lowerBound)
        for row in rows.dropFirst() {
          width = max(width, bitWidth(UInt64(bitPattern: value(row) &- value(row - 1))))
        }
      } else {
        var least = Int64.max
        var most = Int64.min
        for row in rows {
          let one = value(row)
          least = min(least, one)
          most = max(most, one)
        }
        base = least
        width = bitWidth(UInt64(bitPattern: most &- least))
      }
      append(UInt64(bitPattern: base), to: &header)
      let offset = bits.alignedByteCount()
      append(UInt64(width) | UInt64(ascending ? 1 : 0) << 8 | UInt64(offset) << 16, to: &header)
      guard width > 0 else { continue }
      for row in rows {
        let subtrahend = ascending ? (row == rows.lowerBound ? base : value(row - 1)) : base
        bits.append(UInt64(bitPattern: value(row) &- subtrahend), width: width)
      }
    }
    return header + bits.finish()
  }

  /// How many values a packed section holds; nil where it contradicts itself.
  static func count(_ bytes: Span<UInt8>) -> Int? {
    guard bytes.count >= 16, let count = Int(exactly: load(bytes, at: 0)) else { return nil }
    let blocks = count / blockSize + (count % blockSize == 0 ? 0 : 1)
    return blocks <= (bytes.count - 16) / blockHeader ? count : nil
  }

  /// Unpacks all values, linear in their number; nil where the section contradicts itself.
  package static func unpack(_ bytes: Span<UInt8>) -> [Int64]? {
    guard let count = wholeCount(bytes) else { return nil }
    return unsafe [Int64](unsafeUninitializedCapacity: count) { output, used in
      each(bytes, count) { row, value in unsafe output[row] = value }
      used = count
    }
  }

  /// Unpacks values that are known to fit 32 bits, linear in their number; nil as for `unpack`.
  package static func unpack32(_ bytes: Span<UInt8>) -> [UInt32]? {
    guard let count = wholeCount(bytes) else { return nil }
    return unsafe [UInt32](unsafeUninitializedCapacity: count) { output, used in
      each(bytes, count) { row, value in
        unsafe output[row] = UInt32(truncatingIfNeeded: value)
      }
      used = count
    }
  }

  /// One value; nil where there is no such row.
  ///
  /// Ascending sections cost up to a block.
  package static func value(at row: Int, in bytes: Span<UInt8>) -> Int64? {
    guard let count = count(bytes), row >= 0, row < count else { return nil }
    let block = row / blockSize
    guard isInside(block, bytes, count) else { return nil }
    var answer: Int64 = 0
    each(bytes, count, blocks: block..<block + 1) { found, value in
      if found == row { answer = value }
    }
    return answer
  }

  /// How many values there are; nil unless every block lies inside the section, so that the loads
  /// below may be unchecked.
  private static func wholeCount(_ bytes: Span<UInt8>) -> Int? {
    guard let count = count(bytes) else { return nil }
    for block in 0..<blockCount(count) where !isInside(block, bytes, count) { return nil }
    return count
  }

  private static func blockCount(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

  private static func isInside(_ block: Int, _ bytes: Span<UInt8>, _ count: Int) -> Bool {
    let start = 8 + blockCount(count) * blockHeader
    let packed = load(bytes, at: 16 + block * blockHeader)
    let rows = min(count - block * blockSize, blockSize)
    let bits = Int(packed & 0xFF) * rows
    return packed & 0xFF <= 64 && start + Int(packed >> 16) + (bits + 7) / 8 + 8 <= bytes.count
  }

  @inline(__always)
  private static func each(
    _ bytes: Span<UInt8>, _ count: Int, blocks wanted: Range<Int>? = nil,
    _ body: (Int, Int64) -> Void
  ) {
    let blocks = blockCount(count)
    let start = 8 + blocks * blockHeader
    let raw = unsafe bytes.bytes
    for block in wanted ?? 0..<blocks {
      let first = block * blockSize
      let rows = min(count - first, blockSize)
      var base = Int64(bitPattern: load(bytes, at: 8 + block * blockHeader))
      let packed = load(bytes, at: 16 + block * blockHeader)
      let width = packed & 0xFF
      let isAscending = packed >> 8 & 0xFF == 1
      guard width > 0 else {
        for row in 0..<rows { body(first + row, base) }
        continue
      }
      let mask = width == 64 ? UInt64.max : (1 << width) &- 1
      var bit = UInt64(start + Int(packed >> 16)) &* 8
      for row in 0..<rows {
        // `isInside` has shown that the load stays inside; a check per value would cost half of the
        // loop.
        let word = unsafe raw.unsafeLoadUnaligned(
          fromUncheckedByteOffset: Int(truncatingIfNeeded: bit >> 3), as: UInt64.self)
        let value = Int64(bitPattern: (word >> (bit & 7)) & mask)
        if isAscending {
          base &+= value
          body(first &+ row, base)
        } else {
          body(first &+ row, base &+ value)
        }
        bit &+= width
      }
    }
  }

  private static func bitWidth(_ value: UInt64) -> Int {
    let width = 64 - value.leadingZeroBitCount
    return width > 56 ? 64 : width
  }

  private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  private static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    let raw = unsafe bytes.bytes
    return unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}

/// Gathers values of a few bits each into bytes, lowest bit first.
private struct BitPacker {
  private var bytes: [UInt8] = []
  private var word: UInt64 = 0
  private var used = 0

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Ends the current byte and tells how many there are.
  mutating func alignedByteCount() -> Int {
    flush()
    return bytes.count
  }

  @inline(__always)
  mutating func append(_ value: UInt64, width: Int) {
    word |= value << UInt64(used)
    let before = used
    used += width
    guard used >= 64 else { return }
    appendWord(word)
    used -= 64
    word = used == 0 ? 0 : value >> UInt64(64 - before)
  }

  mutating func finish() -> [UInt8] {
    flush()
    bytes.append(contentsOf: repeatElement(0, count: 8))
    return bytes
  }

  private mutating func flush() {
    while used > 0 {
      bytes.append(UInt8(truncatingIfNeeded: word))
      word >>= 8
      used -= 8
    }
    (word, used) = (0, 0)
  }

  @inline(__always)
  private mutating func appendWord(_ word: UInt64) {
    unsafe withUnsafeBytes(of: word.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}
