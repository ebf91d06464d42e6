/// The events of one type by the code of one text field, so that a question about one campaign
/// touches that campaign's events only.
package struct CodeIndex: Sendable, DerivedData {
  /// Texts of more kinds than this are not worth an index.
  package static let mostCodes = 4_096

  /// The units of the events, ascending within a code, and when they happened.
  package let units: [UInt32]
  package let times: [UInt32]
  private let codeCount: Int
  /// Where the events of a code and a stretch of `EventTimeline.pieceUnits` units begin.
  private let bounds: [UInt32]
  private let pieceCount: Int

  package var byteCount: Int { units.count * 8 + bounds.count * 4 }

  /// Sorts the events of a table by code, given in the table's order; unknown ones are left out.
  package init(_ table: EventTable, _ codes: [UInt32], codeCount: Int) {
    let pieces = EventTimeline.pieces(of: max(0, table.starts.count - 1))
    self.codeCount = codeCount
    pieceCount = pieces.count
    // Counted by code and piece first, so that one walk in the order of the units fills them all.
    var next = [UInt32](repeating: 0, count: codeCount * pieces.count + 1)
    let (starts, all, codes) = (table.starts.span, table.times.span, codes.span)
    for (number, piece) in pieces.enumerated() {
      for row in Int(starts[piece.lowerBound])..<Int(starts[piece.upperBound]) {
        let code = Int(codes[row])
        if code > 0, code < codeCount { next[code * pieces.count + number + 1] += 1 }
      }
    }
    for place in 1..<next.count { next[place] += next[place - 1] }
    bounds = next
    var units = [UInt32](repeating: 0, count: Int(next.last ?? 0))
    var times = units
    for (number, piece) in pieces.enumerated() {
      for unit in piece {
        for row in Int(starts[unit])..<Int(starts[unit + 1]) {
          let code = Int(codes[row])
          guard code > 0, code < codeCount else { continue }
          let place = Int(next[code * pieces.count + number])
          next[code * pieces.count + number] += 1
          units[place] = UInt32(truncatingIfNeeded: unit)
          times[place] = all[row]
        }
      }
    }
    (self.units, self.times) = (units, times)
  }

  /// The places of the events with a code of the units of a piece.
  package func places(_ code: Int, piece: Int) -> Range<Int> {
    guard code < codeCount else { return 0..<0 }
    let place = code * pieceCount + piece
    return Int(bounds[place])..<Int(bounds[place + 1])
  }

  /// What one of a table would take.
  package static func byteCount(of table: EventTable, codeCount: Int) -> Int {
    table.rowCount * 8 + codeCount * (table.starts.count / EventTimeline.pieceUnits + 1) * 4
  }
}
