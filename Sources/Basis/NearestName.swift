/// The known name that a mistyped one most likely means.
package enum NearestName {
  /// Returns the candidate with the fewest edits, if they are few enough to be a slip.
  ///
  /// Cost grows with the number of candidates times the product of the lengths.
  package static func to(_ name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased())
    let limit = max(1, wanted.count / 3)
    var best: (name: String, edits: Int)?
    for candidate in candidates {
      let edits = distance(wanted, Array(candidate.lowercased()), limit: limit)
      guard edits <= limit else { continue }
      if let known = best, (known.edits, known.name) <= (edits, candidate) { continue }
      best = (candidate, edits)
    }
    return best?.name ?? longer(than: name.lowercased(), among: candidates)
  }

  /// The shortest candidate that the name is the beginning of, or whose parts have it whole.
  private static func longer(
    than name: String, among candidates: some Sequence<String>
  ) -> String? {
    guard name.count >= 3 else { return nil }
    return candidates.filter { candidate in
      let lower = candidate.lowercased()
      return lower.hasPrefix(name)
        || lower.split(whereSeparator: { "_- .".contains($0) }).contains { $0 == name }
    }.min { ($0.count, $0) < ($1.count, $1) }
  }

  /// What to tell somebody who wrote a name that is not there: the nearest one, else all of them.
  package static func remedy(
    for name: String, among names: some Collection<String>, otherwise: String? = nil
  ) -> String {
    if let nearest = to(name, among: names) { return "Did you mean \(nearest)?" }
    return otherwise
      ?? (names.isEmpty ? "There are none" : "There are: \(names.joined(separator: ", "))")
  }

  /// Counts insertions, deletions, replacements and swaps of neighbours; more than `limit` is all the same.
  static func distance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        row[j + 1] = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
