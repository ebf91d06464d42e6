internal import Columns

/// What a journey is: where it begins and ends, and what of it is kept.
package struct JourneyRule: Sendable, Equatable {
  /// Whether a journey begins with a marked event; else with the first one there is.
  package var hasStart = false
  /// Whether it ends with a marked event; else with the last one there is.
  package var hasEnd = false
  /// Seconds before its end in which a journey without a start may begin.
  package var lookback: UInt32 = 30 * 86_400
  /// What ends a session, where a journey must lie within one; nil where it need not.
  package var session: SessionEnds?
  /// The most steps of a path; what is further from its end, or from its start, is left out.
  package var depth = 10
  package var keepsRepeats = false

  package init() {}
}

/// One journey: its steps in order of time, and what came of it.
package struct Journey: Sendable, Equatable {
  package var steps: [UInt32] = []
  /// How many events it had, repeats among them, the end left out.
  package var touches = 0
  /// Seconds from its first event to its last.
  package var seconds: UInt32 = 0
  /// Whether it came to its end.
  package var hasArrived = false

  package init() {}
}

/// Cuts the events of one person after the other into journeys.
///
/// An entry is the time in the upper half; the lower half has the step and the marks of a start and
/// of an end. Of one second, steps come before the end.
package struct JourneyWalk: Sendable {
  package static let end: UInt32 = 1 << 30
  package static let start: UInt32 = 1 << 29
  /// An event that is no step, only a start or an end.
  package static let noStep: UInt32 = (1 << 29) - 1

  package let rule: JourneyRule
  private var journey = Journey()

  package init(_ rule: JourneyRule) { self.rule = rule }

  /// Calls `body` with each journey in `range`.
  package mutating func walk(
    _ entries: Span<UInt64>, _ range: Range<Int>, _ body: (borrowing Journey) -> Void
  ) {
    guard let session = rule.session else { return stretch(entries, range, body) }
    var start = range.lowerBound
    while start < range.upperBound {
      let end = session.end(of: start, entries, range.upperBound)
      stretch(entries, start..<end, body)
      start = end
    }
  }

  private mutating func stretch(
    _ entries: Span<UInt64>, _ range: Range<Int>, _ body: (borrowing Journey) -> Void
  ) {
    var begin = rule.hasStart ? nil : range.first
    for place in range {
      let key = EventBatch.key(entries[place])
      if begin == nil, key & Self.start != 0 { begin = place }
      guard rule.hasEnd, key & Self.end != 0 else { continue }
      // An event that is both start and end cannot be a journey by itself.
      if let first = begin, !(rule.hasStart && first == place) {
        let low = rule.hasStart ? first : recent(entries, first, place)
        emit(entries, low..<place, end: place, body)
        begin = rule.hasStart ? (key & Self.start != 0 ? place : nil) : place + 1
      } else if !rule.hasStart {
        begin = place + 1
      }
    }
    guard let first = begin, first < range.upperBound, rule.hasStart || !rule.hasEnd else { return }
    emit(entries, first..<range.upperBound, end: nil, body)
  }

  /// The first place from `first` on that lies within the look-back of the event at `place`.
  private func recent(_ entries: Span<UInt64>, _ first: Int, _ place: Int) -> Int {
    let time = EventBatch.time(entries[place])
    var low = first
    while low < place, time - EventBatch.time(entries[low]) > rule.lookback { low += 1 }
    return low
  }

  private mutating func emit(
    _ entries: Span<UInt64>, _ range: Range<Int>, end: Int?, _ body: (borrowing Journey) -> Void
  ) {
    journey.steps.removeAll(keepingCapacity: true)
    journey.touches = 0
    for place in range {
      let step = EventBatch.key(entries[place]) & Self.noStep
      guard step != Self.noStep else { continue }
      journey.touches += 1
      if rule.keepsRepeats || journey.steps.last != step { journey.steps.append(step) }
    }
    let last = end ?? (range.upperBound - 1)
    let first = range.isEmpty ? last : range.lowerBound
    journey.seconds = EventBatch.time(entries[last]) - EventBatch.time(entries[first])
    journey.hasArrived = end != nil
    body(journey)
  }
}
