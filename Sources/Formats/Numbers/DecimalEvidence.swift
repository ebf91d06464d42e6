/// Collects what the numbers of a feed tell about its decimal mark.
///
/// `1.234` alone says nothing; `12,5` or `1.234,50` beside it does. One feed has one mark, so the
/// numbers of all its columns count together.
package struct DecimalEvidence: Sendable, Equatable {
  package private(set) var commas = 0
  package private(set) var points = 0

  package init() {}

  /// The mark that some numbers show and none speaks against; nil where that is none or both.
  package var mark: DecimalMark? {
    if commas > 0, points == 0 { return .comma }
    return points > 0 && commas == 0 ? .point : nil
  }

  /// Looks at one value; texts that are no numbers say nothing.
  package mutating func add(_ text: Span<UInt8>) {
    var lastMark: UInt8 = 0
    var groups: UInt8 = 0
    var behind = 0
    var before = 0
    var digits = 0
    for index in 0..<text.count {
      switch text[index] {
      case 48...57:
        digits += 1
        if lastMark == 0 { before += 1 } else { behind += 1 }
      case UInt8(ascii: ","), UInt8(ascii: "."):
        // The same mark twice groups digits, and of two marks the later one is decimal.
        if lastMark != 0 { groups = lastMark }
        lastMark = text[index]
        behind = 0
      case UInt8(ascii: "-"), UInt8(ascii: "+"): guard index == 0 else { return }
      case UInt8(ascii: "'"), 0x20: break
      default: return
      }
    }
    guard digits > 0, lastMark != 0, behind > 0, groups != lastMark else { return }
    // Three digits behind a lone mark may be a group of thousands.
    guard groups != 0 || behind != 3 || before > 3 || before == 0 else { return }
    if lastMark == UInt8(ascii: ",") { commas += 1 } else { points += 1 }
  }
}
