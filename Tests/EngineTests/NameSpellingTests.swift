import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Names that read the same") struct NameSpellingTests {
  private static let composed = "caf\u{E9}"
  private static let decomposed = "cafe\u{301}"

  @Test(
    "events whose names are put together in two ways are of one kind, within a feed and after it")
  func events() throws {
    let workspace = try TestWorkspace()
    func row(_ name: String, _ user: Int) -> String {
      "\(name),2026-08-01T10:00:00Z,u\(user),c\(user),DE,1\n"
    }
    try workspace.ingest(
      TestWorkspace.header + row(Self.composed, 1) + row(Self.decomposed, 2)
        + row(Self.decomposed, 3))
    try workspace.ingest(TestWorkspace.header + row(Self.decomposed, 4), as: "later.csv")
    for name in [Self.composed, Self.decomposed] {
      let count = try workspace.desk.count(
        "did \"\(name)\"", each: false, terms: TestWorkspace.terms)
      #expect(count.total.count == 4)
    }
    _ = try workspace.desk.compact(now: TestWorkspace.now)
    let after = try workspace.desk.count(
      "did \"\(Self.composed)\"", each: false, terms: TestWorkspace.terms)
    #expect(after.total.count == 4)
  }

  @Test("a segment is refused under a name that another reads as")
  func segments() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<10))
    let (desk, terms) = (workspace.desk, TestWorkspace.terms)
    _ = try desk.save(
      SaveRequest(name: Self.composed, text: "country = DE", note: "", basedOn: nil), terms: terms)
    let fault = #expect(throws: Fault.self) {
      try desk.save(
        SaveRequest(name: Self.decomposed, text: "country = AT", note: "", basedOn: nil),
        terms: terms)
    }
    #expect(fault?.reason.hasPrefix("there is one that reads the same") == true)
    let next = try desk.save(
      SaveRequest(name: Self.composed, text: "country = AT", note: "", basedOn: nil), terms: terms)
    #expect(next.version == 2)
  }
}
