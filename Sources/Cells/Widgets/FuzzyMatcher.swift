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

  private let words: [[Character]]

  package init(_ pattern: String) {
    words = pattern.split(whereSeparator: \.isWhitespace).map { Array($0) }
  }

  /// True when nothing was typed: everything matches, in the order it came.
  package var isEmpty: Bool { words.isEmpty }

  /// The best match, nil when a word of the pattern is not a subsequence of the text.
  ///
  /// Cost grows with the length of the pattern times the length of the text, which is cut at 200
  /// characters.
  package func match(_ text: String) -> Match? {
    let characters = Array(text.prefix(200))
    var (score, positions): (Int, Set<Int>) = (0, [])
    for word in words {
      guard let found = place(word, in: characters) else { return nil }
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

  private func place(_ word: [Character], in text: [Character]) -> Match? {
    guard isSubsequence(word, of: text) else { return nil }
    let columns = text.count
    let worst = Int.min / 2
    // best[i][j]: the score of matching word[...i] with word[i] at text[j].
    var best = Array(repeating: Array(repeating: worst, count: columns), count: word.count)
    var cameFrom = Array(repeating: Array(repeating: -1, count: columns), count: word.count)
    for i in word.indices {
      var (bestBefore, placeBefore) = (worst, -1)
      for j in text.indices {
        // The best end of the earlier part that leaves a gap before j.
        if i > 0, j > 1, best[i - 1][j - 2] > bestBefore {
          (bestBefore, placeBefore) = (best[i - 1][j - 2], j - 2)
        }
        guard isSame(word[i], text[j]) else { continue }
        let here = bonus(at: j, in: text)
        if i == 0 {
          best[i][j] = here - min(j, 8) / 2
          continue
        }
        let run = j > 0 ? best[i - 1][j - 1] + here + 12 : worst
        let gap = bestBefore + here - 8
        if run >= gap, run > worst / 2 {
          (best[i][j], cameFrom[i][j]) = (run, j - 1)
        } else if gap > worst / 2 {
          (best[i][j], cameFrom[i][j]) = (gap, placeBefore)
        }
      }
    }
    let last = word.count - 1
    guard var end = text.indices.max(by: { best[last][$0] < best[last][$1] }),
      best[last][end] > worst / 2
    else { return nil }
    let score = best[last][end]
    var positions: [Int] = []
    for i in word.indices.reversed() {
      positions.append(end)
      end = cameFrom[i][end]
    }
    return Match(score: score, positions: positions.reversed())
  }

  private func isSubsequence(_ word: [Character], of text: [Character]) -> Bool {
    var next = 0
    for character in text where next < word.count && isSame(word[next], character) { next += 1 }
    return next == word.count
  }

  private func isSame(_ typed: Character, _ character: Character) -> Bool {
    typed == character || (!typed.isUppercase && character.lowercased() == String(typed))
  }

  private func bonus(at index: Int, in text: [Character]) -> Int {
    guard index > 0 else { return 16 }
    let (before, here) = (text[index - 1], text[index])
    if !before.isWordPart || before == "_" { return 12 }
    if here.isUppercase, before.isLowercase { return 10 }
    return 2
  }
}
