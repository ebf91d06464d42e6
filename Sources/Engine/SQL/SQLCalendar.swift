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
          .number("starts") { Int(first) * 86_400 + $0 * 3_600 },
          .number("seconds") { Int(calendar.offset(at: first * 86_400 + Int64($0) * 3_600)) },
        ], rowCount: { days * 24 }),
    ]
  }
}
