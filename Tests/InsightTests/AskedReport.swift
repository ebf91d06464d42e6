import Basis
import Insight
import Requests

extension RowWorld {
  /// A report of this audience, as the command line would ask for it.
  func run(
    _ report: any Report, _ settings: [String: String] = [:],
    _ configuration: ReportConfiguration = ReportConfiguration()
  ) throws -> ReportTable {
    try ReportRunner(planner: planner(), data: self, configuration: configuration).run(
      report,
      ReportRequest(
        name: report.name,
        settings: settings.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }))
  }
}

extension ReportTable.Row {
  /// The whole number in a column; 0 where there is none.
  func integer(_ column: Int) -> Int {
    if case .integer(let number) = cells[column] { number } else { 0 }
  }

  /// What the row is about, by its first columns; nil where that is unknown.
  func key(_ count: Int) -> [String?] {
    cells.prefix(count).map { cell in
      switch cell {
      case .text(let text): text
      case .date(let date): date.iso8601
      default: nil
      }
    }
  }
}
