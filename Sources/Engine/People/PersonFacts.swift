internal import Basis
internal import Columns
internal import Identity
internal import Storage

/// What sources say of one unit: looked up by its few nodes, so that nobody else's facts are read.
struct PersonFacts {
  /// An attribute's winning value.
  struct Winner {
    let value: Value
    let source: SourceID?
    let time: Timestamp
    /// How many other sources say something else.
    let contradictions: Int
  }

  private let nodes: [UInt32]
  private let snapshot: Snapshot
  /// The instants before which facts of a source do not count.
  private let cutoffs: [SourceID: UInt32]

  init(nodes: [UInt32], _ audience: WorkspaceAudience) {
    (self.nodes, snapshot, cutoffs) = (nodes, audience.snapshot, audience.cutoffs)
  }

  /// The value of an attribute by the rule of every count: priority, then time, then commit.
  func winner(of name: String, _ type: ValueType) throws(Fault) -> Winner? {
    var best: (rank: UInt64, order: Int64, value: Value, source: SourceID?, time: UInt32)?
    var latest: [SourceID?: (time: UInt32, order: Int64, value: Value)] = [:]
    let kind = try snapshot.kind(.attribute, name, type)
    for run in snapshot.facts {
      guard let table = try FactTable.read(name, from: run.file) else { continue }
      let high =
        UInt64(
          UInt32(clamping: snapshot.priority(of: name, in: run.source) + 1)) << 32
      let oldest = run.source.flatMap { cutoffs[$0] } ?? 0
      for row in nodes.flatMap({ Self.rows(of: $0, in: table.nodes) })
      where table.times[row] >= oldest {
        guard let value = kind.column(of: table.values, row: row).value(at: 0) else { continue }
        let time = table.times[row]
        let rank = high | UInt64(time)
        let order = run.origins[Int(table.origins?[row] ?? 0)].order
        if (rank, order) >= (best?.rank ?? 0, best?.order ?? 0) {
          best = (rank, order, value, run.source, time)
        }
        let known = latest[run.source]
        if (time, order) >= (known?.time ?? 0, known?.order ?? 0) {
          latest[run.source] = (time, order, value)
        }
      }
    }
    guard let best else { return nil }
    return Winner(
      value: best.value, source: best.source, time: Timestamp(Int64(best.time)),
      contradictions: latest.values.count { $0.value != best.value })
  }

  /// The places of a node in an ascending list; a merged run may have several.
  private static func rows(of node: UInt32, in nodes: [UInt32]) -> Range<Int> {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < nodes.count, nodes[end] == node { end += 1 }
    return low..<end
  }
}

extension FieldKind {
  /// One stored value as a column of one row.
  func column(of values: ValueBuffer, row: Int) -> Column {
    switch (self, values) {
    case (.text(let dictionary), .codes(let codes)):
      .text(TextColumn(codes: [codes[row]], dictionary: dictionary))
    case (.whole(let kind), .whole(let numbers)):
      .whole(WholeColumn(values: [numbers[row]], kind: kind))
    case (.real, .real(let numbers)): .real(RealColumn(values: [numbers[row]]))
    case (.list(let dictionary), .lists(let starts, let codes)):
      .list(
        ListColumn(
          starts: [0, starts[row + 1] - starts[row]],
          codes: Array(codes[Int(starts[row])..<Int(starts[row + 1])]), dictionary: dictionary))
    default: .real(RealColumn(values: [.nan]))
    }
  }
}
