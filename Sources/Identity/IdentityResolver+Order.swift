internal import Basis

extension IdentityResolver {
  /// The place of a link in the order in which links may join: smaller goes first.
  ///
  /// Priority, then strength, then the kind of evidence, then the earliest.
  func order(of row: Int) -> UInt64 {
    let evidence = links.evidence(at: row)
    let (a, b) = (Int(namespaces[Int(links.a[row])]), Int(namespaces[Int(links.b[row])]))
    let isMerge = evidence == .merge
    let priority = isMerge ? UInt8.max : min(bound.priorities[a], bound.priorities[b])
    let strength = isMerge ? UInt8.max : min(bound.strengths[a], bound.strengths[b])
    return UInt64(UInt8.max - priority) << 48 | UInt64(UInt8.max - strength) << 40
      | UInt64(15 - evidence.rank) << 32 | UInt64(links.time[row])
  }

  /// The rows in the order in which they may join; equal ones by what their identifiers are called.
  ///
  /// Rows of different groups never touch each other, so that names are only asked for where a group
  /// has several pairs of one place, and only where `isFree` does not say that their order is all one.
  func ordered(
    _ rows: [UInt32], group: (Int) -> UInt32, isFree: ([Int]) -> Bool = { _ in false }
  ) -> [Int] {
    let sorted = RankedRows.sorted(rows) { order(of: Int($0)) }
    var rows = sorted.rows.map { Int($0) }
    var unclear: [Range<Int>] = []
    for tie in sorted.ties {
      let keyed = rows[tie].map { (group: group($0), row: $0) }
        .sorted { ($0.group, LinkPlace($0.row, links)) < ($1.group, LinkPlace($1.row, links)) }
      for (place, entry) in zip(tie, keyed) { rows[place] = entry.row }
      var start = tie.lowerBound
      while start < tie.upperBound {
        let first = keyed[start - tie.lowerBound]
        var end = start + 1
        while end < tie.upperBound, keyed[end - tie.lowerBound].group == first.group { end += 1 }
        // Pairs ascend, so that the last is another than the first wherever there are several.
        if links.pair(at: first.row) != links.pair(at: rows[end - 1]),
          !isFree(Array(rows[start..<end]))
        {
          unclear.append(start..<end)
        }
        start = end
      }
    }
    sortByName(&rows, unclear)
    return rows
  }

  /// Whether a link goes before another, by the names of their identifiers where nothing else tells.
  func isEarlierByName(_ first: Int, than second: Int) -> Bool {
    let (a, b) = (order(of: first), order(of: second))
    guard a == b, links.pair(at: first) != links.pair(at: second) else {
      return isEarlier(first, than: second)
    }
    return ordered([UInt32(first), UInt32(second)], group: { _ in 0 }).first == first
  }

  private func sortByName(_ rows: inout [Int], _ ranges: [Range<Int>]) {
    guard !ranges.isEmpty else { return }
    var nodes: Set<UInt32> = []
    for row in ranges.joined().map({ rows[$0] }) {
      nodes.insert(links.a[row])
      nodes.insert(links.b[row])
    }
    let asked = nodes.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(asked, names.numbers(of: asked)))
    func named(_ row: Int) -> (UInt64, UInt64) {
      let (a, b) = (numbers[links.a[row]] ?? 0, numbers[links.b[row]] ?? 0)
      return (min(a, b), max(a, b))
    }
    for range in ranges {
      let keyed = rows[range].map { (name: named($0), row: $0) }.sorted {
        $0.name != $1.name ? $0.name < $1.name : LinkPlace($0.row, links) < LinkPlace($1.row, links)
      }
      for (place, entry) in zip(range, keyed) { rows[place] = entry.row }
    }
  }
}

/// Tells links of one order apart: which of them is named must not hang on arrival either.
struct LinkPlace: Comparable {
  let pair: UInt64
  let source: UInt16
  let batch: UInt32

  init(_ row: Int, _ links: LinkColumns) {
    (pair, source, batch) = (links.pair(at: row), links.source[row], links.batch[row])
  }

  static func < (first: LinkPlace, second: LinkPlace) -> Bool {
    (first.pair, first.source, first.batch) < (second.pair, second.source, second.batch)
  }
}
