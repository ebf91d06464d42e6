internal import Basis
internal import Columns

/// The texts of a dictionary folded once, one after the other in memory.
struct FoldedDictionary: Sendable {
  private let bytes: [UInt8]
  /// Text `i`, of code `i + 1`, lies at `offsets[i]..<offsets[i + 1]`.
  private let offsets: [UInt32]
  /// The code of the first text that folds to the same, by code; 0 for the unknown.
  let classes: [UInt32]
  /// The class of a folded text.
  private let classOfText: [String: UInt32]

  init(_ dictionary: TextDictionary) {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    var classes: [UInt32] = [0]
    var classOfText: [String: UInt32] = [:]
    offsets.reserveCapacity(dictionary.texts.count + 1)
    classes.reserveCapacity(dictionary.texts.count + 1)
    classOfText.reserveCapacity(dictionary.texts.count)
    for text in dictionary.texts {
      let folded = SimpleFolding.folded(text)
      let code = UInt32(classes.count)
      let known = classOfText[folded]
      if known == nil { classOfText[folded] = code }
      classes.append(known ?? code)
      bytes.append(contentsOf: folded.utf8)
      offsets.append(UInt32(bytes.count))
    }
    (self.bytes, self.offsets) = (bytes, offsets)
    (self.classes, self.classOfText) = (classes, classOfText)
  }

  var byteCount: Int { bytes.count * 3 + classes.count * 48 }

  /// A flag for each code, 1 where its text is one of `texts`.
  func mask(equalTo texts: [String]) -> [UInt8] {
    let wanted = Set(texts.compactMap { classOfText[SimpleFolding.folded($0)] })
    guard !wanted.isEmpty else { return [UInt8](repeating: 0, count: classes.count) }
    return classes.map { wanted.contains($0) ? 1 : 0 }
  }

  /// A flag for each code, 1 where its text passes the test.
  func mask(_ operation: TextOperator, _ text: String) -> [UInt8] {
    let pattern = Array(SimpleFolding.folded(text).utf8)
    var mask = [UInt8](repeating: 0, count: classes.count)
    let all = bytes.span
    for index in 0..<(offsets.count - 1) {
      let candidate = all.extracting(Int(offsets[index])..<Int(offsets[index + 1]))
      let passes =
        switch operation {
        case .contains: TextMatch.contains(candidate, pattern.span)
        case .startsWith: TextMatch.isPrefix(pattern.span, of: candidate)
        case .endsWith: TextMatch.isSuffix(pattern.span, of: candidate)
        case .matches: TextMatch.glob(candidate, pattern.span)
        }
      if passes { mask[index + 1] = 1 }
    }
    return mask
  }
}

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
