internal import Basis

/// The events of one type in order of time within stretches of neighbouring units.
///
/// A table has a unit's events side by side, so that a question about last week looks at every unit.
/// Here last week's events of some thousand units lie side by side, and the rest is never touched.
package struct EventTimeline: Sendable, DerivedData {
  /// So many units share a piece; their counters fit the nearest cache.
  package static let pieceUnits = 16_384

  /// The events of one stretch of units.
  package struct Piece: Sendable {
    /// Seconds, ascending.
    package let times: [UInt32]
    /// The events' rows in their table.
    package let rows: [UInt32]
    /// The events' units, counted from the first of the piece.
    package let units: [UInt16]

    /// Orders the events of `units`, a stretch of at most `pieceUnits`.
    package init(_ table: EventTable, _ units: Range<Int>) {
      let first = Int(table.starts[units.lowerBound])
      let count = Int(table.starts[units.upperBound]) - first
      var owners = [UInt16](repeating: 0, count: count)
      var row = 0
      for unit in units {
        let end = Int(table.starts[unit + 1]) - first
        let owner = UInt16(truncatingIfNeeded: unit - units.lowerBound)
        while row < end {
          owners[row] = owner
          row += 1
        }
      }
      var keys = table.times[first..<first + count].map { UInt64($0) }
      var order = (0..<UInt32(count)).map { $0 }
      RadixSort.sort(&keys, carrying: &order)
      times = keys.map { UInt32(truncatingIfNeeded: $0) }
      rows = order.map { $0 + UInt32(first) }
      self.units = order.map { owners[Int($0)] }
    }

    /// The places of the events from `low` to `high`, both included.
    package func places(_ low: UInt32, _ high: UInt32) -> Range<Int> {
      let start = firstPlace { $0 >= low }
      return start..<max(start, firstPlace { $0 > high })
    }

    private func firstPlace(_ holds: (UInt32) -> Bool) -> Int {
      var (from, to) = (0, times.count)
      while from < to {
        let middle = (from + to) / 2
        if holds(times[middle]) { to = middle } else { from = middle + 1 }
      }
      return from
    }
  }

  package let pieces: [Piece]
  package init(pieces: [Piece]) { self.pieces = pieces }

  package var byteCount: Int { pieces.reduce(0) { $0 + $1.times.count * 10 } }

  /// What one of a table would take.
  package static func byteCount(of table: EventTable) -> Int { table.rowCount * 10 }

  /// The units of each piece.
  package static func pieces(of unitCount: Int) -> [Range<Int>] {
    stride(from: 0, to: unitCount, by: pieceUnits).map { $0..<min($0 + pieceUnits, unitCount) }
  }
}

/// A field's numbers in the order of a timeline, so that a sum reads them one after the other.
package enum TimelineNumbers: Sendable, DerivedData {
  case whole([[Int64]])
  case real([[Double]])

  /// The numbers of a column in the order of its events' table.
  package init?(_ column: Column, _ timeline: EventTimeline) {
    switch column {
    case .whole(let column):
      self = .whole(timeline.pieces.map { $0.rows.map { column.values[Int($0)] } })
    case .real(let column):
      self = .real(timeline.pieces.map { $0.rows.map { column.values[Int($0)] } })
    case .text, .list: return nil
    }
  }

  package var byteCount: Int {
    switch self {
    case .whole(let pieces): pieces.reduce(0) { $0 + $1.count * 8 }
    case .real(let pieces): pieces.reduce(0) { $0 + $1.count * 8 }
    }
  }
}
