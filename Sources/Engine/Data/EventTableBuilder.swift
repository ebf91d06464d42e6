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
    let present = tables.indices.filter { tables[$0] != nil }
    if present.count == 1, let only = tables[present[0]],
      let starts = EventOrder.startsInPlace(
        of: only, units: units, oldest: oldest[present[0]], commits: commits)
    {
      (isInPlace, order, self.starts, times) = (true, [], starts, only.times)
      return
    }
    let order = EventOrder(tables: tables, units: units, oldest: oldest, commits: commits)
    isInPlace =
      order.rows.count == parts.reduce(0) { $0 + $1.rowCount }
      && order.rows.indices.allSatisfy { order.rows[$0] == UInt32($0) }
    self.order = isInPlace ? [] : order.rows
    times = order.times
    starts = order.starts
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

  var byteCount: Int { unitOfNode.count * 4 }

  subscript(node: UInt32) -> UInt32? {
    guard node < unitOfNode.count else { return nil }
    let unit = unitOfNode[Int(node)]
    return unit == Self.none ? nil : unit
  }
}
