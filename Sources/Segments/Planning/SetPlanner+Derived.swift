internal import Basis
internal import Columns

/// Answers from what an audience has derived of its columns; each is nil where it has nothing fitting.
extension SetPlanner {
  // MARK: What is derived

  func timeline(_ event: Name, _ table: EventTable) throws(Fault) -> EventTimeline? {
    let bytes = EventTimeline.byteCount(of: table)
    return try audience.derived("timeline \(event.text)", bytes: bytes, isWorthOnce: false) {
      () throws(Fault) in
      let pieces = EventTimeline.pieces(of: unitCount)
      return EventTimeline(
        pieces: try Parallel.map(pieces, cancellation) { EventTimeline.Piece(table, $0) })
    }
  }

  private func lastTimes(_ event: Name, _ table: EventTable) throws(Fault) -> LastTimes? {
    try audience.derived("last \(event.text)", bytes: unitCount * 4, isWorthOnce: false) {
      LastTimes(table)
    }
  }

  private func codeIndex(
    _ event: Name, _ field: Name, _ table: EventTable, _ column: TextColumn
  ) throws(Fault) -> CodeIndex? {
    let codeCount = column.dictionary.texts.count + 1
    guard codeCount <= CodeIndex.mostCodes else { return nil }
    return try audience.derived(
      "codes \(event.text).\(field.text)",
      bytes: CodeIndex.byteCount(of: table, codeCount: codeCount), isWorthOnce: false
    ) { CodeIndex(table, column.codes, codeCount: codeCount) }
  }

  /// An attribute's values in binary digits, and what is subtracted from whole ones before.
  private func slices(_ name: Name, _ column: Column) throws(Fault) -> SlicedColumn? {
    switch column {
    case .text, .whole: break
    case .real, .list: return nil
    }
    let sliced = try audience.derived(
      "slices \(name.text)", bytes: unitCount * 2, isWorthOnce: false
    ) { SlicedColumn(column) }
    return sliced?.slices == nil ? nil : sliced
  }

  // MARK: Attributes

  /// The units whose attribute passes a compiled test, told from binary digits.
  func slicedUnits(_ name: Name, _ column: Column, _ test: RowTest) throws(Fault) -> DenseSet? {
    let ranges: [ClosedRange<Int64>]
    switch test {
    case .codes(let flags):
      guard let found = Self.ranges(of: flags) else { return nil }
      ranges = found
    case .whole(let wanted): ranges = wanted
    case .list, .real: return nil
    }
    guard ranges.count <= Self.mostRanges else { return nil }
    return try slices(name, column)?.units(in: ranges)
  }

  /// Each range is a pass; a look at every number is one pass whatever the ranges.
  private static let mostRanges = 4

  /// The stretches of flagged codes; nil where there are too many.
  private static func ranges(of flags: [UInt8]) -> [ClosedRange<Int64>]? {
    var ranges: [ClosedRange<Int64>] = []
    for (code, flag) in flags.enumerated() where flag != 0 {
      let code = Int64(code)
      if let last = ranges.last, last.upperBound == code - 1 {
        ranges[ranges.count - 1] = last.lowerBound...code
      } else {
        guard ranges.count < mostRanges else { return nil }
        ranges.append(code...code)
      }
    }
    return ranges
  }

  // MARK: Events

  /// Answers `did … at least` or `exactly` so many times in a window that is the same for all.
  func quickBehaviour(_ behaviour: Behaviour) throws(Fault) -> DenseSet? {
    guard let fixed = windows.fixed(behaviour.window) else { return nil }
    let (wanted, isExact) = (
      behaviour.times?.count ?? 1, behaviour.times?.bound == .exactly
    )
    if wanted == 1, !isExact {
      return try existing(behaviour.event, behaviour.filter, fixed)
    }
    guard wanted > 0, wanted < PieceScan<TimelineHits>.mostCounted else { return nil }
    let every = Behaviour(behaviour.event, window: behaviour.window, filter: behaviour.filter)
    let key = timedKey("c", Segment.behaviour(every).description)
    let counts: BitSlices
    if case .slices(let known) = cache.entry(key) {
      counts = known
    } else {
      guard let made = try self.counts(behaviour.event, behaviour.filter, fixed) else { return nil }
      counts = made
      cache.store(.slices(counts), key)
    }
    let least = UInt32(wanted)
    return counts.units(in: [least...(isExact ? least : .max)])
  }

