/// The calendar days and the wall clock of one time zone.
///
/// A day begins at the first instant at which the zone's clock shows it, so that every instant
/// belongs to one day and days follow each other even where a clock is put back over midnight.
package struct CalendarDays: Sendable, Equatable {
  /// A change of the distance between the zone's clock and UTC.
  package struct Change: Sendable, Equatable {
    /// Seconds since 1970-01-01 00:00 UTC.
    package let instant: Int64
    /// Seconds to add to UTC from then on.
    package let offset: Int64
    package init(at instant: Int64, offset: Int64) {
      (self.instant, self.offset) = (instant, offset)
    }
  }

  package static let utc = CalendarDays(offset: 0)

  /// Whether the offset from UTC is not always the same.
  package var changesOffset: Bool { !changes.isEmpty }

  /// A number that two calendars with different clocks hardly share, for the keys of caches.
  package let signature: UInt64

  private let firstOffset: Int64
  private let changes: [Change]
  /// The beginning of each day from `firstDay` on; empty where the offset never changes.
  private let starts: [Int64]
  private static let firstDay: Int64 = -1
  /// Days up to the last that 32 bits of seconds reach, in 2106.
  private static let dayCount: Int64 = 49_714

  /// Makes the days of a clock that starts at `offset` seconds from UTC and changes as told.
  package init(offset: Int64, changes: [Change] = []) {
    firstOffset = offset
    self.changes = changes.sorted { $0.instant < $1.instant }
    signature = self.changes.reduce(Hash64.mixed(UInt64(bitPattern: offset))) { state, change in
      let moved = Hash64.folded(state ^ 0x5EED, UInt64(bitPattern: change.instant) ^ 0xC10C)
      return Hash64.mixed(moved ^ UInt64(bitPattern: change.offset))
    }
    var starts: [Int64] = []
    if !changes.isEmpty {
      starts.reserveCapacity(Int(Self.dayCount))
      for day in Self.firstDay..<(Self.firstDay + Self.dayCount) {
        starts.append(Self.instant(ofLocal: day * 86_400, offset, self.changes))
      }
    }
    self.starts = starts
  }

  /// The day of an instant, in days since 1970-01-01.
  @inline(__always)
  package func day(of seconds: Int64) -> Int64 {
    starts.isEmpty ? (seconds &+ firstOffset).dividedByFloor(86_400).quotient : searchedDay(seconds)
  }

  private func searchedDay(_ seconds: Int64) -> Int64 {
    let guess = (seconds + offset(at: seconds)).dividedByFloor(86_400).quotient
    let index = Int(guess - Self.firstDay)
    guard starts.indices.contains(index), index > 0, index + 1 < starts.count else { return guess }
    // A clock that was put back over midnight shows yesterday again; it stays today.
    if seconds >= starts[index + 1] { return guess + 1 }
    return seconds < starts[index] ? guess - 1 : guess
  }

  /// The first instant of a day.
  package func start(ofDay day: Int64) -> Int64 {
    let index = Int(day - Self.firstDay)
    guard starts.indices.contains(index) else {
      return Self.instant(ofLocal: day * 86_400, firstOffset, changes)
    }
    return starts[index]
  }

  /// The first instant at which the zone's clock shows `date` and `time`, or has passed them.
  package func instant(of date: CivilDate, _ time: CivilTime) -> Int64 {
    let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay)
    return Self.instant(ofLocal: local, firstOffset, changes)
  }

  /// The hour that the zone's clock shows, 0 to 23.
  package func hour(of seconds: Int64) -> Int64 {
    (seconds + offset(at: seconds)).dividedByFloor(86_400).remainder / 3_600
  }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  package func weekday(of seconds: Int64) -> Int64 {
    (day(of: seconds) + 3).dividedByFloor(7).remainder + 1
  }

  /// Seconds between the zone's clock and UTC at an instant; cost grows with the changes' logarithm.
  package func offset(at seconds: Int64) -> Int64 {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].instant <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : changes[low - 1].offset
  }

  private static func instant(
    ofLocal local: Int64, _ firstOffset: Int64, _ changes: [Change]
  ) -> Int64 {
    var (from, offset) = (Int64.min, firstOffset)
    for change in changes {
      let instant = max(from, local - offset)
      if instant < change.instant { return instant }
      (from, offset) = (change.instant, change.offset)
    }
    return max(from, local - offset)
  }
}
