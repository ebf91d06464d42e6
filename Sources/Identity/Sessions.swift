internal import Basis

/// When one visit ends and the next begins.
package struct SessionRule: Sendable {
  /// A gap longer than so many seconds begins a new session; a gap of exactly so many does not.
  package var timeout: UInt32
  /// Days by the workspace's zone, where midnight begins a new session; nil where it does not.
  package var dayOf: (@Sendable (UInt32) -> Int32)?
  /// True where another campaign than the session's begins a new one; a direct visit never does.
  package var splitsOnCampaign: Bool
  /// The most seconds that a session may last; nil means that nothing bounds it.
  package var longest: UInt32?

  package init(
    timeout: UInt32 = 1_800, dayOf: (@Sendable (UInt32) -> Int32)? = nil,
    splitsOnCampaign: Bool = false, longest: UInt32? = nil
  ) {
    (self.timeout, self.dayOf) = (timeout, dayOf)
    (self.splitsOnCampaign, self.longest) = (splitsOnCampaign, longest)
  }

  /// Thirty minutes without an event, and nothing else.
  package static let ga4 = SessionRule()

  /// Thirty minutes, midnight in a zone, or another campaign.
  package static func universalAnalytics(
    dayOf: @escaping @Sendable (UInt32) -> Int32
  ) -> SessionRule {
    SessionRule(dayOf: dayOf, splitsOnCampaign: true)
  }
}

extension SessionRule {
  /// Whether an event at `time` belongs to the session that began at `first` and has gone on to `last`.
  ///
  /// `campaign` is the session's and `own` the event's, 0 for a direct visit.
  @inlinable
  package func continues(
    from first: UInt32, last: UInt32, to time: UInt32, campaign: UInt32, with own: UInt32
  ) -> Bool {
    if time - last > timeout { return false }
    if let longest, time - first > longest { return false }
    if let dayOf, dayOf(time) != dayOf(last) { return false }
    return !(splitsOnCampaign && own != 0 && own != campaign)
  }
}

/// Events of units side by side: unit `u` owns the rows `starts[u]..<starts[u + 1]`, in any order.
package struct SessionEvents: Sendable {
  package let starts: [UInt32]
  /// Seconds since 1970-01-01 00:00 UTC.
  package let times: [UInt32]
  /// A hash of each event's own id; it orders events of one second and names sessions.
  package let ids: [UInt64]
  /// A code of campaign and source, 0 for a direct visit; empty where no rule asks for it.
  package let campaigns: [UInt32]

  package init(starts: [UInt32], times: [UInt32], ids: [UInt64], campaigns: [UInt32] = []) {
    precondition(times.count == ids.count && (campaigns.isEmpty || campaigns.count == times.count))
    (self.starts, self.times, self.ids, self.campaigns) = (starts, times, ids, campaigns)
  }

  package var unitCount: Int { max(0, starts.count - 1) }
}

/// The sessions of all units, numbered unit by unit and then in time.
package struct Sessions: Sendable, Equatable {
  /// The session of each event row.
  package private(set) var ofEvent: [UInt32]
  /// Unit `u` has the sessions `starts[u]..<starts[u + 1]`.
  package private(set) var starts: [UInt32] = [0]
  /// The name of each session: a hash of its first event's id, so that it outlives re-runs and merges.
  package private(set) var ids: [UInt64] = []
  package private(set) var firstTimes: [UInt32] = []
  package private(set) var lastTimes: [UInt32] = []
  package private(set) var eventCounts: [UInt32] = []

  package var count: Int { ids.count }

  /// Cuts events into sessions; cost grows with the events, and as a sort where they are unordered.
  package init(_ events: SessionEvents, rule: SessionRule) {
    ofEvent = [UInt32](repeating: 0, count: events.times.count)
    var order: [Int] = []
    for unit in 0..<events.unitCount {
      order.removeAll(keepingCapacity: true)
      order.append(contentsOf: Int(events.starts[unit])..<Int(events.starts[unit + 1]))
      cut(events, &order, rule)
      starts.append(UInt32(count))
    }
  }

  /// The sessions after late events: only `changed` units are cut anew, the others are taken over.
  ///
  /// `events` is the whole new table with the same units; what is not in `changed` must have the
  /// events that it had.
  package func updated(
    _ events: SessionEvents, changed: Set<UInt32>, before: SessionEvents, rule: SessionRule
  ) -> Sessions {
    var result = Sessions(eventCount: events.times.count)
    var order: [Int] = []
    for unit in 0..<events.unitCount {
      let rows = Int(events.starts[unit])..<Int(events.starts[unit + 1])
      if changed.contains(UInt32(unit)) || unit >= before.unitCount {
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: rows)
        result.cut(events, &order, rule)
      } else {
        let shift = Int64(result.count) - Int64(starts[unit])
        let first = Int(before.starts[unit])
        for (offset, row) in rows.enumerated() {
          result.ofEvent[row] = UInt32(Int64(ofEvent[first + offset]) + shift)
        }
        let own = Int(starts[unit])..<Int(starts[unit + 1])
        result.ids += ids[own]
        result.firstTimes += firstTimes[own]
        result.lastTimes += lastTimes[own]
        result.eventCounts += eventCounts[own]
      }
      result.starts.append(UInt32(result.count))
    }
    return result
  }

  private init(eventCount: Int) { ofEvent = [UInt32](repeating: 0, count: eventCount) }

  private mutating func cut(_ events: SessionEvents, _ order: inout [Int], _ rule: SessionRule) {
    func key(_ row: Int) -> (UInt32, UInt64) { (events.times[row], events.ids[row]) }
    if zip(order, order.dropFirst()).contains(where: { key($1) < key($0) }) {
      order.sort { key($0) < key($1) }
    }
    var campaign: UInt32 = 0
    var last: UInt32?
    for row in order {
      let time = events.times[row]
      let own = events.campaigns.isEmpty ? 0 : events.campaigns[row]
      let first = firstTimes.last ?? 0
      let isSame =
        last.map {
          rule.continues(from: first, last: $0, to: time, campaign: campaign, with: own)
        } ?? false
      if !isSame {
        ids.append(Hash64.mixed(events.ids[row] ^ 0x5E55_1017_5E55_1017))
        firstTimes.append(time)
        lastTimes.append(time)
        eventCounts.append(0)
        campaign = 0
      }
      if own != 0 { campaign = own }
      ofEvent[row] = UInt32(count - 1)
      lastTimes[count - 1] = time
      eventCounts[count - 1] += 1
      last = time
    }
  }
}
