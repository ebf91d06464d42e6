/// How well a typed pattern matches a text as a subsequence, and where.
///
/// The best placing is found, not the first: starts of words, capitals inside words and runs of
/// neighbours count more, gaps less. Capitals in the pattern must match exactly, others any case.
package struct FuzzyMatcher: Sendable {
  package struct Match: Hashable, Sendable {
    package let score: Int
    /// The matched characters of the text, ascending.
    package let positions: [Int]
  }

  private let words: [[FuzzyLetter]]

  package init(_ pattern: String) {
    words = pattern.split(whereSeparator: \.isWhitespace).map { $0.map { FuzzyLetter($0) } }
  }

  /// True when nothing was typed: everything matches, in the order it came.
  package var isEmpty: Bool { words.isEmpty }

  /// The best match, nil when a word of the pattern is not a subsequence of the text.
  ///
  /// Cost grows with the length of the pattern times the length of the text, which is cut at 200
  /// characters.
  package func match(_ text: String) -> Match? {
    match(FuzzyLetter.letters(of: text))
  }

  private func match(_ letters: [FuzzyLetter]) -> Match? {
    for word in words where !isSubsequence(word, of: letters) { return nil }
    var (score, positions): (Int, Set<Int>) = (0, [])
    for word in words {
      guard let found = place(word, in: letters) else { return nil }
      score += found.score
      positions.formUnion(found.positions)
    }
    return Match(score: score, positions: positions.sorted())
  }

  /// The numbers of the texts that match, best first; equal ones keep their order.
  package func ranked(_ texts: [String]) -> [(index: Int, match: Match)] {
    let found = texts.enumerated().compactMap { index, text in
      match(text).map { (index: index, match: $0) }
    }
    guard !isEmpty else { return found }
    return found.sorted {
      ($1.match.score, texts[$0.index].utf8.count, $0.index)
        < ($0.match.score, texts[$1.index].utf8.count, $1.index)
    }
  }

  /// Finds the best places of one word by the best score of each beginning that ends at each place.
  private func place(_ word: [FuzzyLetter], in text: [FuzzyLetter]) -> Match? {
    let (rows, columns) = (word.count, text.count)
    let worst = Int32.min / 2
    var best = [Int32](repeating: worst, count: rows * columns)
    var cameFrom = [Int32](repeating: -1, count: rows * columns)
    for i in 0..<rows {
      let (row, rowBefore) = (i * columns, (i - 1) * columns)
      var (bestBefore, placeBefore) = (worst, Int32(-1))
      for j in 0..<columns {
        // The best end of the earlier part that leaves a gap before j.
        if i > 0, j > 1, best[rowBefore + j - 2] > bestBefore {
          (bestBefore, placeBefore) = (best[rowBefore + j - 2], Int32(j - 2))
        }
        guard word[i].matches(text[j]) else { continue }
        let here = text[j].bonus
        if i == 0 {
          best[row + j] = here - Int32(min(j, 8) / 2)
          continue
        }
        let run = j > 0 ? best[rowBefore + j - 1] + here + 12 : worst
        let gap = bestBefore + here - 8
        if run >= gap, run > worst / 2 {
          (best[row + j], cameFrom[row + j]) = (run, Int32(j - 1))
        } else if gap > worst / 2 {
          (best[row + j], cameFrom[row + j]) = (gap, placeBefore)
        }
      }
    }
    let last = (rows - 1) * columns
    guard var end = (0..<columns).max(by: { best[last + $0] < best[last + $1] }),
      best[last + end] > worst / 2
    else { return nil }
    let score = Int(best[last + end])
    var positions: [Int] = []
    for i in (0..<rows).reversed() {
      positions.append(end)
      end = Int(cameFrom[i * columns + end])
    }
    return Match(score: score, positions: positions.reversed())
  }

  private func isSubsequence(_ word: [FuzzyLetter], of text: [FuzzyLetter]) -> Bool {
    var next = 0
    for letter in text {
      guard next < word.count else { return true }
      if word[next].matches(letter) { next += 1 }
    }
    return next == word.count
  }
}

/// A character as the matcher compares it: numbers, so that a list of thousands takes no time.
private struct FuzzyLetter: Sendable {
  /// The character as it is and in small letters, as the hash of its scalars.
  private var exact: UInt32
  private var small: UInt32
  /// How much a match here counts: most at the start of a word.
  private(set) var bonus: Int32 = 2

  private enum Kind { case small, capital, other, between }
  private var kind: Kind

  init(_ character: Character) {
    exact = Self.number(of: character.unicodeScalars)
    if let byte = character.asciiValue {
      let isCapital = (0x41...0x5A).contains(byte)
      small = isCapital ? exact + 0x20 : exact
      let isSmall = (0x61...0x7A).contains(byte)
      let isDigit = (0x30...0x39).contains(byte)
      kind = isCapital ? .capital : isSmall ? .small : isDigit ? .other : .between
    } else {
      small = Self.number(of: character.lowercased().unicodeScalars)
      kind =
        character.isUppercase
        ? .capital : character.isLowercase ? .small : character.isLetter ? .other : .between
    }
  }

  /// Typed small letters match both cases, capitals only themselves.
  func matches(_ letter: FuzzyLetter) -> Bool {
    exact == letter.exact || (exact == small && exact == letter.small)
  }

  static func letters(of text: String) -> [FuzzyLetter] {
    var before = Kind.between
    return text.prefix(200).enumerated().map { index, character in
      var letter = FuzzyLetter(character)
      if index == 0 {
        letter.bonus = 16
      } else if before == .between {
        letter.bonus = 12
      } else if before == .small, letter.kind == .capital {
        letter.bonus = 10
      }
      before = letter.kind
      return letter
    }
  }

  private static func number(of scalars: some Sequence<Unicode.Scalar>) -> UInt32 {
    scalars.reduce(0) { $0 &* 0x0100_0193 ^ $1.value }
  }
}