  /// The units with an event that passes `filter` from the first to the last second of `window`.
  func existing(
    _ event: Name, _ filter: Filter?, _ window: ClosedRange<Int64>
  ) throws(Fault) -> DenseSet? {
    let (low, high) = UnitWindow.clamped(window.lowerBound, window.upperBound)
    guard low <= high else { return DenseSet(none: unitCount) }
    let table = try table(event)
    if filter == nil, let last = try lastTimes(event, table), last.tells(upTo: high) {
      let words = try Parallel.array(of: DenseSet.wordCount(unitCount), filling: UInt64(0)) {
        (words) throws(Fault) in
        try Parallel.forEachPiece(of: unitCount, cancellation) { range in
          last.words(range.lowerBound / 64..<(range.upperBound + 63) / 64, since: low) {
            words[$0] = $1
          }
        }
      }
      return DenseSet(words: words, bound: unitCount)
    }
    if let hits = try codeHits(event, filter, table, low, high) { return try scan(hits).units() }
    if let hits = try timelineHits(event, filter, table, low, high) {
      return try scan(hits).units()
    }
    return nil
  }

  private func counts(
    _ event: Name, _ filter: Filter?, _ window: ClosedRange<Int64>
  ) throws(Fault) -> BitSlices? {
    let (low, high) = UnitWindow.clamped(window.lowerBound, window.upperBound)
    guard low <= high else { return BitSlices(words: [], count: unitCount) }
    let table = try table(event)
    if let hits = try codeHits(event, filter, table, low, high) { return try scan(hits).counts() }
    guard let hits = try timelineHits(event, filter, table, low, high) else { return nil }
    return try scan(hits).counts()
  }

  private func scan<Hits>(_ hits: Hits) -> PieceScan<Hits> {
    PieceScan(hits: hits, unitCount: unitCount, cancellation: cancellation)
  }

  /// The events of a window; nil without a beginning, since then nearly all lie within.
  func timelineHits(
    _ event: Name, _ filter: Filter?, _ table: EventTable, _ low: UInt32, _ high: UInt32
  ) throws(Fault) -> TimelineHits? {
    guard low > 0, let timeline = try timeline(event, table) else { return nil }
    return TimelineHits(
      timeline: timeline, low: low, high: high, rows: try rows(filter, event, table))
  }

  /// Values that are looked up one after the other; with more, a walk through all rows is as fast.
  private static let mostLookedUp = 64

  /// The events with some of a text field's values, where the filter wants nothing else.
  private func codeHits(
    _ event: Name, _ filter: Filter?, _ table: EventTable, _ low: UInt32, _ high: UInt32
  ) throws(Fault) -> CodeHits? {
    guard case .test(let name, let test) = filter, test != .known(false),
      case .text(let column)? = try field(name, of: event)
    else { return nil }
    let dictionary = try folded(column.dictionary, "f \(event.text) \(name.text)")
    guard
      case .codes(let flags) = try TestCompiler(calendar: calendar)
        .text(test, dictionary, isList: false, cancellation)
    else { return nil }
    let codes = flags.indices.filter { flags[$0] != 0 }
    guard codes.count <= Self.mostLookedUp,
      let index = try codeIndex(event, name, table, column)
    else { return nil }
    return CodeHits(index: index, codes: codes, low: low, high: high)
  }

  // MARK: Sequences

  /// Answers a sequence without a bound on its length, over a window that is the same for all and lasts
  /// until the last event.
  func quickSequence(_ sequence: EventSequence) throws(Fault) -> DenseSet? {
    guard sequence.within == nil, sequence.absence == nil, sequence.steps.count > 1,
      sequence.steps.allSatisfy({ $0.filter == nil }),
      let fixed = windows.fixed(sequence.window)
    else { return nil }
    let (low, high) = UnitWindow.clamped(fixed.lowerBound, fixed.upperBound)
    guard low <= high else { return DenseSet(none: unitCount) }
    var steps: [ChainScan.Step] = []
    for step in sequence.steps {
      let table = try table(step.event)
      guard let last = try lastTimes(step.event, table), last.tells(upTo: high) else { return nil }
      steps.append(ChainScan.Step(table: table, last: last))
    }
    let scan = ChainScan(steps: steps, low: low, cancellation: cancellation)
    return try scan.units(unitCount, among: try candidates(sequence))
  }

  // MARK: Sums

