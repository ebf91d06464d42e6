import Basis
import Engine
import Sealing
import Support
import Testing

/// Under whichever form a person was known, no form of what was erased brings them back.
@Suite("Forms of erased identifiers") struct ErasedFormsTests {
  private static let mapping =
    mappingHead(
      of: ["profile"],
      by: [
        "partner_id": "id", "email": "email", "email_sha256": "email_hash", "phone": "phone",
        "phone_sha256": "phone_hash", "match_key": "key", "match_key_sha256": "key_hash",
      ], time: "since") + """
      [[attribute]]
      name = "tier"
      column = "tier"
      """
  private static let columns = [
    "id", "email", "email_hash", "phone", "phone_hash", "key", "key_hash",
  ]

  /// What somebody can come as: columns and what stands in them.
  struct Forms: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Of their column's kind, so that a person can be known by them.
    let proper: [(column: String, text: String)]
    let misplaced: [(column: String, text: String)]
  }

  private static let address = "Vera.Quandt@post-haus.example"
  private static let number = "+491712345671"

  private static func base64(_ text: String) -> String {
    var digits: [UInt8] = []
    SHA256.appendBase64(of: Array(text.utf8).span, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  private static let families: [Forms] = {
    let (canonical, bare) = (address.lowercased(), String(number.dropFirst()))
    let (digest, numberDigest) = (SHA256.hex(of: canonical), SHA256.hex(of: number))
    return [
      Forms(
        testDescription: "an address",
        proper: [
          ("email", address), ("email_hash", digest), ("email_hash", base64(canonical)),
          ("key", address), ("key", digest.uppercased()), ("key", base64(canonical)),
        ],
        misplaced: [
          ("email", digest), ("email_hash", address), ("phone", address), ("phone", digest),
        ]),
      Forms(
        testDescription: "a number",
        proper: [
          ("phone", "+49 (0)171 2345671"), ("phone_hash", numberDigest), ("key", number),
          ("phone_hash", base64(number)), ("key", numberDigest),
        ],
        misplaced: [("email", number), ("phone_hash", number), ("email", numberDigest)]),
      Forms(
        testDescription: "a number hashed without its plus",
        proper: [("phone", number), ("phone_hash", SHA256.hex(of: bare)), ("key", number)],
        misplaced: [("phone", SHA256.hex(of: bare))]),
      Forms(
        testDescription: "a value of another kind",
        proper: [
          ("key", "K-77"), ("key_hash", SHA256.hex(of: "K-77")),
          ("key_hash", SHA256.hex(of: "K-77").uppercased()), ("key_hash", base64("K-77")),
        ], misplaced: []),
    ]
  }()

  private static func row(_ cells: [String: String], since: String = "2026-08-01") -> String {
    (columns.map { cells[$0] ?? "" } + ["gold", since]).joined(separator: ",") + "\n"
  }

  private static let header = (columns + ["tier", "since"]).joined(separator: ",") + "\n"

  private func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.addSource("partner", kind: "crm", mapping: Self.mapping)
    return workspace
  }

  private func ingest(_ rows: String, _ name: String, _ workspace: TestWorkspace) throws
    -> IngestOutcome
  {
    try #require(
      try workspace.ingest(Self.header + rows, as: name + ".csv", source: "partner").outcome)
  }

  private func erase(_ identifier: String, _ workspace: TestWorkspace) throws {
    _ = try workspace.desk.erase(
      identifier, lens: .person, removals: workspace.folder + "/r", now: TestWorkspace.now)
  }

  @Test(
    "whichever form was erased, a row with any form is refused, alone and beside a new identifier",
    arguments: families)
  func returning(family: Forms) throws {
    for known in family.proper {
      let workspace = try workspace()
      defer { removeFolder(workspace.folder) }
      let row = Self.row(["id": "P-1", known.column: known.text])
      #expect(try ingest(row, "before", workspace).accepted == 1)
      try erase("partner_id:P-1", workspace)
      for (number, form) in (family.proper + family.misplaced).enumerated() {
        let alone = Self.row([form.column: form.text])
        let beside = Self.row(["id": "N-\(number)", form.column: form.text])
        let outcome = try ingest(alone + beside, "again\(number)", workspace)
        #expect(outcome.erased == 2, "\(known) and then \(form)")
        #expect(outcome.accepted == 0 && outcome.rejected == [:])
      }
      #expect(try workspace.desk.check().problems == [])
    }
  }

  @Test("who was not erased stays welcome in every form, and in the column of another kind")
  func others() throws {
    let workspace = try workspace()
    defer { removeFolder(workspace.folder) }
    _ = try ingest(Self.row(["id": "P-1", "email": "else@mail.example"]), "before", workspace)
    try erase("partner_id:P-1", workspace)
    let forms = Self.families.flatMap { $0.proper + $0.misplaced }
    let rows = forms.enumerated().map {
      Self.row(["id": "N-\($0)", $1.column: $1.text])
    }
    let outcome = try ingest(rows.joined(), "others", workspace)
    #expect(outcome.accepted == forms.count && outcome.erased == 0)
  }

  @Test("a row that cannot be read is not kept where an erased address or number stands anywhere")
  func unreadable() throws {
    let workspace = try workspace()
    defer { removeFolder(workspace.folder) }
    let row = Self.row(["id": "P-1", "email": Self.address, "phone": Self.number])
    _ = try ingest(row, "before", workspace)
    try erase("partner_id:P-1", workspace)
    let digest = SHA256.hex(of: Self.address.lowercased())
    let rows = [Self.address, digest, Self.number, "C-1"].map {
      Self.row(["id": "N", "key_hash": $0], since: "never")
    }
    let outcome = try ingest(rows.joined(), "again", workspace)
    #expect(outcome.erased == 3 && outcome.rejected == ["bad_time": 1])
  }

  @Test("rows of a followed file are refused too, from the commit after the erasure on")
  func followed() throws {
    let workspace = try workspace()
    defer { removeFolder(workspace.folder) }
    let path = workspace.folder + "/grow.csv"
    let row = Self.row(["id": "P-1", "email": Self.address])
    try FileSystem.write(Array((Self.header + row).utf8), to: path)
    var outcomes: [IngestOutcome] = []
    try workspace.desk.follow(
      path, source: "partner", mapping: nil, terms: .init(seconds: 0, pause: 1),
      shallStop: { outcomes.count == 2 },
      report: { outcome in
        outcomes.append(outcome)
        do {
          guard outcomes.count == 1 else { return }
          try erase("partner_id:P-1", workspace)
          let again = Self.row(["id": "P-2", "email": Self.address])
          try FileSystem.write(Array((Self.header + row + again).utf8), to: path)
        } catch {
          Issue.record(error)
        }
      })
    #expect(outcomes.map(\.accepted) == [1, 0] && outcomes.map(\.erased) == [0, 1])
  }
}
