import Basis
import Engine
import Requests
import Support
import Synchronization
import Testing

@Suite("What a picker of conditions offers") struct CandidateTests {
  let workspace: TestWorkspace

  init() throws {
    workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<5))
    // Somebody whose country nobody knows, and who never ordered.
    try workspace.ingest(
      TestWorkspace.header + "visit,2026-08-02T00:00:00Z,u90,c90,,\n", as: "more.csv")
  }

  @Test("has the exact number of people beside everything that can be counted")
  func counts() throws {
    let desk = workspace.desk
    let terms = QuestionDesk.Terms(asOf: TestWorkspace.now)
    _ = try desk.save(
      SaveRequest(name: "Buyers of all", text: "did order", note: "", basedOn: nil), terms: terms)
    let offered = try desk.candidates(.conditions, terms: terms)
    func count(_ kind: Candidate.Kind, _ name: String) -> Int? {
      offered.first { $0.kind == kind && $0.name == name }?.count
    }
    #expect(count(.attribute, "country") == 5)
    #expect(count(.event, "order") == 5)
    #expect(count(.event, "visit") == 1)
    #expect(count(.segment, "Buyers of all") == 5)
    #expect(count(.source, "shop") == 6)
    #expect(count(.namespace, "cookie") == 6)
    for one in offered {
      let total = try desk.count(one.condition, each: false, terms: terms).total.count
      #expect(one.count == total, "\(one.condition)")
    }
    #expect(offered.first { $0.kind == .segment }?.written == "\"Buyers of all\"")
  }

  @Test("shows the whole list before anything of it is counted")
  func estimate() throws {
    let shown = Mutex<[[Candidate]]>([])
    let terms = QuestionDesk.Terms(
      asOf: TestWorkspace.now,
      estimate: { answer in
        if case .candidates(let list) = answer { shown.withLock { $0.append(list) } }
      })
    let offered = try workspace.desk.candidates(.conditions, terms: terms)
    let first = try #require(shown.withLock { $0.first })
    #expect(first.map(\.name) == offered.map(\.name))
    #expect(first.allSatisfy { $0.count == nil })
  }
}
