package import Basis

/// Merges runs of attributes into one, with every batch's fact of a node as a row of its own.
package enum FactMerge {
  static let origins = "/origins"
  private static let nodes = "/nodes"

  /// The attributes that a run has facts of, by name.
  package static func attributes(of run: RunFile) -> [String] {
    run.sectionNames.filter { $0.hasSuffix(nodes) }.map { String($0.dropLast(nodes.count)) }
  }

  /// Merges runs, given in the order of their commits, without what `filter` leaves out.
  package static func merged(
    _ inputs: [MergeInput], _ filter: RowFilter, sealing: ValueSealing? = nil
  ) throws(Fault) -> MergedRun {
    var result = MergedRun(sealing: sealing)
    var map = OriginMap()
    let numbers = inputs.map { map.numbers(of: $0, filter) }
    for name in Set(inputs.flatMap { attributes(of: $0.run) }).sorted() {
      var nodes: [UInt32] = []
      var times: [UInt32] = []
      var origins: [UInt32] = []
      var gathered: ValueBuffer?
      for (index, input) in inputs.enumerated() {
        guard let table = try FactTable.read(name, from: input.run) else { continue }
        var kept: [UInt32] = []
        for (row, node) in table.nodes.enumerated() {
          guard let origin = numbers[index][Int(table.origins?[row] ?? 0)] else { continue }
          guard !filter.nodes.contains(node), table.times[row] >= filter.cutoff else {
            result.dropped += 1
            continue
          }
          nodes.append(node)
          times.append(table.times[row])
          origins.append(origin)
          kept.append(UInt32(row))
        }
        guard !kept.isEmpty else { continue }
        var values = gathered ?? table.values.emptied
        values.append(kept, of: table.values)
        gathered = values
      }
      guard let gathered else { continue }
      for origin in origins { result.kept[map.list[Int(origin)].batch, default: 0] += 1 }
      var rows = (0..<UInt32(nodes.count)).map { $0 }
      var order = rows.map { UInt64(nodes[Int($0)]) << 32 | UInt64(times[Int($0)]) }
      RadixSort.sort(&order, carrying: &rows)
      result.writer.add(name + Self.nodes, rows.map { nodes[Int($0)] }, ascending: true)
      result.writer.add(name + "/times", rows.map { times[Int($0)] })
      result.writer.add(name + Self.origins, rows.map { origins[Int($0)] })
      gathered.write(rows, to: &result.writer, as: name + "/value")
    }
    RunOrigin.write(map.list, to: &result.writer)
    return result
  }
}
