package import Basis
internal import Columns
package import Requests
internal import Segments

/// How many people saw the advertisements how often, and how they responded.
package struct FrequencyReport: Report {
  package let name = "frequency"
  package let title = "Frequency and reach"
  package let about =
    "How many people saw the ads once, twice, three times …, and how many of each responded."
  package let parameters: [ReportKind.Parameter] =
    ReportKind.Parameter.period() + [
      .compare, .segment, .split,
      ReportKind.Parameter(
        name: "campaign", placeholder: "NAME,…", about: "only the ads of these campaigns"),
      ReportKind.Parameter(
        name: "most", value: "10", placeholder: "N", about: "so often and more is one row"),
    ] + AdvertisingEvents.parameters

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let events = try AdvertisingEvents(settings, context.audience.vocabulary)
    let responses = try AdvertisingEvents.responses(settings, context.audience.vocabulary)
    let most = try settings.integer("most", 1...100)
    let campaigns = settings.list("campaign")
    let exposure = try Exposure(context, events.impressions, campaigns: campaigns)
    let response = try exposure.response(to: responses, context)
    let reached = exposure.times.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    var levels = [Level](repeating: Level(), count: most + 1)
    for unit in exposure.times.indices where exposure.times[unit] > 0 {
      let level = min(Int(exposure.times[unit]), most)
      levels[level].people += 1
      levels[level].impressions += Int(exposure.times[unit])
      levels[level].conversions += Int(response.times[unit])
      if response.times[unit] > 0 { levels[level].responders += 1 }
    }
    let filter = Filter.all(of: Self.tests(campaigns))
    let responded = Self.responded(
      to: events.impressions, where: filter, by: responses, in: context.period.window)
    var rows: [ReportTable.Row] = []
    var still = reached
    for (times, level) in levels.enumerated().dropFirst() {
      let isLast = times == most
      // Of several types of impressions nobody can say “exactly twice in all” in one segment.
      let segment =
        events.impressions.count == 1
        ? Segment.did(
          events.impressions, times: Times(isLast ? .atLeast : .exactly, times),
          in: context.period.window, where: filter) : nil
      var row = level.row(
        isLast && most > 1 ? "\(times)+" : "\(times)", of: reached, atLeast: still)
      row.segment = segment.map { context.text([$0]) }
      if let segment {
        let soOften = Segment.did(
          events.impressions, times: Times(.atLeast, times), in: context.period.window,
          where: filter)
        row.cellSegments = [Self.soOftenColumn: context.text([soOften])]
        if let responded {
          row.cellSegments[Self.respondersColumn] = context.text([segment, responded])
        }
      } else {
        row.reasonForNoSegment =
          "Of several kinds of impressions no segment can say how often in all"
      }
      rows.append(row)
      still -= level.people
    }
    let all = levels.reduce(into: Level()) { $0.add($1) }
    var total = all.row("all", of: reached, atLeast: nil)
    total.isTotal = true
    if !events.impressions.isEmpty {
      total.segment = context.text([
        .did(events.impressions, in: context.period.window, where: filter)
      ])
    }
    if let responded { total.cellSegments = [Self.respondersColumn: context.text([responded])] }
    let rates = levels.dropFirst().map { level in
      level.people == 0 ? nil : 100 * Double(level.responders) / Double(level.people)
    }
    return table(
      context, columns: Self.columns, rows: rows + [total],
      axis: (1...most).map { $0 == most && most > 1 ? "\($0)+" : "\($0)" },
      series: [ReportTable.Series(name: "response %", values: rates)],
      notes: Self.notes(events.impressions, responses, exposure.ofNobody))
  }

  private static func tests(_ campaigns: [String]) -> [(field: String, test: Test)] {
    switch campaigns.count {
    case 0: []
    case 1: [("campaign", .equals(campaigns[0]))]
    default: [("campaign", .member(campaigns.map { Literal(.text($0)) }, negated: false))]
    }
  }

  /// Whoever did a response after an impression; nil where there are none of either.
  ///
  /// After the first of several impressions, as the report counts, is after any of them.
  private static func responded(
    to impressions: [String], where filter: Filter?, by responses: [String], in window: Window
  ) -> Segment? {
    let ways = impressions.flatMap { seen in
      responses.map { response in
        Segment.sequence(
          EventSequence(
            [.init(Name(seen), filter: filter), .init(Name(response))], window: window))
      }
    }
    return ways.count > 1 ? .or(ways) : ways.first
  }

  /// The column of those who saw it so often or more often.
  private static let soOftenColumn = 3

  /// The column of those who responded.
  private static let respondersColumn = 5

  private static let columns: [ReportTable.Column] = [
    ReportTable.Column("Times seen", kind: .text),
    ReportTable.Column("People", kind: .count, hasBar: true),
    ReportTable.Column("Share", kind: .share),
    ReportTable.Column("Reach so often", kind: .count),
    ReportTable.Column("Impressions", kind: .count),
    ReportTable.Column("Responders", kind: .count),
    ReportTable.Column("Response", kind: .share, hasBar: true),
    ReportTable.Column("Response 95 %", kind: .interval),
    ReportTable.Column("Conversions", kind: .count),
  ]

  private static func notes(
    _ impressions: [String], _ responses: [String], _ ofNobody: Int
  ) -> [String] {
    var notes = [
      "Seen: \(impressions.joined(separator: ", ")). A response is "
        + "\(responses.joined(separator: " or ")) after the first of them, within the period."
    ]
    if impressions.isEmpty {
      notes[0] = "No source has sent impressions; name the events with --impression."
    }
    if ofNobody > 0 {
      notes.append("\(ofNobody) impressions without an identifier belong to nobody.")
    }
    return notes
  }

  /// The people who saw it equally often.
  private struct Level {
    var people = 0
    var impressions = 0
    var responders = 0
    var conversions = 0

    mutating func add(_ other: Level) {
      people += other.people
      impressions += other.impressions
      responders += other.responders
      conversions += other.conversions
    }

    func row(_ label: String, of reached: Int, atLeast: Int?) -> ReportTable.Row {
      let interval = Statistics.wilson(responders, of: people)
      return ReportTable.Row(
        [
          .text(label), .integer(people), .ratio(people, reached),
          atLeast.map { .integer($0) } ?? .integer(reached),
          .integer(impressions), .integer(responders), .ratio(responders, people),
          interval.map { .range($0.low, $0.high) } ?? .unknown, .integer(conversions),
        ])
    }
  }
}
