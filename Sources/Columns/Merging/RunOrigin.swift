package import Basis

/// Where rows of a run came from: which batch, and the place of the run that it wrote.
///
/// A merged run has many; each of its rows says which one is its own, so that a batch can still be
/// taken out exactly, and so that equal rows keep the order in which they were committed.
package struct RunOrigin: Hashable, Sendable {
  package let batch: Int64
  /// The number of the run in which the batch wrote the rows; it grows with every commit.
  package let order: Int64

  package init(batch: Int64, order: Int64) { (self.batch, self.order) = (batch, order) }

  private static let batches = "origin/batches"
  private static let orders = "origin/orders"

  /// The origins that a merged run names; nil for a run as a batch wrote it.
  package static func read(_ run: RunFile) throws(Fault) -> [RunOrigin]? {
    guard run.has(batches) else { return nil }
    let orders = try run.integers(orders)
    return zip(try run.integers(batches), orders).map { RunOrigin(batch: $0, order: $1) }
  }

  /// For each of so many rows the number of its origin; nil where the run has no such section.
  static func rows(_ section: String, _ count: Int, in run: RunFile) throws(Fault) -> [UInt32]? {
    guard run.has(section) else { return nil }
    let numbers = try run.numbers(section)
    try run.requireEqual(numbers.count, count, in: section)
    let origins = try read(run)?.count ?? 1
    guard numbers.allSatisfy({ $0 < origins }) else {
      throw run.damage("section \(section) names an origin that there is not")
    }
    return numbers
  }

  static func write(_ origins: [RunOrigin], to run: inout RunWriter) {
    run.add(batches, origins.map(\.batch))
    run.add(orders, origins.map(\.order))
  }
}

/// A run that is to be merged, with what its rows came from.
package struct MergeInput: Sendable {
  package let run: RunFile
  package let origins: [RunOrigin]

  /// `origin` is the only one of a run that was never merged.
  package init(_ run: RunFile, origin: RunOrigin) throws(Fault) {
    self.run = run
    origins = try RunOrigin.read(run) ?? [origin]
  }

  /// Where the run stands among others: as its first origin.
  package var order: Int64 { origins.map(\.order).min() ?? 0 }
}

/// Which rows a merge leaves out.
package struct RowFilter: Sendable {
  /// Batches that were undone.
  package var batches: Set<Int64> = []
  /// Nodes of people who were erased.
  package var nodes: Set<UInt32> = []
  /// Keys of rows that are made of nothing but an erased identifier.
  package var keys: Set<UInt64> = []
  /// Events and facts before this instant are past their retention.
  package var cutoff: UInt32 = 0

  package init(batches: Set<Int64> = [], nodes: Set<UInt32> = []) {
    (self.batches, self.nodes) = (batches, nodes)
  }
}

/// What a merge wrote and what became of the rows of each batch.
package struct MergedRun: Sendable {
  package var writer: RunWriter
  /// Rows that were written, by batch.
  package var kept: [Int64: Int] = [:]
  /// Rows that the filter left out for their node, their key or their time.
  package var dropped = 0
  /// The earliest and the latest event.
  package var first: UInt32?
  package var last: UInt32?

  package init(sealing: ValueSealing? = nil) { writer = RunWriter(sealing: sealing) }

  package var rows: Int { kept.values.reduce(0, +) }
}

/// The origins of all inputs of a merge as one list without repetition, and the way into it.
struct OriginMap {
  private(set) var list: [RunOrigin] = []
  private var numbers: [RunOrigin: UInt32] = [:]

  /// The numbers in the merged run of an input's origins, in their order; nil where its batch goes.
  mutating func numbers(of input: MergeInput, _ filter: RowFilter) -> [UInt32?] {
    input.origins.map { origin in
      guard !filter.batches.contains(origin.batch) else { return nil }
      if let known = numbers[origin] { return known }
      let number = UInt32(list.count)
      list.append(origin)
      numbers[origin] = number
      return number
    }
  }
}
