import Basis
import Requests

extension Sample {
  static let reports =
    [
      ReportKind(
        name: "campaigns", title: "Campaigns", about: "What campaigns cost and brought.",
        parameters: [.init(name: "by", value: "campaign", choices: ["campaign", "channel", "day"])]),
      ReportKind(name: "funnel", title: "Funnel", about: "Where people leave.", parameters: []),
    ] + furtherReports + [
      ReportKind(name: "retention", title: "Retention", about: "Who comes back.", parameters: [])
    ]

  /// The report that a request is answered with; of channels, it has no chart of its own.
  static func table(_ request: ReportRequest) -> ReportTable {
    if request.name == "retention" { return retention }
    if let further = further(request) { return further }
    let by = request.settings.first { $0.name == "by" }?.value
    if by == "day,channel" { return daily(request) }
    guard by == "channel" else { return table }
    var channels = table
    channels.request = request
    (channels.axis, channels.series) = ([], [])
    return channels
  }

  /// Two rows of the report day by day, as the engine groups them.
  private static func daily(_ request: ReportRequest) -> ReportTable {
    var daily = table
    daily.request = request
    daily.axis = ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21"]
    daily.columns.insert(.init("Day", kind: .date), at: 0)
    daily.rows = [
      (18, "autumn", 4_000), (19, "autumn", 9_000), (21, "autumn", 2_000), (19, "winter", 700),
    ]
    .map { day, name, count in
      .init([
        CivilDate(year: 2_026, month: 11, day: day).map { .date($0) } ?? .unknown, .text(name),
        .integer(count), .integer(count / 50), .number(0.02), .integer(count * 3), .number(2),
      ])
    }
    return daily
  }

  static let retention = ReportTable(
    title: "Retention", request: ReportRequest(name: "retention"),
    columns: [
      .init("Week", kind: .text), .init("People", kind: .count), .init("0", kind: .heat),
      .init("1", kind: .heat), .init("2", kind: .heat),
    ],
    rows: [
      .init(
        [.text("31 Aug"), .integer(200), .number(1), .number(0.25), .number(0.1)],
        segment: "first visit between 2026-08-31 and 2026-09-06",
        cellSegments: [2: "did visit", 3: "did visit in last 7 days", 4: "did order"]),
      .init(
        [.text("7 Sep"), .integer(100), .number(1), .number(0.5), .unknown],
        segment: "first visit between 2026-09-07 and 2026-09-13",
        cellSegments: [2: "did visit", 3: "did order in last 7 days"]),
      .init(
        [.unknown, .integer(300), .number(1), .number(0.333), .number(0.1)], isTotal: true),
    ], axis: ["0", "1", "2"],
    series: [.init(name: "all cohorts", values: [1, 0.333, 0.1], kind: .share)],
    asOf: now.timestamp, milliseconds: 3)

  static let table = ReportTable(
    title: "Campaigns by campaign",
    request: ReportRequest(name: "campaigns", settings: [.init("by", "campaign")]),
    columns: [
      .init("Campaign", kind: .text), .init("Impressions", kind: .count, hasBar: true),
      .init("Clicks", kind: .count), .init("CTR", kind: .share),
      .init("Cost", unit: "EUR", kind: Currency("EUR").map { .money($0) } ?? .count),
      .init("ROAS", kind: .ratio),
    ],
    rows: [
      .init(
        [
          .text("autumn"), .integer(820_114), .integer(9_120), .number(0.0111), .integer(1_204_050),
          .number(3.21),
        ], segment: "did click where campaign = \"autumn\""),
      .init([
        .text("winter"), .integer(410_007), .integer(2_020), .number(0.0049), .integer(899_900),
        .number(0.84),
      ]),
      .init([.text("test"), .integer(31), .small, .unknown, .unknown, .unknown]),
      .init(
        [
          .text("all"), .integer(1_230_152), .integer(11_144), .number(0.0091), .integer(2_103_950),
          .number(2.2),
        ], isTotal: true),
    ],
    axis: ["16 Nov", "17 Nov", "18 Nov", "19 Nov", "20 Nov", "21 Nov"],
    series: [.init(name: "clicks", values: [1, 4, nil, 6, 9, 3])], endsPartial: true,
    notes: ["Conversions within 30 days of a click."], asOf: now.timestamp, milliseconds: 12)
}
