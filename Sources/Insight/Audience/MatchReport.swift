package import Basis
internal import Columns
package import Requests
internal import Segments

/// How many of those whom deliveries held the channels know, by source and over time.
package struct MatchReport: Report {
  package let name = "match-rates"
  package let title = "Match rates"
  package let about =
    "How many of those whom deliveries held the channels know, by source, identifier or destination, "
    + "over time, as feedback tells."
  package let parameters: [ReportKind.Parameter] =
    [
      .by(
        "source", choices: ["source", "identifier", "destination", "delivery"],
        about: "what told of the people, what they were found by, or where they went"),
      .unit("month"),
    ] + ReportKind.Parameter.period(last: "365d") + [
      .compare, .segment, .split,
      ReportKind.Parameter(
        name: "destination", placeholder: "NAME,…", about: "only these destinations (all)"),
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let run = try MatchRun(context, settings)
    return table(
      context, columns: run.columns, rows: run.rows, axis: run.axis, series: run.series,
      endsPartial: context.asOf.seconds < context.period.high, notes: run.notes)
  }
}

/// One running of the report on match rates.
private struct MatchRun {
  /// What of one delivery belongs to one row.
  private struct Entry {
    let key: String
    let at: Timestamp
    let count: MatchFacts.Count
  }

  private let context: ReportContext
  private let by: String
  private let unit: TimeUnit
  private let entries: [Entry]
  private let whole: [Entry]

  init(_ context: ReportContext, _ settings: ReportSettings) throws(Fault) {
    self.context = context
    by = settings.text("by") ?? "source"
    unit = try settings.choice("unit", TimeUnit.self)
    let all = try context.data.matches()
    let named = settings.list("destination")
    let known = Set(all.map(\.destination)).sorted()
    for name in named where !known.contains(name) {
      throw Fault(
        .badReport, "--destination", reason: "“\(name)” has told of no matches",
        remedy: NearestName.to(name, among: known).map { "Did you mean \($0)?" }
          ?? (known.isEmpty
            ? "Ingest its feedback first" : "There are: \(known.joined(separator: ", "))"))
    }
    let high = min(context.period.high, context.asOf.seconds)
    let facts = all.filter {
      (named.isEmpty || named.contains($0.destination)) && $0.at.seconds >= context.period.low
        && $0.at.seconds <= high
    }
    var entries: [Entry] = []
    var whole: [Entry] = []
    for facts in facts {
      let people = try Self.people(of: facts, context)
      // Whoever asks about some people wants to know of these, which a channel's own count cannot tell.
      let own = context.people == nil ? facts.whole : nil
      let count = own ?? people.map { Self.count($0, nil) }
      if let count { whole.append(Entry(key: "", at: facts.at, count: count)) }
      for (key, count) in try Self.parts(of: facts, people, count, by: by, context) {
        entries.append(Entry(key: key, at: facts.at, count: count))
      }
    }
    (self.entries, self.whole) = (entries, whole)
  }

  /// Whom a delivery was sent to, and whom of them its channel knows; nil where nobody was told of.
  private static func people(
    of facts: MatchFacts, _ context: ReportContext
  ) throws(Fault) -> (sent: DenseSet, known: DenseSet)? {
    guard let delivery = facts.delivery, facts.known.count > 0 else { return nil }
    var sent = DenseSet(
      try context.data.people(ofDelivery: delivery).sent, bound: context.unitCount)
    if let people = context.people { sent = sent.intersection(people) }
    let known = DenseSet(facts.known, bound: context.unitCount).intersection(sent)
    return sent.count == 0 ? nil : (sent, known)
  }

  private static func count(
    _ people: (sent: DenseSet, known: DenseSet), _ part: DenseSet?
  ) -> MatchFacts.Count {
    guard let part else {
      return MatchFacts.Count(uploaded: people.sent.count, matched: people.known.count)
    }
    return MatchFacts.Count(
      uploaded: people.sent.intersectionCount(part), matched: people.known.intersectionCount(part))
  }

