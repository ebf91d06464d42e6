import Basis
import Engine
import Storage
import Support
import Testing

@Suite("Feed audit") struct FeedAuditTests {
  private static let now = Timestamp(1_795_000_000)

  private static let feeds: [(file: String, mapping: String, kind: String)] = [
    ("crm.csv", "crm", "crm"), ("consent_tcf.jsonl", "consent_tcf", "consent"),
    ("consent_mode.csv", "consent_mode", "consent"), ("web.jsonl.gz", "web", "web"),
    ("web_late.jsonl.gz", "web_late", "web"), ("app.jsonl.gz", "app", "mobile"),
    ("impressions.csv.gz", "impressions", "adserver"), ("clicks.csv", "clicks", "adserver"),
    ("conversions.csv", "conversions", "adserver"), ("pos.csv", "pos", "pos"),
    ("email.csv", "email", "email"), ("partner.csv", "partner", "partner"),
    ("segments_alpha.csv", "segments_alpha", "partner"),
    ("segments_beta.csv", "segments_beta", "partner"),
    ("google_ads.csv", "google_ads", "cost"), ("meta_ads.csv", "meta_ads", "cost"),
  ]

  /// What a workspace holds of one feed, taken in with a mapping.
  private func contents(_ file: String, mapping: String, kind: String) throws -> [String] {
    let folder = try temporaryFolder()
    let path = folder + "/workspace"
    try Workspace.create(at: path, now: Self.now)
    let desk = QuestionDesk(path: path)
    try desk.addSource(
      "feed", party: "first", kind: kind, mapping: mapping, expectedInterval: nil,
      monthlyCost: nil, now: Self.now)
    let results = try desk.ingest(
      [file], source: "feed", mapping: nil, isStrict: false, now: Self.now
    ) { _, _, _ in true }
    if let fault = results[0].fault { throw fault }
    return try figures(desk, path)
  }

  private static let namespaces = [
    "user_id", "email", "phone", "email_sha256", "loyalty_id", "anonymous_id", "cookie", "gaid",
    "idfa",
  ]
  private static let events = [
    "purchase", "product_view", "add_to_cart", "page_view", "app_open", "ad_impression",
    "ad_click", "ad_conversion", "store_purchase", "email_sent", "email_open", "email_click",
    "email_bounce", "email_unsubscribe",
  ]
  private static let purposes = [
    "storage", "ads", "personalised_ads", "analytics", "email", "sharing",
  ]

  /// Identifiers, events and their times, consent and costs, as figures that can be compared.
  private func figures(_ desk: QuestionDesk, _ path: String) throws -> [String] {
    let terms = QuestionDesk.Terms(asOf: Self.now, lens: .device)
    var questions = Self.namespaces.map { "has \($0)" }
    for event in Self.events {
      questions += [
        "did \(event)", "did \(event) at least 2 times", "did \(event) before 2026-09-15T12:00",
        "first \(event) between 2026-09-01 and 2026-09-02",
      ]
    }
    questions += Self.purposes.map { "consent(\($0))" }
    questions += ["sum(purchase.revenue) > 50", "sum(store_purchase.revenue) > 99.95"]
    var figures: [String] = []
    for question in questions {
      // What neither mapping brings in is an unknown name to both.
      let count = try? desk.count(question, each: false, terms: terms).total.count
      figures.append("\(question): \(count.map(String.init) ?? "unknown")")
    }
    let catalogue = try Catalogue(path: path + "/parterre.db", access: .readOnly)
    for cost in try catalogue.costs() {
      figures.append("\(cost.day) \(cost.campaign) \(cost.channel) \(cost.clicks) \(cost.cost)")
    }
    for batch in try catalogue.batches() {
      figures.append("\(batch.rows) rows, \(batch.accepted), \(batch.duplicates), \(batch.events)")
    }
    return figures
  }

  /// A small set of the feeds that `generate` writes, with all of their dirt.
  private static let folder = Result {
    let folder = try temporaryFolder()
    try SampleWorkspace.generate(
      into: folder, profiles: 120, events: 1_500, days: 90, seed: 7, progress: { _, _ in })
    return folder
  }

