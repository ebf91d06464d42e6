package import Basis

/// Merges runs of links into one, with what each batch saw of a pair as a row of its own.
package enum LinkMerge {
  static let origins = "origins"

  /// Merges runs, given in the order of their commits, without what `filter` leaves out.
  package static func merged(_ inputs: [MergeInput], _ filter: RowFilter) throws(Fault)
    -> MergedRun
  {
    var result = MergedRun()
    var map = OriginMap()
    var pairs: [UInt64] = []
    var times: [UInt32] = []
    var evidence: [UInt32] = []
    var counts: [UInt32] = []
    var days: [UInt32] = []
    var origins: [UInt32] = []
    for input in inputs {
      let numbers = map.numbers(of: input, filter)
      let table = try LinkTable(input.run)
      for row in table.a.indices {
        guard let origin = numbers[Int(table.origins?[row] ?? 0)] else { continue }
        guard !filter.nodes.contains(table.a[row]), !filter.nodes.contains(table.b[row]) else {
          result.dropped += 1
          continue
        }
        pairs.append(UInt64(table.a[row]) << 32 | UInt64(table.b[row]))
        times.append(table.times[row])
        evidence.append(table.evidence[row])
        counts.append(table.counts[row])
        days.append(table.days[row])
        origins.append(origin)
        result.kept[map.list[Int(origin)].batch, default: 0] += 1
      }
    }
    var rows = (0..<UInt32(pairs.count)).map { $0 }
    RadixSort.sort(&pairs, carrying: &rows)
    var writer = RunWriter()
    writer.add("a", pairs.map { UInt32(truncatingIfNeeded: $0 >> 32) }, ascending: true)
    writer.add("b", pairs.map { UInt32(truncatingIfNeeded: $0) })
    writer.add("times", rows.map { times[Int($0)] })
    writer.add("evidence", rows.map { evidence[Int($0)] })
    writer.add("counts", rows.map { counts[Int($0)] })
    writer.add("days", rows.map { days[Int($0)] })
    writer.add(Self.origins, rows.map { origins[Int($0)] })
    RunOrigin.write(map.list, to: &writer)
    result.writer = writer
    return result
  }
}

/// Merges runs of the keys of known rows into one.
package enum KeyMerge {
  /// Merges runs without what `filter` leaves out; the keys of one source never repeat.
  package static func merged(_ inputs: [MergeInput], _ filter: RowFilter) throws(Fault)
    -> MergedRun
  {
    var result = MergedRun()
    var map = OriginMap()
    var keys: [UInt64] = []
    var origins: [UInt32] = []
    for input in inputs {
      let numbers = map.numbers(of: input, filter)
      let known = try KeyIndex.keys(in: input.run)
      let rowOrigins = try RunOrigin.rows(LinkMerge.origins, known.count, in: input.run)
      for (row, key) in known.enumerated() {
        guard let origin = numbers[Int(rowOrigins?[row] ?? 0)] else { continue }
        guard !filter.keys.contains(key) else {
          result.dropped += 1
          continue
        }
        keys.append(key)
        origins.append(origin)
        result.kept[map.list[Int(origin)].batch, default: 0] += 1
      }
    }
    RadixSort.sort(&keys, carrying: &origins)
    result.writer = KeyIndex.run(ascending: keys)
    result.writer.add(LinkMerge.origins, origins)
    RunOrigin.write(map.list, to: &result.writer)
    return result
  }
}
