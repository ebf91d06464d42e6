package import Basis

/// A time zone: how far its clocks are from UTC at every instant.
///
/// A zone is a plain value that shares its tables; copying one is cheap. Local times that do not
/// exist or exist twice are decided the same way everywhere: a time in the gap of a clock change
/// is read with the offset before the change (02:30 becomes 03:30), and a time that occurs twice
/// means the first of the two.
package struct Zone: Sendable, Hashable {
  package let name: String
  /// Instants at which the offset changes, ascending.
  let transitions: [Int64]
  /// The offset in seconds from each transition on; one more entry, the first, for before them.
  let offsets: [Int32]
  /// What holds after the last transition; without one its offset stays.
  let rule: ZoneRule?

  init(name: String, transitions: [Int64], offsets: [Int32], rule: ZoneRule?) {
    (self.name, self.transitions, self.offsets) = (name, transitions, offsets)
    self.rule = rule
  }

  /// Coordinated universal time.
  package static let utc = Zone(name: "UTC", transitions: [], offsets: [0], rule: nil)

  /// Makes a zone that always has the same offset; nil from a whole day on.
  package init?(offsetSeconds: Int) {
    guard offsetSeconds.magnitude < 86_400 else { return nil }
    let magnitude = Int(offsetSeconds.magnitude)
    let sign = offsetSeconds < 0 ? "-" : "+"
    var name = "\(sign)\(padded(magnitude / 3_600, 2)):\(padded(magnitude / 60 % 60, 2))"
    if magnitude % 60 != 0 { name += ":\(padded(magnitude % 60, 2))" }
    self.init(
      name: offsetSeconds == 0 ? "UTC" : name, transitions: [], offsets: [Int32(offsetSeconds)],
      rule: nil)
  }

  /// True where the offset never changes.
  package var isFixed: Bool { transitions.isEmpty && rule == nil }

  /// Seconds that local clocks are ahead of UTC at `instant`; cost is a binary search.
  package func offset(at instant: Timestamp) -> Int { offset(atSeconds: instant.seconds) }

  /// The instant at which local clocks show a date and a time of day.
  package func instant(of date: CivilDate, _ time: CivilTime) -> Timestamp {
    Timestamp(seconds(ofLocal: Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay)))
  }

  /// The first instant of a day, also where its midnight does not exist.
  package func startOfDay(_ date: CivilDate) -> Timestamp {
    Timestamp(seconds(ofLocal: Int64(date.daysSinceEpoch) * 86_400))
  }

  /// What local calendars and clocks show at `instant`.
  package func local(at instant: Timestamp) -> (date: CivilDate, time: CivilTime) {
    let local = instant.seconds + Int64(offset(at: instant))
    let (day, second) = local.dividedByFloor(86_400)
    return (CivilDate(daysSinceEpoch: Int(day)), CivilTime(secondOfDay: Int(second)))
  }

  /// The instant as the zone's clocks show it, in ISO 8601: `2026-11-21T15:03:00+01:00`, or with a
  /// `Z` where they show UTC.
  package func iso8601(_ instant: Timestamp) -> String {
    let offset = offset(at: instant)
    guard offset != 0, let fixed = Zone(offsetSeconds: offset) else { return instant.iso8601 }
    let (date, time) = local(at: instant)
    return "\(date.iso8601)T\(time.iso8601)\(fixed.name)"
  }

  func offset(atSeconds seconds: Int64) -> Int {
    if isFixed { return Int(offsets[0]) }
    if let rule, seconds >= transitions.last ?? .min { return rule.span(around: seconds).offset }
    return Int(offsets[transitionsUpTo(seconds)])
  }

  /// The stretch of time around `seconds` in which the offset does not change.
  func span(around seconds: Int64) -> ZoneSpan {
    if isFixed { return ZoneSpan(from: .min, until: .max, offset: Int(offsets[0])) }
    let last = transitions.last ?? .min
    if let rule, seconds >= last {
      let span = rule.span(around: seconds)
      return ZoneSpan(from: max(span.from, last), until: span.until, offset: span.offset)
    }
    let index = transitionsUpTo(seconds)
    return ZoneSpan(
      from: index == 0 ? .min : transitions[index - 1],
      until: index < transitions.count ? transitions[index] : .max, offset: Int(offsets[index]))
  }

  /// Turns seconds of the local calendar into seconds of UTC.
  func seconds(ofLocal local: Int64) -> Int64 {
    if isFixed { return local - Int64(offsets[0]) }
    // No zone is a day away from UTC and none changes twice in two days, so that the offsets a
    // day before and a day after are all there are to choose from.
    let before = offset(atSeconds: local - 86_400)
    let after = offset(atSeconds: local + 86_400)
    let first = local - Int64(before)
    if before == after || offset(atSeconds: first) == before { return first }
    let second = local - Int64(after)
    return offset(atSeconds: second) == after ? second : first
  }

  private func transitionsUpTo(_ seconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A stretch of time with one offset, from its first instant up to but not including `until`.
struct ZoneSpan: Sendable, Hashable {
  let from: Int64
  let until: Int64
  let offset: Int
}

/// A zone together with the stretch of time looked up last.
///
/// Rows of a feed lie close together, so that nearly every conversion is a comparison and a
/// subtraction. Each worker holds its own.
package struct ZoneCursor: Sendable {
  package let zone: Zone
  private var span: ZoneSpan

  package init(_ zone: Zone) {
    self.zone = zone
    span = zone.span(around: 0)
  }

  /// Seconds that local clocks are ahead of UTC at `instant`.
  package mutating func offset(at instant: Timestamp) -> Int {
    let seconds = instant.seconds
    if seconds < span.from || seconds >= span.until { span = zone.span(around: seconds) }
    return span.offset
  }

  /// The instant at which local clocks show a date and a time of day.
  package mutating func instant(of date: CivilDate, _ time: CivilTime) -> Timestamp {
    Timestamp(seconds(ofLocal: Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay)))
  }

  /// Turns seconds of the local calendar into seconds of UTC.
  mutating func seconds(ofLocal local: Int64) -> Int64 {
    if isWellInside(local) { return local - Int64(span.offset) }
    let seconds = zone.seconds(ofLocal: local)
    span = zone.span(around: seconds)
    return seconds
  }

  /// True where no change of clocks is near enough to matter.
  private func isWellInside(_ local: Int64) -> Bool {
    let margin: Int64 = 2 * 86_400
    return (span.from == .min || local >= span.from + margin)
      && (span.until == .max || local < span.until - margin)
  }
}
