internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  private func local(_ time: Timestamp) -> (day: CivilDate, time: CivilTime) {
    // Held to what a calendar of four digits can say.
    let seconds = min(max(time.seconds, -62_135_596_800), 253_402_300_799 - 86_400)
    let local = zone.local(at: Timestamp(seconds))
    return (local.date, local.time)
  }

  /// The time of day, as `14:03`.
  func clock(_ time: Timestamp) -> String {
    let time = local(time).time
    return "\(padded(time.hour, 2)):\(padded(time.minute, 2))"
  }

  /// `21 Nov`, with the year where it is not this one.
  func day(_ time: Timestamp) -> String {
    let (date, today) = (local(time).day, local(now.timestamp).day)
    return Self.day(date) + (date.year == today.year ? "" : " \(date.year)")
  }

  /// Day and time, as `21 Nov 14:03`.
  func dayAndTime(_ time: Timestamp) -> String { day(time) + " " + clock(time) }

  static func day(_ date: CivilDate) -> String { "\(date.day) \(months[date.month - 1])" }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The instant as `instant(_:)` reads it back: the day alone where it is the day's end.
  func typed(_ time: Timestamp) -> String {
    let date = local(time).day.iso8601
    return instant(date) == time ? date : date + " " + clock(time)
  }

  /// `3 h ago`, a dash for what never was.
  func ago(_ time: Timestamp?) -> String {
    Figure.ago(seconds: time.map { Int(clamping: now.timestamp.seconds &- $0.seconds) })
  }

  /// A day such as 2026-11-21; nil where it is none.
  static func day(_ text: String) -> CivilDate? {
    let numbers = text.split(separator: "-").compactMap { Int($0) }
    guard numbers.count == 3, (0...9_999).contains(numbers[0]) else { return nil }
    return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// Reads `2026-11-21` or `2026-11-21 14:03` in the workspace's zone; the day alone is its end.
  func instant(_ text: String) -> Timestamp? {
    let parts = text.split { $0 == " " || $0 == "T" }
    guard parts.count <= 2, let date = Self.day(String(parts.first ?? "")) else { return nil }
    guard parts.count == 2 else {
      return zone.startOfDay(CivilDate(daysSinceEpoch: date.daysSinceEpoch + 1)).advanced(by: -1)
    }
    let clock = parts[1].split(separator: ":").compactMap { Int($0) }
    guard clock.count >= 2, let time = CivilTime(hour: clock[0], minute: clock[1], second: 0)
    else { return nil }
    return zone.instant(of: date, time)
  }

  /// `people` for the person lens, and so on.
  func unit(_ lens: Lens, _ count: Int) -> String {
    switch lens {
    case .device: count == 1 ? "device" : "devices"
    case .person: count == 1 ? "person" : "people"
    case .household: count == 1 ? "household" : "households"
    }
  }

  var unit: String { unit(viewpoint.lens, 2) }
}

extension String {
  /// The sentence with its full stop, unless it ends by itself.
  var ended: String { last.map { ".?!…".contains($0) } ?? true ? self : self + "." }
}
