/// Tests of bytes against bytes, for texts that are folded already.
enum TextMatch {
  static func isPrefix(_ pattern: Span<UInt8>, of text: Span<UInt8>) -> Bool {
    matches(text, pattern, at: 0)
  }

  static func isSuffix(_ pattern: Span<UInt8>, of text: Span<UInt8>) -> Bool {
    matches(text, pattern, at: text.count - pattern.count)
  }

  static func contains(_ text: Span<UInt8>, _ pattern: Span<UInt8>) -> Bool {
    guard pattern.count > 0 else { return true }
    guard text.count >= pattern.count else { return false }
    let first = pattern[0]
    for start in 0...(text.count - pattern.count)
    where text[start] == first && matches(text, pattern, at: start) {
      return true
    }
    return false
  }

  private static func matches(_ text: Span<UInt8>, _ pattern: Span<UInt8>, at start: Int) -> Bool {
    guard start >= 0, start + pattern.count <= text.count else { return false }
    for index in 0..<pattern.count where text[start + index] != pattern[index] { return false }
    return true
  }

  /// Matches a glob: `*` stands for any letters, `?` for one letter (a whole UTF-8 sequence).
  ///
  /// Cost grows with the product of the lengths at worst.
  static func glob(_ text: Span<UInt8>, _ pattern: Span<UInt8>) -> Bool {
    var (at, wanted) = (0, 0)
    var retry: (at: Int, wanted: Int)?
    while at < text.count {
      if wanted < pattern.count, pattern[wanted] == UInt8(ascii: "*") {
        retry = (at, wanted + 1)
        wanted += 1
      } else if wanted < pattern.count, pattern[wanted] == UInt8(ascii: "?") {
        at += sequenceLength(text[at])
        wanted += 1
      } else if wanted < pattern.count, pattern[wanted] == text[at] {
        at += 1
        wanted += 1
      } else if let last = retry {
        // The star takes one letter more.
        at = last.at + sequenceLength(text[last.at])
        wanted = last.wanted
        retry = (at, wanted)
      } else {
        return false
      }
    }
    while wanted < pattern.count, pattern[wanted] == UInt8(ascii: "*") { wanted += 1 }
    return wanted == pattern.count
  }

  private static func sequenceLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC0..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0...: 4
    default: 1
    }
  }
}
