internal import Basis
internal import Columns

/// The order of the events of one type by unit, time and arrival, over the rows of several runs.
///
/// Rows are numbered through all runs. They are put into their units' places and sorted there on all
/// cores, each core for units of its own.
struct EventOrder {
  /// Where each unit's rows begin, and behind the last one where they end.
  let starts: [UInt32]
  /// The times of the rows in their order.
  let times: [UInt32]
  /// The number of each row among those of all runs.
  let rows: [UInt32]

  /// Orders the rows of `tables`, one a run, without those before the `oldest` of their run.
  ///
  /// Rows of one second keep the order of the runs, unless `commits` says when each was committed.
  init(
    tables: [EventRunTable?], units: NodeUnits, oldest: [UInt32], commits: [UInt32]?
  ) {
    let found = Rows(tables: tables, units: units, oldest: oldest)
    let starts = Self.starts(found)
    let count = Int(starts.last ?? 0)
    var next = starts
    var times = [UInt32](repeating: 0, count: count)
    var rows = [UInt32](repeating: 0, count: count)
    unsafe next.withUnsafeMutableBufferPointer { next in
      unsafe times.withUnsafeMutableBufferPointer { times in
        unsafe rows.withUnsafeMutableBufferPointer { rows in
          // Each piece touches the places of its own units alone.
          nonisolated(unsafe) let places = unsafe Places(next: next, times: times, rows: rows)
          Cores.forEachPiece(of: units.count) { piece in
            unsafe places.fill(piece, from: found, starts, commits)
          }
        }
      }
    }
    (self.starts, self.times, self.rows) = (starts, times, rows)
  }

  /// Where each unit's rows begin, where a run's rows lie in the order of the units already.
  ///
  /// So they do where each unit has one node in the run and the units are numbered as the nodes are. Nil
  /// where they do not, or where some of them do not count.
  static func startsInPlace(
    of table: EventRunTable, units: NodeUnits, oldest: UInt32, commits: [UInt32]?
  ) -> [UInt32]? {
    guard oldest == 0 else { return nil }
    let (nodes, counts) = (table.nodes.span, table.counts.span)
    var starts = [UInt32](repeating: 0, count: units.count + 1)
    var (row, next) = (0, 0)
    for index in 0..<min(nodes.count, counts.count) {
      let end = row + Int(counts[index])
      guard let unit = units[nodes[index]].map({ Int($0) }), unit >= next,
        isInOrder(row..<end, table.times, commits)
      else { return nil }
      while next <= unit {
        starts[next] = UInt32(truncatingIfNeeded: row)
        next += 1
      }
      row = end
    }
    while next <= units.count {
      starts[next] = UInt32(truncatingIfNeeded: row)
      next += 1
    }
    return starts
  }

  /// Whether a node's rows lie in the order of their times, and those of one second of their commits.
  private static func isInOrder(_ rows: Range<Int>, _ times: [UInt32], _ commits: [UInt32]?) -> Bool
  {
    for row in rows.dropFirst() {
      if times[row - 1] < times[row] { continue }
      guard times[row - 1] == times[row] else { return false }
      if let commits, commits[row - 1] > commits[row] { return false }
    }
    return true
  }

  /// As many rows as are sorted faster one by one than by way of keys.
  private static let fewRows = 32

  /// Where the rows go.
  @unsafe private struct Places {
    /// The next free place of each unit.
    let next: UnsafeMutableBufferPointer<UInt32>
    let times: UnsafeMutableBufferPointer<UInt32>
    let rows: UnsafeMutableBufferPointer<UInt32>

    func fill(_ piece: Range<Int>, from found: Rows, _ starts: [UInt32], _ commits: [UInt32]?) {
      found.forEach(in: piece) { unit, times, range, first in
        var place = unsafe Int(next[unit])
        for row in range {
          unsafe self.times[place] = times[row]
          unsafe rows[place] = first &+ UInt32(truncatingIfNeeded: row)
          place &+= 1
        }
        unsafe next[unit] = UInt32(truncatingIfNeeded: place)
      }
      var keys: [UInt64] = []
      for unit in piece {
        let own = Int(starts[unit])..<Int(starts[unit + 1])
        if own.count < 2 { continue }
        if commits == nil, own.count <= EventOrder.fewRows {
          unsafe insert(own)
        } else if unsafe !isInOrder(own, commits) {
          unsafe sort(own, commits, &keys)
        }
      }
    }

