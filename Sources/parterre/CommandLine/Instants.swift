import Basis
import Engine
import Formats

extension Globals {
  /// Under what the command's questions are asked.
  func terms() throws(Fault) -> QuestionDesk.Terms {
    guard let text = asOf else { return QuestionDesk.Terms(asOf: SystemClock.now(), lens: lens) }
    let bytes = Array(text.utf8)
    guard let instant = TimeFormat.standard.parse(bytes.span, zone: .utc) else {
      throw Fault(
        .usage, "--as-of", reason: "“\(text)” is no instant",
        remedy: "Write 2026-11-01 or 2026-11-01T12:00:00Z")
    }
    return QuestionDesk.Terms(asOf: instant, lens: lens)
  }

  /// What every JSON answer says of how it was asked.
  func stamp(_ terms: QuestionDesk.Terms) -> [(key: String, value: JSON)] {
    [
      ("as_of", .string(terms.asOf.iso8601)), ("lens", .string(terms.lens.rawValue)),
      ("exact", true),
    ]
  }
}
