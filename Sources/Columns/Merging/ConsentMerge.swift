package import Basis

/// Merges runs of consent decisions into one.
///
/// A run has aligned columns of whole numbers by purpose, `purpose/nodes` among them; which others
/// there are is the writer's business, and all of them are carried along.
package enum ConsentMerge {
  private static let nodes = "nodes"
  private static let owners = "owners"
  private static let times = "times"
  private static let origins = "origins"

  /// Merges runs, given in the order of their commits, without what `filter` leaves out.
  ///
  /// The cutoff does not count here: consent is kept as long as its proof.
  package static func merged(_ inputs: [MergeInput], _ filter: RowFilter) throws(Fault)
    -> MergedRun
  {
    var result = MergedRun()
    var map = OriginMap()
    let numbers = inputs.map { map.numbers(of: $0, filter) }
    var purposes: Set<String> = []
    for input in inputs { purposes.formUnion(try input.run.texts("purposes")) }
    var written: [String] = []
    for purpose in purposes.sorted() {
      var columns: [String: [Int64]] = [:]
      for (index, input) in inputs.enumerated() where input.run.has("\(purpose)/\(nodes)") {
        try gather(input, purpose, numbers[index], filter, into: &columns, &result)
      }
      guard let owners = columns[nodes], !owners.isEmpty else { continue }
      for origin in columns[origins] ?? [] {
        result.kept[map.list[Int(origin)].batch, default: 0] += 1
      }
      let instants = columns[times] ?? []
      let order = owners.indices.sorted {
        (owners[$0], instants[$0], $0) < (owners[$1], instants[$1], $1)
      }
      for name in columns.keys.sorted() {
        guard let values = columns[name] else { continue }
        result.writer.add(
          "\(purpose)/\(name)", order.map { values[$0] }, ascending: name == nodes)
      }
      written.append(purpose)
    }
    result.writer.add("purposes", texts: written)
    RunOrigin.write(map.list, to: &result.writer)
    return result
  }

  private static func gather(
    _ input: MergeInput, _ purpose: String, _ numbers: [UInt32?], _ filter: RowFilter,
    into columns: inout [String: [Int64]], _ result: inout MergedRun
  ) throws(Fault) {
    let prefix = purpose + "/"
    let names = input.run.sectionNames.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
    let before = columns[nodes]?.count ?? 0
    let owners = try input.run.integers(prefix + nodes)
    let rowOrigins = try RunOrigin.rows(prefix + origins, owners.count, in: input.run)
    var kept: [Int] = []
    for (row, node) in owners.enumerated() {
      guard let origin = numbers[Int(rowOrigins?[row] ?? 0)] else { continue }
      guard !filter.nodes.contains(UInt32(truncatingIfNeeded: node)) else {
        result.dropped += 1
        continue
      }
      kept.append(row)
      columns[origins, default: []].append(Int64(origin))
    }
    // Runs of an earlier version do not tell whose record a record repeats: none did.
    if !names.contains(self.owners) {
      columns[self.owners, default: []] += kept.map { owners[$0] }
    }
    for name in names where name != origins {
      let values = try input.run.integers(prefix + name)
      try input.run.requireEqual(values.count, owners.count, in: purpose)
      // Runs of an earlier version have fewer columns: what they lack is 0.
      columns[name, default: [Int64](repeating: 0, count: before)] += kept.map { values[$0] }
    }
    let count = before + kept.count
    for name in columns.keys {
      let missing = count - (columns[name]?.count ?? 0)
      columns[name]? += [Int64](repeating: 0, count: missing)
    }
  }
}