    /// Whether rows lie by time, by commit where it is told, and by number; nearly all do.
    private func isInOrder(_ own: Range<Int>, _ commits: [UInt32]?) -> Bool {
      for place in own.dropFirst() {
        let (before, after) = unsafe (times[place &- 1], times[place])
        if before < after { continue }
        guard before == after else { return false }
        let (first, second) = unsafe (rows[place &- 1], rows[place])
        let (firstCommit, secondCommit) =
          commits.map { ($0[Int(first)], $0[Int(second)]) } ?? (0, 0)
        guard firstCommit != secondCommit ? firstCommit < secondCommit : first < second else {
          return false
        }
      }
      return true
    }

    /// Sorts a unit's rows by time, by commit where it is told, and by number; `keys` is room for them.
    private func sort(_ own: Range<Int>, _ commits: [UInt32]?, _ keys: inout [UInt64]) {
      keys.removeAll(keepingCapacity: true)
      // The time above the number in one word, so that rows are compared without a look at columns.
      for place in own { unsafe keys.append(UInt64(times[place]) << 32 | UInt64(rows[place])) }
      if let commits {
        keys.sort { a, b in
          guard a >> 32 == b >> 32 else { return a < b }
          let (first, second) = unsafe (commits[Int(row(a))], commits[Int(row(b))])
          return first != second ? first < second : a < b
        }
      } else {
        keys.sort()
      }
      for (place, key) in zip(own, keys) {
        unsafe times[place] = UInt32(truncatingIfNeeded: key >> 32)
        unsafe rows[place] = row(key)
      }
    }

    /// Sorts a unit's rows by time; those of one second stay as they lie, by their numbers.
    private func insert(_ own: Range<Int>) {
      for place in own.dropFirst() {
        let (time, row) = unsafe (times[place], rows[place])
        var gap = place
        while unsafe gap > own.lowerBound && times[gap &- 1] > time {
          unsafe times[gap] = times[gap &- 1]
          unsafe rows[gap] = rows[gap &- 1]
          gap &-= 1
        }
        unsafe times[gap] = time
        unsafe rows[gap] = row
      }
    }

    private func row(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }
  }

  private static func starts(_ rows: Rows) -> [UInt32] {
    let count = rows.units.count
    var starts = [UInt32](repeating: 0, count: count + 1)
    unsafe starts.withUnsafeMutableBufferPointer { starts in
      nonisolated(unsafe) let starts = unsafe starts
      Cores.forEachPiece(of: count) { piece in
        rows.forEach(in: piece) { unit, _, range, _ in
          unsafe starts[unit &+ 1] &+= UInt32(truncatingIfNeeded: range.count)
        }
      }
    }
    for unit in 0..<count { starts[unit + 1] &+= starts[unit] }
    return starts
  }

  /// The rows of all runs, node by node.
  private struct Rows {
    let tables: [EventRunTable?]
    let units: NodeUnits
    let oldest: [UInt32]

    /// Calls `body` for each node of the units in `piece`, run by run: the unit, the run's times, which
    /// of them are the node's, and the number of the run's first row among all.
    @inline(__always)
    func forEach(in piece: Range<Int>, _ body: (Int, Span<UInt32>, Range<Int>, UInt32) -> Void) {
      var first: UInt32 = 0
      for (table, oldest) in zip(tables, oldest) {
        guard let table else { continue }
        let (nodes, counts, times) = (table.nodes.span, table.counts.span, table.times.span)
        var row = 0
        for index in 0..<min(nodes.count, counts.count) {
          let end = row &+ Int(counts[index])
          if let unit = units[nodes[index]].map({ Int($0) }), piece.contains(unit) {
            // A node's rows lie in the order of time.
            if oldest > 0 { while row < end, times[row] < oldest { row &+= 1 } }
            body(unit, times, row..<end, first)
          }
          row = end
        }
        first &+= UInt32(truncatingIfNeeded: times.count)
      }
    }
  }
}
