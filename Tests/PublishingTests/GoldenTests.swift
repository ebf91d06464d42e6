import Basis
import Engine
import Formats
import Publishing
import Requests
import Testing

@Suite("Reports on the sample workspace") struct GoldenTests {
  private static let reports = [
    "campaigns", "segments", "frequency", "quality", "consent", "audience-growth", "sources",
  ]

  @Test("are the kept ones in every format", arguments: reports)
  func goldens(name: String) throws {
    let table = try SampleReports.shared.get().report(name, ["last": "90d"])
    for format in ReportFormat.allCases {
      try expectGolden(
        "\(name).\(format.fileExtension)", format.text(of: table, lens: .person))
    }
  }

  @Test("show each row's own people under its segment", arguments: reports)
  func segmentsAreTheRows(name: String) throws {
    let sample = try SampleReports.shared.get()
    let table = try sample.report(name, ["last": "90d"])
    let title =
      switch name {
      case "campaigns": "Reach"
      case "audience-growth": "Active"
      case "consent": "Granted"
      default: "People"
      }
    guard let column = table.columns.firstIndex(where: { $0.title == title }) else {
      #expect(table.rows.allSatisfy { $0.segment == nil })
      return
    }
    var checked = 0
    for row in table.rows {
      guard let text = row.segment, case .integer(let people) = row.cells[column] else { continue }
      let count = try sample.desk.count(
        text, each: false, terms: QuestionDesk.Terms(asOf: SampleReports.asOf))
      #expect(count.total.count == people, "\(text)")
      checked += 1
    }
    #expect(checked > 0 || name == "quality")
  }

  @Test("the campaigns' figures are those of plain SQL")
  func campaignsAreSQL() throws {
    let sample = try SampleReports.shared.get()
    let table = try sample.report("campaigns", ["last": "90d", "conversion": "ad_conversion"])
    var rows: [[Value?]] = []
    let query = """
      SELECT campaign,
        sum(type = 'ad_impression'),
        count(DISTINCT CASE WHEN type = 'ad_impression' THEN unit END),
        sum(type = 'ad_click'), sum(type = 'ad_conversion')
      FROM events
      WHERE type IN ('ad_impression', 'ad_click', 'ad_conversion')
        AND time BETWEEN 1785794400 AND 1793491200
      GROUP BY campaign
      """
    try sample.desk.sql(
      query, terms: QuestionDesk.Terms(asOf: SampleReports.asOf), names: { _ in },
      row: {
        rows.append($0)
        return true
      })
    #expect(rows.count == 5)
    for row in rows {
      guard case .text(let campaign)? = row[0] else { continue }
      let own = try #require(table.rows.first { $0.cells[0] == .text(campaign) })
      func integer(_ value: Value?) -> Int {
        if case .integer(let number)? = value { Int(number) } else { -1 }
      }
      // SQL sees known people only; impressions by reach and frequency are theirs.
      guard case .integer(let reach) = own.cells[2], case .number(let frequency) = own.cells[3]
      else { continue }
      #expect(reach == integer(row[2]))
      #expect(Int((Double(reach) * frequency).rounded()) == integer(row[1]))
    }
  }

  @Test("agree with what the feeds were made from")
  func truth() throws {
    let sample = try SampleReports.shared.get()
    let sources = try sample.report("sources", ["last": "90d"])
    let agrees = try #require(sources.columns.firstIndex { $0.title == "Agrees 95 %" })
    // truth.json: alpha is right about ages in 937 of 1,000 cases, beta in 485.
    for (name, right) in [("alpha", 0.937), ("beta", 0.485)] {
      let row = try #require(sources.rows.first { $0.cells[0] == .text(name) })
      guard case .range(let low, let high) = row.cells[agrees] else {
        Issue.record("\(name) has no agreement")
        continue
      }
      #expect(low <= right && right <= high, "\(name)")
    }
    // The campaign that works best by far is retargeting; the sale does not work at all.
    let campaigns = try sample.report("campaigns", ["last": "90d", "conversion": "ad_conversion"])
    func conversionsByReach(_ name: String) throws -> Double {
      let row = try #require(campaigns.rows.first { $0.cells[0] == .text(name) })
      guard case .integer(let reach) = row.cells[2], case .integer(let count) = row.cells[7] else {
        return 0
      }
      return Double(count) / Double(reach)
    }
    let rates = try ["retargeting_warenkorb", "gartenmoebel_sale"].map(conversionsByReach)
    #expect(rates[0] > 3 * rates[1])
    // Costs are those of the platforms' own reports, to the cent.
    let costs = try sample.report("campaigns", ["from": "2026-08-03", "to": "2026-11-01"])
    let cost = try #require(costs.columns.firstIndex { $0.title == "Cost" })
    #expect(try #require(costs.rows.last).cells[cost] == .integer(23_167))
  }

  @Test("HTML stands alone: nothing is loaded, nothing runs", arguments: reports)
  func htmlStandsAlone(name: String) throws {
    let table = try SampleReports.shared.get().report(name, ["last": "90d"])
    let page = ReportFormat.html.text(of: table, lens: .person)
    for word in ["<script", "http:", "https:", "src=", "@import", "url(", "<link"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("prefers-color-scheme: dark"))
  }

  @Test("no row of a report has two values under one key", arguments: reports)
  func keysAreDistinct(name: String) throws {
    let table = try SampleReports.shared.get().report(name, ["last": "90d"])
    guard case .object(let document) = ReportJSON.document(of: table, lens: .person),
      case .array(let rows)? = document.first(where: { $0.key == "rows" })?.value
    else {
      Issue.record("it has no rows")
      return
    }
    for case .object(let entries) in rows {
      #expect(Set(entries.map(\.key)).count == entries.count)
    }
    let header = ReportFormat.csv.text(of: table, lens: .person).prefix { $0 != "\r\n" }
    let names = header.split(separator: ",", omittingEmptySubsequences: false)
    #expect(Set(names).count == names.count)
  }

  @Test("names of the data are text in every format")
  func dataIsNoMarkup() {
    let table = ReportTable(
      title: "T", request: ReportRequest(name: "t"),
      columns: [.init("Name", kind: .text)],
      rows: [
        ReportTable.Row([.text("<b onclick='x'>|a*b\n# c")], segment: "name = \"<i>\"")
      ], asOf: Timestamp(0), milliseconds: 0)
    let html = ReportFormat.html.text(of: table, lens: .person)
    #expect(!html.contains("<b onclick") && !html.contains("<i>"))
    let markdown = ReportFormat.markdown.text(of: table, lens: .person)
    #expect(markdown.contains("| &lt;b onclick='x'&gt;\\|a\\*b \\# c |"))
    #expect(!ReportFormat.table.text(of: table, lens: .person).contains("\n# c"))
  }
}
