import Basis
import Cells
import Requests
import Screens

/// Literal answers of a small imaginary workspace, the same for every test.
enum Sample {
  /// 21 November 2026, 14:03 UTC.
  static let now = Instant(milliseconds: 1_795_269_780_000)
  static let panes: [Pane] = [.sources, .consent, .segments, .reports, .audiences, .people]

  static func ago(hours: Int) -> Timestamp { now.timestamp.advanced(by: Int64(-hours) * 3600) }

  static func startup(_ size: Size = Size(120, 36)) -> Startup {
    Startup(
      size: size, now: now, panes: panes, themes: ["night", "paper", "mono"], theme: "night",
      workspace: "/data/spring.workspace")
  }

  static let header = WorkspaceHeader(
    name: "spring.workspace", asOf: now.timestamp, lens: .person, population: 1_000_000,
    dataVersion: 41, events: 20_184_220, sources: 6, segments: 4,
    attention: [
      AttentionItem(
        .warning, .source("web"), text: "web is 7 h late: a batch is expected every hour",
        kind: "late source"),
      AttentionItem(
        .warning, .source("partner"), text: "partner is 3 d late", kind: "late source"),
      AttentionItem(
        .note, .rejects(source: "crm"), text: "crm: 1,204 rows rejected, most for a bad date",
        kind: "source with rejects", kinds: "sources with rejects"),
    ])

  static let sources: [SourceSummary] = [
    source("crm", "first", "crm", 5, 86_400, .onTime, 1_204_500, 1_203_100, 196, 1_204, nil),
    source(
      "web", "first", "web", 8, 3_600, .late(bySeconds: 25_200), 14_820_114, 14_801_007, 19_107, 0,
      "volume −71 %"),
    source("app", "first", "mobile", 1, 3_600, .onTime, 3_110_200, 3_110_200, 0, 0, nil),
    source("newsletter", "first", "email", 3, 86_400, .onTime, 902_441, 902_112, 0, 329, nil),
    source(
      "partner", "second", "partner", 95, 86_400, .late(bySeconds: 259_200), 80_000, 79_993, 0, 7,
      nil),
    source("panel", "third", "segments", nil, nil, .never, 0, 0, 0, 0, nil),
  ]

  static func source(
    _ name: String, _ party: String, _ kind: String, _ hours: Int?, _ expected: Int?,
    _ freshness: Freshness, _ rows: Int, _ accepted: Int, _ duplicates: Int, _ rejected: Int,
    _ anomaly: String?
  ) -> SourceSummary {
    SourceSummary(
      name: name, party: party, kind: kind, lastBatch: hours.map { ago(hours: $0) },
      expectedSeconds: expected, freshness: freshness,
      tally: RowTally(
        rows: rows, accepted: accepted, duplicates: duplicates, rejected: rejected),
      recentVolumes: rows == 0 ? [] : [8, 9, 8, 10, 9, 11, 10, anomaly == nil ? 9 : 3],
      anomaly: anomaly)
  }

  static let detail = SourceDetail(
    summary: sources[0],
    batches: (0..<6).map { index in
      BatchSummary(
        id: BatchID(Int64(60 - index)), file: "kunden_2026-11-\(21 - index).csv",
        takenIn: ago(hours: 5 + 24 * index),
        tally: RowTally(
          rows: 200_750 - index * 311, accepted: 200_512 - index * 311, duplicates: 37,
          rejected: 201 - index), seconds: 1.4, earliest: nil, latest: nil)
    },
    fields: [
      FieldFill(name: "E-Mail", use: "identifier email", filled: 1_103_000, rows: 1_204_500),
      FieldFill(name: "Land", use: "attribute country", filled: 1_204_500, rows: 1_204_500),
      FieldFill(name: "Geburtsdatum", use: "attribute birthday", filled: 402_100, rows: 1_204_500),
      FieldFill(name: "Bemerkung", use: "not used", filled: 21_040, rows: 1_204_500),
    ],
    rejects: [
      RejectReason(
        code: "bad_date",
        explanation: "The date is not a day of the calendar: dd.MM.yyyy is expected.",
        count: 903,
        samples: [
          RejectedRow(
            file: "kunden_2026-11-21.csv", line: 1_204, field: "Geburtsdatum",
            text: "31.02.1990;DE;m•••@•••"),
          RejectedRow(
            file: "kunden_2026-11-21.csv", line: 8_011, field: "Geburtsdatum",
            text: "00.00.0000;AT;k•••@•••"),
        ]),
      RejectReason(
        code: "no_identifier", explanation: "The row names nobody.", count: 301, samples: []),
    ], mapping: "[row]\nkind = \"profile\"\n")

