internal import Basis

/// Decodes a compiled time zone file (TZif, versions 1 to 4).
enum ZoneFile {
  /// Returns the zone that `bytes` describe; nil where they are damaged or count leap seconds.
  static func decode(_ bytes: Span<UInt8>, name: String) -> Zone? {
    guard let first = Header(bytes, at: 0) else { return nil }
    guard first.version > 1 else {
      return zone(bytes, first, timeWidth: 4, footer: nil, name: name)
    }
    let second = Header.size + first.bodySize(timeWidth: 4)
    guard let header = Header(bytes, at: second) else { return nil }
    let footer = second + Header.size + header.bodySize(timeWidth: 8)
    guard footer < bytes.count, bytes[footer] == UInt8(ascii: "\n") else { return nil }
    var end = footer + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    guard end < bytes.count else { return nil }
    return zone(bytes, header, timeWidth: 8, footer: (footer + 1)..<end, name: name)
  }

  private static func zone(
    _ bytes: Span<UInt8>, _ header: Header, timeWidth: Int, footer: Range<Int>?, name: String
  ) -> Zone? {
    guard header.leaps == 0, header.types > 0, header.end(timeWidth: timeWidth) <= bytes.count
    else { return nil }
    let indices = header.body + header.times * timeWidth
    let types = indices + header.times
    var transitions: [Int64] = []
    var offsets = [offset(bytes, types, 0)]
    for index in 0..<header.times {
      let at = integer(bytes, header.body + index * timeWidth, timeWidth)
      guard at > transitions.last ?? .min, at.magnitude <= 1 << 60 else { return nil }
      let type = Int(bytes[indices + index])
      guard type < header.types else { return nil }
      transitions.append(at)
      offsets.append(offset(bytes, types, type))
    }
    guard offsets.allSatisfy({ $0.magnitude < 86_400 }) else { return nil }
    guard let footer, !footer.isEmpty else {
      return Zone(name: name, transitions: transitions, offsets: offsets, rule: nil)
    }
    guard let rule = ZoneRule(bytes.extracting(footer)) else { return nil }
    return Zone(name: name, transitions: transitions, offsets: offsets, rule: rule)
  }

  private static func offset(_ bytes: Span<UInt8>, _ types: Int, _ type: Int) -> Int32 {
    Int32(truncatingIfNeeded: integer(bytes, types + type * 6, 4))
  }

  /// Reads a signed big-endian integer of four or eight bytes.
  static func integer(_ bytes: Span<UInt8>, _ start: Int, _ width: Int) -> Int64 {
    var value: UInt64 = 0
    for index in start..<(start + width) { value = value << 8 | UInt64(bytes[index]) }
    return width == 8
      ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
  }

  /// The head of one block: what it holds, and how much of it.
  private struct Header {
    static let size = 44
    let version: Int
    let utcMarks: Int
    let standardMarks: Int
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int
    let body: Int

    init?(_ bytes: Span<UInt8>, at start: Int) {
      guard start + Self.size <= bytes.count else { return nil }
      let magic = [UInt8]("TZif".utf8)
      for index in 0..<4 where bytes[start + index] != magic[index] { return nil }
      let digit = bytes[start + 4]
      guard digit == 0 || (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(digit) else {
        return nil
      }
      version = digit == 0 ? 1 : Int(digit - 48)
      var counts: [Int] = []
      for index in 0..<6 {
        let count = ZoneFile.integer(bytes, start + 20 + index * 4, 4)
        guard (0...100_000).contains(count) else { return nil }
        counts.append(Int(count))
      }
      (utcMarks, standardMarks, leaps) = (counts[0], counts[1], counts[2])
      (times, types, characters) = (counts[3], counts[4], counts[5])
      body = start + Self.size
    }

    func bodySize(timeWidth: Int) -> Int {
      let changes = times * (timeWidth + 1)
      let names = types * 6 + characters
      return changes + names + leaps * (timeWidth + 4) + standardMarks + utcMarks
    }

    func end(timeWidth: Int) -> Int { body + bodySize(timeWidth: timeWidth) }
  }
}
