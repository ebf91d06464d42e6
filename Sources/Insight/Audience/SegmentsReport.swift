package import Basis
internal import Columns
package import Requests
internal import Segments

/// How saved segments do: size, conversion, revenue, against everyone and against the hold-out.
package struct SegmentsReport: Report {
  package let name = "segments"
  package let title = "Segments"
  package let about =
    "Size over time, conversion, revenue a head and ROAS of saved segments, against everyone and "
    + "against the people held out."
  package let parameters: [ReportKind.Parameter] =
    [
      ReportKind.Parameter(
        name: "only", placeholder: "NAME,…", about: "only these saved segments (all)")
    ] + ReportKind.Parameter.period() + [
      .compare, .segment, .split, .unit("week"), AdvertisingEvents.conversion,
      ReportKind.Parameter(
        name: "value", value: "revenue", placeholder: "FIELD",
        about: "the field with a conversion's amount"),
      ReportKind.Parameter(
        name: "members", value: "now", choices: ["now", "start"], placeholder: "WHEN",
        about: "who belongs to a segment: its members now, or at the start of the period"),
      ReportKind.Parameter(
        name: "activation", placeholder: "NUMBER",
        about: "the delivery to compare with its hold-out (each segment's last one that has any)"),
      ReportKind.Parameter(
        name: "holdout", placeholder: "PERCENT",
        about: "the share that exports keep back, where no delivery recorded whom"),
      ReportKind.Parameter(
        name: "control", placeholder: "EXPR",
        about: "the people held out as a segment, instead of --holdout"),
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    try SegmentsRun(context, settings, self).table()
  }
}

/// One running of the segments report.
private struct SegmentsRun {
  private let context: ReportContext
  private let settings: ReportSettings
  private let report: SegmentsReport
  private let saved: [SavedSegmentFacts]
  private let money: MoneyTerms
  private let response: ResponseColumns
  private let spend: SpendByPeople
  private let unit: TimeUnit
  private let everyone: DenseSet

  init(
    _ context: ReportContext, _ settings: ReportSettings, _ report: SegmentsReport
  ) throws(Fault) {
    (self.context, self.settings, self.report) = (context, settings, report)
    let all = try context.data.savedSegments()
    let named = settings.list("only")
    for name in named where !all.contains(where: { $0.name == name }) {
      throw Fault(
        .badReport, "--only", reason: "there is no segment “\(name)”",
        remedy: NearestName.remedy(
          for: name, among: all.map(\.name), otherwise: "`parterre segment list` shows them"))
    }
    saved = named.isEmpty ? all : all.filter { named.contains($0.name) }
    let vocabulary = context.audience.vocabulary
    let types = try AdvertisingEvents.responses(settings, vocabulary)
    var tables: [EventTable] = []
    for type in types { tables.append(try context.events(type)) }
    money = MoneyTerms(
      context.configuration, costs: try context.data.costs(), tables, try context.data.sources())
    response = try ResponseColumns(types, value: settings.text("value") ?? "", money, context)
    spend = try SpendByPeople(context, money)
    unit = try settings.choice("unit", TimeUnit.self)
    everyone = context.people ?? DenseSet(all: context.unitCount)
  }

  func table() throws(Fault) -> ReportTable {
    let heldOut = try HeldOut(context, settings, saved, everyone)
    let starts = unit.starts(in: context.period.days).filter {
      context.calendar.start(ofDay: Int64($0)) <= context.asOf.seconds
    }
    var rows: [ReportTable.Row] = []
    var series: [ReportTable.Series] = []
    for (index, facts) in saved.enumerated() {
      try context.step(index, of: saved.count)
      let segment = Segment.reference(Name(facts.name))
      let sizes = try sizes(of: segment, starts)
      let people = try members(of: segment)
      let trial = try heldOut.trial(of: facts, people)
      rows.append(try row(facts, segment, people, trial, sizes))
      series.append(ReportTable.Series(name: facts.name, values: sizes.map { Double($0) }))
    }
    rows.append(try totalRow())
    return report.table(
      context, columns: columns, rows: rows, axis: starts.map { unit.label($0) }, series: series,
      endsPartial: context.asOf.seconds < context.period.high, notes: notes(heldOut))
  }

  // MARK: Rows

  private var columns: [ReportTable.Column] {
    let amount = ReportTable.Column.Kind.money(money.shown)
    let currency = money.shown.code
    return [
      .init("Segment", kind: .text), .init("People", kind: .count, hasBar: true),
      .init("Of all", kind: .share), .init("Grown", kind: .change),
      .init("Converted", kind: .count), .init("Rate", kind: .share),
      .init("Rate 95 %", kind: .interval), .init("Against others", kind: .change),
      .init("p others", kind: .number(decimals: 3)), .init("Revenue", unit: currency, kind: amount),
      .init("Revenue a head", unit: currency, kind: amount),
      .init("Cost", unit: currency, kind: amount, lessIsBetter: true), .init("ROAS", kind: .ratio),
      .init("Sent rate", kind: .share), .init("Held out", kind: .count),
      .init("Held-out rate", kind: .share),
      .init("Incremental", kind: .change), .init("Incremental 95 %", kind: .interval),
      .init("Lift", kind: .change), .init("p held out", kind: .number(decimals: 3)),
      .init("Verdict", kind: .text), .init("Sent to", kind: .text),
    ]
  }

