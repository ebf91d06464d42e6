internal import Columns
internal import Identity

/// Cuts people's events into sessions and adds them up by group.
struct SessionScan: Sendable {
  /// Marks of events in the upper bits of their keys.
  static let keyEvent: UInt32 = 1 << 30
  static let pageView: UInt32 = 1 << 29
  private static let keyMask: UInt32 = (1 << 29) - 1

  /// How a session's group is found: the step of time that it begins in, and then what it is like.
  struct Grouping: Sendable {
    enum Trait: Sendable {
      case none
      /// The first event that says one: its key's remainder, 0 where none does. A direct visit
      /// counts where nothing else is said.
      case key(direct: UInt32?)
      /// The last of these seconds that the session lasted for.
      case length([UInt32])
    }

    var trait: Trait
    /// How many groups there are within a step.
    var width: Int
    /// The first second of each step; empty where the time does not matter.
    var steps: [UInt32] = []

    var count: Int { width * max(1, steps.count) }
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
  /// Keys are campaign × `width` + group.
  let width: UInt32
  let period: Range<UInt32>
  /// No event at this second or later is seen.
  let end: UInt32

  func run(over unitCount: Int, _ people: DenseSet?) -> Tally {
    let empty = Tally(groups: [Figures](repeating: Figures(), count: grouping.count))
    // Who did nothing since the period began has no session that begins in it.
    var choice = EventBatch.Choice(people: people)
    (choice.having, choice.within) = (types.map(\.table), period.lowerBound..<UInt32.max)
    let chosen = choice
    return Stretches.merged(over: unitCount, from: empty) { range, tally in
      var batch = EventBatch()
      var first = range.lowerBound
      while first < range.upperBound {
        let units = first..<min(range.upperBound, first + EventBatch.size)
        batch.gather(types, units: units, seconds: 0..<end, chosen)
        note(batch, units, &tally)
        first = units.upperBound
      }
    } merge: {
      $0.merge($1)
    }
  }

  /// Cuts the events of a batch into sessions.
  private func note(_ batch: borrowing EventBatch, _ units: Range<Int>, _ tally: inout Tally) {
    let entries = batch.entries.span
    for unit in units {
      let range = batch.range(of: unit)
      var hasOne = false
      var start = range.lowerBound
      while start < range.upperBound {
        let end = end(of: start, entries, range.upperBound)
        let first = EventBatch.time(entries[start])
        if period.contains(first) {
          let last = EventBatch.time(entries[end &- 1])
          note(entries.extracting(start..<end), first, last - first, unit, &tally)
          hasOne = true
        }
        start = end
      }
      if hasOne { tally.people += 1 }
    }
  }

  /// The place behind the last event of the session that begins at `start`.
  @inline(__always)
  private func end(of start: Int, _ entries: Span<UInt64>, _ bound: Int) -> Int {
    let first = EventBatch.time(entries[start])
    var last = first
    var campaign = campaign(entries[start])
    var end = start &+ 1
    while end < bound {
      let time = EventBatch.time(entries[end])
      let own = self.campaign(entries[end])
      guard rule.continues(from: first, last: last, to: time, campaign: campaign, with: own)
      else { break }
      if own != 0 { campaign = own }
      last = time
      end &+= 1
    }
    return end
  }

  @inline(__always)
  private func campaign(_ entry: UInt64) -> UInt32 {
    rule.splitsOnCampaign ? (EventBatch.key(entry) & Self.keyMask) / width : 0
  }

  private func note(
    _ events: Span<UInt64>, _ begin: UInt32, _ length: UInt32, _ unit: Int, _ tally: inout Tally
  ) {
    let group = group(of: events, begin, length)
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

  private func group(of events: Span<UInt64>, _ begin: UInt32, _ length: UInt32) -> Int {
    let step = grouping.steps.isEmpty ? 0 : grouping.steps.lastIndex { $0 <= begin } ?? 0
    return step * grouping.width + trait(of: events, length)
  }

  private func trait(of events: Span<UInt64>, _ length: UInt32) -> Int {
    switch grouping.trait {
    case .none: return 0
    case .length(let bounds): return bounds.lastIndex { $0 <= length } ?? 0
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
