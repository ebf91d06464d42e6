package import Basis
internal import Columns
package import Requests
internal import Segments

/// What each source adds, what it costs, and what would be lost without it.
package struct SourcesReport: Report {
  package let name = "sources"
  package let title = "Sources"
  package let about =
    "What each provider adds: people, addressable and consented people that no other brings, "
    + "freshness, agreement with first-party truth, lift, and what it costs."
  package let parameters: [ReportKind.Parameter] =
    ReportKind.Parameter.period(last: "90d") + [
      .compare, .segment, .split,
      ReportKind.Parameter(
        name: "party", choices: ["first", "second", "third"], placeholder: "PARTY",
        about: "only sources of this party (all)"),
      ReportKind.Parameter(
        name: "purpose", placeholder: "NAME,…",
        about: "what consent has to be granted for (personalised_ads, or the first there is)"),
      ReportKind.Parameter(
        name: "identifiers", placeholder: "NS,…",
        about: "identifiers by which people are addressable (email, phone, gaid, idfa, cookie …)"),
      ReportKind.Parameter(
        name: "drop", placeholder: "SOURCE,…",
        about: "also show what dropping these together would lose"),
      ReportKind.Parameter(
        name: "top", value: "3", placeholder: "N",
        about: "so many values with the greatest lift below each provider"),
      AdvertisingEvents.conversion,
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    try SourcesRun(context, settings, self).table()
  }
}

/// One running of the report on sources.
private struct SourcesRun {
  private let context: ReportContext
  private let settings: ReportSettings
  private let report: SourcesReport
  private let sources: [SourceFacts]
  private let people: [String: DenseSet]
  private let reach: SourceReach
  private let truth: FirstPartyTruth
  private let lift: ProviderLift
  private let money: MoneyTerms
  private let everyone: DenseSet

  init(
    _ context: ReportContext, _ settings: ReportSettings, _ report: SourcesReport
  ) throws(Fault) {
    (self.context, self.settings, self.report) = (context, settings, report)
    sources = try context.data.sources()
    everyone = context.people ?? DenseSet(all: context.unitCount)
    var people: [String: DenseSet] = [:]
    for source in sources {
      let units = try context.audience.units(fromSource: source.name) ?? UnitSet()
      people[source.name] = DenseSet(units, bound: context.unitCount).intersection(everyone)
    }
    self.people = people
    reach = try SourceReach(context, settings, everyone)
    truth = try FirstPartyTruth(sources, context)
    let types = try AdvertisingEvents.responses(settings, context.audience.vocabulary)
    // What sources cost decides what is shown where nothing else does.
    let monthly = sources.compactMap(\.monthlyCost).map {
      CostLine(day: 0, campaign: "", channel: "", impressions: 0, clicks: 0, cost: $0)
    }
    money = MoneyTerms(context.configuration, costs: monthly, [])
    let response = try ResponseColumns(types, value: "", money, context)
    lift = ProviderLift(response, everyone, context)
  }

  func table() throws(Fault) -> ReportTable {
    let top = try settings.integer("top", 0...50)
    var rows: [ReportTable.Row] = []
    let shown = sources.filter {
      settings.text("party") == nil || settings.text("party") == $0.party
    }
    for (index, source) in shown.enumerated() {
      try context.step(index, of: shown.count)
      rows.append(try row(source))
      guard source.party != "first" else { continue }
      rows += try lift.rows(of: source, top: top, width: columns.count)
    }
    if let dropped = try dropped() { rows.append(dropped) }
    rows.append(try totalRow())
    return report.table(context, columns: columns, rows: rows, notes: notes)
  }

  private var columns: [ReportTable.Column] {
    let amount = ReportTable.Column.Kind.money(money.shown)
    return [
      .init("Source", kind: .text), .init("Party", kind: .text),
      .init("People", kind: .count, hasBar: true), .init("Only here", kind: .count),
      .init("Addressable", kind: .count), .init("Added", kind: .count),
      .init("Shared most with", kind: .text), .init("Shared", kind: .share),
      .init("Median age", unit: "days", kind: .number(decimals: 0), lessIsBetter: true),
      .init("Compared", kind: .count), .init("Agrees", kind: .share),
      .init("Agrees 95 %", kind: .interval), .init("Rate", kind: .share),
      .init("Lift", kind: .change), .init("p", kind: .number(decimals: 3)),
      .init("Cost a month", unit: money.shown.code, kind: amount, lessIsBetter: true),
      .init("Cost a person added", unit: money.shown.code, kind: amount, lessIsBetter: true),
    ]
  }

  private func row(_ source: SourceFacts) throws(Fault) -> ReportTable.Row {
    let own = people[source.name] ?? DenseSet(none: context.unitCount)
    var others = DenseSet(none: context.unitCount)
    var partner: (name: String, both: Int)?
    for other in sources where other.name != source.name {
      guard let set = people[other.name] else { continue }
      others = others.union(set)
      let both = own.intersectionCount(set)
      if both > partner?.both ?? 0 { partner = (other.name, both) }
    }
    let added = try reach.lost(without: [source.name])
    let agreement = source.party == "first" ? nil : try truth.agreement(of: source)
    let cost = cost(of: [source])
    var cells: [ReportTable.Cell] = [
      .text(source.name), .text(source.party), .integer(own.count),
      .integer(own.differenceCount(others)), .integer(own.intersectionCount(reach.all)),
      .integer(added), .text(partner?.name ?? ""),
      partner.map { .ratio($0.both, own.count) } ?? .unknown,
      .optional(try medianAge(source)),
    ]
    cells += [
      agreement.map { .integer($0.compared) } ?? .unknown,
      agreement.map { .ratio($0.equal, $0.compared) } ?? .unknown,
      .interval(agreement.flatMap { Statistics.wilson($0.equal, of: $0.compared) }),
    ]
    cells += lift.cells(of: own)
    cells += [
      cost.map { .integer(Int($0.rounded())) } ?? .unknown,
      .ratio(cost, added == 0 ? nil : Double(added)),
    ]
    guard own.count > 0 else { return ReportTable.Row(cells) }
    let from = Segment.from(Name(source.name))
    let elsewhere = sources.filter { $0.name != source.name }
      .map { Segment.not(.from(Name($0.name))) }
    var cellSegments = addressable(of: [from])
    cellSegments[Self.onlyHereColumn] = context.text([from] + elsewhere)
    return ReportTable.Row(cells, segment: context.text([from]), cellSegments: cellSegments)
  }

