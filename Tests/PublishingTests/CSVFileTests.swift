import Basis
import Publishing
import Requests
import Support
import Testing

@Suite("A report as CSV") struct CSVFileTests {
  private func table(_ rows: [ReportTable.Row]) -> ReportTable {
    ReportTable(
      title: "T", request: ReportRequest(name: "t"),
      columns: [
        ReportTable.Column("Name", kind: .text), ReportTable.Column("People", kind: .count),
        ReportTable.Column("Rate 95 %", kind: .share),
      ], rows: rows, asOf: Timestamp(0), milliseconds: 0)
  }

  @Test("a text that a spreadsheet would compute gets an apostrophe")
  func formulasAreHarmless() {
    let csv = ReportFormat.csv.text(
      of: table([ReportTable.Row([.text("=1+1"), .integer(-3), .unknown])]), lens: .person)
    #expect(csv == "name,people,rate_95_percent\r\n'=1+1,-3,\r\n")
  }

  @Test("commas, quotes and line breaks are quoted, intervals take two columns")
  func quotesAndRanges() {
    let csv = ReportFormat.csv.text(
      of: table([
        ReportTable.Row(
          [.text("a,\"b\"\n"), .integer(1_000), .range(0.25, 0.5)], segment: "country = DE")
      ]), lens: .person)
    #expect(
      csv == "name,people,rate_95_percent_low,rate_95_percent_high,segment\r\n"
        + "\"a,\"\"b\"\"\n\",1000,0.25,0.5,country = DE\r\n")
  }
}