  @Test(
    "a date and a time of day in two columns are one instant",
    arguments: [
      ("31.08.2026", "Uhrzeit", "9:05", ["Datum", "Uhrzeit"]),
      ("2026-08-31", "Uhrzeit", "09:05:30", ["Datum", "Uhrzeit"]),
      ("08/31/2026", "Zeit", "9:05 PM", ["Datum", "Zeit"]),
      ("31.08.2026", "Filiale", "Nord", ["Datum"]),
    ])
  func dateAndTime(_ date: String, _ name: String, _ clock: String, _ columns: [String]) throws {
    let workspace = try TestWorkspace()
    let file = workspace.folder + "/till.csv"
    let rows = (0..<60).map { "\(date);\(clock);B\($0);K\($0 % 9);\($0),50\n" }
    try FileSystem.write(
      Array("Datum;\(name);Belegnummer;Kundennummer;Betrag\n\(rows.joined())".utf8), to: file)
    let audit = try FeedAuditor.audit(file, now: Self.now) { _, _ in true }
    let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let input = columns.count > 1 ? "columns = [\(list)]" : "column = \(list)"
    #expect(audit.mapping.contains("time = { " + input), "\(audit.mapping)")
    try workspace.addSource("till", kind: "pos", mapping: audit.mapping)
    let outcome = try #require(
      try workspace.desk.ingest(
        [file], source: "till", mapping: nil, isStrict: false, now: TestWorkspace.now
      ) { _, _, _ in true }[0].outcome)
    #expect(outcome.accepted == 60)
    #expect(outcome.rejected == [:])
  }

  @Test(
    "a bare name is a person's where the feed addresses people, and else anything's",
    arguments: [
      ("email,name,country", true), ("Telefon;Name;Land", true), ("email,name,full_name", false),
      ("sku,name,price", false), ("email,event,name", false),
    ])
  func bareName(header: String, isPersonal: Bool) throws {
    let file = try temporaryFolder() + "/feed.csv"
    let mark = header.contains(";") ? ";" : ","
    let rows = (0..<9).map { ["a\($0)@corp.de", "Zelda", "x"].joined(separator: mark) + "\n" }
    try FileSystem.write(Array("\(header)\n\(rows.joined())".utf8), to: file)
    let audit = try FeedAuditor.audit(file, now: Self.now) { _, _ in true }
    let column = try #require(audit.columns.first { $0.name.lowercased() == "name" })
    #expect(column.isPersonal == isPersonal && column.common.isEmpty == isPersonal)
    #expect(audit.mapping.contains("full_name") == (isPersonal || header.contains("full_name")))
  }

  @Test("a proposed mapping brings in what the hand-written one does", arguments: feeds)
  func proposals(_ feed: (file: String, mapping: String, kind: String)) throws {
    let folder = try Self.folder.get()
    let file = folder + "/" + feed.file
    let audit = try FeedAuditor.audit(file, now: Self.now) { _, _ in true }
    let written = try FileSystem.readText(folder + "/\(feed.mapping).mapping.toml")
    let proposed = try contents(file, mapping: audit.mapping, kind: feed.kind)
    let expected = try contents(file, mapping: written, kind: feed.kind)
    let differences = zip(proposed, expected).filter { $0 != $1 }.map { "\($0) not \($1)" }
    #expect(differences.isEmpty)
    #expect(proposed.count == expected.count)
  }

  @Test("lines of invoices are purchases, though nothing names an event")
  func invoices() throws {
    let file = try temporaryFolder() + "/invoices.csv"
    let lines = [
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,Customer ID,Country",
      "536365,85123A,\"HOLDER, WHITE\",6,01/12/2010 08:26,2.55,17850,United Kingdom",
      "536365,71053,LANTERN,6,01/12/2010 08:26,3.39,17850,United Kingdom",
      "C536379,D,Discount,-1,13/12/2010 09:41,27.50,14527,France",
    ]
    try FileSystem.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: file)
    let audit = try FeedAuditor.audit(file, now: Self.now) { _, _ in true }
    let workspace = try TestWorkspace()
    try workspace.desk.addSource(
      "invoices", party: "first", kind: "pos", mapping: audit.mapping, expectedInterval: nil,
      monthlyCost: nil, now: Self.now)
    let results = try workspace.desk.ingest(
      [file], source: "invoices", mapping: nil, isStrict: true, now: Self.now
    ) { _, _, _ in true }
    #expect(results.first?.outcome?.events == 3)
    let terms = QuestionDesk.Terms(asOf: Self.now)
    for (question, people) in [
      ("did purchase where price > 3", 2), ("did purchase where quantity < 0", 1),
      ("did purchase between 2010-12-01 and 2010-12-02", 1), ("has user_id", 2),
    ] {
      let count = try workspace.desk.count(question, each: false, terms: terms).total.count
      #expect(count == people, "\(question)")
    }
  }
}
