internal import Basis
internal import Storage

/// The days and hours of the workspace's zone, from the first event to the instant asked about.
struct SQLCalendar: Sendable {
  let tables: [MemoryTable]

  init(_ audience: WorkspaceAudience, from start: Timestamp, to end: Timestamp) {
    let calendar = audience.snapshot.calendar
    // A day more at either end, since the zone's days are not those of UTC.
    let first = start.seconds / 86_400 - 1
    let days = Int(max(1, end.seconds / 86_400 - first + 2))
    let offsets = Self.offsets(calendar, from: first * 86_400, hours: days * 24)
    tables = [
      MemoryTable(
        "zone_days",
        columns: [
          .number("day") { Int(first) + $0 },
          .number("starts") { Int(calendar.start(ofDay: first + Int64($0))) },
        ], rowCount: { days }),
      MemoryTable(
        "zone_offsets",
        columns: [
          .number("starts") { Int(offsets[$0].starts) },
          .number("seconds") { Int(offsets[$0].seconds) },
        ], rowCount: { offsets.count }),
    ]
  }

  /// The first hour, and those after it that begin with another distance from UTC: few, since every
  /// event's hour is looked up among them.
  private static func offsets(
    _ calendar: CalendarDays, from start: Int64, hours: Int
  ) -> [(starts: Int64, seconds: Int64)] {
    var found: [(starts: Int64, seconds: Int64)] = []
    for hour in 0..<hours {
      let starts = start + Int64(hour) * 3_600
      let seconds = calendar.offset(at: starts)
      if found.last?.seconds != seconds { found.append((starts, seconds)) }
    }
    return found
  }
}
