import Basis
import Engine
import Support
import Testing

@Suite("Taxonomy") struct TaxonomyTests {
  private static let text = """
    [[attribute]]
    name = "country"
    allowed = ["DE", "AT"]
    otherwise = "leave_out"
    purposes = ["email"]
    [[attribute]]
    name = "tier"
    type = "integer"
    unit = "step"
    """

  @Test("definitions hold feeds to their values and tell who may use an attribute")
  func definitions() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.desk.setTaxonomy(Self.text, file: "t.toml", now: TestWorkspace.now) == 2)
    let foreign = TestWorkspace.row(90).split(separator: ",").map { $0 == "DE" ? "XX" : $0 }
    let outcome = try #require(
      try workspace.ingest(TestWorkspace.rows(0..<20) + foreign.joined(separator: ",")).outcome)
    #expect(outcome.accepted == 21)
    #expect(outcome.leftOut == ["not_allowed": 1])
    let entries = try workspace.desk.taxonomy(terms: .init(asOf: TestWorkspace.now))
    #expect(entries.map(\.name) == ["country", "tier"])
    #expect(entries.map(\.unit) == [nil, "step"])
    #expect(entries.map(\.purposes) == [["email"], nil])
    #expect(entries[0].filled > 0 && entries[0].filled <= entries[0].profiles)
    #expect(entries[1].filled == 0)
    let detail = try workspace.desk.source("shop", asOf: TestWorkspace.now)
    #expect(detail.leftOut.map(\.field) == ["country"])
  }

  @Test("a taxonomy that speaks against the data is refused as a whole")
  func refused() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<5))
    let text = "[[attribute]]\nname = \"country\"\ntype = \"date\"\n"
    #expect(throws: Fault.self) {
      try workspace.desk.setTaxonomy(text, file: "t.toml", now: TestWorkspace.now)
    }
    let entries = try workspace.desk.taxonomy(terms: .init(asOf: TestWorkspace.now))
    #expect(entries.map(\.purposes) == [nil])
  }

  @Test("members have an attribute for the purposes that may use it, and of those who grant it")
  func purposes() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    func countries(for purposes: [String]) throws -> Set<Value?> {
      var list = QuestionDesk.MemberList(limit: 99, attributes: ["country"])
      list.purposes = purposes
      let members = try workspace.desk.members(
        of: "everyone", list, terms: .init(asOf: TestWorkspace.now)
      ).members
      return Set(members.map { $0.attributes[0].value })
    }
    #expect(try countries(for: []) == [.text("DE")])
    _ = try workspace.desk.setTaxonomy(Self.text, file: "t.toml", now: TestWorkspace.now)
    #expect(try countries(for: []) == [nil])
    #expect(try countries(for: ["email"]) == [.text("DE")])
    #expect(try countries(for: ["email", "ads"]) == [nil])
    let list = QuestionDesk.MemberList(limit: 1, attributes: ["country"])
    #expect(
      try workspace.desk.notes(on: list)
        == ["country is left empty: the taxonomy lets it be used for email"])
    // Nobody has granted anything here.
    try workspace.desk.restrict("country", to: ["email"])
    #expect(try countries(for: ["email"]) == [nil])
  }
}
