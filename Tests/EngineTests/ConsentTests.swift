import Basis
import Engine
import Storage
import Support
import Testing

/// A workspace with consents of two sources.
struct ConsentScene {
  let workspace: TestWorkspace
  static let now = TestWorkspace.now
  var desk: QuestionDesk { workspace.desk }
  var terms: QuestionDesk.Terms { QuestionDesk.Terms(asOf: Self.now) }

  static let mapping =
    mappingHead(of: ["consent", "profile"], by: ["user_id": "user", "cookie": "cookie"]) + """
      [[attribute]]
      name = "country"
      column = "country"
      [[consent]]
      purpose = "email"
      column = "email"
      granted = ["yes"]
      [[consent]]
      signal = "consent_mode_gcs"
      column = "gcs"
      [consent_map]
      ads = "gcs:ad_storage"
      """

  init() throws {
    workspace = try TestWorkspace()
    for name in ["web", "till"] {
      try workspace.addSource(name, kind: "web", mapping: Self.mapping)
    }
  }

  static let header = "time,user,cookie,country,email,gcs\n"

  func ingest(_ rows: [String], source: String = "web", as name: String = "consent.csv") throws {
    let result = try workspace.ingest(
      Self.header + rows.map { $0 + "\n" }.joined(), as: name, source: source)
    #expect(result.fault == nil && result.outcome?.rejectedCount == 0)
  }

  /// Runs statements on the catalogue as somebody would by hand.
  func tamper(_ sql: String) throws {
    let connection = try Connection(path: workspace.path + "/parterre.db", access: .readWrite)
    try connection.execute(sql)
  }

  func write(_ text: String) throws {
    try FileSystem.write(Array(text.utf8), to: workspace.path + "/consent.toml")
  }

  func figures(_ purpose: String, asOf: Timestamp = now) throws -> CoverageFigures? {
    try desk.coverage(CoverageRequest(), terms: QuestionDesk.Terms(asOf: asOf))
      .purposes.first { $0.name == purpose }?.total
  }

  static let rows = [
    "2026-08-01T10:00:00Z,u1,,DE,yes,G111", "2026-08-02T10:00:00Z,u2,,DE,no,G110",
    "2026-08-03T10:00:00Z,u3,,AT,yes,", "2026-08-04T10:00:00Z,u4,,AT,,G100",
  ]
}

@Suite("Consent ledger") struct ConsentLedgerTests {
  @Test("every accepted consent is a record of a whole chain, and an undo adds to it")
  func wholeLife() throws {
    let scene = try ConsentScene()
    try scene.ingest(ConsentScene.rows)
    var report = try scene.desk.verifyLedger()
    #expect(report.entries == 6 && report.findings == [] && report.roots > 0)
    let root = try scene.desk.exportedConsentRoot()
    let file = scene.workspace.folder + "/root.txt"
    try FileSystem.write(Array(root.text.utf8), to: file)
    try scene.ingest(["2026-08-09T10:00:00Z,u9,,DE,yes,"], source: "till")
    _ = try scene.desk.undo(batch: 1, now: ConsentScene.now)
    report = try scene.desk.verifyLedger(against: [file])
    #expect(report.entries == 8 && report.findings == [] && report.root != root.root)
    #expect(try scene.desk.check().problems == [])
    #expect(try scene.figures("email")?.granted == 1)
  }