  private func row(
    _ facts: SavedSegmentFacts, _ segment: Segment, _ people: DenseSet,
    _ trial: HeldOut.Trial?, _ sizes: [Int]
  ) throws(Fault) -> ReportTable.Row {
    let others = everyone.subtracting(people)
    let against = Statistics.compared(
      people.intersectionCount(response.converters), of: people.count,
      with: others.intersectionCount(response.converters), of: others.count)
    var cells: [ReportTable.Cell] = [.text(facts.name)]
    cells += try measures(people, sizes: sizes)
    cells.insert(contentsOf: [.optional(against?.lift), .optional(against?.p)], at: 7)
    func converted(_ people: DenseSet) -> Int { people.intersectionCount(response.converters) }
    let incremental = trial.flatMap { trial in
      Statistics.compared(
        converted(trial.sent), of: trial.sent.count, with: converted(trial.heldOut),
        of: trial.heldOut.count)
    }
    cells += [
      trial.map { .ratio(converted($0.sent), $0.sent.count) } ?? .unknown,
      .optional(trial?.heldOut.count),
      trial.map { .ratio(converted($0.heldOut), $0.heldOut.count) } ?? .unknown,
      .optional(incremental?.difference), .interval(incremental.map { ($0.low, $0.high) }),
      .optional(incremental?.lift), .optional(incremental?.p),
      .text(verdict(against, incremental, facts)),
      .text(facts.destinations.joined(separator: ", ")),
    ]
    guard settings.text("members") != "start" else {
      var row = ReportTable.Row(cells)
      row.reasonForNoSegment =
        "A segment is of whoever belongs to it now; none can say who did when the period began"
      return row
    }
    return ReportTable.Row(
      cells, segment: context.text([segment]), cellSegments: converters(of: [segment]))
  }

  /// The column of those who converted.
  private static let convertedColumn = 4

  /// The people of `parts` who converted, as a segment.
  private func converters(of parts: [Segment]) -> [Int: String] {
    guard !response.types.isEmpty else { return [:] }
    let did = Segment.did(response.types, in: context.period.window)
    return [Self.convertedColumn: context.text(parts + [did])]
  }

  /// People, share, growth, converted, rate, its interval, revenue, a head, cost, ROAS.
  private func measures(_ people: DenseSet, sizes: [Int]) throws(Fault) -> [ReportTable.Cell] {
    let converted = people.intersectionCount(response.converters)
    let revenue = response.revenue(of: people)
    let cost = try spend.cost(of: people)
    let growth = sizes.first.flatMap { first in
      sizes.last.flatMap { first == 0 ? nil : Double($0 - first) / Double(first) }
    }
    return [
      .integer(people.count), .ratio(people.count, everyone.count), .optional(growth),
      .integer(converted), .ratio(converted, people.count),
      .interval(Statistics.wilson(converted, of: people.count)),
      .integer(Int(revenue.rounded())),
      people.count == 0 ? .unknown : .number(revenue / Double(people.count)),
      cost.map { .integer(Int($0.rounded())) } ?? .unknown, .ratio(revenue, cost),
    ]
  }

  private func totalRow() throws(Fault) -> ReportTable.Row {
    var cells: [ReportTable.Cell] = [.text("everyone")]
    cells += try measures(everyone, sizes: [])
    cells.insert(contentsOf: [.unknown, .unknown], at: 7)
    cells += [ReportTable.Cell](repeating: .unknown, count: 7) + [.text(""), .text("")]
    return ReportTable.Row(
      cells, isTotal: true, segment: context.text([]), cellSegments: converters(of: []))
  }

  private func verdict(
    _ others: Statistics.Comparison?, _ incremental: Statistics.Comparison?,
    _ facts: SavedSegmentFacts
  ) -> String {
    if let incremental, incremental.isSignificant {
      return incremental.difference > 0 ? "sending works" : "sending harms"
    }
    guard let others, others.isSignificant else { return "no difference shown" }
    guard others.difference > 0 else { return "below the others" }
    return facts.destinations.isEmpty ? "beats the others, not activated" : "beats the others"
  }

  // MARK: People

  private func members(of segment: Segment) throws(Fault) -> DenseSet {
    let planner =
      settings.text("members") == "start"
      ? context.planner.asOf(Timestamp(context.period.low - 1)) : context.planner
    let people = try planner.units(segment)
    return context.people.map { people.intersection($0) } ?? people
  }

  /// The segment's size at the end of each step.
  private func sizes(of segment: Segment, _ starts: [Int]) throws(Fault) -> [Int] {
    var sizes: [Int] = []
    for start in starts {
      let end = min(
        context.calendar.start(ofDay: Int64(unit.next(after: start))) - 1, context.period.high,
        context.asOf.seconds)
      let people = try context.planner.asOf(Timestamp(end)).units(segment)
      sizes.append(context.people.map { people.intersectionCount($0) } ?? people.count)
    }
    return sizes
  }

  private func notes(_ heldOut: HeldOut) -> [String] {
    var notes = [
      "Converted means at least one \(response.types.joined(separator: " or ")) in the period. "
        + "Against others is the rate over that of everyone outside of the segment; p is the "
        + "two-proportion z-test's, intervals are Wilson's and Newcombe's at 95 %.",
      "Grown is the change from the end of the period's first \(unit.rawValue) to the end of its last; "
        + "attributes have no history and count as they are.",
    ]
    notes += heldOut.notes
    notes += money.leftOutNotes
    if spend.isKnown {
      notes.append(
        "Cost is each campaign's, spread over its impressions, or its clicks where it has none.")
    }
    return notes
  }
}
