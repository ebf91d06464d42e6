package import Requests

extension ReportTable.Cell {
  /// One sum over another; not known where the second is 0.
  package static func ratio(_ part: Int, _ whole: Int) -> Self {
    whole == 0 ? .unknown : .number(Double(part) / Double(whole))
  }

  package static func ratio(_ part: Double?, _ whole: Double?) -> Self {
    guard let part, let whole, whole != 0 else { return .unknown }
    return .number(part / whole)
  }

  /// A number, or not known.
  package static func optional(_ number: Double?) -> Self { number.map { .number($0) } ?? .unknown }
  package static func optional(_ number: Int?) -> Self { number.map { .integer($0) } ?? .unknown }

  /// An interval, or not known.
  package static func interval(_ interval: (low: Double, high: Double)?) -> Self {
    interval.map { .range($0.low, $0.high) } ?? .unknown
  }
}
