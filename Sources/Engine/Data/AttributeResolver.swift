internal import Basis
internal import Columns

/// Chooses the value of an attribute for each unit: the highest priority, then the latest, and of
/// equally late ones the last to be committed, whether the runs were merged since or not.
struct AttributeResolver {
  /// For each unit, one more than the row of its winning fact in `run`; 0 where it has none.
  private var winners: [(run: UInt32, row: UInt32)]
  private var ranks: [UInt64]
  private var tables: [FactTable] = []
  private var origins: [[RunOrigin]] = []
  private let units: NodeUnits

  private static let nobody = UInt32.max

  init(units: NodeUnits) {
    self.units = units
    winners = Array(repeating: (run: Self.nobody, row: 0), count: units.count)
    ranks = [UInt64](repeating: 0, count: units.count)
  }

  /// Takes the facts of one more run, whose rows came from `origins`.
  ///
  /// Facts before `oldest` are past their retention and count no more; nor do those after `newest`.
  mutating func add(
    _ table: FactTable, priority: Int, origins: [RunOrigin], oldest: UInt32 = 0,
    newest: UInt32 = .max
  ) {
    let run = UInt32(tables.count)
    tables.append(table)
    self.origins.append(origins)
    let high = UInt64(UInt32(clamping: priority + 1)) << 32
    for (row, node) in table.nodes.enumerated()
    where table.times[row] >= oldest && table.times[row] <= newest {
      guard let unit = units[node] else { continue }
      let rank = high | UInt64(table.times[row])
      let known = ranks[Int(unit)]
      guard rank >= known else { continue }
      let winner = winners[Int(unit)]
      if rank == known, winner.run != Self.nobody,
        order(run, row) < order(winner.run, Int(winner.row))
      {
        continue
      }
      ranks[Int(unit)] = rank
      winners[Int(unit)] = (run, UInt32(row))
    }
  }

  /// When a fact was committed, among others.
  private func order(_ run: UInt32, _ row: Int) -> Int64 {
    origins[Int(run)][Int(tables[Int(run)].origins?[row] ?? 0)].order
  }

  /// The winning values as a column over the units.
  func column(as kind: FieldKind) -> Column {
    switch kind {
    case .text(let dictionary):
      let codes = values(unknown: UInt32(0)) { buffer, row in
        if case .codes(let codes) = buffer { codes[row] } else { 0 }
      }
      return .text(TextColumn(codes: codes, dictionary: dictionary))
    case .whole(let whole):
      let numbers = values(unknown: WholeColumn.unknown) { buffer, row in
        if case .whole(let numbers) = buffer { numbers[row] } else { WholeColumn.unknown }
      }
      return .whole(WholeColumn(values: numbers, kind: whole))
    case .real:
      let numbers = values(unknown: Double.nan) { buffer, row in
        if case .real(let numbers) = buffer { numbers[row] } else { .nan }
      }
      return .real(RealColumn(values: numbers))
    case .list(let dictionary):
      var starts: [UInt32] = [0]
      var all: [UInt32] = []
      for winner in winners {
        if winner.run != Self.nobody,
          case .lists(let begins, let codes) = tables[Int(winner.run)].values
        {
          let row = Int(winner.row)
          all += codes[Int(begins[row])..<Int(begins[row + 1])]
        }
        starts.append(UInt32(all.count))
      }
      return .list(ListColumn(starts: starts, codes: all, dictionary: dictionary))
    }
  }

  /// When each unit's value was observed; 0 where it has none.
  var times: [UInt32] { ranks.map { UInt32(truncatingIfNeeded: $0) } }

  private func values<Value>(unknown: Value, _ value: (ValueBuffer, Int) -> Value) -> [Value] {
    winners.map { winner in
      winner.run == Self.nobody
        ? unknown : value(tables[Int(winner.run)].values, Int(winner.row))
    }
  }
}
