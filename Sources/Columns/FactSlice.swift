package import Basis

/// What a batch says of one attribute: a value for a node at a time, in the order of arrival.
package struct FactSlice: Sendable {
  package var nodes: [UInt32] = []
  package var times: [UInt32] = []
  package var values: ValueBuffer

  package init(values: ValueBuffer) { self.values = values }

  /// Writes the latest value of each node, and of equally late ones the last to arrive.
  package func write(to run: inout RunWriter, as name: String) {
    var rows = (0..<UInt32(nodes.count)).map { $0 }
    var order = rows.map { UInt64(nodes[Int($0)]) << 32 | UInt64(times[Int($0)]) }
    RadixSort.sort(&order, carrying: &rows)
    var latest: [UInt32] = []
    for index in rows.indices {
      let node = nodes[Int(rows[index])]
      let isLast = index + 1 == rows.count || nodes[Int(rows[index + 1])] != node
      if isLast { latest.append(rows[index]) }
    }
    run.add(name + "/nodes", latest.map { nodes[Int($0)] }, ascending: true)
    run.add(name + "/times", latest.map { times[Int($0)] })
    values.write(latest, to: &run, as: name + "/value")
  }
}

/// The facts of one attribute in one run, by node and then by time; a batch has one a node.
package struct FactTable: Sendable {
  package let nodes: [UInt32]
  package let times: [UInt32]
  package let values: ValueBuffer
  /// The number of each fact's origin in a merged run; nil in a run as a batch wrote it.
  package let origins: [UInt32]?

  /// Whether a run has facts of an attribute.
  package static func has(_ name: String, in run: RunFile) -> Bool { run.has(name + "/nodes") }

  /// Reads an attribute's facts; nil where the run has none.
  ///
  /// Where nobody asks for them the times are left out.
  package static func read(
    _ name: String, from run: RunFile, withTimes: Bool = true
  ) throws(Fault) -> FactTable? {
    guard run.has(name + "/nodes"), let values = try ValueBuffer.read(name + "/value", from: run)
    else { return nil }
    let nodes = try run.numbers(name + "/nodes")
    let times = withTimes ? try run.numbers(name + "/times") : []
    try run.requireEqual(
      nodes.count, values.count, withTimes ? times.count : nodes.count, in: name)
    return FactTable(
      nodes: nodes, times: times, values: values,
      origins: try RunOrigin.rows(name + FactMerge.origins, nodes.count, in: run))
  }
}

extension FactTable {
  /// No facts.
  package static let empty = FactTable(nodes: [], times: [], values: .codes([]), origins: nil)
}
