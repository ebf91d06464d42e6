internal import Columns

/// Rows that are left out: those whose code is flagged.
struct SkippedRows: Sendable {
  let codes: [UInt32]
  let isSkipped: [Bool]
}

/// One pass over the events of a type: how many there are in each group, of how many people.
///
/// Rows are picked first, by person and time, some thousand at once; then each dimension adds its
/// codes to their keys, column by column; then they are counted. Nothing is allocated a row.
struct EventScan: Sendable {
  /// A dimension's way to the codes of this table, and what one code adds to a key.
  struct Part: Sendable {
    let source: GroupAxis.Source
    let stride: UInt32
  }

  /// An amount a row, in units of `currencies`; empty where nothing is summed.
  struct Amounts: Sendable {
    var values: [Int64] = []
    /// The currency of each row by number; empty where all are the first.
    var currencies: [UInt32] = []
    /// How the rows' codes become numbers of currencies.
    var map: [UInt32] = []
    var count = 1
  }

  let table: EventTable
  let parts: [Part]
  let groups: Int
  let seconds: Range<UInt32>
  var people: DenseSet?
  var skipped: [SkippedRows] = []
  /// Rows count only where one of these is known; empty where all count.
  var required: [GroupAxis.Source] = []
  var amounts = Amounts()
  /// Whether to say who was counted where, for people who are in several tables.
  var keepsPairs = false

  /// What a pass finds.
  struct Totals: Sendable {
    var rows: [Int]
    /// How many different units each group has.
    var units: [Int]
    /// By group and then by currency.
    var amounts: [Int64]
    var allUnits = 0
    /// Rows that none of `required` is known of.
    var unrelated = 0
    /// Each unit of each group, the group in the upper half; empty unless asked for.
    var pairs: [UInt64] = []

    init(groups: Int, currencies: Int) {
      rows = [Int](repeating: 0, count: groups)
      units = rows
      amounts = [Int64](repeating: 0, count: groups * currencies)
    }

    mutating func add(_ other: Totals) {
      for index in rows.indices {
        rows[index] += other.rows[index]
        units[index] += other.units[index]
      }
      for index in amounts.indices { amounts[index] &+= other.amounts[index] }
      allUnits += other.allUnits
      unrelated += other.unrelated
      pairs += other.pairs
    }
  }

  private static let batch = 4_096

  /// Runs the pass on all cores; stretches never share a unit, so that people are counted once.
  func totals() -> Totals {
    let empty = Totals(groups: groups, currencies: amounts.count)
    return Stretches.merged(
      over: table.starts.count - 1,
      bounds: Stretches.bounds(table.starts, most: groups > 65_536 ? 2 : Stretches.most),
      from: empty,
      { units, totals in
        var batch = Batch(groups: groups)
        batch.run(self, units, &totals)
      }, merge: { $0.add($1) })
  }

  /// The rows that are looked at together.
  private struct Batch {
    private var rows = [UInt32](repeating: 0, count: EventScan.batch)
    private var units = [UInt32](repeating: 0, count: EventScan.batch)
    private var keys = [UInt32](repeating: 0, count: EventScan.batch)
    /// The last unit counted in each group, one more than its number.
    private var seen: [UInt32]
    private var lastUnit: UInt32 = .max
    private var count = 0

    init(groups: Int) { seen = [UInt32](repeating: 0, count: groups) }

    mutating func run(_ scan: EventScan, _ range: Range<Int>, _ totals: inout Totals) {
      let starts = scan.table.starts.span
      let times = scan.table.times.span
      let (low, high) = (scan.seconds.lowerBound, scan.seconds.upperBound)
      for unit in range {
        let (start, end) = (Int(starts[unit]), Int(starts[unit + 1]))
        guard start < end, scan.people?.contains(unit) ?? true else { continue }
        var row = start
        while row < end {
          let stop = min(end, row + EventScan.batch - count)
          while row < stop {
            let time = times[row]
            rows[count] = UInt32(truncatingIfNeeded: row)
            units[count] = UInt32(truncatingIfNeeded: unit)
            count &+= time >= low && time < high ? 1 : 0
            row &+= 1
          }
          if count == EventScan.batch { flush(scan, &totals) }
        }
      }
      flush(scan, &totals)
    }

    private mutating func flush(_ scan: EventScan, _ totals: inout Totals) {
      for skipped in scan.skipped { drop(skipped) }
      if !scan.required.isEmpty { totals.unrelated += dropUnrelated(scan) }
      for index in 0..<count { keys[index] = 0 }
      for part in scan.parts { add(part.source, part.stride, scan) }
      tally(scan, &totals)
      count = 0
    }

    /// Counts what was picked; the keys are complete.
    private mutating func tally(_ scan: EventScan, _ totals: inout Totals) {
      for index in 0..<count {
        let (key, unit) = (Int(keys[index]), units[index])
        totals.rows[key] &+= 1
        if seen[key] != unit &+ 1 {
          seen[key] = unit &+ 1
          totals.units[key] &+= 1
          if scan.keepsPairs { totals.pairs.append(UInt64(key) << 32 | UInt64(unit)) }
        }
        if unit != lastUnit {
          lastUnit = unit
          totals.allUnits &+= 1
        }
      }
      guard !scan.amounts.values.isEmpty else { return }
      let values = scan.amounts.values.span
      for index in 0..<count {
        let row = Int(rows[index])
        let value = values[row]
        guard value != WholeColumn.unknown else { continue }
        var place = Int(keys[index]) &* scan.amounts.count
        if !scan.amounts.currencies.isEmpty {
          place &+= Int(scan.amounts.map[Int(scan.amounts.currencies[row])])
        }
        totals.amounts[place] &+= value
      }
    }

    private mutating func add(_ source: GroupAxis.Source, _ stride: UInt32, _ scan: EventScan) {
      switch source {
      case .constant(let code):
        for index in 0..<count { keys[index] &+= code &* stride }
      case .rows(let codes, let map):
        let codes = codes.span
        if map.isEmpty {
          for index in 0..<count { keys[index] &+= codes[Int(rows[index])] &* stride }
        } else {
          let map = map.span
          for index in 0..<count {
            keys[index] &+= map[Int(codes[Int(rows[index])])] &* stride
          }
        }
      case .units(let codes, let map):
        let codes = codes.span
        for index in 0..<count {
          let code = codes[Int(units[index])]
          keys[index] &+= (map.isEmpty ? code : map[Int(code)]) &* stride
        }
      case .steps(let steps):
        let times = scan.table.times.span
        for index in 0..<count {
          keys[index] &+= steps.code(of: times[Int(rows[index])]) &* stride
        }
      }
    }

    private mutating func drop(_ skipped: SkippedRows) {
      var kept = 0
      for index in 0..<count {
        (rows[kept], units[kept]) = (rows[index], units[index])
        kept += skipped.isSkipped[Int(skipped.codes[Int(rows[index])])] ? 0 : 1
      }
      count = kept
    }

    /// Drops the rows of which nothing required is known, and says how many.
    private mutating func dropUnrelated(_ scan: EventScan) -> Int {
      for index in 0..<count { keys[index] = 0 }
      for source in scan.required { add(source, 1, scan) }
      var kept = 0
      for index in 0..<count {
        (rows[kept], units[kept]) = (rows[index], units[index])
        kept += keys[index] == 0 ? 0 : 1
      }
      defer { count = kept }
      return count - kept
    }
  }
}
