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

extension Invocation {
  /// Prints a JSON answer, which says of how it was asked what it does not say itself.
  ///
  /// Every answer goes through here but for lists of one document a line.
  func answer(_ document: JSON, _ terms: QuestionDesk.Terms? = nil) {
    guard case .object(let entries) = document else { return Output.json(document) }
    let terms = terms ?? globals.terms()
    let stamp: [(key: String, value: JSON)] = [
      ("as_of", .string(terms.asOf.iso8601)), ("lens", .string(terms.lens.rawValue)),
      ("exact", true),
    ]
    Output.json(
      .object(entries + stamp.filter { own in !entries.contains { $0.key == own.key } }))
  }
}

extension Globals {
  /// Under what the command's questions are asked.
  func terms() -> QuestionDesk.Terms {
    QuestionDesk.Terms(asOf: asOf ?? SystemClock.now(), lens: lens)
  }
}
