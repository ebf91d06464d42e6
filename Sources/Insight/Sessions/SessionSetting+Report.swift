package import Basis
internal import Identity

extension SessionSetting {
  /// The parameters by which a report may say otherwise than the workspace.
  static let gapName = "gap"
  static let ruleName = "rule"

  /// The workspace's rule with what a report was told instead.
  init(_ context: ReportContext, _ settings: ReportSettings) throws(Fault) {
    self = context.configuration.sessions
    if let gap = try settings.duration(Self.gapName) { self.gap = UInt32(clamping: gap) }
    if settings.text(Self.ruleName) != nil {
      kind = try settings.choice(Self.ruleName, Kind.self)
    }
  }

  /// What ends a session, as a sentence's end.
  var ends: String {
    var text = "a pause of more than \(DurationText.words(gap)) ends one"
    let others =
      (endsAtMidnight ? ["midnight"] : [])
      + (splitsOnCampaign ? ["another campaign than the session's"] : [])
    if !others.isEmpty { text += ", and so does \(others.joined(separator: " or "))" }
    if splitsOnCampaign { text += "; a direct visit does not" }
    if let longest { text += "; none lasts longer than \(DurationText.words(longest))" }
    return text + "."
  }
}

/// What ends a session where only times are at hand: a pause, midnight, a bound.
package struct SessionEnds: Sendable, Equatable {
  let gap: UInt32
  /// The zone's days, where midnight ends a session.
  let days: CalendarDays?
  let longest: UInt32?

  package init(gap: UInt32, days: CalendarDays? = nil, longest: UInt32? = nil) {
    (self.gap, self.days, self.longest) = (gap, days, longest)
  }

  init(_ setting: SessionSetting, _ days: CalendarDays) {
    self.init(
      gap: setting.gap, days: setting.endsAtMidnight ? days : nil, longest: setting.longest)
  }

  /// What ends a session, as a sentence's end.
  var text: String {
    "a pause of more than \(DurationText.words(gap)) ends one"
      + (days == nil ? "" : ", and so does midnight")
      + (longest.map { "; none lasts longer than \(DurationText.words($0))" } ?? "") + "."
  }

  /// Whether an event at `time` belongs to the session that began at `first` and has gone on to `last`.
  @inline(__always)
  func continues(from first: UInt32, last: UInt32, to time: UInt32) -> Bool {
    if time - last > gap { return false }
    if let longest, time - first > longest { return false }
    guard let days else { return true }
    return days.day(of: Int64(time)) == days.day(of: Int64(last))
  }

  /// The place behind the last event of the session that begins at `start`.
  @inline(__always)
  func end(of start: Int, _ entries: Span<UInt64>, _ bound: Int) -> Int {
    let first = EventBatch.time(entries[start])
    var end = start + 1
    while end < bound,
      continues(
        from: first, last: EventBatch.time(entries[end - 1]), to: EventBatch.time(entries[end]))
    { end += 1 }
    return end
  }
}
