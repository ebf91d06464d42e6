internal import Columns
internal import Identity

/// Cuts people's events into sessions and adds them up by group.
struct SessionScan: Sendable {
  /// Marks of events in the upper bits of their keys.
  static let keyEvent: UInt32 = 1 << 30
  static let pageView: UInt32 = 1 << 29
  private static let keyMask: UInt32 = (1 << 29) - 1

  /// How a session's group is found.
  enum Grouping: Sendable {
    case none
    /// The first event that says one: its key's remainder, 0 where none does. A direct visit counts
    /// where nothing else is said.
    case key(direct: UInt32?)
    /// The step of time that it begins in: the first seconds of each.
    case time([UInt32])
  }

  /// The sessions of one group.
  struct Figures: Sendable {
    var sessions = 0
    var people = 0
    var events = 0
    var singles = 0
    var engaged = 0
    var seconds = 0
    /// The last unit that was counted, so that nobody counts twice.
    fileprivate var lastUnit = -1
  }

  struct Tally: Sendable {
    var groups: [Figures]
    var people = 0
    /// Session by session its group and how long it lasted.
    var ofSession: [UInt32] = []
    var lengths: [UInt32] = []

    mutating func merge(_ other: Tally) {
      for (index, figures) in other.groups.enumerated() {
        groups[index].sessions += figures.sessions
        groups[index].people += figures.people
        groups[index].events += figures.events
        groups[index].singles += figures.singles
        groups[index].engaged += figures.engaged
        groups[index].seconds += figures.seconds
      }
      people += other.people
      ofSession += other.ofSession
      lengths += other.lengths
    }
  }

  let types: [KeyedEvents]
  let rule: SessionRule
  let grouping: Grouping
  let groupCount: Int
  /// Keys are campaign × `width` + group.
  let width: UInt32
  let period: Range<UInt32>
  /// No event at this second or later is seen.
  let end: UInt32

  func run(over unitCount: Int, counts: @Sendable (Int) -> Bool) -> Tally {
    let empty = Tally(groups: [Figures](repeating: Figures(), count: groupCount))
    return Stretches.merged(over: unitCount, from: empty) { range, tally in
      var batch = EventBatch()
      var first = range.lowerBound
      while first < range.upperBound {
        let units = first..<min(range.upperBound, first + EventBatch.size)
        batch.gather(types, units: units, seconds: 0..<end) { unit in
          counts(unit) && isSeen(unit)
        }
        note(batch, units, &tally)
        first = units.upperBound
      }
    } merge: {
      $0.merge($1)
    }
  }

  /// Whether a unit did anything since the period began; sessions before it do not count.
  private func isSeen(_ unit: Int) -> Bool {
    types.contains { type in
      let stop = Int(type.table.starts[unit + 1])
      return stop > Int(type.table.starts[unit]) && type.table.times[stop - 1] >= period.lowerBound
    }
  }

  /// Cuts a batch into sessions by the rule that the identity module has for it.
  private func note(_ batch: borrowing EventBatch, _ units: Range<Int>, _ tally: inout Tally) {
    var starts: [UInt32] = [0]
    var times: [UInt32] = []
    var ids: [UInt64] = []
    var campaigns: [UInt32] = []
    for unit in units {
      for place in batch.range(of: unit) {
        let entry = batch.entries[place]
        times.append(EventBatch.time(entry))
        ids.append(entry)
        if rule.splitsOnCampaign {
          campaigns.append((EventBatch.key(entry) & Self.keyMask) / width)
        }
      }
      starts.append(UInt32(times.count))
    }
    let sessions = Sessions(
      SessionEvents(starts: starts, times: times, ids: ids, campaigns: campaigns), rule: rule)
    var event = 0
    for place in 0..<units.count {
      var hasOne = false
      for session in Int(sessions.starts[place])..<Int(sessions.starts[place + 1]) {
        let count = Int(sessions.eventCounts[session])
        defer { event += count }
        guard period.contains(sessions.firstTimes[session]) else { continue }
        hasOne = true
        note(
          ids.span.extracting(event..<(event + count)), sessions.firstTimes[session],
          sessions.lastTimes[session] - sessions.firstTimes[session], units.lowerBound + place,
          &tally)
      }
      if hasOne { tally.people += 1 }
    }
  }

  private func note(
    _ events: Span<UInt64>, _ begin: UInt32, _ length: UInt32, _ unit: Int, _ tally: inout Tally
  ) {
    let group = group(of: events, begin)
    var (hasKeyEvent, pageViews) = (false, 0)
    for index in 0..<events.count {
      let key = EventBatch.key(events[index])
      if key & Self.keyEvent != 0 { hasKeyEvent = true }
      if key & Self.pageView != 0 { pageViews += 1 }
    }
    tally.groups[group].sessions += 1
    tally.groups[group].events += events.count
    tally.groups[group].seconds += Int(length)
    if events.count == 1 { tally.groups[group].singles += 1 }
    if length >= 10 || hasKeyEvent || pageViews >= 2 { tally.groups[group].engaged += 1 }
    if tally.groups[group].lastUnit != unit {
      tally.groups[group].people += 1
      tally.groups[group].lastUnit = unit
    }
    tally.ofSession.append(UInt32(group))
    tally.lengths.append(length)
  }

  private func group(of events: Span<UInt64>, _ begin: UInt32) -> Int {
    switch grouping {
    case .none: return 0
    case .time(let starts):
      return max(0, (starts.lastIndex { $0 <= begin } ?? 0))
    case .key(let direct):
      var found: UInt32 = 0
      for index in 0..<events.count {
        let group = (EventBatch.key(events[index]) & Self.keyMask) % width
        guard group != 0 else { continue }
        if group != direct { return Int(group) }
        found = group
      }
      return Int(found)
    }
  }
}