  private static func parts(
    of facts: MatchFacts, _ people: (sent: DenseSet, known: DenseSet)?, _ whole: MatchFacts.Count?,
    by: String, _ context: ReportContext
  ) throws(Fault) -> [(String, MatchFacts.Count)] {
    switch by {
    case "identifier":
      return context.people == nil
        ? facts.byIdentifier.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } : []
    case "destination": return whole.map { [(facts.destination, $0)] } ?? []
    case "delivery":
      let name = facts.delivery.map { "\($0) to \(facts.destination)" } ?? facts.destination
      return whole.map { [(name, $0)] } ?? []
    default:
      guard let people else { return [] }
      var parts: [(String, MatchFacts.Count)] = []
      for source in context.audience.vocabulary.sources {
        let units = try context.audience.units(fromSource: source) ?? UnitSet()
        let count = count(people, DenseSet(units, bound: context.unitCount))
        if count.uploaded > 0 { parts.append((source, count)) }
      }
      return parts
    }
  }

  // MARK: Table

  var columns: [ReportTable.Column] {
    [
      .init(by.prefix(1).uppercased() + by.dropFirst(), kind: .text),
      .init("Deliveries", kind: .count), .init("Uploaded", kind: .count),
      .init("Matched", kind: .count), .init("Rate", kind: .share, hasBar: true),
      .init("Rate 95 %", kind: .interval), .init("Last", kind: .date),
    ]
  }

  var rows: [ReportTable.Row] {
    var rows = keys.map { key in row(key, entries.filter { $0.key == key }) }
    guard !whole.isEmpty else { return rows }
    var total = row("all", whole)
    total.isTotal = true
    rows.append(total)
    return rows
  }

  /// The most uploaded first.
  private var keys: [String] {
    var uploaded: [String: Int] = [:]
    for entry in entries { uploaded[entry.key, default: 0] += entry.count.uploaded }
    return uploaded.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  private func row(_ key: String, _ own: [Entry]) -> ReportTable.Row {
    let sum = sum(own)
    let last = own.map(\.at.seconds).max().map {
      CivilDate(daysSinceEpoch: Int(context.calendar.day(of: $0)))
    }
    return ReportTable.Row([
      .text(key), .integer(own.count), .integer(sum.uploaded), .integer(sum.matched),
      .ratio(sum.matched, sum.uploaded),
      .interval(Statistics.wilson(sum.matched, of: sum.uploaded)),
      last.map { .date($0) } ?? .unknown,
    ])
  }

  private func sum(_ entries: [Entry]) -> MatchFacts.Count {
    entries.reduce(MatchFacts.Count(uploaded: 0, matched: 0)) {
      MatchFacts.Count(
        uploaded: $0.uploaded + $1.count.uploaded, matched: $0.matched + $1.count.matched)
    }
  }

  // MARK: Chart

  private var starts: [Int] {
    guard let first = whole.map(\.at.seconds).min() else { return [] }
    let day = Int(context.calendar.day(of: first))
    let last = min(
      context.period.days.upperBound, Int(context.calendar.day(of: context.asOf.seconds)))
    return unit.starts(in: min(day, last)...last)
  }

  var axis: [String] { starts.map { unit.label($0) } }

  /// The rate in percent of each of the five largest, step by step.
  var series: [ReportTable.Series] {
    let steps = starts
    return keys.prefix(5).map { key in
      let own = Dictionary(grouping: entries.filter { $0.key == key }) {
        unit.start(of: Int(context.calendar.day(of: $0.at.seconds)))
      }
      return ReportTable.Series(
        name: "\(key) %",
        values: steps.map { step in
          let count = sum(own[step] ?? [])
          return count.uploaded == 0 ? nil : 100 * Double(count.matched) / Double(count.uploaded)
        })
    }
  }

  var notes: [String] {
    guard !whole.isEmpty else {
      return ["No channel has told of matches in the period; ingest its feedback file."]
    }
    var notes = [
      "A person whom several sources know counts for each of them; all is what the channels count "
        + "themselves, or the people they told of."
    ]
    if by == "source", entries.isEmpty {
      notes.append(
        "The channels told of sums alone: --by identifier or --by destination shows them.")
    }
    return notes
  }
}
