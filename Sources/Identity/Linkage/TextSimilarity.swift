/// How alike two texts are, over Unicode scalars; it keeps its rows, so that no call allocates.
package struct TextSimilarity: Sendable {
  private var older: [Int] = []
  private var old: [Int] = []
  private var new: [Int] = []
  private var isTaken: [Bool] = []
  private var matched: [UInt32] = []

  package init() {}

  /// Jaro's similarity from 0 to 1; two empty texts are not alike.
  package mutating func jaro(_ a: borrowing Span<UInt32>, _ b: borrowing Span<UInt32>) -> Double {
    guard a.count > 0, b.count > 0 else { return 0 }
    let window = max(0, max(a.count, b.count) / 2 - 1)
    isTaken.removeAll(keepingCapacity: true)
    isTaken.append(contentsOf: repeatElement(false, count: b.count))
    matched.removeAll(keepingCapacity: true)
    for i in 0..<a.count {
      var j = max(0, i - window)
      let end = min(b.count, i + window + 1)
      while j < end, isTaken[j] || a[i] != b[j] { j += 1 }
      guard j < end else { continue }
      isTaken[j] = true
      matched.append(a[i])
    }
    guard !matched.isEmpty else { return 0 }
    var outOfOrder = 0
    var next = 0
    for j in 0..<b.count where isTaken[j] {
      if b[j] != matched[next] { outOfOrder += 1 }
      next += 1
    }
    let matches = Double(matched.count)
    let inOrder = matches - Double(outOfOrder / 2)
    return (matches / Double(a.count) + matches / Double(b.count) + inOrder / matches) / 3
  }

  /// Jaro's similarity raised by a common beginning of up to four scalars.
  package mutating func jaroWinkler(
    _ a: borrowing Span<UInt32>, _ b: borrowing Span<UInt32>
  ) -> Double {
    let similarity = jaro(a, b)
    var prefix = 0
    while prefix < min(4, a.count, b.count), a[prefix] == b[prefix] { prefix += 1 }
    return similarity + Double(prefix) * 0.1 * (1 - similarity)
  }

  /// Counts insertions, deletions and replacements, and swaps of neighbours where `swaps` says so.
  ///
  /// Distances above `limit` all come back as `limit + 1`.
  package mutating func edits(
    _ a: borrowing Span<UInt32>, _ b: borrowing Span<UInt32>, limit: Int, swaps: Bool
  ) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    old.removeAll(keepingCapacity: true)
    old.append(contentsOf: 0...b.count)
    older.removeAll(keepingCapacity: true)
    older.append(contentsOf: repeatElement(0, count: b.count + 1))
    new.removeAll(keepingCapacity: true)
    new.append(contentsOf: older)
    for i in 0..<a.count {
      new[0] = i + 1
      var least = new[0]
      for j in 0..<b.count {
        var edits = min(old[j] + (a[i] == b[j] ? 0 : 1), old[j + 1] + 1, new[j] + 1)
        if swaps, i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          edits = min(edits, older[j - 1] + 1)
        }
        new[j + 1] = edits
        least = min(least, edits)
      }
      // With swaps a later row may still lean on the one before, so both must be beyond the limit.
      if least > limit + (swaps ? 1 : 0) { return limit + 1 }
      swap(&older, &old)
      swap(&old, &new)
    }
    return min(old[b.count], limit + 1)
  }
}

extension TextSimilarity {
  /// The Jaro–Winkler similarity of two texts.
  package static func jaroWinkler(_ a: String, _ b: String) -> Double {
    var similarity = TextSimilarity()
    return similarity.jaroWinkler(scalars(a).span, scalars(b).span)
  }

  /// The number of edits between two texts.
  package static func edits(_ a: String, _ b: String, swaps: Bool = false) -> Int {
    var similarity = TextSimilarity()
    let (a, b) = (scalars(a), scalars(b))
    return similarity.edits(a.span, b.span, limit: max(a.count, b.count), swaps: swaps)
  }

  static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