  /// Answers a sum or an average over a window that begins somewhere and is the same for all.
  func quickSum(
    _ measure: Measure, _ fold: MeasureFold, _ comparison: Comparison, _ operand: Double
  ) throws(Fault) -> DenseSet? {
    let isAverage: Bool
    switch fold.kind {
    case .wholeSum(_, let average), .realSum(_, let average): isAverage = average
    case .count, .wholeExtreme, .realExtreme, .distinct, .days, .gap: return nil
    }
    guard case .fixed(let low, let high) = fold.scan.window, low > 0, let name = measure.field,
      let column = try field(name, of: measure.event),
      let timeline = try timeline(measure.event, fold.scan.table),
      let numbers = try audience.derived(
        "numbers \(measure.event.text).\(name.text)", bytes: fold.scan.table.rowCount * 8,
        isWorthOnce: true,
        { OrderedNumbers(numbers: TimelineNumbers(column, timeline)) })?.numbers
    else { return nil }
    let hits = TimelineHits(timeline: timeline, low: low, high: high, rows: fold.scan.rows)
    let test = FigureTest(comparison, operand)
    let rounding = DecimalRounding(places: fold.places)
    switch numbers {
    case .whole(let pieces):
      return try hits.units(
        summing: pieces, isAverage: isAverage, rounding: isAverage ? rounding : nil, test,
        unitCount: unitCount, cancellation)
    case .real(let pieces):
      return try hits.units(
        summing: pieces, isAverage: isAverage, rounding: rounding, test, unitCount: unitCount,
        cancellation)
    }
  }

  /// Answers when the last event was, told from whether there was one since.
  func quickRecency(
    _ anchor: Anchor, within ranges: [ClosedRange<Int64>]
  ) throws(Fault) -> DenseSet? {
    guard anchor.position == .last else { return nil }
    let now = asOf.seconds
    var result = DenseSet(none: unitCount)
    for range in ranges where range.upperBound >= 0 && range.lowerBound <= now {
      let low = max(0, range.lowerBound)
      guard var found = try existing(anchor.event, anchor.filter, low...now) else { return nil }
      if range.upperBound < now {
        let later = (range.upperBound + 1)...now
        guard let after = try existing(anchor.event, anchor.filter, later) else { return nil }
        found = found.subtracting(after)
      }
      result = ranges.count == 1 ? found : result.union(found)
    }
    return result
  }
}

/// An attribute's values in binary digits; nothing where they are too many or too far apart.
struct SlicedColumn: DerivedData {
  let slices: BitSlices?
  /// What is subtracted from a value to get the number that is sliced; the unknown is 0.
  private let base: Int64

  var byteCount: Int { slices?.byteCount ?? 0 }

  init(_ column: Column) {
    switch column {
    case .text(let texts): (slices, base) = (BitSlices(texts), 0)
    case .whole(let whole):
      var (low, high) = (Int64.max, Int64.min)
      for value in whole.values where value != WholeColumn.unknown {
        (low, high) = (min(low, value), max(high, value))
      }
      base = low == .max ? 0 : low - 1
      slices = low == .max ? nil : BitSlices(whole.values, base: base, highest: high)
    case .real, .list: (slices, base) = (nil, 0)
    }
  }

  /// A unit's value; nil where it is unknown.
  func value(_ unit: Int) -> Int64? {
    guard let number = slices?[unit], number > 0 else { return nil }
    return base + Int64(number)
  }

  /// The units whose value is in one of `ranges`; the unknown is in none.
  func units(in ranges: [ClosedRange<Int64>]) -> DenseSet? {
    guard let slices else { return nil }
    let limit = Int64(slices.limit)
    return slices.units(
      in: ranges.compactMap { range in
        let low = max(1, distance(range.lowerBound))
        let high = min(limit, distance(range.upperBound))
        return low <= high ? UInt32(low)...UInt32(high) : nil
      })
  }

  /// How far a value lies above the base, as far as that can be told.
  private func distance(_ value: Int64) -> Int64 {
    let (distance, overflow) = value.subtractingReportingOverflow(base)
    return overflow ? (value < base ? .min : .max) : distance
  }
}

/// A field's numbers in the order of its events' timeline; nothing for a field without numbers.
private struct OrderedNumbers: DerivedData {
  let numbers: TimelineNumbers?
  var byteCount: Int { numbers?.byteCount ?? 0 }
}
