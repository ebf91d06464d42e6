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
    #expect(try workspace.desk.purposes(ofAttribute: "country") == ["email"])
    #expect(try workspace.desk.purposes(ofAttribute: "tier") == nil)
    let entries = try workspace.desk.taxonomy(terms: .init(asOf: TestWorkspace.now))
    #expect(entries.map(\.name) == ["country", "tier"])
    #expect(entries.map(\.unit) == [nil, "step"])
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
    #expect(try workspace.desk.purposes(ofAttribute: "country") == nil)
  }
}
