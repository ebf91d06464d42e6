package import Basis
package import Columns
package import Segments

/// All that a report may look at: one version of the data under one lens, as of one instant.
package struct ReportContext: Sendable {
  /// Answers segments over the same data, as of the same instant.
  package let planner: SetPlanner
  /// What the catalogue knows beside the columns.
  package let data: any ReportData
  package let configuration: ReportConfiguration
  package let period: ReportPeriod
  /// The people that `--segment` leaves, and the segment itself; nil where everyone counts.
  package let people: DenseSet?
  package let filter: Segment?
  /// Is told how far a long report is; returns false to stop it.
  package let progress: @Sendable (Int, Int?) -> Bool

  package init(
    planner: SetPlanner, data: any ReportData, configuration: ReportConfiguration,
    period: ReportPeriod, filter: Segment?,
    progress: @escaping @Sendable (Int, Int?) -> Bool = { _, _ in true }
  ) throws(Fault) {
    (self.planner, self.data, self.configuration) = (planner, data, configuration)
    (self.period, self.filter, self.progress) = (period, filter, progress)
    people = try filter.map { (segment) throws(Fault) in try planner.units(segment) }
  }

  package var audience: any Audience { planner.audience }
  package var calendar: CalendarDays { planner.calendar }
  package var asOf: Timestamp { planner.asOf }
  package var unitCount: Int { planner.unitCount }

  /// The seconds of the period that have happened; empty where none has.
  package var seconds: Range<UInt32> {
    let low = min(max(0, period.low), Int64(UInt32.max))
    let high = min(max(-1, min(period.high, asOf.seconds)), Int64(UInt32.max) - 1)
    return low <= high ? UInt32(low)..<UInt32(high + 1) : 0..<0
  }

  /// Whether a unit passes `--segment`.
  @inline(__always)
  package func counts(_ unit: Int) -> Bool { people?.contains(unit) ?? true }

  /// How many units pass `--segment`.
  package var peopleCount: Int { people?.count ?? unitCount }

  /// The text of a row's people: the parts, and `--segment`.
  package func text(_ parts: [Segment]) -> String {
    let all = (filter.map { [$0] } ?? []) + parts
    switch all.count {
    case 0: return Segment.everyone.description
    case 1: return all[0].description
    default: return Segment.and(all).description
    }
  }

  /// Throws where the asker has stopped the work.
  package func step(_ done: Int, of total: Int?) throws(Fault) {
    guard progress(done, total) else {
      throw Fault(
        .interrupted, "the report", reason: "it was stopped", remedy: "Ask it again when you like")
    }
  }

  /// The same as of another instant, and looking at another period.
  package func during(_ period: ReportPeriod) throws(Fault) -> ReportContext {
    try ReportContext(
      planner: planner, data: data, configuration: configuration, period: period, filter: filter,
      progress: progress)
  }

  /// The events of a type with all their fields; a fault that names the nearest type where there is
  /// none of that name.
  package func events(_ type: String) throws(Fault) -> EventTable {
    try found(try audience.events(type), type)
  }

  /// The same with only those of the named fields that the events have, which loads no others.
  package func events(_ type: String, fields: [String]) throws(Fault) -> EventTable {
    try audience.fields(fields, of: type, on: try found(try audience.eventFrame(type), type))
  }

  private func found(_ table: EventTable?, _ type: String) throws(Fault) -> EventTable {
    if let table { return table }
    let names = audience.vocabulary.events.keys.sorted()
    throw Fault(
      .badReport, "event “\(type)”", reason: "no source has sent such an event",
      remedy: NearestName.remedy(for: type, among: names))
  }
}
