internal import Basis
internal import Columns

/// Conditions about events.
extension SetPlanner {
  var windows: WindowResolver { WindowResolver(asOf: asOf, calendar: calendar) }

  // MARK: Windows

  /// A window in seconds, the same for all units or different for each.
  func resolved(_ window: Window?) throws(Fault) -> UnitWindow {
    let resolver = windows
    if let fixed = resolver.fixed(window) {
      return UnitWindow(low: fixed.lowerBound, high: fixed.upperBound)
    }
    guard case .around(let a, let b, let direction, let anchor) = window else {
      return UnitWindow(low: 1, high: 0)
    }
    return try self.window(around: try times(anchor)) { resolver.around($0, a, b, direction) }
  }

  private func window(
    around times: [Int64], _ ends: @Sendable (Int64) -> (low: Int64, high: Int64)
  ) throws(Fault) -> UnitWindow {
    var highs: [UInt32] = []
    let lows = try Parallel.array(of: unitCount, filling: UInt32(1)) { (lows) throws(Fault) in
      highs = try Parallel.array(of: unitCount, filling: UInt32(0)) { (highs) throws(Fault) in
        try Parallel.forEachPiece(of: unitCount, cancellation) { range in
          for unit in range where times[unit] >= 0 {
            let (low, high) = ends(times[unit])
            (lows[unit], highs[unit]) = UnitWindow.clamped(low, high)
          }
        }
      }
    }
    return .perUnit(lows: lows, highs: highs)
  }

  /// The seconds of each unit's anchor; −1 where it has none.
  func times(_ anchor: Anchor) throws(Fault) -> [Int64] {
    let key = timedKey("t", Printer.anchor(anchor))
    if case .times(let known) = cache.entry(key) { return known }
    let times = try scan(anchor.event, nil, anchor.filter).times(anchor.position)
    cache.store(.times(times), key)
    return times
  }

  func scan(
    _ event: Name, _ window: Window?, _ filter: Filter?
  ) throws(Fault) -> EventScan {
    let table = try table(event)
    return EventScan(
      table: table, rows: try rows(filter, event, table), window: try resolved(window),
      cancellation: cancellation)
  }

  // MARK: Conditions

  /// Answers `did` in one of its two canonical forms, at least or exactly so many times.
  func behaviour(_ behaviour: Behaviour) throws(Fault) -> DenseSet {
    if let quick = try quickBehaviour(behaviour) { return quick }
    let scan = try scan(behaviour.event, behaviour.window, behaviour.filter)
    return try scan.units(
      countOf: behaviour.times?.count ?? 1, isExact: behaviour.times?.bound == .exactly)
  }

  func recency(_ recency: Recency) throws(Fault) -> DenseSet {
    let resolver = windows
    switch recency.test {
    case .ago(let comparison, let span):
      return try units(recency.anchor, within: resolver.ago(comparison, span))
    case .between(let low, let high):
      return try units(recency.anchor, within: resolver.fixed(.between(low, high)))
    case .since(let moment):
      return try units(recency.anchor, within: resolver.fixed(.since(moment)))
    case .before(let moment):
      return try units(recency.anchor, within: resolver.fixed(.before(moment)))
    case .within(let span, let first):
      let anchor = Anchor(.first, first)
      let none = TimeSpan(0, span.unit)
      let window = try resolved(.around(none, span, .after, anchor))
      let words = try Parallel.bits(
        unitCount, cancellation,
        TimeInWindow(times: try times(recency.anchor), window: window))
      return DenseSet(words: words, bound: unitCount)
    }
  }

  private static func sinceEpoch(_ range: ClosedRange<Int64>) -> ClosedRange<Int64>? {
    range.upperBound < 0 ? nil : max(0, range.lowerBound)...range.upperBound
  }

  private func units(
    _ anchor: Anchor, within range: ClosedRange<Int64>?
  ) throws(Fault) -> DenseSet {
    try units(anchor, within: [range].compactMap(\.self))
  }

  /// The units whose anchor lies in one of `ranges`.
  private func units(
    _ anchor: Anchor, within ranges: [ClosedRange<Int64>]
  ) throws(Fault) -> DenseSet {
    let ranges = ranges.compactMap(Self.sinceEpoch)
    if let quick = try quickRecency(anchor, within: ranges) { return quick }
    let words = try RowTest.bits(unitCount, within: ranges, cancellation, try times(anchor))
    return DenseSet(words: words, bound: unitCount)
  }

  func sequence(_ sequence: EventSequence) throws(Fault) -> DenseSet {
    if let found = try quickSequence(sequence) { return found }
    var steps: [SequenceScan.Step] = []
    for step in sequence.steps { steps.append(try self.step(step)) }
    var absence: SequenceScan.Step?
    if let step = sequence.absence { absence = try self.step(step) }
    let scan = SequenceScan(
      steps: steps, absence: absence, within: sequence.within?.seconds,
      window: try resolved(sequence.window), cancellation: cancellation)
    return try scan.units(unitCount, among: try candidates(sequence))
  }

  /// The units with an event of every step in the window; everyone where windows differ.
  ///
  /// Few units have all of the later steps, and those without one need no search.
  func candidates(_ sequence: EventSequence) throws(Fault) -> DenseSet {
    guard windows.fixed(sequence.window) != nil, sequence.steps.count > 1 else {
      return DenseSet(all: unitCount)
    }
    var terms: [DenseSet.Term] = []
    for step in sequence.steps {
      let had = Behaviour(step.event, window: sequence.window, filter: step.filter)
      terms.append(DenseSet.Term(try set(Segment.behaviour(had).canonical)))
    }
    return DenseSet(terms, anyOf: false, bound: unitCount)
  }

  private func step(_ step: EventSequence.Step) throws(Fault) -> SequenceScan.Step {
    let table = try table(step.event)
    return SequenceScan.Step(table: table, rows: try rows(step.filter, step.event, table))
  }
}

/// Whether a unit's own instant lies in the unit's own window.
private struct TimeInWindow: RowPredicate {
  let times: [Int64]
  let window: UnitWindow

  func holds(_ row: Int) -> Bool {
    let (low, high) = window.bounds(row)
    return times[row] >= Int64(low) && times[row] <= Int64(high)
  }
}
