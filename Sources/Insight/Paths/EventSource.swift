package import Columns

/// Where a report takes the events of units from, each unit's in order of time.
package enum EventSource: Sendable {
  /// Where they stand in order already.
  case kept(OrderedEvents)
  /// From the tables of their types, which are put together on the way, and thinned out where
  /// `visits` says how.
  case gathered([KeyedEvents], visits: VisitRule?)

  /// Takes the events of some units into a batch.
  ///
  /// A thinned source is gathered from its beginning on, since what comes before `seconds` decides what
  /// is left of what lies in them.
  package func fill(
    _ batch: inout EventBatch, units: Range<Int>, seconds: Range<UInt32>,
    _ choice: EventBatch.Choice
  ) {
    switch self {
    case .kept(let timeline):
      batch.take(from: timeline, units: units, seconds: seconds, people: choice.people)
    case .gathered(let types, let visits):
      let low = visits == nil ? seconds.lowerBound : 0
      batch.gather(types, units: units, seconds: low..<seconds.upperBound, choice)
      visits?.thin(&batch)
      if low < seconds.lowerBound { batch.drop(before: seconds.lowerBound) }
    }
  }

  /// All events of all units in order; made on all cores.
  package func ordered(_ unitCount: Int) -> OrderedEvents {
    struct Part: Sendable {
      var counts: [UInt32] = []
      var entries: [UInt64] = []
    }
    let whole = Stretches.merged(over: unitCount, from: Part()) { range, part in
      var batch = EventBatch()
      var first = range.lowerBound
      part.counts.reserveCapacity(range.count)
      while first < range.upperBound {
        let units = first..<min(range.upperBound, first + EventBatch.size)
        fill(&batch, units: units, seconds: 0..<UInt32.max, EventBatch.Choice(people: nil))
        for unit in units {
          let places = batch.range(of: unit)
          part.counts.append(UInt32(places.count))
          part.entries.append(contentsOf: batch.entries[places])
        }
        first = units.upperBound
      }
    } merge: {
      $0.counts += $1.counts
      $0.entries += $1.entries
    }
    var starts: [UInt32] = [0]
    starts.reserveCapacity(unitCount + 1)
    var end: UInt32 = 0
    for count in whole.counts {
      end += count
      starts.append(end)
    }
    return OrderedEvents(starts: starts, entries: whole.entries)
  }
}

/// What of a person's events begins something: each first event of a visit, and whatever is no visit.
///
/// What follows within `gap` of the event before, with the same key or with a direct one, belongs to the
/// same visit.
package struct VisitRule: Sendable {
  package let gap: UInt32
  /// Marks the keys of events that are no part of a visit.
  package let mark: UInt32
  /// Which keys stand for direct visits.
  package let directs: [Bool]

  package init(gap: UInt32, mark: UInt32, directs: [Bool]) {
    (self.gap, self.mark, self.directs) = (gap, mark, directs)
  }

  func thin(_ batch: inout EventBatch) {
    var visit = KeyedEvents.none
    var latest: UInt32 = 0
    batch.keep { entry, isFirst in
      if isFirst { visit = KeyedEvents.none }
      let key = EventBatch.key(entry)
      guard key & mark == 0 else { return true }
      let goesOn = visit != KeyedEvents.none && EventBatch.time(entry) &- latest <= gap
      latest = EventBatch.time(entry)
      if goesOn, key == visit || directs[Int(key)] { return false }
      visit = key
      return true
    }
  }
}