  static let coverage: ConsentCoverage = {
    let groups = ["DE", "AT", "CH", "FR", "GB"]
    let shares: [(String, Double, Double, Double)] = [
      ("storage", 0.91, 0.05, 0.01), ("analytics", 0.74, 0.16, 0.03),
      ("ads", 0.66, 0.21, 0.04), ("personalised_ads", 0.598, 0.26, 0.05),
      ("email", 0.41, 0.33, 0.02),
    ]
    func tally(_ people: Int, _ share: (String, Double, Double, Double), _ shift: Double)
      -> ConsentTally
    {
      let granted = Int(Double(people) * max(0, share.1 - shift))
      let refused = Int(Double(people) * share.2)
      let expired = Int(Double(people) * share.3)
      return ConsentTally(
        granted: granted, refused: refused, expired: expired,
        noSignal: max(0, people - granted - refused - expired))
    }
    return ConsentCoverage(
      breakdown: .country, groups: groups,
      purposes: shares.map { share in
        ConsentCoverage.Purpose(
          name: share.0, total: tally(1_000_000, share, 0),
          byGroup: groups.indices.map { tally(200_000, share, Double($0) * 0.07) },
          expiringSoon: share.0 == "email" ? 12_904 : 0,
          granted: [4, 5, 6, 5, 7, 8, 6, 9], withdrawn: [1, 1, 2, 1, 3, 2, 2, 4])
      }, asOf: now.timestamp, population: 1_000_000)
  }()

  static let ledger = LedgerState(
    records: 4_120_334, condition: .whole, verifiedAt: ago(hours: 20),
    root: "9f2c41d07a3be5588d1f60c2a4e97b3310cc57f2", lastRecord: ago(hours: 1))

  static let tree = SegmentTree.all([
    .condition("country in (DE, AT, CH)"),
    .any([
      .condition("did purchase at least 2 times in last 90 days"),
      .condition("last purchase > 60 days ago"),
    ]),
    .not(.condition("did email_open in last 30 days")),
    .condition("consent(personalised_ads)"),
  ])

  static func count(_ tree: SegmentTree = tree, total: Int = 184_203) -> SegmentCount {
    let owns = [total, 251_330, 402_118, 120_882, 310_007, 611_204, 388_796, 598_120]
    let running: [Int?] = [nil, 251_330, 214_777, nil, nil, 201_334, nil, 184_203]
    let without: [Int?] = [nil, 296_600, 231_004, 188_210, 201_334, 190_040, nil, 201_334]
    return SegmentCount(
      text: tree.text, asOf: now.timestamp, lens: .person,
      total: SegmentTotal(
        count: total, precision: .exact, population: 1_000_000, milliseconds: 0.8),
      nodes: tree.nodes.enumerated().map { index, node in
        NodeCount(
          text: node.node.text, depth: node.depth, own: owns[index % owns.count],
          running: running[index % owns.count], without: without[index % owns.count])
      })
  }

  static let waterfall = Requests.Waterfall(
    destination: "meta",
    steps: [
      .init(kind: .matched, label: "matched", remaining: 184_203, lost: 0, note: ""),
      .init(kind: .consented, label: "consented", remaining: 131_040, lost: 53_163, note: ""),
      .init(kind: .reachable, label: "reachable", remaining: 120_377, lost: 10_663, note: ""),
      .init(kind: .suppressed, label: "suppressed", remaining: 118_266, lost: 2_111, note: ""),
      .init(kind: .delivered, label: "delivered", remaining: 118_266, lost: 0, note: ""),
    ], minimumSize: 100)

  static let facets: [Facet] = [
    facet("plan", [("pro", 0.34, 0.162), ("free", 0.21, 0.52), ("team", 0.12, 0.12)]),
    facet("channel", [("email", 0.41, 0.228), ("paid search", 0.22, 0.2), ("direct", 0.09, 0.15)]),
    facet("age", [("35–44", 0.29, 0.2), ("45–54", 0.22, 0.19)]),
  ]

  static func facet(_ name: String, _ values: [(String, Double, Double)]) -> Facet {
    Facet(
      attribute: name,
      values: values.map {
        Facet.Value(
          name: $0.0, condition: "\(name) = \"\($0.0)\"", count: Int($0.1 * 184_203), share: $0.1,
          shareOfEveryone: $0.2)
      })
  }

  static let trend: [TrendPoint] = (0..<90).map { index in
    TrendPoint(
      day: CivilDate(daysSinceEpoch: 20_690 + index),
      count: index < 4 ? nil : 120_000 + index * 700 + (index % 7) * 900)
  }

