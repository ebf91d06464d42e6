package import Basis

/// Events on their way into a run: columns that grow a row at a time, in the order of arrival.
package struct EventSlice: Sendable {
  package var nodes: [UInt32] = []
  package var times: [UInt32] = []
  /// Codes of the workspace's dictionary of event types.
  package var types: [UInt32] = []
  /// What makes two rows the same.
  package var keys: [UInt64] = []
  package var bots: [Bool] = []
  /// The number of each row's origin where runs are merged; empty in a batch's own slice.
  var origins: [UInt32] = []
  /// One buffer a field, as long as the other columns, or empty where no event has it.
  package var fields: [String: ValueBuffer] = [:]

  package init() {}

  package var count: Int { nodes.count }

  /// Writes the rows `kept`, by type, then node, then time, then arrival.
  package func run(
    keeping kept: [UInt32], typeNames: (UInt32) -> String?, sealing: ValueSealing? = nil
  ) -> RunWriter {
    var run = RunWriter(sealing: sealing)
    var rowsByType: [UInt32: [UInt32]] = [:]
    for row in kept { rowsByType[types[Int(row)], default: []].append(row) }
    let present = rowsByType.keys.sorted()
    run.add("types", texts: present.map { typeNames($0) ?? "" })
    let tables = present.enumerated().map { ("\($0.offset)", rowsByType[$0.element] ?? []) }
    let parts = Cores.map(tables) { (prefix, rows) in
      var part = RunWriter(sealing: sealing)
      write(rows, to: &part, as: prefix)
      return part
    }
    for part in parts { run.append(part) }
    return run
  }

  /// Writes rows of one type, given in the order of their arrival.
  func write(_ arrived: [UInt32], to run: inout RunWriter, as prefix: String) {
    var rows = arrived
    var order = rows.map { UInt64(nodes[Int($0)]) << 32 | UInt64(times[Int($0)]) }
    RadixSort.sort(&order, carrying: &rows)
    var owners: [UInt32] = []
    var counts: [UInt32] = []
    for row in rows {
      let node = nodes[Int(row)]
      if owners.last == node {
        counts[counts.count - 1] += 1
      } else {
        owners.append(node)
        counts.append(1)
      }
    }
    run.add(prefix + "/nodes", owners, ascending: true)
    run.add(prefix + "/counts", counts)
    run.add(prefix + "/times", rows.map { times[Int($0)] })
    if rows.contains(where: { bots[Int($0)] }) {
      run.add(prefix + "/bots", rows.map { bots[Int($0)] ? 1 : 0 } as [UInt32])
    }
    if !origins.isEmpty {
      run.add("\(prefix)/\(EventMerge.origins)", rows.map { origins[Int($0)] })
    }
    var names: [String] = []
    for name in fields.keys.sorted() {
      guard let buffer = fields[name], buffer.count > 0,
        buffer.hasKnown(in: rows.lazy.map { Int($0) })
      else {
        continue
      }
      buffer.write(rows, to: &run, as: "\(prefix)/field/\(name)")
      names.append(name)
    }
    run.add(prefix + "/fields", texts: names)
  }
}

/// The events of one type in one run, by node and then by time.
package struct EventRunTable: Sendable {
  /// The nodes that have such events, ascending.
  package let nodes: [UInt32]
  /// How many events each of them has.
  package let counts: [UInt32]
  package let times: [UInt32]
  package let bots: [Bool]?
  package let fieldNames: [String]
}

/// Reads the events of one run type by type.
package struct EventRunReader: Sendable {
  package let run: RunFile
  package let types: [String]

  package init(_ run: RunFile) throws(Fault) {
    self.run = run
    types = try run.texts("types")
  }

  /// The rows of a type; nil where the run has none.
  package func table(_ type: String) throws(Fault) -> EventRunTable? {
    guard let index = types.firstIndex(of: type) else { return nil }
    let prefix = "\(index)"
    let table = EventRunTable(
      nodes: try run.numbers(prefix + "/nodes"), counts: try run.numbers(prefix + "/counts"),
      times: try run.numbers(prefix + "/times"),
      bots: run.has(prefix + "/bots") ? try run.numbers(prefix + "/bots").map { $0 == 1 } : nil,
      fieldNames: try run.texts(prefix + "/fields"))
    try run.requireEqual(table.nodes.count, table.counts.count, in: type)
    try run.requireEqual(
      table.counts.reduce(0) { $0 + Int($1) }, table.times.count,
      table.bots?.count ?? table.times.count, in: type)
    return table
  }

  /// The fields that some event of a type has.
  package func fieldNames(of type: String) throws(Fault) -> [String] {
    guard let index = types.firstIndex(of: type) else { return [] }
    return try run.texts("\(index)/fields")
  }

  /// One field of a type, in the order of `table`; nil where no row knows it.
  package func field(_ name: String, of type: String) throws(Fault) -> ValueBuffer? {
    guard let index = types.firstIndex(of: type) else { return nil }
    guard let values = try ValueBuffer.read("\(index)/field/\(name)", from: run) else {
      return nil
    }
    try run.requireEqual(
      values.count, try run.valueCount("\(index)/times") ?? 0, in: "\(type).\(name)")
    return values
  }
}
