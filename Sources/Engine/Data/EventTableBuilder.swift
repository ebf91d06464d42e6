internal import Basis
internal import Columns
internal import Storage

/// Puts the events of one type, from all runs, into the order of the units of a lens.
///
/// Events lie by node in each run; a unit may have several nodes and a node events in several runs.
/// Numbering rows through all runs and scattering the numbers keeps every field a plain gather.
struct EventTableBuilder {
  private let readers: [EventRunReader]
  private let type: String
  private let parts: [Part]
  /// Row numbers of all runs one after the other, in the order of the answer; empty where rows lie
  /// in that order already.
  private let order: [UInt32]
  private let isInPlace: Bool
  private let starts: [UInt32]
  private let times: [UInt32]

  /// What is needed of a run's rows after they were put in order.
  private struct Part {
    let rowCount: Int
    let bots: [Bool]?
  }

  /// Rows before the `cutoffs` of their run's source are left out.
  init(
    _ runs: [Snapshot.EventRun], type: String, units: NodeUnits,
    cutoffs: [SourceID: UInt32] = [:]
  ) throws(Fault) {
    readers = runs.map(\.reader)
    self.type = type
    let tables = try Cores.map(readers) { (reader) throws(Fault) in try reader.table(type) }
    parts = tables.map { Part(rowCount: $0?.times.count ?? 0, bots: $0?.bots) }
    let commits = try Self.commits(runs, type, tables)
    let oldest = runs.map { run in run.source.flatMap { cutoffs[$0] } ?? 0 }
    var allTimes: [UInt32] = []
    allTimes.reserveCapacity(parts.reduce(0) { $0 + $1.rowCount })
    for table in tables { allTimes += table?.times ?? [] }
    var starts = Self.starts(tables, units, oldest)
    var order = Self.scatter(tables, units, &starts, oldest)
    Self.sortWithinUnits(&order, starts, allTimes, commits)
    isInPlace =
      order.count == allTimes.count && order.indices.allSatisfy { order[$0] == UInt32($0) }
    times = isInPlace ? allTimes : order.map { allTimes[Int($0)] }
    (self.order, self.starts) = (isInPlace ? [] : order, starts)
  }

  /// About how much memory it keeps.
  var byteCount: Int { (order.count + starts.count + times.count) * 4 }

  func table(fields: [String: Column]) -> EventTable {
    EventTable(starts: starts, times: times, fields: fields)
  }

  /// One value a row of the answer, made from each run's own values.
  private func gathered<Value>(_ runs: [[Value]?], unknown: Value) -> [Value] {
    var all: [Value] = []
    if runs.count == 1, isInPlace, let only = runs[0] { return only }
    all.reserveCapacity(parts.reduce(0) { $0 + $1.rowCount })
    for (values, part) in zip(runs, parts) {
      all += values ?? [Value](repeating: unknown, count: part.rowCount)
    }
    return isInPlace ? all : order.map { all[Int($0)] }
  }

  /// A field as a column in the order of the answer.
  func field(_ name: String, as kind: FieldKind) throws(Fault) -> Column {
    var buffers: [ValueBuffer?] = []
    for reader in readers { buffers.append(try reader.field(name, of: type)) }
    switch kind {
    case .text(let dictionary):
      let codes = buffers.map {
        if case .codes(let values) = $0 { values } else { nil as [UInt32]? }
      }
      return .text(TextColumn(codes: gathered(codes, unknown: 0), dictionary: dictionary))
    case .whole(let whole):
      let values = buffers.map {
        if case .whole(let values) = $0 { values } else { nil as [Int64]? }
      }
      return .whole(
        WholeColumn(values: gathered(values, unknown: WholeColumn.unknown), kind: whole))
    case .real:
      let values = buffers.map {
        if case .real(let values) = $0 { values } else { nil as [Double]? }
      }
      return .real(RealColumn(values: gathered(values, unknown: .nan)))
    case .list(let dictionary):
      return .list(list(buffers, dictionary))
    }
  }

  /// A text that is the same for all rows of a run, such as its source.
  func constant(_ codes: [UInt32], _ dictionary: TextDictionary) -> Column {
    let runs = zip(codes, parts).map { code, part -> [UInt32]? in
      [UInt32](repeating: code, count: part.rowCount)
    }
    return .text(TextColumn(codes: gathered(runs, unknown: 0), dictionary: dictionary))
  }

  /// Whether a crawler made the event.
  func bots() -> Column {
    let runs = parts.map { part in part.bots?.map { $0 ? Int64(1) : 0 } }
    return .whole(WholeColumn(values: gathered(runs, unknown: 0), kind: .boolean))
  }

  private func list(_ buffers: [ValueBuffer?], _ dictionary: TextDictionary) -> ListColumn {
    var rows: [ArraySlice<UInt32>] = []
    for (buffer, part) in zip(buffers, parts) {
      let count = part.rowCount
      guard case .lists(let starts, let codes) = buffer else {
        rows += [ArraySlice<UInt32>](repeating: [], count: count)
        continue
      }
      for row in 0..<count { rows.append(codes[Int(starts[row])..<Int(starts[row + 1])]) }
    }
    var starts: [UInt32] = [0]
    var codes: [UInt32] = []
    for place in times.indices {
      codes += rows[isInPlace ? place : Int(order[place])]
      starts.append(UInt32(codes.count))
    }
    return ListColumn(starts: starts, codes: codes, dictionary: dictionary)
  }

