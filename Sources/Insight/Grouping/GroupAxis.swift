internal import Basis
internal import Columns
internal import Segments

/// One dimension over several tables: labels that they share, and each table's way to them.
///
/// Code 0 is the unknown, which is a group, too.
struct GroupAxis: Sendable {
  /// How the rows of one table get their codes.
  enum Source: Sendable {
    /// The same for all rows.
    case constant(UInt32)
    /// A code a row, turned by a map where it is not empty.
    case rows([UInt32], map: [UInt32])
    /// A code a unit, turned by a map where it is not empty.
    case units([UInt32], map: [UInt32])
    /// The step of time that a row lies in.
    case steps(Steps)
  }

  let dimension: Dimension
  var labels: [GroupLabel]
  /// One a table, in the order in which they were given.
  var sources: [Source]
  /// For each table whether its rows have the dimension themselves, as a segment can ask for it.
  var isOwn: [Bool]

  var count: Int { labels.count }
}

/// Steps of time as codes from 1 on; 0 is outside of the period.
struct Steps: Sendable {
  private let dayStarts: [Int64]
  private let codeOfDay: [UInt32]
  /// The first day of each step.
  let starts: [Int]

  init(_ period: ReportPeriod, _ unit: TimeUnit, _ calendar: CalendarDays) {
    starts = unit.starts(in: period.days)
    dayStarts = (period.days.lowerBound...(period.days.upperBound + 1)).map {
      calendar.start(ofDay: Int64($0))
    }
    var codes: [UInt32] = []
    var step = 0
    for day in period.days {
      while step + 1 < starts.count, starts[step + 1] <= day { step += 1 }
      codes.append(UInt32(step + 1))
    }
    codeOfDay = codes
  }

  /// The code of an instant.
  @inline(__always)
  func code(of second: UInt32) -> UInt32 {
    let instant = Int64(second)
    guard instant >= dayStarts[0], instant < dayStarts[dayStarts.count - 1] else { return 0 }
    // Days of 23 and 25 hours put the guess off by one at most.
    var day = min(Int((instant - dayStarts[0]) / 86_400), codeOfDay.count - 1)
    while instant < dayStarts[day] { day -= 1 }
    while instant >= dayStarts[day + 1] { day += 1 }
    return codeOfDay[day]
  }

  /// The code of a calendar day, in days since 1970-01-01.
  func code(ofDay day: Int, in period: ReportPeriod) -> UInt32 {
    period.days.contains(day) ? codeOfDay[day - period.days.lowerBound] : 0
  }
}
