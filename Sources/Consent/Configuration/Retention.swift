package import Basis

/// How long data of a source may be used for a purpose.
package struct RetentionRule: Hashable, Sendable {
  /// The source's name; nil for every source.
  package var source: String?
  /// The purpose; nil for every purpose.
  package var purpose: PurposeID?
  package var keep: CalendarSpan

  package init(source: String? = nil, purpose: PurposeID? = nil, keep: CalendarSpan) {
    (self.source, self.purpose, self.keep) = (source, purpose, keep)
  }
}

/// All rules about how long data is kept; without a rule it is kept for ever.
package struct RetentionPolicy: Hashable, Sendable {
  package let rules: [RetentionRule]

  package init(_ rules: [RetentionRule] = []) { self.rules = rules }

  /// How long data of `source` may be used for `purpose`; nil for ever.
  ///
  /// A rule that names both wins over one that names the source, that over one that names the
  /// purpose; of rules that are alike the shortest holds.
  package func keep(source: String, purpose: PurposeID) -> CalendarSpan? {
    let fitting = rules.filter {
      ($0.source ?? source) == source && ($0.purpose ?? purpose) == purpose
    }
    func rank(_ rule: RetentionRule) -> Int {
      (rule.source == nil ? 0 : 2) + (rule.purpose == nil ? 0 : 1)
    }
    guard let highest = fitting.map(rank).max() else { return nil }
    return fitting.filter { rank($0) == highest }.map(\.keep).min {
      $0.end(from: Self.reference) < $1.end(from: Self.reference)
    }
  }

  /// The instant before which data of `source` no longer counts for `purpose`; nil for none.
  package func cutoff(source: String, purpose: PurposeID, at now: Timestamp) -> Timestamp? {
    keep(source: source, purpose: purpose)?.cutoff(at: now)
  }

  /// The instant before which data of `source` counts for no purpose and is to be swept; nil while
  /// one purpose may use it for ever.
  package func sweepCutoff(
    source: String, purposes: [PurposeID], at now: Timestamp
  ) -> Timestamp? {
    var earliest: Timestamp?
    for purpose in purposes {
      guard let cutoff = cutoff(source: source, purpose: purpose, at: now) else { return nil }
      earliest = min(earliest ?? cutoff, cutoff)
    }
    return earliest
  }

  /// Days and months are compared by where they lead from the same instant.
  private static let reference = Timestamp(0)
}

/// What falls out by a policy, now and in the days to come.
package struct RetentionPreview: Hashable, Sendable {
  /// How many rows of a source are of one day.
  package struct Cell: Hashable, Sendable {
    package let source: String
    package let day: CivilDate
    package let rows: Int

    package init(source: String, day: CivilDate, rows: Int) {
      (self.source, self.day, self.rows) = (source, day, rows)
    }
  }

  /// What one source loses for one purpose, or for all of them.
  package struct Line: Hashable, Sendable {
    package let source: String
    /// The purpose; nil for the sweep, when no purpose may use the rows any more.
    package let purpose: PurposeID?
    package let rows: Int
    /// Rows that no longer count now.
    package let expired: Int
    /// Rows that stop counting later, by the day on which they do, in ascending order.
    package let ahead: [DayCount]
  }

  /// How many rows stop counting on one day.
  package struct DayCount: Hashable, Sendable {
    package let day: CivilDate
    package let rows: Int
  }

  package let lines: [Line]

  /// Works out what `policy` removes of the rows in `cells`, up to `days` days ahead.
  ///
  /// A day's rows fall out together when the last second of their day does.
  package init(
    _ policy: RetentionPolicy, _ cells: [Cell], _ catalogue: PurposeCatalogue, asOf now: Timestamp,
    days: Int
  ) {
    var lines: [Line] = []
    for source in Set(cells.map(\.source)).sorted() {
      let own = cells.filter { $0.source == source }
      let spans = catalogue.purposes.map { ($0, policy.keep(source: source, purpose: $0)) }
      for (purpose, keep) in spans {
        guard let keep else { continue }
        lines.append(Self.line(source, purpose, own, [keep], now, days))
      }
      let keeps = spans.compactMap(\.1)
      if keeps.count == spans.count {
        lines.append(Self.line(source, nil, own, keeps, now, days))
      }
    }
    self.lines = lines
  }

  private static func line(
    _ source: String, _ purpose: PurposeID?, _ cells: [Cell], _ keeps: [CalendarSpan],
    _ now: Timestamp, _ days: Int
  ) -> Line {
    var expired = 0
    var ahead: [CivilDate: Int] = [:]
    for cell in cells {
      let last = Timestamp(Int64(cell.day.daysSinceEpoch + 1) * 86_400 - 1)
      let end = keeps.map { $0.end(from: last) }.max() ?? last
      if end <= now {
        expired += cell.rows
      } else if end <= now.advanced(by: Int64(days) * 86_400) {
        let day = CivilDate(daysSinceEpoch: Int(end.seconds.dividedByFloor(86_400).quotient))
        ahead[day, default: 0] += cell.rows
      }
    }
    return Line(
      source: source, purpose: purpose, rows: cells.reduce(0) { $0 + $1.rows }, expired: expired,
      ahead: ahead.sorted { $0.key < $1.key }.map { DayCount(day: $0.key, rows: $0.value) })
  }
}
