import Basis
import Engine
import Formats

/// Instants as they are written on the command line.
enum Instants {
  /// Reads the value of an option.
  static func instant(_ text: String, of option: String) throws(Fault) -> Timestamp {
    let bytes = Array(text.utf8)
    if let instant = TimeFormat.standard.parse(bytes.span, zone: .utc) { return instant }
    throw Fault(
      .usage, "--\(option)", reason: "“\(text)” is no instant since 1970",
      remedy: "Write 2026-11-01 or 2026-11-01T12:00:00Z")
  }
}

extension Globals {
  /// Under what the command's questions are asked.
  func terms() throws(Fault) -> QuestionDesk.Terms {
    guard let text = asOf else { return QuestionDesk.Terms(asOf: SystemClock.now(), lens: lens) }
    return QuestionDesk.Terms(asOf: try Instants.instant(text, of: "as-of"), lens: lens)
  }

  /// What every JSON answer says of how it was asked.
  func stamp(_ terms: QuestionDesk.Terms) -> [(key: String, value: JSON)] {
    [
      ("as_of", .string(terms.asOf.iso8601)), ("lens", .string(terms.lens.rawValue)),
      ("exact", true),
    ]
  }
}
