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
  /// The units whose sum, or average, of a field over their events passes `test`.
  ///
  /// `numbers` has the field piece by piece in the order of the timeline, so that it is added in order of
  /// time.
  func units<Number: Summable>(
    summing numbers: [[Number]], isAverage: Bool, rounding: DecimalRounding?, _ test: FigureTest,
    unitCount: Int, _ cancellation: Cancellation
  ) throws(Fault) -> DenseSet {
    let words = try Parallel.array(of: DenseSet.wordCount(unitCount), filling: UInt64(0)) {
      (words) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        let piece = range.lowerBound / EventTimeline.pieceUnits
        var figures = figures(piece, numbers[piece], isAverage: isAverage, count: range.count)
        if let rounding {
          for unit in figures.indices { figures[unit] = rounding.rounded(figures[unit]) }
        }
        for word in 0..<(range.count &+ 63) &>> 6 {
          var found: UInt64 = 0
          for unit in word &* 64..<min(word &* 64 &+ 64, range.count) {
            let bit: UInt64 = test.holds(figures[unit]) ? 1 : 0
            found |= bit &<< UInt64(truncatingIfNeeded: unit)
          }
          words[range.lowerBound &>> 6 &+ word] = found
        }
      }
    }
    return DenseSet(words: words, bound: unitCount)
  }

  @inline(__always)
  private func figures<Number: Summable>(
    _ piece: Int, _ ordered: [Number], isAverage: Bool, count: Int
  ) -> [Double] {
    var sums = [Number](repeating: .zero, count: count)
    var counts = [Double](repeating: 0, count: isAverage ? count : 0)
    let events = timeline.pieces[piece]
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
      if isAverage { counts[unit] += 1 }
    }
    // Nothing divided by nothing is the unknown.
    guard isAverage else { return sums.map(\.figure) }
    return sums.indices.map { sums[$0].figure / counts[$0] }
  }
}

/// A comparison with a number as a range, which takes no branch; the unknown passes none.
struct FigureTest: Sendable {
  private let low: Double
  private let high: Double
  private let isOutside: Bool

  init(_ comparison: Comparison, _ operand: Double) {
    isOutside = comparison == .notEqual
    switch comparison {
    case .equal, .notEqual: (low, high) = (operand, operand)
    case .less: (low, high) = (-.infinity, operand.nextDown)
    case .lessOrEqual: (low, high) = (-.infinity, operand)
    case .greater: (low, high) = (operand.nextUp, .infinity)
    case .greaterOrEqual: (low, high) = (operand, .infinity)
    }
  }

  @inline(__always)
  func holds(_ figure: Double) -> Bool {
    isOutside ? figure < low || figure > high : figure >= low && figure <= high
  }
}
