import Basis
import Requests

/// Reports with further looks: how each is answered by what it is told.
extension Sample {
  static let furtherReports = [
    ReportKind(
      name: "sessions", title: "Sessions", about: "Visits.",
      parameters: [.init(name: "by", value: "channel"), .init(name: "compare")]),
    ReportKind(
      name: "attribution", title: "Attribution", about: "What earned the conversions.",
      parameters: [.init(name: "by", value: "channel"), .init(name: "measure")]),
    ReportKind(
      name: "quality", title: "Data quality", about: "How good the data is.",
      parameters: [.init(name: "by", value: "source")]),
  ]

  static func further(_ request: ReportRequest) -> ReportTable? {
    let by = request.settings.first { $0.name == "by" }?.value ?? ""
    switch request.name {
    case "sessions": return sessions(request, by)
    case "attribution": return attribution(request, by)
    case "quality": return quality(request, by)
    default: return nil
    }
  }

  private static func answer(
    _ request: ReportRequest, _ columns: [ReportTable.Column], _ rows: [[ReportTable.Cell]],
    total: [ReportTable.Cell]
  ) -> ReportTable {
    ReportTable(
      title: furtherReports.first { $0.name == request.name }?.title ?? "", request: request,
      columns: columns,
      rows: rows.map { .init($0) } + [.init(total, isTotal: true)],
      asOf: now.timestamp, milliseconds: 2)
  }

  private static func day(_ day: Int) -> ReportTable.Cell {
    CivilDate(year: 2_026, month: 11, day: day).map { .date($0) } ?? .unknown
  }

  private static func sessions(_ request: ReportRequest, _ by: String) -> ReportTable {
    let figures: [ReportTable.Column] = [
      .init("Sessions", kind: .count, hasBar: true), .init("People", kind: .count),
      .init("Engaged", kind: .share), .init("Median length", kind: .seconds),
    ]
    let names: [String: [(String, Int)]] = [
      "channel": [("Direct", 900), ("Email", 300)],
      "device": [("desktop", 700), ("mobile", 500)],
      "length": [("under 10 s", 200), ("10 to 30 s", 600), ("30 to 60 s", 400)],
      "landing_page": [("/", 1_000), ("/sale", 200)],
    ]
    guard by != "day,channel" else {
      var daily = answer(
        request, [.init("Day", kind: .date), .init("Channel", kind: .text)] + figures,
        [
          (19, "Direct", 400, 0.5), (20, "Direct", 200, 0.25), (21, "Direct", 300, 0.75),
          (20, "Email", 300, 1),
        ].map { [day($0), .text($1), .integer($2), .integer($2), .number($3), .number(70)] },
        total: [.text("all"), .unknown, .integer(1_200), .integer(900), .number(0.6), .number(66)])
      daily.axis = ["2026-11-19", "2026-11-20", "2026-11-21"]
      return daily
    }
    return answer(
      request, [.init(by, kind: .text)] + figures,
      (names[by] ?? []).map { [.text($0), .integer($1), .integer($1), .number(0.5), .number(65)] },
      total: [.text("all"), .integer(1_200), .integer(900), .number(0.6), .number(66)])
  }

  private static func attribution(_ request: ReportRequest, _ by: String) -> ReportTable {
    let isRevenue = request.settings.contains { $0.name == "measure" && $0.value == "revenue" }
    if request.settings.contains(where: { $0.name == "show" && $0.value == "paths" }) {
      return answer(
        request,
        [
          .init("Path", kind: .text), .init("Conversions", kind: .count, hasBar: true),
          .init("Share", kind: .share),
        ],
        [
          [.text("Direct ×2"), .integer(12), .number(0.6)],
          [.text("Email > Direct"), .integer(8), .number(0.4)],
        ], total: [.text("all"), .integer(20), .number(1)])
    }
    let factor = isRevenue ? 100.0 : 1
    let kind = ReportTable.Column.Kind.number(decimals: isRevenue ? 2 : 1)
    return answer(
      request,
      [.init(by, kind: .text)] + ["Last", "First", "Markov"].map { .init($0, kind: kind) },
      [
        [.text(by == "channel" ? "Direct" : "autumn")] + [16, 12, 13].map { .number($0 * factor) },
        [.text(by == "channel" ? "Email" : "winter")] + [4, 8, 7].map { .number($0 * factor) },
      ], total: [.text("all")] + [20, 20, 20].map { .number($0 * factor) })
  }

  private static func quality(_ request: ReportRequest, _ by: String) -> ReportTable {
    switch by {
    case "field":
      return answer(
        request,
        [
          .init("Source", kind: .text), .init("Field", kind: .text), .init("Filled", kind: .count),
          .init("Share", kind: .share, hasBar: true),
        ],
        [
          [.text("crm"), .text("country"), .integer(90), .number(0.9)],
          [.text("crm"), .text("phone"), .integer(20), .number(0.2)],
          [.text("web"), .text("referrer"), .integer(40), .number(0.1)],
        ], total: [.text("all"), .unknown, .integer(150), .number(0.4)])
    case "reason":
      return answer(
        request,
        [
          .init("Source", kind: .text), .init("Reason", kind: .text),
          .init("Rejected", kind: .count, hasBar: true), .init("Of its rows", kind: .share),
        ],
        [
          [.text("crm"), .text("bad_date"), .integer(3), .number(0.03)],
          [.text("web"), .text("bad_structure"), .integer(8), .number(0.02)],
        ], total: [.text("all"), .unknown, .integer(11), .number(0.022)])
    default:
      return answer(
        request,
        [
          .init("Source", kind: .text), .init("Rows", kind: .count, hasBar: true),
          .init("Rejected", kind: .share),
        ],
        [
          [.text("crm"), .integer(100), .number(0.03)],
          [.text("web"), .integer(400), .number(0.02)],
        ], total: [.text("all"), .integer(500), .number(0.022)])
    }
  }
}
