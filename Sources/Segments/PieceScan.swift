internal import Basis
internal import Columns

/// Events that count, piece by piece of `EventTimeline.pieceUnits` units.
protocol PieceHits: Sendable {
  /// Calls `body` with the unit of each event, counted from the first of the piece.
  func forEachHit(piece: Int, _ body: (Int) -> Void)
}

/// The events of a window, found without a look at those outside of it.
struct TimelineHits: PieceHits {
  let timeline: EventTimeline
  let low: UInt32
  let high: UInt32
  /// One bit for each row that passes the filter; nil where all do.
  let rows: [UInt64]?

  @inline(__always)
  func forEachHit(piece: Int, _ body: (Int) -> Void) {
    let events = timeline.pieces[piece]
    let places = events.places(low, high)
    let units = events.units.span
    guard let allowed = self.rows else {
      for place in places { body(Int(units[place])) }
      return
    }
    let (rows, bits) = (events.rows.span, allowed.span)
    for place in places {
      let row = Int(rows[place])
      if bits[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 1 {
        body(Int(units[place]))
      }
    }
  }
}

/// The events of a window with one of a few values in a field.
struct CodeHits: PieceHits {
  let index: CodeIndex
  let codes: [Int]
  let low: UInt32
  let high: UInt32

  @inline(__always)
  func forEachHit(piece: Int, _ body: (Int) -> Void) {
    let (units, times) = (index.units.span, index.times.span)
    let first = piece &* EventTimeline.pieceUnits
    for code in codes {
      for place in index.places(code, piece: piece)
      where times[place] >= low && times[place] <= high {
        body(Int(units[place]) &- first)
      }
    }
  }
}

/// Who had such events, and how many.
struct PieceScan<Hits: PieceHits>: Sendable {
  let hits: Hits
  let unitCount: Int
  let cancellation: Cancellation

  private static var wordsOfPiece: Int { EventTimeline.pieceUnits / 64 }

  /// The units with at least one event.
  func units() throws(Fault) -> DenseSet {
    let words = try Parallel.array(of: DenseSet.wordCount(unitCount), filling: UInt64(0)) {
      (words) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        var found = [UInt64](repeating: 0, count: Self.wordsOfPiece)
        hits.forEachHit(piece: range.lowerBound / EventTimeline.pieceUnits) { unit in
          found[unit &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: unit & 63)
        }
        let first = range.lowerBound &>> 6
        for word in 0..<(range.count &+ 63) &>> 6 { words[first &+ word] = found[word] }
      }
    }
    return DenseSet(words: words, bound: unitCount)
  }

  /// Counts stop at this.
  static var mostCounted: Int { 255 }

  /// The number of each unit's events, at most `mostCounted`.
  func counts() throws(Fault) -> BitSlices {
    let wordCount = DenseSet.wordCount(unitCount)
    let words = try Parallel.array(of: 8 * wordCount, filling: UInt64(0)) { (words) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        var counts = [UInt8](repeating: 0, count: EventTimeline.pieceUnits)
        hits.forEachHit(piece: range.lowerBound / EventTimeline.pieceUnits) { unit in
          let count = counts[unit]
          counts[unit] = count &+ (count == 255 ? 0 : 1)
        }
        let first = range.lowerBound &>> 6
        for word in 0..<(range.count &+ 63) &>> 6 {
          let digits = Self.digits(of: counts, word &* 64)
          for digit in 0..<8 { words[digit &* wordCount &+ first &+ word] = digits[digit] }
        }
      }
    }
    return BitSlices(words: words, count: unitCount)
  }

  /// Each binary digit of 64 counts.
  @inline(__always)
  private static func digits(of counts: [UInt8], _ start: Int) -> SIMD8<UInt64> {
    let shifts = SIMD8<UInt64>(0, 8, 16, 24, 32, 40, 48, 56)
    var digits = SIMD8<UInt64>(repeating: 0)
    for eighth in 0..<8 {
      var bytes: UInt64 = 0
      for index in 0..<8 {
        bytes |=
          UInt64(counts[start &+ eighth &* 8 &+ index])
          &<< UInt64(truncatingIfNeeded: index &* 8)
      }
      guard bytes != 0 else { continue }
      let turned = SIMD8<UInt64>(repeating: BitSlices.turned(bytes))
      let place = SIMD8<UInt64>(repeating: UInt64(eighth &* 8))
      digits |= ((turned &>> shifts) & SIMD8<UInt64>(repeating: 0xFF)) &<< place
    }
    return digits
  }
}

/// A type of number that sums are made of.
protocol Summable: Sendable, AdditiveArithmetic {
  var isKnown: Bool { get }
  var figure: Double { get }
  func adding(_ other: Self) -> Self
}

extension Int64: Summable {
  @inline(__always) var isKnown: Bool { self != WholeColumn.unknown }
  @inline(__always) var figure: Double { Double(self) }
  @inline(__always) func adding(_ other: Int64) -> Int64 { self &+ other }
}

extension Double: Summable {
  @inline(__always) var isKnown: Bool { !isNaN }
  @inline(__always) var figure: Double { self }
  @inline(__always) func adding(_ other: Double) -> Double { self + other }
}

extension TimelineHits {
  /// The sum, or the average, of a field over each unit's events, added in order of time.
  ///
  /// `numbers` has the field piece by piece in the order of the timeline.
  func sums<Number: Summable>(
    of numbers: [[Number]], isAverage: Bool, unitCount: Int, _ cancellation: Cancellation,
    _ emit: @Sendable (Int, Double) -> Void
  ) throws(Fault) {
    try Parallel.forEachPiece(of: unitCount, cancellation) { range in
      var sums = [Number](repeating: .zero, count: range.count)
      var counts = [UInt32](repeating: 0, count: isAverage ? range.count : 0)
      let piece = range.lowerBound / EventTimeline.pieceUnits
      let events = timeline.pieces[piece]
      let ordered = numbers[piece]
      let (units, rows, values) = (events.units.span, events.rows.span, ordered.span)
      let allowed = self.rows ?? []
      let bits = allowed.span
      let isFiltered = self.rows != nil
      for place in events.places(low, high) {
        if isFiltered {
          let row = Int(rows[place])
          if bits[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
        }
        let value = values[place]
        guard value.isKnown else { continue }
        let unit = Int(units[place])
        sums[unit] = sums[unit].adding(value)
        if isAverage { counts[unit] &+= 1 }
      }
      for index in 0..<range.count {
        let unit = range.lowerBound &+ index
        if isAverage {
          emit(unit, counts[index] == 0 ? .nan : sums[index].figure / Double(counts[index]))
        } else {
          emit(unit, sums[index].figure)
        }
      }
    }
  }
}
