package import Basis
internal import Columns
package import Requests
internal import Segments

/// How many people may be addressed for each purpose, over time.
package struct ConsentReport: Report {
  package let name = "consent"
  package let title = "Consent over time"
  package let about =
    "How many people have granted each purpose at the end of each step, and who came and went."
  package let parameters: [ReportKind.Parameter] =
    [.unit("week")] + ReportKind.Parameter.period(last: "90d") + [
      .compare, .segment, .split,
      ReportKind.Parameter(name: "purpose", placeholder: "NAME,…", about: "only these (all)"),
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let unit = try settings.choice("unit", TimeUnit.self)
    let purposes = try Self.purposes(settings, context)
    let today = Int(context.calendar.day(of: context.asOf.seconds))
    let starts = unit.starts(in: context.period.days).filter { $0 <= today }
    var rows: [ReportTable.Row] = []
    var series: [ReportTable.Series] = []
    for (index, purpose) in purposes.enumerated() {
      try context.step(index, of: purposes.count)
      var before = try Self.granting(
        purpose, Timestamp(context.period.low - 1), context)
      var values: [Double?] = []
      for start in starts {
        let end = min(
          context.calendar.start(ofDay: Int64(unit.next(after: start))) - 1,
          context.period.high, context.asOf.seconds)
        let granted = try Self.granting(purpose, Timestamp(end), context)
        let isNow = end == context.asOf.seconds
        rows.append(
          ReportTable.Row(
            [
              .text(purpose), .date(CivilDate(daysSinceEpoch: start)), .integer(granted.count),
              .ratio(granted.count, context.peopleCount),
              .integer(granted.differenceCount(before)),
              .integer(before.differenceCount(granted)),
            ], segment: isNow ? context.text([.consent([Name(purpose)])]) : nil))
        values.append(Double(granted.count))
        before = granted
      }
      series.append(ReportTable.Series(name: purpose, values: values))
    }
    let title = unit.rawValue.prefix(1).uppercased() + unit.rawValue.dropFirst()
    return table(
      context,
      columns: [
        .init("Purpose", kind: .text), .init(title, kind: .date),
        .init("Granted", kind: .count, hasBar: true), .init("Of all", kind: .share),
        .init("Gained", kind: .count), .init("Lost", kind: .count, lessIsBetter: true),
      ], rows: rows, axis: starts.map { unit.label($0) }, series: series,
      endsPartial: starts.last.map { unit.next(after: $0) > today } ?? false,
      notes: [
        "Granted is who may be addressed at the end of the step; gained and lost are against the step "
          + "before, and the lost have refused, withdrawn, or granted too long ago."
      ])
  }

  private static func granting(
    _ purpose: String, _ instant: Timestamp, _ context: ReportContext
  ) throws(Fault) -> DenseSet {
    let units = try context.audience.units(granting: purpose, asOf: instant) ?? UnitSet()
    let granted = DenseSet(units, bound: context.unitCount)
    return context.people.map { granted.intersection($0) } ?? granted
  }

  private static func purposes(
    _ settings: ReportSettings, _ context: ReportContext
  ) throws(Fault) -> [String] {
    let known = context.audience.vocabulary.purposes
    let named = settings.list("purpose")
    for name in named where !known.contains(name) {
      throw Fault(
        .badReport, "--purpose", reason: "there is no purpose “\(name)”",
        remedy: NearestName.remedy(for: name, among: known))
    }
    return named.isEmpty ? known : named
  }
}
