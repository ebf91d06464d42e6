internal import Columns

/// Rows that are left out: those whose code is flagged.
struct SkippedRows: Sendable {
  let codes: [UInt32]
  let isSkipped: [Bool]
}

/// One pass over the events of a type: how many there are in each group, of how many people.
struct GroupScan: Sendable {
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
  /// Whether units are counted, too, which takes longer.
  var countsPeople = false
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
    var unrelated: Int { rows[rows.count - 2] }
    /// Each unit of each group, the group in the upper half; empty unless asked for.
    var pairs: [UInt64] = []

    /// Behind the groups are two places more: for rows of no known advertising, and for rows that
    /// are out of the question.
    init(groups: Int, currencies: Int) {
      rows = [Int](repeating: 0, count: groups + 2)
      units = rows
      amounts = [Int64](repeating: 0, count: (groups + 2) * currencies)
    }

    mutating func add(_ other: Totals) {
      for index in rows.indices {
        rows[index] += other.rows[index]
        units[index] += other.units[index]
      }
      for index in amounts.indices { amounts[index] &+= other.amounts[index] }
      allUnits += other.allUnits
      pairs += other.pairs
    }
  }

  /// Runs the pass on all cores; stretches never share a unit, so that people are counted once.
  func totals() -> Totals {
    let empty = Totals(groups: groups, currencies: amounts.count)
    return Stretches.merged(
      over: table.starts.count - 1,
      bounds: Stretches.bounds(table.starts, most: groups > 65_536 ? 2 : Stretches.most),
      from: empty,
      { units, totals in
        var stretch = StretchScan(self)
        stretch.run(units)
        totals = stretch.totals
      }, merge: { $0.add($1) })
  }
}

/// The pass over one stretch of units, some thousand rows at a time.
///
/// Each dimension adds its codes to the keys of neighbouring rows, column by column; rows that do not
/// count get a key behind all groups, so that counting needs no question. Nothing is allocated a row.
private struct StretchScan {
  private let scan: GroupScan
  private(set) var totals: GroupScan.Totals
  private var keys: [UInt32]
  /// The last unit counted in each group, one more than its number.
  private var seen: [UInt32]

  private static let batch = 8_192
  /// Keys of rows that do not count.
  private static let unrelated = UInt32.max
  private static let skipped = UInt32.max - 1

  init(_ scan: GroupScan) {
    self.scan = scan
    totals = GroupScan.Totals(groups: scan.groups, currencies: scan.amounts.count)
    keys = [UInt32](repeating: 0, count: Self.batch)
    seen = [UInt32](repeating: 0, count: scan.groups + 2)
  }

  mutating func run(_ range: Range<Int>) {
    var unit = range.lowerBound
    while unit < range.upperBound {
      let first = Int(scan.table.starts[unit])
      var end = unit + 1
      while end < range.upperBound, Int(scan.table.starts[end + 1]) - first <= Self.batch {
        end += 1
      }
      let last = Int(scan.table.starts[end])
      // One unit alone may have more rows than a batch.
      if last - first > keys.count { keys = [UInt32](repeating: 0, count: last - first) }
      if last > first {
        Self.fill(&keys, scan, rows: first..<last, units: unit..<end)
        Self.settle(&keys, scan, rows: first..<last, units: unit..<end)
        count(rows: first..<last)
        if scan.countsPeople { countPeople(units: unit..<end, from: first) }
      }
      unit = end
    }
  }

  // MARK: Keys

  private static func fill(
    _ keys: inout [UInt32], _ scan: GroupScan, rows: Range<Int>, units: Range<Int>
  ) {
    var span = keys.mutableSpan
    for index in 0..<rows.count { span[index] = 0 }
    for part in scan.parts {
      add(part.source, part.stride, to: &span, scan.table, rows, units)
    }
    if !scan.required.isEmpty { drop(unrelatedTo: scan.required, &span, scan.table, rows, units) }
    for skip in scan.skipped {
      let (codes, flags) = (skip.codes.span, skip.isSkipped.span)
      for index in 0..<rows.count where flags[Int(codes[rows.lowerBound &+ index])] {
        span[index] = skipped
      }
    }
  }

  private static func add(
    _ source: GroupAxis.Source, _ stride: UInt32, to keys: inout MutableSpan<UInt32>,
    _ table: EventTable, _ rows: Range<Int>, _ units: Range<Int>
  ) {
    let first = rows.lowerBound
    switch source {
    case .constant(let code):
      for index in 0..<rows.count { keys[index] &+= code &* stride }
    case .rows(let codes, let map):
      let codes = codes.span
      if map.isEmpty {
        for index in 0..<rows.count { keys[index] &+= codes[first &+ index] &* stride }
      } else {
        let map = map.span
        for index in 0..<rows.count {
          keys[index] &+= map[Int(codes[first &+ index])] &* stride
        }
      }
    case .units(let codes, let map):
      let starts = table.starts.span
      for unit in units {
        let code = map.isEmpty ? codes[unit] : map[Int(codes[unit])]
        for row in Int(starts[unit])..<Int(starts[unit + 1]) {
          keys[row &- first] &+= code &* stride
        }
      }
    case .steps(let steps):
      let times = table.times.span
      for index in 0..<rows.count {
        keys[index] &+= steps.code(of: times[first &+ index]) &* stride
      }
    }
  }

