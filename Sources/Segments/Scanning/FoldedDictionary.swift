internal import Basis
internal import Columns

/// The texts of a dictionary folded once, one after the other in memory.
///
/// Folding does not normalise: two texts are the same where the bytes of their foldings are.
/// A million texts of fifteen letters take some 50 ms to fold, and a test of all of them a few.
struct FoldedDictionary: DerivedData {
  private let bytes: [UInt8]
  /// Text `i`, of code `i + 1`, lies at `offsets[i]..<offsets[i + 1]`.
  private let offsets: [UInt32]
  /// Whether two of the texts may have come to be the same.
  private let isChanged: Bool

  init(_ dictionary: TextDictionary) {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    var hasLetters = false
    bytes.reserveCapacity(Self.byteCount(of: dictionary))
    offsets.reserveCapacity(dictionary.texts.count + 1)
    for text in dictionary.texts {
      let start = bytes.count
      bytes.append(contentsOf: text.utf8)
      if Self.hasLettersBeyondASCII(bytes.span.extracting(start..<bytes.count)) {
        bytes.removeLast(bytes.count - start)
        bytes.append(contentsOf: SimpleFolding.folded(text).utf8)
        hasLetters = true
      }
      offsets.append(UInt32(bytes.count))
    }
    isChanged = Self.lower(&bytes) || hasLetters
    (self.bytes, self.offsets) = (bytes, offsets)
  }

  private static func hasLettersBeyondASCII(_ text: Span<UInt8>) -> Bool {
    var all: UInt8 = 0
    for index in text.indices { all |= text[index] }
    return all >= 0x80
  }

  /// Lowers the capitals of ASCII, which are no part of any other letter; true where there are some.
  private static func lower(_ bytes: inout [UInt8]) -> Bool {
    var changes: UInt8 = 0
    var all = bytes.mutableSpan
    for index in all.indices {
      let bit: UInt8 = all[index] &- 65 < 26 ? 32 : 0
      changes |= bit
      all[index] |= bit
    }
    return changes != 0
  }

  /// The codes with 0, the unknown.
  var codeCount: Int { offsets.count }

  var byteCount: Int { bytes.count + offsets.count * 4 }

  /// About how much a dictionary takes when it is folded.
  static func byteCount(of dictionary: TextDictionary) -> Int {
    dictionary.texts.reduce(0) { $0 + $1.utf8.count } + dictionary.texts.count * 4
  }

  private func text(_ code: UInt32) -> Range<Int> {
    Int(offsets[Int(code) - 1])..<Int(offsets[Int(code)])
  }

  // MARK: Classes

  /// For each code, the code of the first text that folds to the same; 0 for the unknown.
  func classes() -> CodeClasses {
    var classes = (0..<UInt32(codeCount)).map(\.self)
    guard isChanged else { return CodeClasses(of: classes) }
    var firsts = HashIndex(capacity: codeCount)
    for code in 1..<max(1, codeCount) {
      let hash = Hash64.of(bytes.span.extracting(text(UInt32(code))), seed: Self.seed)
      classes[code] = firsts.insert(hash, UInt32(code)).value
    }
    return CodeClasses(of: classes)
  }

  /// Two texts of the same 64 bits would be taken for one, as where codes are given.
  private static let seed: UInt64 = 0x464F_4C44

  // MARK: Tests

  /// A flag for each code, 1 where its text is one of `texts`.
  func mask(equalTo texts: [String]) -> [UInt8] {
    var mask = [UInt8](repeating: 0, count: codeCount)
    let folded = texts.map { SimpleFolding.folded($0) }
    var wanted = HashIndex(capacity: folded.count)
    // A bit for each length that is wanted, so that most texts need not be hashed.
    var lengths: UInt64 = 0
    for text in folded {
      _ = wanted.insert(Hash64.of(text, seed: Self.seed), 1)
      lengths |= 1 << UInt64(text.utf8.count & 63)
    }
    let all = bytes.span
    for code in 1..<max(1, codeCount) {
      let range = Int(offsets[code &- 1])..<Int(offsets[code])
      guard lengths &>> UInt64(range.count & 63) & 1 == 1 else { continue }
      let hash = Hash64.of(all.extracting(range), seed: Self.seed)
      if wanted.value(for: hash) != nil { mask[code] = 1 }
    }
    return mask
  }

  /// A flag for each code, 1 where its text passes the test.
  func mask(
    _ operation: TextOperator, _ text: String, _ cancellation: Cancellation
  ) throws(Fault) -> [UInt8] {
    let pattern = Array(SimpleFolding.folded(text).utf8)
    return try Parallel.array(of: codeCount, filling: UInt8(0)) { (mask) throws(Fault) in
      try Parallel.forEachPiece(of: codeCount, cancellation) { codes in
        let all = bytes.span
        for code in codes where code > 0 {
          let candidate = all.extracting(Int(offsets[code &- 1])..<Int(offsets[code]))
          let passes =
            switch operation {
            case .contains: TextMatch.contains(candidate, pattern.span)
            case .startsWith: TextMatch.isPrefix(pattern.span, of: candidate)
            case .endsWith: TextMatch.isSuffix(pattern.span, of: candidate)
            case .matches: TextMatch.glob(candidate, pattern.span)
            }
          if passes { mask[code] = 1 }
        }
      }
    }
  }
}

/// The class of each code: the code of the first text that folds to the same.
struct CodeClasses: DerivedData {
  let classes: [UInt32]
  init(of classes: [UInt32]) { self.classes = classes }
  var byteCount: Int { classes.count * 4 }
}
