internal import Basis
internal import Columns
package import Requests
package import Segments

/// One value of a dimension: how a row shows it, and the test that holds for it.
package struct GroupLabel: Hashable, Sendable {
  package let cell: ReportTable.Cell
  package let test: Test

  package static let unknown = GroupLabel(cell: .unknown, test: .known(false))

  package static func text(_ text: String) -> GroupLabel {
    GroupLabel(cell: .text(text), test: .equals(text))
  }

  /// A value of a whole column, in the words of its kind.
  static func whole(_ value: Int64, _ kind: WholeColumn.Kind) -> GroupLabel {
    switch kind {
    case .boolean:
      return GroupLabel(
        cell: .text(value == 1 ? "yes" : "no"),
        test: .compare(.equal, Literal(.boolean(value == 1))))
    case .date:
      let date = CivilDate(daysSinceEpoch: Int(value))
      return GroupLabel(
        cell: .text(date.iso8601), test: .compare(.equal, Literal(.moment(.day(date)))))
    case .integer, .money, .time:
      return GroupLabel(
        cell: .text("\(value)"),
        test: .compare(.equal, Literal(.number(DecimalNumber(Int(value))))))
    }
  }
}