  /// The columns of those whom no other source knows, and of those who can be reached.
  private static let (onlyHereColumn, addressableColumn) = (3, 4)

  /// The people of `parts` who are addressable, as a segment.
  private func addressable(of parts: [Segment]) -> [Int: String] {
    guard let reached = reach.parts else { return [:] }
    return [Self.addressableColumn: context.text(parts + reached)]
  }

  /// What dropping several sources together would lose; nil where none are named.
  private func dropped() throws(Fault) -> ReportTable.Row? {
    let names = settings.list("drop")
    guard !names.isEmpty else { return nil }
    for name in names where !sources.contains(where: { $0.name == name }) {
      let known = sources.map(\.name)
      throw Fault(
        .badReport, "--drop", reason: "there is no source “\(name)”",
        remedy: NearestName.remedy(for: name, among: known))
    }
    var dropped = DenseSet(none: context.unitCount)
    var kept = dropped
    for source in sources {
      guard let set = people[source.name] else { continue }
      if names.contains(source.name) {
        dropped = dropped.union(set)
      } else {
        kept = kept.union(set)
      }
    }
    let lost = try reach.lost(without: Set(names))
    let saved = cost(of: sources.filter { names.contains($0.name) })
    var cells: [ReportTable.Cell] = [
      .text("without \(names.joined(separator: ", "))"), .text(""), .integer(dropped.count),
      .integer(dropped.differenceCount(kept)), .integer(dropped.intersectionCount(reach.all)),
      .integer(lost), .text(""),
    ]
    cells += [ReportTable.Cell](repeating: .unknown, count: 8)
    cells += [
      saved.map { .integer(Int($0.rounded())) } ?? .unknown,
      .ratio(saved, lost == 0 ? nil : Double(lost)),
    ]
    let from = names.map { Segment.from(Name($0)) }
    let segment = from.count == 1 ? from[0] : .or(from)
    return ReportTable.Row(
      cells, segment: context.text([segment]), cellSegments: addressable(of: [segment]))
  }

  private func totalRow() throws(Fault) -> ReportTable.Row {
    let cost = cost(of: sources)
    var cells: [ReportTable.Cell] = [
      .text("everyone"), .text(""), .integer(everyone.count), .text(""),
      .integer(reach.all.count), .text(""), .text(""),
    ]
    cells += [ReportTable.Cell](repeating: .unknown, count: 5)
    cells += lift.cells(of: everyone)
    cells += [
      cost.map { .integer(Int($0.rounded())) } ?? .unknown,
      .unknown,
    ]
    return ReportTable.Row(
      cells, isTotal: true, segment: context.text([]), cellSegments: addressable(of: []))
  }

  /// What several sources cost a month; nil where none tells, or where a currency has no rate.
  private func cost(of sources: [SourceFacts]) -> Double? {
    let costs = sources.compactMap(\.monthlyCost)
    let shown = costs.compactMap { money.shown($0) }
    return costs.isEmpty || shown.count < costs.count ? nil : shown.reduce(0, +)
  }

  /// The median age in days of the values that a source has sent.
  private func medianAge(_ source: SourceFacts) throws(Fault) -> Double? {
    var ages: [UInt32] = []
    let now = UInt32(clamping: context.asOf.seconds)
    for name in source.attributes {
      guard let attribute = try context.data.attribute(name, from: source.name) else { continue }
      for (unit, time) in attribute.times.enumerated() where time > 0 && time <= now {
        if everyone.contains(unit) { ages.append(now - time) }
      }
    }
    guard !ages.isEmpty else { return nil }
    ages.sort()
    return (Double(ages[(ages.count - 1) / 2]) + Double(ages[ages.count / 2])) / 2 / 86_400
  }

  private var notes: [String] {
    var notes = [
      "Addressable people have one of \(reach.namespaces.joined(separator: ", "))"
        + (reach.purposes.isEmpty
          ? "." : " and have granted \(reach.purposes.joined(separator: " and ")).")
        + " Added are those who would not be addressable without the source; identities and "
        + "consent stay as they are known now.",
      "Agrees is how often the source says what first-party data says of the same person"
        + (truth.comparesAges ? ", age bands against dates of birth." : "."),
      "Rate is how many converted in the period, lift the rate over that of everyone else, p the "
        + "two-proportion z-test's.",
    ]
    let currencies = Set(sources.compactMap { $0.monthlyCost?.currency }).filter {
      money.shown(Money(minorUnits: 1, currency: $0)) == nil
    }
    if !currencies.isEmpty {
      let words = currencies.map(\.code).sorted().joined(separator: ", ")
      notes.append(
        "Costs in \(words) are not shown, nor sums that they are part of: reports.toml has no rate."
      )
    }
    return notes
  }
}
