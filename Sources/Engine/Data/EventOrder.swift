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

  // A row on its way: its time above its number in one word, so that rows are compared without a look
  // at their columns.
  private static func key(_ time: UInt32, _ row: UInt32) -> UInt64 {
    UInt64(time) << 32 | UInt64(row)
  }
  private static func time(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
  private static func row(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }

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
    var keys = [UInt64](repeating: 0, count: count)
    var times = [UInt32](repeating: 0, count: count)
    var rows = [UInt32](repeating: 0, count: count)
    unsafe next.withUnsafeMutableBufferPointer { next in
      unsafe keys.withUnsafeMutableBufferPointer { keys in
        unsafe times.withUnsafeMutableBufferPointer { times in
          unsafe rows.withUnsafeMutableBufferPointer { rows in
            // Each piece touches the places of its own units alone.
            nonisolated(unsafe) let places = unsafe Places(
              next: next, keys: keys, times: times, rows: rows)
            Cores.forEachPiece(of: units.count) { piece in
              unsafe places.fill(piece, from: found, starts, commits)
            }
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

  /// Where the rows go.
  @unsafe private struct Places {
    /// The next free place of each unit.
    let next: UnsafeMutableBufferPointer<UInt32>
    let keys: UnsafeMutableBufferPointer<UInt64>
    let times: UnsafeMutableBufferPointer<UInt32>
    let rows: UnsafeMutableBufferPointer<UInt32>

    func fill(_ piece: Range<Int>, from found: Rows, _ starts: [UInt32], _ commits: [UInt32]?) {
      found.forEach(in: piece) { unit, times, range, first in
        var place = unsafe Int(next[unit])
        for row in range {
          unsafe keys[place] = key(times[row], first &+ UInt32(truncatingIfNeeded: row))
          place &+= 1
        }
        unsafe next[unit] = UInt32(truncatingIfNeeded: place)
      }
      for unit in piece {
        let own = Int(starts[unit])..<Int(starts[unit + 1])
        if own.count > 1 {
          unsafe EventOrder.sort(UnsafeMutableBufferPointer(rebasing: keys[own]), commits)
        }
        for place in own {
          unsafe times[place] = time(keys[place])
          unsafe rows[place] = row(keys[place])
        }
      }
    }
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

  /// Sorts the rows of a unit, nearly all of which lie in order already.
  private static func sort(_ rows: UnsafeMutableBufferPointer<UInt64>, _ commits: [UInt32]?) {
    var keys = unsafe rows
    if let commits {
      unsafe keys.sort { a, b in
        if time(a) != time(b) { return a < b }
        let (first, second) = (commits[Int(row(a))], commits[Int(row(b))])
        return first != second ? first < second : a < b
      }
    } else if keys.count > 16 {
      unsafe keys.sort()
    } else {
      for row in 1..<keys.count {
        let wanted = unsafe keys[row]
        var place = row
        while place > 0, unsafe keys[place &- 1] > wanted {
          unsafe keys[place] = keys[place &- 1]
          place &-= 1
        }
        if place != row { unsafe keys[place] = wanted }
      }
    }
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
