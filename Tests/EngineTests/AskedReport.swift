import Engine
import Requests

/// A report as of the instant of the tests.
func report(
  _ desk: QuestionDesk, _ name: String, _ settings: [String: String] = [:]
) throws -> ReportTable {
  try desk.report(
    ReportRequest(
      name: name,
      settings: settings.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }),
    terms: TestWorkspace.terms)
}

/// The number that a cell shows, where it shows one.
func number(_ cell: ReportTable.Cell) -> Double? {
  switch cell {
  case .integer(let number): Double(number)
  case .number(let number): number
  case .text, .date, .range, .unknown, .small: nil
  }
}

func text(_ cell: ReportTable.Cell) -> String {
  if case .text(let text) = cell { text } else { "" }
}
