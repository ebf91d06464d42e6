package import Basis

/// Merges runs of events into one; memory grows with their rows, which the caller bounds.
package enum EventMerge {
  static let origins = "origins"

  /// Merges runs, given in the order of their commits, without what `filter` leaves out.
  package static func merged(
    _ inputs: [MergeInput], _ filter: RowFilter, sealing: ValueSealing? = nil
  ) throws(Fault) -> MergedRun {
    var result = MergedRun(sealing: sealing)
    var map = OriginMap()
    let numbers = inputs.map { map.numbers(of: $0, filter) }
    var readers: [EventRunReader] = []
    for input in inputs { readers.append(try EventRunReader(input.run)) }
    var written: [String] = []
    for type in Set(readers.flatMap(\.types)).sorted() {
      var gather = TypeGather()
      for (index, reader) in readers.enumerated() {
        try gather.add(reader, type, inputs[index], numbers[index], filter, &result)
      }
      guard gather.slice.count > 0 else { continue }
      try gather.addFields(readers, type)
      for origin in gather.slice.origins {
        result.kept[map.list[Int(origin)].batch, default: 0] += 1
      }
      for time in gather.slice.times {
        result.first = min(result.first ?? time, time)
        result.last = max(result.last ?? time, time)
      }
      gather.slice.write(
        (0..<UInt32(gather.slice.count)).map { $0 }, to: &result.writer, as: "\(written.count)")
      written.append(type)
    }
    result.writer.add("types", texts: written)
    RunOrigin.write(map.list, to: &result.writer)
    return result
  }

  /// The kept rows of one event type, run after run.
  private struct TypeGather {
    var slice = EventSlice()
    /// For each run its rows that stay; nil where it has none of the type.
    private var keptRows: [[UInt32]?] = []
    private var fieldNames: Set<String> = []

    mutating func add(
      _ reader: EventRunReader, _ type: String, _ input: MergeInput, _ numbers: [UInt32?],
      _ filter: RowFilter, _ result: inout MergedRun
    ) throws(Fault) {
      guard let table = try reader.table(type) else {
        keptRows.append(nil)
        return
      }
      let rowOrigins = try reader.origins(of: type)
      var kept: [UInt32] = []
      var row = 0
      for (node, count) in zip(table.nodes, table.counts) {
        let isErased = filter.nodes.contains(node)
        for _ in 0..<count {
          defer { row += 1 }
          guard let origin = numbers[Int(rowOrigins?[row] ?? 0)] else { continue }
          guard !isErased, table.times[row] >= filter.cutoff else {
            result.dropped += 1
            continue
          }
          slice.nodes.append(node)
          slice.times.append(table.times[row])
          slice.bots.append(table.bots?[row] ?? false)
          slice.origins.append(origin)
          kept.append(UInt32(row))
        }
      }
      fieldNames.formUnion(table.fieldNames)
      keptRows.append(kept)
    }

    mutating func addFields(_ readers: [EventRunReader], _ type: String) throws(Fault) {
      for name in fieldNames.sorted() {
        var gathered: ValueBuffer?
        var unknown = 0
        for (index, reader) in readers.enumerated() {
          guard let rows = keptRows[index], !rows.isEmpty else { continue }
          guard let buffer = try reader.field(name, of: type) else {
            unknown += rows.count
            continue
          }
          var values = gathered ?? buffer.emptied
          values.appendUnknown(unknown)
          unknown = 0
          values.append(rows, of: buffer)
          gathered = values
        }
        guard var values = gathered else { continue }
        values.appendUnknown(unknown)
        slice.fields[name] = values
      }
    }
  }
}

extension EventRunReader {
  /// For each row of a type the number of its origin; nil where the run was never merged.
  package func origins(of type: String) throws(Fault) -> [UInt32]? {
    guard let index = types.firstIndex(of: type) else { return nil }
    return try RunOrigin.rows(
      "\(index)/\(EventMerge.origins)", try run.valueCount("\(index)/times") ?? 0, in: run)
  }
}

extension ValueBuffer {
  /// A buffer of the same kind without values.
  var emptied: ValueBuffer {
    switch self {
    case .codes: .codes([])
    case .whole: .whole([])
    case .real: .real([])
    case .lists: .lists(starts: [0], codes: [])
    }
  }

  /// Appends so many unknown values.
  mutating func appendUnknown(_ count: Int) {
    guard count > 0 else { return }
    switch self {
    case .codes: append(contentsOf: .codes([UInt32](repeating: 0, count: count)))
    case .whole:
      append(contentsOf: .whole([Int64](repeating: WholeColumn.unknown, count: count)))
    case .real: append(contentsOf: .real([Double](repeating: .nan, count: count)))
    case .lists:
      append(contentsOf: .lists(starts: [UInt32](repeating: 0, count: count + 1), codes: []))
    }
  }

  /// Some rows as a buffer of their own, in their order.
  package func picking(_ rows: [UInt32]) -> ValueBuffer {
    var picked = emptied
    picked.append(rows, of: self)
    return picked
  }

  /// Appends some rows of another buffer of the same kind, in their order.
  mutating func append(_ rows: [UInt32], of other: ValueBuffer) {
    guard rows.count < other.count else {
      append(contentsOf: other)
      return
    }
    switch other {
    case .codes(let values): append(contentsOf: .codes(rows.map { values[Int($0)] }))
    case .whole(let values): append(contentsOf: .whole(rows.map { values[Int($0)] }))
    case .real(let values): append(contentsOf: .real(rows.map { values[Int($0)] }))
    case .lists(let starts, let codes):
      var picked: [UInt32] = []
      var ends: [UInt32] = [0]
      for row in rows {
        picked += codes[Int(starts[Int(row)])..<Int(starts[Int(row) + 1])]
        ends.append(UInt32(picked.count))
      }
      append(contentsOf: .lists(starts: ends, codes: picked))
    }
  }
}