  static let library: [SavedSegment] = [
    SavedSegment(
      name: "Autumn win-back", reference: "@\"Autumn win-back\"", text: tree.text, version: 3,
      note: "consent added", savedAt: ago(hours: 4), size: 184_203),
    SavedSegment(
      name: "Newsletter readers", reference: "@\"Newsletter readers\"",
      text: "did email_open at least 3 times in last 30 days", version: 7, note: "",
      savedAt: ago(hours: 300), size: 92_870),
    SavedSegment(
      name: "北海道 buyers", reference: "@\"北海道 buyers\"",
      text: "region = \"北海道\" and did purchase", version: 1,
      note: "for the pop-up shop", savedAt: ago(hours: 9_000), size: 8_101),
  ]

  static let versions: [SegmentVersion] = [
    SegmentVersion(
      number: 3, text: tree.text, note: "consent", savedAt: ago(hours: 4), size: 184_203),
    SegmentVersion(
      number: 2, text: "country = DE", note: "Austria left out", savedAt: ago(hours: 216),
      size: 196_611),
    SegmentVersion(number: 1, text: "everyone", note: "", savedAt: ago(hours: 500), size: nil),
  ]

  static func difference(_ version: Int, _ text: String) -> DefinitionDifference {
    DefinitionDifference(
      old: ComparedDefinition(label: "version \(version)", text: "country = DE"),
      new: ComparedDefinition(label: "the given text", text: text),
      added: ["not country in (DE, AT, CH)"], removed: ["country in (DE, AT, CH)"],
      meansTheSame: false,
      members: MembershipChange(before: 196_611, after: 184_203, entered: 20_000, left: 32_408))
  }

  static let candidates: [Candidate] = [
    Candidate(
      kind: .attribute, name: "country", written: "country", condition: "country is known",
      count: 981_200,
      note: "text, 24 values", hasValues: true),
    Candidate(
      kind: .event, name: "purchase", written: "purchase", condition: "did purchase",
      count: 402_118),
    Candidate(
      kind: .event, name: "email_open", written: "email_open", condition: "did email_open",
      count: 611_204),
    Candidate(
      kind: .segment, name: "Newsletter readers", written: "\"Newsletter readers\"",
      condition: "@\"Newsletter readers\"", count: 92_870),
    Candidate(
      kind: .purpose, name: "email", written: "email", condition: "consent(email)",
      count: 410_000),
    Candidate(
      kind: .namespace, name: "phone", written: "phone", condition: "has phone", count: 288_113),
    Candidate(
      kind: .campaign, name: "autumn", written: "autumn",
      condition: "(\(viewedAutumn) or \(clickedAutumn))", count: 120_400,
      note: "2 events", alternatives: [viewedAutumn, clickedAutumn]),
    Candidate(
      kind: .campaign, name: "spring", written: "spring",
      condition: "did ad_click where campaign = spring", count: 4_120, note: "ad_click"),
  ]

  private static let viewedAutumn = "did ad_view where campaign = autumn"
  private static let clickedAutumn = "did ad_click where campaign = autumn"

  static let campaign: [Candidate] = [
    Candidate(
      kind: .campaign, name: "autumn", written: "autumn",
      condition: "(\(viewedAutumn) or \(clickedAutumn))", count: 120_400,
      note: "any event", alternatives: [viewedAutumn, clickedAutumn]),
    Candidate(
      kind: .event, name: "did ad_view", written: "ad_view", condition: viewedAutumn,
      count: 118_000),
    Candidate(
      kind: .event, name: "did ad_click", written: "ad_click", condition: clickedAutumn,
      count: 9_800),
  ]

  static let values: [Candidate] = [("DE", 510_000), ("AT", 121_000), ("CH", 88_000)].map {
    Candidate(
      kind: .value, name: $0.0, written: $0.0, condition: "country = \($0.0)", count: $0.1)
  }

  static let history = ConsentHistory(
    profile: ProfileID(70_111),
    standings: [
      .init(
        purpose: "ads", state: .granted, reason: "granted by ma•••@•••.org through web (tcf)",
        source: "web", since: ago(hours: 900), expires: now.timestamp.advanced(by: 9_000_000),
        record: 41),
      .init(
        purpose: "email", state: .refused,
        reason: "refused by ma•••@•••.org through newsletter (flag)", source: "newsletter",
        since: ago(hours: 60), expires: nil, record: 88),
    ],
    records: [
      .init(
        place: 41, time: ago(hours: 900), identifier: "ma•••@•••.org", source: "web",
        granted: ["ads", "email"], refused: [], kind: "tcf", basis: "consent", jurisdiction: "eu",
        proof: "CPzHq4", hash: "00aa"),
      .init(
        place: 88, time: ago(hours: 60), identifier: "ma•••@•••.org", source: "newsletter",
        granted: [], refused: ["email"], kind: "flag", basis: "consent", jurisdiction: "eu",
        proof: "nein", hash: "00ab"),
    ])

