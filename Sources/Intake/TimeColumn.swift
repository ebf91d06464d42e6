internal import Formats

/// How the rows of a block say when something was; each thread has one of its own.
///
/// A class, so that asking it copies none of its rules.
final class TimeColumn {
  private let rule: BoundTime
  private let plainColumn: Int?

  init(_ rule: BoundTime) { (self.rule, plainColumn) = (rule, rule.input.plainColumn) }

  /// The column's name for messages.
  var name: String? { rule.input.name }

  /// The row's instant in seconds since 1970; nil where it has none.
  func seconds(_ row: RowText) throws(RowProblem) -> Int64? {
    if let plainColumn {
      return try row.with(plainColumn) { (text) throws(RowProblem) -> Int64? in
        guard text.count > 0 else { return nil }
        guard let seconds = rule.reader.seconds(text) else { throw unreadable }
        return seconds
      }
    }
    guard let text = rule.input.text(row) else { return nil }
    let bytes = Array(text.utf8)
    guard let seconds = rule.reader.seconds(bytes.span) else { throw unreadable }
    return seconds
  }

  private var unreadable: RowProblem {
    RowProblem(name, .badTime, "it is no time that the mapping knows")
  }
}
