package import Basis
// Publishing: a report as a file. The table of any report comes in, text goes out: for a terminal, a
// spreadsheet, a program, a document or a browser. It computes no figure and knows no report.
internal import Formats
package import Requests

/// How a report is written.
package enum ReportFormat: String, Sendable, CaseIterable {
  case table, csv, json, markdown, html

  /// How the names of such files end.
  package var fileExtension: String {
    switch self {
    case .table: "txt"
    case .csv: "csv"
    case .json: "json"
    case .markdown: "md"
    case .html: "html"
    }
  }

  /// The whole file, which ends with a line break.
  package func text(of table: ReportTable, lens: Lens) -> String {
    switch self {
    case .table: TerminalTable(table).text
    case .csv: CSVFile.text(of: table)
    case .json: ReportJSON.document(of: table, lens: lens).text + "\n"
    case .markdown: MarkdownPage.text(of: table, lens: lens)
    case .html: HTMLPage(table, lens: lens).text
    }
  }
}