  @Test("a root of another ledger does not fit")
  func foreignRoot() throws {
    let (scene, other) = (try ConsentScene(), try ConsentScene())
    try scene.ingest(ConsentScene.rows)
    try other.ingest(ConsentScene.rows)
    let file = other.workspace.folder + "/root.txt"
    try FileSystem.write(Array(try other.desk.exportedConsentRoot().text.utf8), to: file)
    #expect(
      try scene.desk.verifyLedger(against: [file]).findings == [
        "the records up to 6 are not those of an earlier root"
      ])
  }

  @Test(
    "whatever is done to the catalogue by hand is found, and the record named",
    arguments: [
      ("UPDATE ledger_section SET source = 'crm' WHERE first = 1", "record 1 was changed"),
      ("UPDATE ledger_section SET batch = 9 WHERE first = 1", "record 6 was changed"),
      ("DELETE FROM ledger_section WHERE first = 7", "records 7 to 8 were removed"),
      ("UPDATE ledger_section SET at = 1 WHERE kind = 'withdrawal'", "record 9 was changed"),
      ("DELETE FROM ledger_section WHERE kind = 'withdrawal'", "record 9 was removed"),
      (
        "UPDATE ledger_section SET at = 1 WHERE first = 1",
        "rows of the table “ledger_section” were changed by something else than Parterre"
      ),
      (
        "UPDATE source SET name = 'crm' WHERE name = 'web'",
        "rows of the table “source” were changed by something else than Parterre"
      ),
      (
        "UPDATE namespace SET name = 'phone' WHERE name = 'user_id'",
        "rows of the table “namespace” were changed by something else than Parterre"
      ),
      ("DELETE FROM run WHERE kind = 'consent'", "record 7 is missing from the columns"),
      (
        "UPDATE batch SET state = 'kept' WHERE id = 1",
        "batch 1 counts, though the ledger says that it was taken out"
      ),
      (
        "UPDATE batch SET state = 'undone' WHERE id = 2",
        "batch 2 does not count, though the ledger does not say why"
      ),
      (
        "UPDATE chain_root SET seal = zeroblob(32) WHERE chain = 'consent'",
        "the root after 6 records was not sealed by this workspace"
      ),
      (
        "UPDATE chain_end SET state = zeroblob(9) WHERE chain = 'consent'",
        "the end of the chain was not sealed by this workspace"
      ),
      (
        "DELETE FROM chain_end WHERE chain = 'consent'",
        "the sealed end of the chain was removed, so that its 9 records may have been added to or cut off"
      ),
      (
        "DELETE FROM chain_root",
        "rows of the table “chain_root” were changed by something else than Parterre"
      ),
      (
        "INSERT INTO tombstone VALUES (5)",
        "rows of the table “tombstone” were changed by something else than Parterre"
      ),
    ])
  func tampering(sql: String, finding: String) throws {
    let scene = try ConsentScene()
    try scene.ingest(ConsentScene.rows)
    try scene.ingest(["2026-08-09T10:00:00Z,u9,,DE,yes,G111"], source: "till")
    _ = try scene.desk.undo(batch: 1, now: ConsentScene.now)
    #expect(try scene.desk.verifyLedger().findings == [])
    try scene.tamper(sql)
    #expect(try scene.desk.verifyLedger().findings.contains(finding))
  }

  @Test(
    "a root that was removed before the roots had a seal is missed by when the chain grew",
    arguments: [
      ("DELETE FROM chain_root", ["consent ledger: the root after record 6"]),
      (
        "DELETE FROM chain_root WHERE chain = 'consent' AND count > 6",
        ["consent ledger: the root after record 7"]
      ),
      (
        "DELETE FROM chain_root WHERE chain = 'audit' AND count = 1",
        ["audit log: the root after record 1"]
      ),
    ])
  func removedRoots(sql: String, findings: [String]) throws {
    let scene = try ConsentScene()
    try scene.ingest(ConsentScene.rows)
    _ = try scene.desk.undo(batch: 1, now: Timestamp(ConsentScene.now.seconds + 2 * 86_400))
    let older = """
      DELETE FROM table_seal WHERE name IN ('chain_end', 'chain_root', 'erasure', 'tombstone');
      PRAGMA user_version = 11;
      """
    try scene.tamper(older)
    #expect(try QuestionDesk(path: scene.workspace.path).check().problems == [])
    try scene.tamper(sql + ";" + older)
    let problems = try QuestionDesk(path: scene.workspace.path).check().problems
    for finding in findings { #expect(problems.contains("The \(finding) is missing.")) }
  }

  @Test("a byte changed anywhere in a column file of consent is found", arguments: 0..<24)
  func changedFiles(seed: Int) throws {
    let scene = try ConsentScene()
    try scene.ingest(ConsentScene.rows)
    var random = Seeded(UInt64(seed))
    let folder = scene.workspace.path + "/columns"
    let names = try FileSystem.names(in: folder).filter {
      $0.hasSuffix(seed % 2 == 0 ? "-ledger.run" : "-consent.run")
    }
    let path = folder + "/" + (try #require(names.first))
    var bytes = try FileSystem.read(path)
    // Bytes of 0 may only fill up to the next section, and then say nothing.
    var place = random.below(bytes.count)
    while bytes[place] == 0 { place = random.below(bytes.count) }
    bytes[place] ^= UInt8(1 << random.below(8))
    try FileSystem.remove(path)
    try FileSystem.write(bytes, to: path)
    let findings = (try? scene.desk.verifyLedger().findings) ?? ["unreadable"]
    let problems = (try? scene.desk.check().problems) ?? ["unreadable"]
    #expect(!findings.isEmpty || !problems.isEmpty)
  }

  @Test("a person's history tells what decided, with its proof")
  func history() throws {
    let scene = try ConsentScene()
    try scene.ingest(ConsentScene.rows)
    try scene.ingest(
      ["2026-08-05T10:00:00Z,u1,c1,DE,no,"], source: "till", as: "later.csv")
    let history = try scene.desk.consentHistory(
      of: .identifier(namespace: "cookie", value: "c1"), terms: scene.terms)
    #expect(history.standings.map(\.purpose) == ["ads", "email"])
    #expect(history.standings.map(\.state) == [.granted, .refused])
    #expect(history.standings[1].source == "till" && history.standings[1].record == 7)
    #expect(history.records.map(\.proof) == ["email=yes", "G111", "email=no"])
    #expect(history.records.map(\.kind) == ["flag", "gcs", "flag"])
    #expect(history.records.allSatisfy { !$0.identifier.contains("u1") })
    let before = try scene.desk.consentHistory(
      of: .identifier(namespace: "", value: "u1"),
      terms: QuestionDesk.Terms(asOf: Timestamp(1_785_700_000)))
    #expect(before.standings.map(\.state) == [.granted, .granted])
  }
}

@Suite("What decided about a consent") struct DecidingRecordTests {
  @Test("a refusal of a row that a later word took the place of is not named as the reason")
  func replaced() throws {
    let scene = try ConsentScene()
    try scene.ingest(["2026-08-01T10:00:00Z,,c6,,no,", "2026-08-02T10:00:00Z,u5,c6,DE,,"])
    try scene.ingest(["2026-08-03T10:00:00Z,u5,c5,,no,"], source: "till", as: "b.csv")
    try scene.ingest(["2026-08-04T10:00:00Z,,c5,,yes,"], source: "till", as: "c.csv")
    let history = try scene.desk.consentHistory(
      of: .identifier(namespace: "user_id", value: "u5"), terms: scene.terms)
    let email = try #require(history.standings.first { $0.purpose == "email" })
    #expect(email.state == .refused && email.source == "web")
    #expect(email.since?.iso8601.hasPrefix("2026-08-01") == true)
    // The row of two identifiers is told once.
    #expect(history.records.map(\.source) == ["web", "till", "till"])
  }
}

@Suite("Consent rules of a workspace") struct ConsentRuleTests {
  @Test("consent.toml sets scope, expiry and legitimate interest; a change counts at once")
  func rules() throws {
    let scene = try ConsentScene()
    try scene.ingest(ConsentScene.rows)
    #expect(try scene.figures("email") == CoverageFigures(granted: 2, refused: 1, noSignal: 1))
    try scene.write("[purpose.email]\nlegitimate_interest = [\"web\"]\n")
    #expect(
      try scene.figures("email") == CoverageFigures(granted: 2, interest: 1, refused: 1))
    try scene.write("expiry = \"1d\"\n")
    #expect(
      try scene.figures("email") == CoverageFigures(refused: 1, expired: 2, noSignal: 1))
    try scene.write("expiry = 1\n")
    let fault = #expect(throws: Fault.self) { try scene.figures("email") }
    #expect(fault?.place?.line == 1)
  }

  @Test("a source's signals are read by consent.toml where it has rules for the source")
  func signals() throws {
    let scene = try ConsentScene()
    try scene.write("[signals.web]\nanalytics = [\"gcs:analytics_storage\"]\n")
    try scene.ingest(ConsentScene.rows)
    try scene.ingest(["2026-08-09T10:00:00Z,u9,,DE,,G111"], source: "till")
    #expect(try scene.figures("analytics")?.granted == 1)
    #expect(try scene.figures("ads")?.granted == 1)
  }

  @Test("coverage by anything is the count of a slow reader of the same rows", arguments: 0..<12)
  func bruteForce(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let scene = try ConsentScene()
    var people: [(country: String, sources: Set<String>, records: [(Int64, Bool)])] = []
    var rows: [String: [String]] = [:]
    for person in 0..<40 {
      let country = random.pick(["DE", "AT", "CH"])
      var records: [(Int64, Bool)] = []
      var sources: Set<String> = []
      for _ in 0..<random.within(1...4) {
        let time = ConsentScene.now.advanced(by: -Int64(random.below(600 * 86_400)))
        let isGranted = random.chance(0.7)
        let says = random.chance(0.8)
        let source = random.pick(["web", "till"])
        sources.insert(source)
        if says { records.append((time.seconds, isGranted)) }
        rows[source, default: []].append(
          "\(time.iso8601),u\(person),,\(country),\(says ? (isGranted ? "yes" : "no") : ""),")
      }
      people.append((country, sources, records))
    }
    for (source, rows) in rows.sorted(by: { $0.key < $1.key }) {
      try scene.ingest(rows, source: source, as: source + ".csv")
    }
    let answer = try scene.desk.coverage(
      CoverageRequest(dimensions: ["source", "country"], days: 5), terms: scene.terms)
    let email = try #require(answer.purposes.first { $0.name == "email" })
    func count(_ now: Timestamp, _ fits: (Int) -> Bool) -> CoverageFigures {
      var figures = CoverageFigures()
      for index in people.indices where fits(index) {
        let known = people[index].records.filter { $0.0 <= now.seconds }
        let last = known.map(\.0).max()
        let words = known.filter { $0.0 == last }.map(\.1)
        guard let last else {
          figures.noSignal += 1
          continue
        }
        if words.contains(false) {
          figures.refused += 1
        } else if Self.thirteenMonths(after: last) <= now.seconds {
          figures.expired += 1
        } else {
          figures.granted += 1
        }
      }
      return figures
    }
    #expect(email.total == count(ConsentScene.now) { _ in true })
    for (path, figures) in zip(answer.groups, email.byGroup) {
      #expect(
        figures
          == count(ConsentScene.now) {
            people[$0].sources.contains(path[0]) && people[$0].country == path[1]
          })
    }
    for day in email.days {
      let end = Timestamp(Int64(day.day.daysSinceEpoch + 1) * 86_400 - 1)
      #expect(day.figures == count(end) { _ in true })
    }
  }

  /// The same clock time thirteen months later; the first of the month after a day that is missing.
  private static func thirteenMonths(after seconds: Int64) -> Int64 {
    let (day, clock) = seconds.dividedByFloor(86_400)
    let date = CivilDate(daysSinceEpoch: Int(day))
    let (year, month) = date.month == 12 ? (date.year + 2, 1) : (date.year + 1, date.month + 1)
    if let end = CivilDate(year: year, month: month, day: date.day) {
      return Int64(end.daysSinceEpoch) * 86_400 + clock
    }
    let next = month == 12 ? (year + 1, 1) : (year, month + 1)
    return CivilDate(year: next.0, month: next.1, day: 1).map {
      Int64($0.daysSinceEpoch) * 86_400
    } ?? 0
  }
}
