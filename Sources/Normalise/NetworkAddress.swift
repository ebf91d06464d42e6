/// Reads IPv4 and IPv6 addresses and writes them as RFC 5952 asks.
enum NetworkAddress {
  /// Appends the canonical text; a port, a zone and brackets are dropped, IPv4 inside IPv6 is unwrapped.
  static func append(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> IdentifierProblem? {
    var range = 0..<bytes.count
    if bytes[0] == UInt8(ascii: "[") {
      guard let close = TextBytes.index(of: "]", in: bytes) else { return .notAddress }
      range = 1..<close
    } else if let zone = TextBytes.index(of: "%", in: bytes) {
      range = 0..<zone
    } else if TextBytes.index(of: ".", in: bytes) != nil,
      let port = TextBytes.index(of: ":", in: bytes),
      TextBytes.index(of: ":", in: bytes, from: port + 1) == nil
    {
      range = 0..<port
    }
    let text = bytes.extracting(range)
    if let four = version4(text, 0) {
      appendVersion4(four, into: &out)
      return nil
    }
    guard let groups = version6(text) else { return .notAddress }
    if let four = mapped(groups) {
      appendVersion4(four, into: &out)
    } else {
      append(groups, into: &out)
    }
    return nil
  }

  /// True for addresses that many networks use at once: private, local, unspecified.
  static func isUnroutable(_ address: Span<UInt8>) -> Bool {
    if let four = version4(address, 0) {
      let (first, second) = (four >> 24, four >> 16 & 255)
      return switch first {
      case 0, 10, 127, 224...255: true
      case 100: (64...127).contains(second)
      case 169: second == 254
      case 172: (16...31).contains(second)
      case 192: second == 168
      default: false
      }
    }
    guard let groups = version6(address) else { return false }
    if groups[0] == 0 { return (1..<7).allSatisfy { groups[$0] == 0 } }
    return groups[0] & 0xFE00 == 0xFC00 || groups[0] & 0xFFC0 == 0xFE80 || groups[0] >= 0xFF00
  }

  private static func version4(_ text: Span<UInt8>, _ start: Int) -> UInt32? {
    var address: UInt32 = 0
    var parts = 0
    var index = start
    while parts < 4 {
      let first = index
      var part: UInt32 = 0
      while index < text.count, TextBytes.isDigit(text[index]), index - first < 3 {
        part = part * 10 + UInt32(text[index] - 48)
        index += 1
      }
      guard index > first, part < 256 else { return nil }
      address = address << 8 | part
      parts += 1
      if parts < 4 {
        guard index < text.count, text[index] == UInt8(ascii: ".") else { return nil }
        index += 1
      }
    }
    return index == text.count ? address : nil
  }

  private static func version6(_ text: Span<UInt8>) -> [8 of UInt16]? {
    var groups = [8 of UInt16](repeating: 0)
    var count = 0
    var gap = -1
    var index = 0
    if text.count >= 2, text[0] == UInt8(ascii: ":"), text[1] == UInt8(ascii: ":") {
      (gap, index) = (0, 2)
    }
    while index < text.count {
      guard count < 8 else { return nil }
      if count <= 6, let four = version4(text, index) {
        groups[count] = UInt16(four >> 16)
        groups[count + 1] = UInt16(four & 0xFFFF)
        (count, index) = (count + 2, text.count)
        break
      }
      let first = index
      var value: UInt16 = 0
      while index < text.count, index - first < 4, TextBytes.hexValue(text[index]) < 16 {
        value = value << 4 | UInt16(TextBytes.hexValue(text[index]))
        index += 1
      }
      guard index > first else { return nil }
      groups[count] = value
      count += 1
      guard index < text.count else { break }
      guard text[index] == UInt8(ascii: ":"), index + 1 < text.count else { return nil }
      index += 1
      if text[index] == UInt8(ascii: ":") {
        guard gap < 0 else { return nil }
        (gap, index) = (count, index + 1)
      }
    }
    return spread(groups, count: count, gap: gap)
  }

  /// Moves the groups behind `::` to the end.
  private static func spread(_ groups: [8 of UInt16], count: Int, gap: Int) -> [8 of UInt16]? {
    guard gap >= 0 else { return count == 8 ? groups : nil }
    guard count < 8 else { return nil }
    var result = [8 of UInt16](repeating: 0)
    for index in 0..<gap { result[index] = groups[index] }
    for index in gap..<count { result[8 - count + index] = groups[index] }
    return result
  }

  private static func mapped(_ groups: [8 of UInt16]) -> UInt32? {
    for index in 0..<5 where groups[index] != 0 { return nil }
    guard groups[5] == 0xFFFF else { return nil }
    return UInt32(groups[6]) << 16 | UInt32(groups[7])
  }

  private static func appendVersion4(_ address: UInt32, into out: inout [UInt8]) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      let part = UInt8(address >> shift & 255)
      if part >= 100 { out.append(48 + part / 100) }
      if part >= 10 { out.append(48 + part / 10 % 10) }
      out.append(48 + part % 10)
      if shift > 0 { out.append(UInt8(ascii: ".")) }
    }
  }

  private static func append(_ groups: [8 of UInt16], into out: inout [UInt8]) {
    let zeros = longestZeros(groups)
    var index = 0
    while index < 8 {
      if index == zeros.lowerBound, zeros.count >= 2 {
        out.append(UInt8(ascii: ":"))
        out.append(UInt8(ascii: ":"))
        index = zeros.upperBound
        continue
      }
      if index > 0, !(zeros.count >= 2 && index == zeros.upperBound) {
        out.append(UInt8(ascii: ":"))
      }
      var hasDigit = false
      for shift in [12, 8, 4, 0] as [UInt16] {
        let digit = UInt8(groups[index] >> shift & 15)
        if digit != 0 || hasDigit || shift == 0 {
          out.append(Digests.hexDigit(digit))
          hasDigit = true
        }
      }
      index += 1
    }
  }

  /// The first of the longest runs of zero groups.
  private static func longestZeros(_ groups: [8 of UInt16]) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || groups[index] != 0 {
      if index - start > best.count { best = start..<index }
      start = index + 1
    }
    return best
  }
}
