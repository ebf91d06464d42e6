import Basis
import Engine
import Glibc
import Publishing
import Requests
import Support
import Testing

/// Compares reports over one small scene with files under Tests/Goldens/reports.
///
/// With PARTERRE_GOLDENS=update in the environment the files are written instead.
@Suite("Golden reports") struct ReportGoldenTests {
  private static let period = ["from": "2026-09-01", "to": "2026-09-20"]

  private static let asked: [(file: String, report: String, settings: [String: String])] = [
    ("attribution", "attribution", [:]),
    ("attribution-one", "attribution", ["model": "markov", "markov-order": "2"]),
    ("attribution-device", "attribution", ["by": "device", "model": "shapley-rate,last"]),
    ("funnel", "funnel", ["steps": "page_view > product_view > purchase", "within": "7d"]),
    ("funnel-by", "funnel", ["steps": "page_view > purchase", "mode": "any", "by": "device"]),
    ("retention", "retention", ["first": "page_view", "return": "purchase", "periods": "4"]),
    (
      "retention-revenue", "retention",
      ["first": "purchase", "return": "purchase", "measure": "revenue", "periods": "3"]
    ),
    ("journeys", "journeys", ["from": "page_view", "to": "purchase", "top": "8", "depth": "4"]),
    ("journeys-transitions", "journeys", ["to": "purchase", "show": "transitions"]),
    ("journeys-time", "journeys", ["to": "purchase", "show": "time"]),
    ("sessions", "sessions", [:]),
    ("sessions-ua", "sessions", ["rule": "ua", "by": "device"]),
    ("sessions-length", "sessions", ["by": "length"]),
    ("sessions-week", "sessions", ["by": "week,channel"]),
    ("attribution-paths", "attribution", ["show": "paths", "top": "6"]),
  ]

  @Test("reports over one scene stay as they are", arguments: ReportFormat.allCases)
  func goldens(format: ReportFormat) throws {
    let scene = Scene(seed: 7)
    let (desk, folder) = try scene.desk(shuffle: 7)
    defer { removeFolder(folder) }
    // Each report is kept in every format, its further questions as table and data.
    for (file, name, settings) in Self.asked
    where file == name || [.table, .json].contains(format) {
      var all = settings
      if name == "journeys" {
        (all["since"], all["until"]) = (Self.period["from"], Self.period["to"])
      } else {
        all.merge(Self.period) { own, _ in own }
      }
      let table = try report(desk, name, all)
      try check(
        format.text(of: table, lens: .person), "\(file).\(format.fileExtension)")
    }
  }

  @Test("match rates of two deliveries stay as they are", arguments: ReportFormat.allCases)
  func matchRates(format: ReportFormat) throws {
    let delivered = Timestamp(1_780_272_000)  // 2026-06-01
    let workspace = try ExportWorkspace(clock: { delivered })
    defer { try? workspace.remove() }
    try workspace.ingest(0..<60)
    try workspace.export(workspace.order())
    try workspace.export(workspace.order(to: "uid2", file: "uid2.csv"))
    try workspace.ingest(
      "time,email,outcome,activation,uploaded,matched\n"
        + "2026-06-03T00:00:00Z,person.0@example.com,matched,1,,\n"
        + "2026-06-03T00:00:00Z,person.1@example.com,matched,1,,\n"
        + "2026-06-03T00:00:00Z,person.3@example.com,unmatched,1,,\n"
        + "2026-06-20T00:00:00Z,,,2,40,30\n", source: "feedback")
    for by in ["source", "destination"] {
      let table = try workspace.desk.report(
        ReportRequest(name: "match-rates", settings: [ReportRequest.Setting("by", by)]),
        terms: QuestionDesk.Terms(asOf: Timestamp(1_782_777_600)))  // 2026-06-30
      let file = by == "source" ? "match-rates" : "match-rates-destination"
      guard by == "source" || [.table, .json].contains(format) else { continue }
      try check(format.text(of: table, lens: .person), "\(file).\(format.fileExtension)")
    }
  }

  private func check(_ text: String, _ name: String) throws {
    let folder = "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/")
    let path = "/\(folder)/Goldens/reports/\(name)"
    if let mode = getenv("PARTERRE_GOLDENS"), String(cString: mode) == "update" {
      try FileSystem.write(Array(text.utf8), to: path, mode: 0o644)
    }
    let kept = try FileSystem.readText(path).split(
      separator: "\n", omittingEmptySubsequences: false)
    let drawn = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(kept.count == drawn.count, "\(name)")
    for (line, (old, new)) in zip(kept, drawn).enumerated() where old != new {
      Issue.record("\(name) differs at line \(line + 1):\n\(old)\n\(new)")
      return
    }
  }
}
