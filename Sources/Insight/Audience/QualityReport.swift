package import Basis
package import Requests

/// How good the data is that the sources send.
package struct QualityReport: Report {
  package let name = "quality"
  package let title = "Data quality"
  package let about =
    "Rows accepted, doubled and rejected, why, how well fields are filled, and how fresh it all is."
  package let parameters: [ReportKind.Parameter] =
    [
      .by(
        "source",
        choices: ["source", "reason", "field"] + TimeUnit.allCases.map(\.rawValue)
          + TimeUnit.allCases.map { $0.rawValue + ",source" },
        about: "each source, its reasons for rejects, its fields, steps of time, or each source in "
          + "every step")
    ] + ReportKind.Parameter.period(last: "90d") + [
      .compare,
      ReportKind.Parameter(name: "source", placeholder: "NAME,…", about: "only these sources"),
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let sources = try Self.sources(settings, context)
    let names = Set(sources.map(\.name))
    let (low, high) = (context.period.low, min(context.period.high, context.asOf.seconds))
    let batches = try context.data.batches().filter {
      names.contains($0.source) && low <= $0.finished.seconds && $0.finished.seconds <= high
    }
    switch settings.text("by") ?? "source" {
    case "reason": return byReason(batches, context)
    case "field": return byField(batches, context)
    case "source": return bySource(batches, sources, context)
    case let words:
      let unit = words.split(separator: ",").first.flatMap { TimeUnit(rawValue: String($0)) }
      return byTime(batches, unit ?? .day, isBySource: words.hasSuffix(",source"), context)
    }
  }

  private static func sources(
    _ settings: ReportSettings, _ context: ReportContext
  ) throws(Fault) -> [SourceFacts] {
    let all = try context.data.sources()
    let named = settings.list("source")
    for name in named where !all.contains(where: { $0.name == name }) {
      let known = all.map(\.name)
      throw Fault(
        .badReport, "--source", reason: "there is no source “\(name)”",
        remedy: NearestName.remedy(for: name, among: known))
    }
    return named.isEmpty ? all : all.filter { named.contains($0.name) }
  }

  // MARK: Tallies

  /// What several batches come to.
  private struct Tally {
    var batches = 0
    var rows = 0
    var accepted = 0
    var duplicates = 0
    var rejected = 0
    var bots = 0
    var badIdentifiers = 0
    var filled = 0
    var fields = 0
    var lastBatch: Timestamp?
    var lastEvent: Timestamp?

    init(_ all: [BatchFacts]) {
      for batch in all {
        batches += 1
        rows += batch.rows
        accepted += batch.accepted
        duplicates += batch.duplicates
        rejected += batch.rejectedCount
        bots += batch.bots
        badIdentifiers += batch.badIdentifiers
        filled += batch.filled.values.reduce(0, +)
        fields += batch.filled.count * (batch.accepted + batch.duplicates)
        lastBatch = max(lastBatch ?? batch.finished, batch.finished)
        if let event = batch.lastEvent { lastEvent = max(lastEvent ?? event, event) }
      }
    }

    var cells: [ReportTable.Cell] {
      [
        .integer(batches), .integer(rows), .ratio(accepted, rows), .ratio(duplicates, rows),
        .ratio(rejected, rows), .integer(bots), .integer(badIdentifiers), .ratio(filled, fields),
      ]
    }

    static let columns: [ReportTable.Column] = [
      .init("Batches", kind: .count), .init("Rows", kind: .count, hasBar: true),
      .init("Accepted", kind: .share), .init("Doubled", kind: .share, lessIsBetter: true),
      .init("Rejected", kind: .share, lessIsBetter: true),
      .init("By crawlers", kind: .count, lessIsBetter: true),
      .init("Bad identifiers", kind: .count, lessIsBetter: true),
      .init("Fields filled", kind: .share),
    ]
  }

  private func bySource(
    _ batches: [BatchFacts], _ sources: [SourceFacts], _ context: ReportContext
  ) -> ReportTable {
    var rows: [ReportTable.Row] = []
    for source in sources {
      let own = batches.filter { $0.source == source.name }
      let tally = Tally(own)
      let age = tally.lastBatch.map { Int(context.asOf.seconds - $0.seconds) }
      let isLate = age.flatMap { age in source.expectedInterval.map { age > $0 * 3 / 2 } }
      rows.append(
        ReportTable.Row(
          [.text(source.name)] + tally.cells + [
            age.map { .number(Double($0)) } ?? .unknown,
            tally.lastEvent.map { .date(Self.date($0, context)) } ?? .unknown,
            own.isEmpty ? .text("silent") : isLate == true ? .text("late") : .text("in time"),
          ]))
    }
    let total = Tally(batches)
    rows.append(
      ReportTable.Row(
        [.text("all")] + total.cells + [
          total.lastBatch.map { .number(Double(context.asOf.seconds - $0.seconds)) } ?? .unknown,
          total.lastEvent.map { .date(Self.date($0, context)) } ?? .unknown, .text(""),
        ], isTotal: true))
    return table(
      context,
      columns: [.init("Source", kind: .text)] + Tally.columns + [
        .init("Age of last batch", kind: .seconds, lessIsBetter: true),
        .init("Last event", kind: .date), .init("State", kind: .text),
      ], rows: rows,
      notes: [
        "Batches are those taken in during the period. A source is late when its last batch is older "
          + "than one and a half of its intervals, and silent when there was none."
      ])
  }

  private func byTime(
    _ batches: [BatchFacts], _ unit: TimeUnit, isBySource: Bool, _ context: ReportContext
  ) -> ReportTable {
    let starts = unit.starts(in: context.period.days)
    let groups = Dictionary(grouping: batches) { batch in
      unit.start(of: Int(context.calendar.day(of: batch.finished.seconds)))
    }
    let rows = starts.flatMap { start in
      let own = groups[start] ?? []
      let day = ReportTable.Cell.date(CivilDate(daysSinceEpoch: start))
      guard isBySource else {
        return own.isEmpty ? [] : [ReportTable.Row([day] + Tally(own).cells)]
      }
      return Dictionary(grouping: own, by: \.source).sorted { $0.key < $1.key }
        .map { ReportTable.Row([day, .text($0.key)] + Tally($0.value).cells) }
    }
    func course(_ name: String, _ part: (Tally) -> Int) -> ReportTable.Series {
      ReportTable.Series(
        name: name,
        values: starts.map { start in
          let tally = Tally(groups[start] ?? [])
          return tally.rows == 0 ? nil : 100 * Double(part(tally)) / Double(tally.rows)
        })
    }
    let total = ReportTable.Row(
      [.text("all")] + (isBySource ? [.unknown] : []) + Tally(batches).cells, isTotal: true)
    let title = unit.rawValue.prefix(1).uppercased() + unit.rawValue.dropFirst()
    return table(
      context,
      columns: [.init(title, kind: .date)] + (isBySource ? [.init("Source", kind: .text)] : [])
        + Tally.columns, rows: rows + [total],
      axis: starts.map { unit.label($0) },
      series: [
        course("rejected %") { $0.rejected }, course("doubled %") { $0.duplicates },
      ])
  }

  private func byReason(_ batches: [BatchFacts], _ context: ReportContext) -> ReportTable {
    var counts: [String: [String: Int]] = [:]
    for batch in batches {
      for (reason, count) in batch.rejected {
        counts[batch.source, default: [:]][reason, default: 0] += count
      }
    }
    var rows: [ReportTable.Row] = []
    var all = 0
    for (source, reasons) in counts.sorted(by: { $0.key < $1.key }) {
      let whole = batches.reduce(0) { $0 + ($1.source == source ? $1.rows : 0) }
      for (reason, count) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        all += count
        rows.append(
          ReportTable.Row([.text(source), .text(reason), .integer(count), .ratio(count, whole)]))
      }
    }
    let whole = batches.reduce(0) { $0 + $1.rows }
    rows.append(
      ReportTable.Row(
        [.text("all"), .text(""), .integer(all), .ratio(all, whole)], isTotal: true))
    return table(
      context,
      columns: [
        .init("Source", kind: .text), .init("Reason", kind: .text),
        .init("Rejected", kind: .count, hasBar: true, lessIsBetter: true),
        .init("Of its rows", kind: .share, lessIsBetter: true),
      ], rows: rows, notes: ["`parterre rejects --source NAME` shows the rows themselves."])
  }

  private func byField(_ batches: [BatchFacts], _ context: ReportContext) -> ReportTable {
    var rows: [ReportTable.Row] = []
    let groups = Dictionary(grouping: batches) { $0.source }
    for (source, own) in groups.sorted(by: { $0.key < $1.key }) {
      let fields = Set(own.flatMap { $0.filled.keys }).sorted()
      for field in fields {
        let having = own.filter { $0.filled[field] != nil }
        let filled = having.reduce(0) { $0 + ($1.filled[field] ?? 0) }
        let whole = having.reduce(0) { $0 + $1.accepted + $1.duplicates }
        rows.append(
          ReportTable.Row([
            .text(source), .text(field), .integer(filled), .integer(whole), .ratio(filled, whole),
          ]))
      }
    }
    return table(
      context,
      columns: [
        .init("Source", kind: .text), .init("Field", kind: .text), .init("Filled", kind: .count),
        .init("Rows", kind: .count), .init("Share", kind: .share, hasBar: true),
      ], rows: rows)
  }

  private static func date(_ instant: Timestamp, _ context: ReportContext) -> CivilDate {
    CivilDate(daysSinceEpoch: Int(context.calendar.day(of: instant.seconds)))
  }
}