  /// Marks the rows of which none of `sources` is known.
  private static func drop(
    unrelatedTo sources: [GroupAxis.Source], _ keys: inout MutableSpan<UInt32>,
    _ table: EventTable, _ rows: Range<Int>, _ units: Range<Int>
  ) {
    var sums = [UInt32](repeating: 0, count: rows.count)
    var span = sums.mutableSpan
    for source in sources { add(source, 1, to: &span, table, rows, units) }
    for index in 0..<rows.count where span[index] == 0 { keys[index] = unrelated }
  }

  // MARK: Counting

  /// Sends every row that does not count to one of the two places behind the groups.
  private static func settle(
    _ keys: inout [UInt32], _ scan: GroupScan, rows: Range<Int>, units: Range<Int>
  ) {
    let (low, high) = (scan.seconds.lowerBound, scan.seconds.upperBound)
    let groups = UInt32(scan.groups)
    let times = scan.table.times.span
    var span = keys.mutableSpan
    for index in 0..<rows.count {
      let (key, time) = (span[index], times[rows.lowerBound &+ index])
      let place = key < groups ? key : key == unrelated ? groups : groups &+ 1
      span[index] = time >= low && time < high ? place : groups &+ 1
    }
    guard let people = scan.people else { return }
    let starts = scan.table.starts.span
    for unit in units where !people.contains(unit) {
      for row in Int(starts[unit])..<Int(starts[unit + 1]) {
        span[row &- rows.lowerBound] = groups &+ 1
      }
    }
  }

  /// Counts rows and adds up amounts; what does not count has places of its own behind the groups.
  private mutating func count(rows: Range<Int>) {
    Self.count(keys, rows.count, &totals.rows)
    guard !scan.amounts.values.isEmpty else { return }
    Self.add(scan.amounts, keys, rows, &totals.amounts)
  }

  private static func count(_ keys: [UInt32], _ rows: Int, _ counts: inout [Int]) {
    let keys = keys.span
    var counts = counts.mutableSpan
    for index in 0..<rows { counts[Int(keys[index])] &+= 1 }
  }

  private static func add(
    _ amounts: GroupScan.Amounts, _ keys: [UInt32], _ rows: Range<Int>, _ sums: inout [Int64]
  ) {
    let (keys, values) = (keys.span, amounts.values.span)
    var sums = sums.mutableSpan
    if amounts.currencies.isEmpty {
      for index in 0..<rows.count {
        let value = values[rows.lowerBound &+ index]
        sums[Int(keys[index]) &* amounts.count] &+= value == WholeColumn.unknown ? 0 : value
      }
      return
    }
    let (currencies, map) = (amounts.currencies.span, amounts.map.span)
    for index in 0..<rows.count {
      let row = rows.lowerBound &+ index
      let value = values[row]
      let place = Int(keys[index]) &* amounts.count &+ Int(map[Int(currencies[row])])
      sums[place] &+= value == WholeColumn.unknown ? 0 : value
    }
  }

  /// Counts each unit once a group.
  private mutating func countPeople(units: Range<Int>, from first: Int) {
    totals.allUnits += Self.countPeople(
      scan.table.starts, keys, groups: UInt32(scan.groups), units, from: first, &totals.units,
      &seen)
    guard scan.keepsPairs else { return }
    for unit in units {
      let own = keys[
        (Int(scan.table.starts[unit]) - first)..<(Int(scan.table.starts[unit + 1]) - first)]
      for key in Set(own).sorted() where key < UInt32(scan.groups) {
        totals.pairs.append(UInt64(key) << 32 | UInt64(unit))
      }
    }
  }

  private static func countPeople(
    _ starts: [UInt32], _ keys: [UInt32], groups: UInt32, _ units: Range<Int>, from first: Int,
    _ counts: inout [Int], _ seen: inout [UInt32]
  ) -> Int {
    let (starts, keys) = (starts.span, keys.span)
    var counts = counts.mutableSpan
    var seen = seen.mutableSpan
    var all = 0
    for unit in units {
      let stamp = UInt32(truncatingIfNeeded: unit) &+ 1
      var isCounted = false
      for index in (Int(starts[unit]) &- first)..<(Int(starts[unit + 1]) &- first) {
        let key = keys[index]
        let place = Int(key)
        guard seen[place] != stamp else { continue }
        seen[place] = stamp
        counts[place] &+= 1
        isCounted = isCounted || key < groups
      }
      all &+= isCounted ? 1 : 0
    }
    return all
  }
}
