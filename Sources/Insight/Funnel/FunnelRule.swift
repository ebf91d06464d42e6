/// What makes a way through a funnel.
package struct FunnelRule: Sendable, Equatable {
  package enum Mode: String, Sendable, CaseIterable {
    /// Each step later than the one before; anything may happen in between.
    case ordered
    /// Each step right after the one before: nothing else happens in between.
    case strict
    /// The steps in any order.
    case any
  }

  package var mode = Mode.ordered
  /// Seconds from the first to the last step, at most; nil where nothing bounds them.
  package var within: UInt32?
  /// What ends a session, where a way must lie within one; nil where it need not.
  package var session: SessionEnds?

  package init(mode: Mode = .ordered, within: UInt32? = nil, session: SessionEnds? = nil) {
    (self.mode, self.within, self.session) = (mode, within, session)
  }
}

/// The best way that one person, or one session, made through a funnel.
package struct FunnelWay: Sendable {
  /// How many steps were reached.
  package var depth = 0
  /// When each of them was; only the first `depth` mean something.
  var instants = [12 of UInt32](repeating: 0)
  /// The place of the first event of the way among the events that were given.
  package var first = 0

  package init() {}

  /// When each step that was reached was.
  package var times: [UInt32] { (0..<depth).map { instants[$0] } }
}

/// Finds the best way through a funnel in events in order of time.
///
/// The deepest way counts, of equally deep ones the earliest. An event is a time with a mask: bit `i`
/// says that it is step `i`, `excluded` that no way may pass it. Cost is linear in the events.
package struct FunnelSearch: Sendable {
  /// Marks an event that ends every way.
  package static let excluded: UInt32 = 1 << 12
  package static let mostSteps = 12
  private static let stepMask: UInt32 = (1 << 12) - 1

  package let rule: FunnelRule
  package let stepCount: Int
  // Fixed in size, so that no access has to ask whether an array is shared.
  private var walks = [12 of Int](repeating: 0)
  private var chain = [12 of UInt32](repeating: 0)
  private var counts = [12 of Int](repeating: 0)

  package init(_ rule: FunnelRule, stepCount: Int) {
    precondition((1...Self.mostSteps).contains(stepCount), "too many steps")
    (self.rule, self.stepCount) = (rule, stepCount)
  }

  /// The best way in `range` of entries, each the time in the upper and the mask in the lower half.
  package mutating func best(
    _ entries: Span<UInt64>, _ range: Range<Int>, into way: inout FunnelWay
  ) {
    way.depth = 0
    switch rule.mode {
    case .ordered: ordered(entries, range, &way)
    case .strict: strict(entries, range, &way)
    case .any: inAnyOrder(entries, range, &way)
    }
  }

  @inline(__always)
  private func mask(_ entry: UInt64) -> UInt32 { EventBatch.key(entry) }
  @inline(__always)
  private func time(_ entry: UInt64) -> UInt32 { EventBatch.time(entry) }

  /// For each first step in turn the chain of the earliest next steps; both ends only move forward.
  private mutating func ordered(
    _ entries: Span<UInt64>, _ range: Range<Int>, _ way: inout FunnelWay
  ) {
    for step in 0..<stepCount { walks[step] = range.lowerBound }
    var exclusion = range.lowerBound
    var most = stepCount
    for start in range where mask(entries[start]) & 1 != 0 {
      let begin = time(entries[start])
      while exclusion < range.upperBound,
        time(entries[exclusion]) <= begin || mask(entries[exclusion]) & Self.excluded == 0
      { exclusion += 1 }
      var limit = UInt64(rule.within.map { UInt64(begin) + UInt64($0) } ?? .max)
      if exclusion < range.upperBound { limit = min(limit, UInt64(time(entries[exclusion]))) }
      chain[0] = begin
      var depth = 1
      while depth < most {
        let wanted = UInt32(1) << UInt32(depth)
        var place = walks[depth]
        while place < range.upperBound,
          time(entries[place]) <= chain[depth - 1] || mask(entries[place]) & wanted == 0
        { place += 1 }
        walks[depth] = place
        guard place < range.upperBound else {
          // No later way gets further than this one.
          most = depth
          break
        }
        guard UInt64(time(entries[place])) <= limit else { break }
        chain[depth] = time(entries[place])
        depth += 1
      }
      if depth > way.depth { keep(depth, start, &way) }
      if way.depth >= most { return }
    }
  }

  private func keep(_ depth: Int, _ start: Int, _ way: inout FunnelWay) {
    (way.depth, way.first) = (depth, start)
    way.instants = chain
  }

  private mutating func strict(_ entries: Span<UInt64>, _ range: Range<Int>, _ way: inout FunnelWay)
  {
    for start in range where mask(entries[start]) & 1 != 0 {
      chain[0] = time(entries[start])
      var depth = 1
      var place = start + 1
      while depth < stepCount, place < range.upperBound {
        let (now, own) = (time(entries[place]), mask(entries[place]))
        guard own & Self.excluded == 0, own >> UInt32(depth) & 1 == 1, now > chain[depth - 1],
          rule.within.map({ now - chain[0] <= $0 }) ?? true
        else { break }
        chain[depth] = now
        depth += 1
        place += 1
      }
      if depth > way.depth { keep(depth, start, &way) }
      if way.depth == stepCount { return }
    }
  }

  /// Slides a window over the events and counts the different steps in it.
  private mutating func inAnyOrder(
    _ entries: Span<UInt64>, _ range: Range<Int>, _ way: inout FunnelWay
  ) {
    for step in 0..<stepCount { counts[step] = 0 }
    var first = range.lowerBound
    var distinct = 0
    for place in range {
      let (now, own) = (time(entries[place]), mask(entries[place]))
      if own & Self.excluded != 0 {
        while first < place { distinct -= remove(entries[first], at: &first) }
        first = place + 1
        continue
      }
      for step in 0..<stepCount where own >> UInt32(step) & 1 == 1 {
        if counts[step] == 0 { distinct += 1 }
        counts[step] += 1
      }
      if let within = rule.within {
        while now - time(entries[first]) > within { distinct -= remove(entries[first], at: &first) }
      }
      guard distinct > way.depth else { continue }
      collect(entries, first..<(place + 1), distinct, &way)
      if distinct == stepCount { return }
    }
  }

  /// Takes the first event out of the window; returns how many steps it held alone.
  private mutating func remove(_ entry: UInt64, at first: inout Int) -> Int {
    var lost = 0
    for step in 0..<stepCount where mask(entry) >> UInt32(step) & 1 == 1 {
      counts[step] -= 1
      if counts[step] == 0 { lost += 1 }
    }
    first += 1
    return lost
  }

  /// The times at which the steps of a window were first reached.
  private func collect(
    _ entries: Span<UInt64>, _ window: Range<Int>, _ distinct: Int, _ way: inout FunnelWay
  ) {
    way.depth = distinct
    var seen: UInt32 = 0
    var step = 0
    for place in window {
      let fresh = mask(entries[place]) & Self.stepMask & ~seen
      guard fresh != 0 else { continue }
      if seen == 0 { way.first = place }
      seen |= fresh
      for _ in 0..<fresh.nonzeroBitCount {
        way.instants[step] = time(entries[place])
        step += 1
      }
    }
  }
}