  /// Where each unit's rows begin, one place further than in the end: scattering moves them back.
  private static func starts(
    _ tables: [EventRunTable?], _ units: NodeUnits, _ oldest: [UInt32]
  ) -> [UInt32] {
    var starts = [UInt32](repeating: 0, count: units.count + 2)
    for (table, oldest) in zip(tables, oldest) {
      guard let table else { continue }
      var row: UInt32 = 0
      for (node, count) in zip(table.nodes, table.counts) {
        defer { row &+= count }
        guard let unit = units[node] else { continue }
        starts[Int(unit) + 2] &+= count &- expired(table, row, count, oldest)
      }
    }
    for unit in 0..<units.count { starts[unit + 2] &+= starts[unit + 1] }
    return starts
  }

  /// The rows of each unit, run by run; each unit's start becomes the next one's on the way.
  private static func scatter(
    _ tables: [EventRunTable?], _ units: NodeUnits, _ starts: inout [UInt32], _ oldest: [UInt32]
  ) -> [UInt32] {
    var order = [UInt32](repeating: 0, count: Int(starts.last ?? 0))
    var row: UInt32 = 0
    for (table, oldest) in zip(tables, oldest) {
      guard let table else { continue }
      let first = row
      for (node, count) in zip(table.nodes, table.counts) {
        defer { row &+= count }
        guard let unit = units[node] else { continue }
        let place = starts[Int(unit) + 1]
        let skipped = expired(table, row &- first, count, oldest)
        for step in skipped..<count { order[Int(place &+ step &- skipped)] = row &+ step }
        starts[Int(unit) + 1] = place &+ count &- skipped
      }
    }
    starts.removeLast()
    return order
  }

  /// How many of a node's rows, which lie in the order of time, are older than `oldest`.
  @inline(__always)
  private static func expired(
    _ table: EventRunTable, _ row: UInt32, _ count: UInt32, _ oldest: UInt32
  ) -> UInt32 {
    guard oldest > 0 else { return 0 }
    var expired: UInt32 = 0
    while expired < count, table.times[Int(row &+ expired)] < oldest { expired &+= 1 }
    return expired
  }

  /// For each row when it was committed, among others; nil where the rows' own order says it.
  ///
  /// Events of one second are told in the order of their commits, which a merge of runs must not
  /// change.
  private static func commits(
    _ runs: [Snapshot.EventRun], _ type: String, _ tables: [EventRunTable?]
  ) throws(Fault) -> [UInt32]? {
    guard runs.contains(where: { $0.origins.count > 1 }) else { return nil }
    let orders = Set(runs.flatMap { $0.origins.map(\.order) }).sorted()
    var numbers: [Int64: UInt32] = [:]
    for (number, order) in orders.enumerated() { numbers[order] = UInt32(number) }
    var commits: [UInt32] = []
    for (run, table) in zip(runs, tables) {
      guard let table else { continue }
      let own = run.origins.map { numbers[$0.order] ?? 0 }
      if let origins = try run.reader.origins(of: type) {
        commits += origins.map { own[Int($0)] }
      } else {
        commits += repeatElement(own.first ?? 0, count: table.times.count)
      }
    }
    return commits
  }

  private static func sortWithinUnits(
    _ order: inout [UInt32], _ starts: [UInt32], _ times: [UInt32], _ commits: [UInt32]?
  ) {
    func comesBefore(_ a: UInt32, _ b: UInt32) -> Bool {
      if times[Int(a)] != times[Int(b)] { return times[Int(a)] < times[Int(b)] }
      if let commits, commits[Int(a)] != commits[Int(b)] {
        return commits[Int(a)] < commits[Int(b)]
      }
      return a < b
    }
    for unit in 0..<(starts.count - 1) {
      let rows = Int(starts[unit])..<Int(starts[unit + 1])
      guard rows.count > 1 else { continue }
      var isSorted = true
      for row in rows.dropFirst() where comesBefore(order[row], order[row - 1]) {
        isSorted = false
        break
      }
      guard !isSorted else { continue }
      if commits == nil {
        sort(&order, rows, times)
      } else {
        order[rows].sort(by: comesBefore)
      }
    }
  }

  /// Sorts some rows by time and then by number, both in one word, so that no comparison looks either up.
  private static func sort(_ order: inout [UInt32], _ rows: Range<Int>, _ times: [UInt32]) {
    func key(_ row: UInt32) -> UInt64 { UInt64(times[Int(row)]) << 32 | UInt64(row) }
    guard rows.count <= 16 else {
      let keys = order[rows].map(key).sorted()
      for (place, key) in zip(rows, keys) { order[place] = UInt32(truncatingIfNeeded: key) }
      return
    }
    for row in rows.dropFirst() {
      let wanted = key(order[row])
      var place = row
      while place > rows.lowerBound, key(order[place - 1]) > wanted {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = UInt32(truncatingIfNeeded: wanted)
    }
  }
}

/// How the stored values of a field become a column.
enum FieldKind {
  case text(TextDictionary)
  case whole(WholeColumn.Kind)
  case real
  case list(TextDictionary)
}

/// Which unit each node belongs to under one lens.
struct NodeUnits: Sendable {
  static let none = UInt32.max

  /// One entry a node; `none` for nobody and for nodes without data.
  let unitOfNode: [UInt32]
  let count: Int

  subscript(node: UInt32) -> UInt32? {
    guard node < unitOfNode.count else { return nil }
    let unit = unitOfNode[Int(node)]
    return unit == Self.none ? nil : unit
  }
}
