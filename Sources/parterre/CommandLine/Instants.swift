import Basis
import Engine
import Formats

/// Instants as they are written on the command line.
enum Instants {
  /// Reads the value of an option; what names no zone is a time of the workspace's.
  static func instant(_ text: String, of option: String, in zone: Zone) throws(Fault) -> Timestamp {
    let bytes = Array(text.utf8)
    if let instant = TimeFormat.standard.parse(bytes.span, zone: zone) { return instant }
    throw Fault(
      .usage, "--\(option)", reason: "“\(text)” is no instant since 1970",
      remedy: "Write 2026-11-01 or 2026-11-01T12:00:00Z")
  }
}

extension Invocation {
  /// Prints a JSON answer, which says of how it was asked what it does not say itself.
  ///
  /// Every answer goes through here but for lists of one document a line.
  func answer(_ document: JSON, _ terms: QuestionDesk.Terms? = nil) throws(Fault) {
    let asked = if let terms { terms } else { try globals.terms() }
    answer(document, under: asked)
  }

  /// Prints a JSON answer to a question that was asked under these terms.
  func answer(_ document: JSON, under terms: QuestionDesk.Terms) {
    guard case .object(let entries) = document else { return Output.json(document) }
    let stamp: [(key: String, value: JSON)] = [
      ("as_of", .string(terms.asOf.iso8601)), ("lens", .string(terms.lens.rawValue)),
      ("exact", true),
    ]
    Output.json(
      .object(entries + stamp.filter { own in !entries.contains { $0.key == own.key } }))
  }
}

extension Globals {
  /// The workspace's time zone, in which times are read and printed for people.
  func zone() throws(Fault) -> Zone { try QuestionDesk(path: workspace).zone() }

  /// Under what the command's questions are asked.
  func terms() throws(Fault) -> QuestionDesk.Terms {
    guard let text = asOf else { return QuestionDesk.Terms(asOf: SystemClock.now(), lens: lens) }
    return QuestionDesk.Terms(
      asOf: try Instants.instant(text, of: "as-of", in: try zone()), lens: lens)
  }
}