  static let matches = [
    PersonMatch(
      profile: ProfileID(70_111), namespace: "email", shown: "ma•••@•••.org", identifiers: 4,
      lastSeen: ago(hours: 3))
  ]

  static let person = PersonView(
    profile: ProfileID(70_111), lens: .person, isRevealed: false,
    identifiers: [
      .init(
        namespace: "email", shown: "ma•••@•••.org", source: "crm", because: "the one looked for",
        confidence: nil, lastSeen: ago(hours: 3)),
      .init(
        namespace: "crm_id", shown: "••••4471", source: "crm", because: "same row, 6 times",
        confidence: nil, lastSeen: ago(hours: 5)),
      .init(
        namespace: "cookie", shown: "••••a90f", source: "web", because: "log-in, 3 times",
        confidence: nil, lastSeen: ago(hours: 30)),
      .init(
        namespace: "gaid", shown: "••••77c1", source: "app", because: "name and address",
        confidence: 0.94, lastSeen: ago(hours: 80)),
    ],
    attributes: [
      .init(name: "country", shown: "DE", source: "crm", time: ago(hours: 5), contradictions: 1),
      .init(name: "plan", shown: "pro", source: "crm", time: ago(hours: 700), contradictions: 0),
    ],
    consent: [
      .init(
        purpose: "ads", state: .granted, source: "web", since: ago(hours: 900),
        expires: now.timestamp.advanced(by: 9_000_000)),
      .init(
        purpose: "email", state: .refused, source: "newsletter", since: ago(hours: 60), expires: nil
      ),
    ],
    timeline: [
      .init(
        time: ago(hours: 3), startsSession: true, event: "page_view", detail: "/winter-sale",
        source: "web"),
      .init(
        time: ago(hours: 4), startsSession: false, event: "purchase", detail: "2 items, 84.90 EUR",
        source: "web"),
    ], momentsInAll: 212, segments: ["Autumn win-back"])

  static let destinations = [
    Destination(
      name: "meta", title: "Meta Custom Audiences", purposes: ["personalised_ads", "sharing"],
      identifiers: ["email", "phone"], minimumSize: 100, format: "CSV, SHA-256",
      lastActivation: ago(hours: 26)),
    Destination(
      name: "google", title: "Google Customer Match", purposes: ["ads"], identifiers: ["email"],
      minimumSize: 1_000, format: "CSV, SHA-256", lastActivation: nil),
  ]

  static let preflight = Preflight(
    waterfall: waterfall, rows: 118_266,
    reach: [.init(namespace: "email", count: 110_004), .init(namespace: "phone", count: 40_210)],
    added: 4_120, removed: 998, unchanged: 114_146, obstacles: [],
    columns: ["email", "phone"], sample: [["5f1c…", "9aa0…"]], path: "exports/meta-2026-11-21.csv")

  static let activations = [
    Activation(
      number: 8, time: ago(hours: 26), segment: "Autumn win-back", destination: "meta",
      delivered: 115_144, added: 1_020, removed: 311, file: "meta-2026-11-20.csv", sha256: "77aa")
  ]

  static let reports = [
    ReportKind(
      name: "campaigns", title: "Campaigns", about: "What campaigns cost and brought.",
      parameters: [.init(name: "by", value: "campaign", choices: ["campaign", "channel", "day"])]),
    ReportKind(name: "funnel", title: "Funnel", about: "Where people leave.", parameters: []),
    ReportKind(
      name: "retention", title: "Retention", about: "Who comes back.", parameters: []),
  ]

  static let overview = PeopleOverview(
    people: 1_000_000,
    namespaces: [
      .init(name: "cookie", identifiers: 1_410_200, people: 880_114),
      .init(name: "email", identifiers: 612_004, people: 590_431),
      .init(name: "phone", identifiers: 288_120, people: 288_113),
    ],
    sizes: [
      .init(from: 1, to: 1, people: 402_118), .init(from: 2, to: 2, people: 310_007),
      .init(from: 3, to: 3, people: 180_000), .init(from: 5, to: 9, people: 107_870),
      .init(from: 1_000, to: nil, people: 5),
    ])

  /// The report that a request is answered with; of channels, it has no chart of its own.
  static func table(_ request: ReportRequest) -> ReportTable {
    if request.name == "retention" { return retention }
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
    ], asOf: now.timestamp, milliseconds: 3)

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
