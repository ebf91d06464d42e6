/// The names of months in English and German, full and short.
enum TimeMonths {
  private static let names: [(name: [UInt8], month: Int)] = {
    let full = [
      ["january", "januar", "jänner", "jan", "jän"], ["february", "februar", "feber", "feb"],
      ["march", "märz", "maerz", "mar", "mär", "mrz"], ["april", "apr"], ["may", "mai"],
      ["june", "juni", "jun"], ["july", "juli", "jul"], ["august", "aug"],
      ["september", "sept", "sep"], ["october", "oktober", "oct", "okt"],
      ["november", "nov"], ["december", "dezember", "dec", "dez"],
    ]
    return full.enumerated().flatMap { month, names in
      names.map { (Array($0.utf8), month + 1) }
    }
  }()

  /// Reads the month's name at `index`, with a full stop where it is short, and moves past it.
  static func read(_ bytes: Span<UInt8>, _ index: inout Int) -> Int? {
    var end = index
    while end < bytes.count, isLetter(bytes[end]) { end += 1 }
    guard end - index >= 3 else { return nil }
    for (name, month) in names where name.count == end - index {
      guard matches(bytes, index, name) else { continue }
      if end < bytes.count, name.count <= 4, bytes[end] == UInt8(ascii: ".") { end += 1 }
      index = end
      return month
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || byte >= 0x80
  }

  private static func matches(_ bytes: Span<UInt8>, _ start: Int, _ name: [UInt8]) -> Bool {
    for offset in 0..<name.count {
      var byte = bytes[start + offset]
      if byte >= 65, byte <= 90 { byte |= 0x20 }
      // The capital Ä (C3 84) differs from ä (C3 A4) in the same bit.
      if byte == 0x84 { byte = 0xA4 }
      if byte != name[offset] { return false }
    }
    return true
  }
}
