/// Several byte patterns that are looked for in one pass.
struct PatternSet {
  private let patterns: [[UInt8]]
  /// The patterns that begin with each byte.
  private let byFirstByte: [[Int]]

  init(_ patterns: some Sequence<[UInt8]>) {
    let sorted = patterns.filter { !$0.isEmpty }.sorted { $0.lexicographicallyPrecedes($1) }
    var byFirstByte = [[Int]](repeating: [], count: 256)
    for (index, pattern) in sorted.enumerated() { byFirstByte[Int(pattern[0])].append(index) }
    (self.patterns, self.byFirstByte) = (sorted, byFirstByte)
  }

  var isEmpty: Bool { patterns.isEmpty }

  /// The first place from `start` on where a pattern stands, as a range; the longest one there.
  ///
  /// With `byItself` no letter and no digit may touch it; letters are those of lower-case text.
  func first(in text: Span<UInt8>, from start: Int = 0, byItself: Bool) -> Range<Int>? {
    var place = start
    while place < text.count {
      var longest: Range<Int>?
      for index in byFirstByte[Int(text[place])] {
        let pattern = patterns[index]
        let end = place + pattern.count
        guard end <= text.count, end > longest?.upperBound ?? 0,
          Self.isSame(text, place, pattern),
          !byItself || Self.isFree(text, place, end)
        else { continue }
        longest = place..<end
      }
      if let longest { return longest }
      place += 1
    }
    return nil
  }

  private static func isSame(_ text: Span<UInt8>, _ place: Int, _ pattern: [UInt8]) -> Bool {
    for index in pattern.indices where text[place + index] != pattern[index] { return false }
    return true
  }

  private static func isFree(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    (start == 0 || !isWord(text[start - 1])) && (end == text.count || !isWord(text[end]))
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte) || byte >= 0x80
  }
}
