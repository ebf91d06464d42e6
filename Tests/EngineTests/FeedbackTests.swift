import Basis
import Engine
import Requests
import Testing

@Suite("Feedback") struct FeedbackTests {
  private static let header = "time,email,outcome,activation,uploaded,matched\n"

  @Test("who bounces or unsubscribes is left out of the next delivery, others are not")
  func suppressing() throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    try workspace.export(workspace.order())
    let before = try workspace.addresses()
    try workspace.ingest(
      Self.header + "2026-06-01T00:00:00Z,person.0@example.com,Hard_Bounce,1,,\n"
        + "2026-06-01T00:00:00Z,person.1@example.com,unsub,out.csv,,\n"
        + "2026-06-01T00:00:00Z,person.3@example.com,delivered,1,,\n", source: "feedback")
    let answer = try workspace.export(workspace.order(file: "b.csv"))
    #expect(
      before.subtracting(try workspace.addresses("b.csv"))
        == ["person.0@example.com", "person.1@example.com"])
    #expect(answer.waterfall.steps.contains { $0.note == "told by feedback" && $0.lost == 2 })
    // An advertising channel shares no purpose with the one that it happened at.
    let other = try workspace.desk.preflight(
      workspace.order(to: "uid2", file: nil), terms: workspace.terms)
    #expect(other.rows == (0..<30).filter(ExportWorkspace.isDeliverable).count)
    #expect(
      try workspace.desk.count(
        "did feedback where outcome = bounced", each: false, terms: workspace.terms
      ).total.count == 1)
  }

  @Test("match rates come from totals, or from people where there are none")
  func matching() throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    let count = try workspace.export(workspace.order()).rows
    let order = workspace.order(file: nil)
    #expect(try workspace.desk.preflight(order, terms: workspace.terms).matching == nil)
    try workspace.ingest(
      Self.header + "2026-06-01T00:00:00Z,person.0@example.com,matched,1,,\n"
        + "2026-06-01T00:00:00Z,person.1@example.com,matched,1,,\n", source: "feedback")
    let people = try #require(
      try workspace.desk.preflight(order, terms: workspace.terms).matching)
    #expect([people.matched, people.uploaded] == [2, count])
    #expect(people.bySource.first { $0.name == "crm" }?.matched == 2)
    try workspace.ingest(
      Self.header + "2026-06-02T00:00:00Z,,,1,20,15\n", source: "feedback")
    let totals = try #require(
      try workspace.desk.preflight(order, terms: workspace.terms).matching)
    #expect([totals.matched, totals.uploaded] == [15, 20])
    #expect(totals.interval.low < 0.75 && totals.interval.high > 0.75)
    #expect(totals.interval.low > 0.5 && totals.interval.high < 0.9)
  }

  @Test("a later count of a delivery takes the place of an earlier one, whichever comes in first")
  func countedAgain() throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    try workspace.export(workspace.order())
    try workspace.export(workspace.order(file: "b.csv"))
    let counts = [
      "2026-06-03T00:00:00Z,,,1,20,15\n", "2026-06-01T00:00:00Z,,,1,20,3\n",
      "2026-06-02T00:00:00Z,,,b.csv,10,9\n",
    ]
    for count in counts { try workspace.ingest(Self.header + count, source: "feedback") }
    let estimate = try #require(
      try workspace.desk.preflight(workspace.order(file: nil), terms: workspace.terms).matching)
    #expect([estimate.matched, estimate.uploaded] == [24, 30])
    let report = try workspace.desk.report(
      ReportRequest(
        name: "match-rates", settings: [ReportRequest.Setting("by", "destination")]),
      terms: workspace.terms)
    #expect(report.rows.last.map { Array($0.cells[2...3]) } == [.integer(30), .integer(24)])
  }

  @Test("the match-rate report tells them by source, identifier and delivery over time")
  func report() throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    let count = try workspace.export(workspace.order()).rows
    func table(_ settings: [(String, String)]) throws -> ReportTable {
      try workspace.desk.report(
        ReportRequest(
          name: "match-rates", settings: settings.map { ReportRequest.Setting($0.0, $0.1) }),
        terms: workspace.terms)
    }
    #expect(try table([]).rows.isEmpty)
    try workspace.ingest(
      Self.header + "2026-06-01T00:00:00Z,person.0@example.com,matched,out.csv,,\n"
        + "2026-06-01T00:00:00Z,person.1@example.com,matched,1,,\n", source: "feedback")
    let bySource = try table([])
    #expect(bySource.rows.map { $0.cells[0] } == [.text("crm"), .text("feedback"), .text("all")])
    #expect(Array(bySource.rows[0].cells[1...3]) == [.integer(1), .integer(count), .integer(2)])
    #expect(bySource.rows[0].cells[4] == .number(2 / Double(count)))
    #expect(bySource.series.first?.values.last == 200 / Double(count))
    // The same by plain SQL over deliveries and feedback.
    var told: [[Value?]] = []
    try workspace.desk.sql(
      """
      SELECT rows, (SELECT count(DISTINCT unit) FROM events WHERE type = 'feedback'
        AND outcome = 'matched' AND activation IN ('1', 'out.csv')) FROM activations
      """, terms: workspace.terms, names: { _ in },
      row: {
        told.append($0)
        return true
      })
    #expect(told == [[.integer(Int64(count)), .integer(2)]])
    // Of one person alone a channel's sum would say nothing, what it told one by one does.
    let one = try table([("segment", "first_name = First0")])
    #expect(
      one.rows.last.map { Array($0.cells[1...3]) } == [.integer(1), .integer(1), .integer(1)])
    try workspace.ingest(
      Self.header + "2026-06-02T00:00:00Z,,,1,20,15\n", source: "feedback")
    let byDelivery = try table([("by", "delivery")])
    #expect(byDelivery.rows[0].cells[0] == .text("1 to csv"))
    #expect(Array(byDelivery.rows[0].cells[2...4]) == [.integer(20), .integer(15), .number(0.75)])
    #expect(throws: Fault.self) { try table([("destination", "nowhere")]) }
  }

  @Test("people are expected to be matched as those of the same sources were")
  func expectation() throws {
    let workspace = try ExportWorkspace(people: 0..<300)
    defer { try? workspace.remove() }
    try workspace.export(workspace.order())
    let known = try workspace.addresses().filter { $0.contains("@") }.sorted().prefix(100)
    try workspace.ingest(
      Self.header
        + known.map { "2026-06-01T00:00:00Z,\($0),matched,1,,\n" }.joined(), source: "feedback")
    // Whoever the feedback source knows was matched; nearly nobody else was.
    let estimate = try #require(
      try workspace.desk.preflight(workspace.order(file: nil), terms: workspace.terms).matching)
    #expect((100...120).contains(try #require(estimate.expected)))
    let some = try #require(
      try workspace.desk.preflight(
        workspace.order("from feedback", file: nil), terms: workspace.terms
      ).matching)
    #expect((90...100).contains(try #require(some.expected)))
  }
}
