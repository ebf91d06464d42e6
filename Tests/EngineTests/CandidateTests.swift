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
    try workspace.addSource("ads", party: "third", kind: "ad server", mapping: Self.adMapping)
    // Somebody whose country nobody knows, and who never ordered.
    try workspace.ingest(
      TestWorkspace.header + "visit,2026-08-02T00:00:00Z,u90,c90,,\n", as: "more.csv")
  }

  private static let adMapping =
    mappingHead(by: ["user_id": "user", "cookie": "cookie"]) + """
      [[field]]
      name = "campaign"
      column = "campaign"
      [[field]]
      name = "utm_campaign"
      column = "utm"
      """

  @Test("has the exact number of people beside everything that can be counted")
  func counts() throws {
    let desk = workspace.desk
    let terms = TestWorkspace.terms
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

  @Test("has every campaign with the people of all its events, however its letters are written")
  func campaigns() throws {
    try workspace.ingest(
      """
      event,time,user,cookie,campaign,utm
      ad_view,2026-08-01T00:00:00Z,u1,c1,Autumn sale,
      ad_view,2026-08-02T00:00:00Z,u1,c1,Autumn sale,
      ad_view,2026-08-01T00:00:00Z,u2,c2,autumn SALE,
      ad_click,2026-08-03T00:00:00Z,u2,c2,Autumn sale,
      ad_click,2026-08-03T00:00:00Z,u3,c3,Spring,
      visit,2026-08-03T00:00:00Z,u4,c4,,autumn sale
      ad_view,2026-12-01T00:00:00Z,u5,c5,Winter,

      """, as: "ads.csv", source: "ads")
    let desk = workspace.desk
    let terms = TestWorkspace.terms
    let offered = try desk.candidates(.conditions, terms: terms).filter { $0.kind == .campaign }
    // What comes after the instant asked about is not there yet.
    #expect(offered.map(\.name) == ["Autumn sale", "Spring"])
    #expect(offered.map(\.count) == [3, 1])
    #expect(offered[1].condition == "did ad_click where campaign = Spring")
    #expect(offered[1].alternatives == [])
    let events = try desk.candidates(.campaign("Autumn sale"), terms: terms)
    #expect(
      events.map(\.name) == [
        "Autumn sale", "did ad_view", "did ad_click", "did visit by utm_campaign",
      ])
    #expect(events.map(\.count) == [3, 2, 1, 1])
    for one in offered + events {
      let total = try desk.count(one.condition, each: false, terms: terms).total.count
      #expect(one.count == total, "\(one.condition)")
    }
  }

  @Test("shows what need not be looked for before anything of it is counted")
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
