package import Basis
internal import Dispatch
internal import Synchronization

/// One probabilistic linkage: its settings, its records, and what they let one count beforehand.
package struct Linkage: Sendable {
  package let settings: LinkageSettings
  package let table: RecordTable
  let compared: ComparedColumns
  let blocks: [Blocks]

  /// Checks the settings against the records and blocks them; compares nothing yet.
  package init(_ settings: LinkageSettings, _ table: RecordTable) throws(Fault) {
    guard (1...Self.mostComparisons).contains(settings.comparisons.count) else {
      throw Fault(
        .badConfiguration, "linkage",
        reason: "there are \(settings.comparisons.count) comparisons",
        remedy: "Name from 1 to \(Self.mostComparisons)")
    }
    (self.settings, self.table) = (settings, table)
    compared = try ComparedColumns(table, settings.comparisons)
    blocks = try settings.blocking.map { rule throws(Fault) in try Blocks(rule, table) }
  }

  static let mostComparisons = 15

  /// What a blocking rule costs.
  package struct PairCount: Sendable, Equatable {
    /// Pairs that the rule makes.
    package let pairs: Int
    /// Pairs that no earlier rule makes; nil where that would take too long to tell.
    package let added: Int?
  }

  /// How many pairs each blocking rule makes, counted from the sizes of blocks, before any is made.
  ///
  /// What a rule adds is counted by inclusion and exclusion over the earlier rules, up to six.
  package func pairCounts() -> [PairCount] {
    blocks.indices.map { index in
      let pairs = blocks[index].pairCount(table, settings.scope)
      guard index <= 6 else { return PairCount(pairs: pairs, added: nil) }
      return PairCount(
        pairs: pairs, added: pairs - madeBefore(blocks[index], from: 0, to: index))
    }
  }

  /// How many pairs of `met` the blocks `from..<to` hold too.
  ///
  /// Those that the first of them holds, and of what the others hold what the first does not.
  private func madeBefore(_ met: Blocks, from: Int, to: Int) -> Int {
    guard from < to else { return 0 }
    let first = met.met(with: blocks[from])
    let shared = first.pairCount(table, settings.scope)
    let others = madeBefore(met, from: from + 1, to: to)
    return shared + others - (shared == 0 ? 0 : madeBefore(first, from: from + 1, to: to))
  }

  /// How many pairs there are at all, blocked or not.
  package var allPairs: Double {
    let count = Double(table.rowCount)
    var total = count * (count - 1) / 2
    guard settings.scope == .betweenSources, !table.sources.isEmpty else { return total }
    var bySource: [UInt16: Double] = [:]
    for source in table.sources { bySource[source, default: 0] += 1 }
    total -= bySource.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    return total
  }

  func isAllowed(_ a: Int, _ b: Int) -> Bool {
    settings.scope == .everything || table.sources.isEmpty || table.sources[a] != table.sources[b]
  }

  /// Works through the pairs of some blocks in two halves at once.
  ///
  /// Each worker has its own scorer and its own `Part`; parts come back in order, so that the result
  /// is the same for any timing. Pairs that the blocks in `earlier` hold too are left out.
  func forEachPair<Part: Sendable>(
    of blocks: Blocks, notIn earlier: ArraySlice<Blocks>, _ comparisons: [Comparison],
    start: Part, _ body: @Sendable (inout Part, inout PairScorer, Int, Int) -> Void
  ) -> [Part] {
    let pieces = pieces(of: blocks, count: 8)
    let results = Mutex<[Part?]>(pieces.map { _ in nil })
    DispatchQueue.concurrentPerform(iterations: pieces.count) { piece in
      var part = start
      var scorer = PairScorer(compared, comparisons)
      for block in pieces[piece] where blocks.size(block) > 1 {
        let rows = Int(blocks.starts[block])..<Int(blocks.starts[block + 1])
        for first in rows {
          let a = Int(blocks.rows[first])
          for second in (first + 1)..<rows.upperBound {
            let b = Int(blocks.rows[second])
            guard isAllowed(a, b), !isMade(a, b, by: earlier) else { continue }
            body(&part, &scorer, a, b)
          }
        }
      }
      let done = part
      results.withLock { $0[piece] = done }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  private func isMade(_ a: Int, _ b: Int, by earlier: ArraySlice<Blocks>) -> Bool {
    for blocks in earlier where blocks.keys[a] == blocks.keys[b] && blocks.keys[a] != noNode {
      return true
    }
    return false
  }

  /// Cuts blocks into runs of about equally many pairs.
  private func pieces(of blocks: Blocks, count: Int) -> [Range<Int>] {
    let total = (0..<blocks.count).reduce(0) { $0 + blocks.size($1) * (blocks.size($1) - 1) / 2 }
    let share = max(1, total / count)
    var pieces: [Range<Int>] = []
    var (start, pairs) = (0, 0)
    for block in 0..<blocks.count {
      pairs += blocks.size(block) * (blocks.size(block) - 1) / 2
      guard pairs >= share else { continue }
      pieces.append(start..<block + 1)
      (start, pairs) = (block + 1, 0)
    }
    if start < blocks.count { pieces.append(start..<blocks.count) }
    return pieces
  }
}
