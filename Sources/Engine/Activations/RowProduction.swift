internal import Activation
internal import Basis
internal import Dispatch
internal import Synchronization

/// Some rows of a delivery, in their order.
struct EncodedRows: Sendable {
  var bytes: [UInt8] = []
  /// How long each row is, for files that may hold only so many.
  var lengths: [UInt32] = []
  /// The units that the rows are of.
  var units: [UInt32] = []
  /// How many rows have a value in each column.
  var filled: [Int]
}

/// Makes people into rows on all cores and hands the rows over in order, while the next are made.
struct RowProduction {
  /// How many people one core takes at a time.
  private static let pieceSize = 8_192
  /// How many pieces are made before they are handed over; it bounds memory.
  private static let piecesAtOnce = 8

  let reader: PersonReader
  let destination: DestinationSpec
  /// Only identifiers are written to take people out.
  var extent = RowEncoder.Extent.everything

  /// The units that have a row, and how many rows fill each column.
  struct Tally: Sendable {
    var units: [UInt32] = []
    var filled: [Int]
  }

  /// Makes the rows of `units`; `take` gets them in order, `progress` may stop the work.
  func run(
    _ units: [UInt32], progress: (Int) -> Bool,
    take: @Sendable (EncodedRows) throws(Fault) -> Void
  ) throws(Fault) -> Tally {
    let empty = EncodedRows(filled: destination.columns.map { _ in 0 })
    var tally = Tally(filled: empty.filled)
    var pending: [EncodedRows] = []
    let failure = Mutex<Fault?>(nil)
    @Sendable func hand(_ finished: [EncodedRows]) {
      do throws(Fault) { for rows in finished { try take(rows) } } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    for start in stride(from: 0, to: units.count, by: PersonReader.loadSize) {
      let load = try reader.load(units[start..<min(units.count, start + PersonReader.loadSize)])
      let step = Self.pieceSize * Self.piecesAtOnce
      for first in stride(from: 0, to: load.units.count, by: step) {
        guard progress(start + first) else {
          throw Fault(
            .interrupted, "the export", reason: "it was stopped",
            remedy: "Nothing was delivered; run it again when you like")
        }
        let end = min(load.units.count, first + step)
        let count = (end - first + Self.pieceSize - 1) / Self.pieceSize
        let made = Mutex([EncodedRows](repeating: empty, count: count))
        let finished = pending
        DispatchQueue.concurrentPerform(iterations: count + 1) { index in
          // One core hands over what the others made before.
          guard index > 0 else { return hand(finished) }
          let from = first + (index - 1) * Self.pieceSize
          let rows = encode(load, from..<min(end, from + Self.pieceSize), empty)
          made.withLock { $0[index - 1] = rows }
        }
        if let fault = failure.withLock({ $0 }) { throw fault }
        pending = made.withLock { $0 }
        for rows in pending {
          tally.units += rows.units
          for column in rows.filled.indices { tally.filled[column] += rows.filled[column] }
        }
      }
    }
    hand(pending)
    if let fault = failure.withLock({ $0 }) { throw fault }
    return tally
  }

  private func encode(
    _ load: PersonReader.Load, _ range: Range<Int>, _ empty: EncodedRows
  ) -> EncodedRows {
    var rows = empty
    var encoder = RowEncoder(destination)
    var values = PersonValues()
    rows.bytes.reserveCapacity(range.count * 160)
    for index in range {
      reader.read(index, of: load, into: &values)
      let before = rows.bytes.count
      let filled = encoder.encode(values, extent, into: &rows.bytes)
      guard filled != 0 else { continue }
      rows.units.append(load.units[load.units.startIndex + index])
      rows.lengths.append(UInt32(rows.bytes.count - before))
      for column in rows.filled.indices where filled >> UInt64(column) & 1 == 1 {
        rows.filled[column] += 1
      }
    }
    return rows
  }
}
