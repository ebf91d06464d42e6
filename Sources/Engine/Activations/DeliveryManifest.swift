internal import Basis
internal import Formats
internal import Requests
internal import Storage

/// What is written beside a delivered file: how it came about, and what proves that it is whole.
struct DeliveryManifest {
  let text: String

  static func path(of file: String) -> String { file + ".manifest.json" }

  init(
    _ answer: DeliveryAnswer, _ order: DeliveryOrder, _ terms: QuestionDesk.Terms, number: Int64,
    consentRoot: String?
  ) {
    let files = answer.files.map {
      Self.entry($0.path, rows: $0.rows, bytes: $0.bytes, sha256: $0.sha256)
    }
    text =
      JSON.object([
        ("activation", .integer(number)), ("segment", .string(answer.segment)),
        ("segment_version", answer.version.map { JSON.count($0) } ?? .null),
        ("destination", .string(answer.destination.name)),
        ("as_of", .string(terms.asOf.iso8601)), ("consent_as_of", .string(answer.at.iso8601)),
        ("consent_root", .optional(consentRoot)), ("lens", .string(terms.lens.rawValue)),
        ("delta", .boolean(order.isDelta)),
        ("added", answer.added.map { JSON.count($0) } ?? .null),
        ("removed", answer.removed.map { JSON.count($0) } ?? .null),
        ("unnamed", .count(answer.unnamed)),
        ("suppressed", .array(order.suppressed.map { .string($0) })),
        ("priority", .array(order.priority.map { .string($0) })),
        ("holdout_percent", order.heldOut.map { JSON.count($0) } ?? .null),
        ("holdout_campaign", .optional(order.campaign)),
        ("waterfall", Self.steps(answer.waterfall)), ("rows", .count(answer.rows)),
        ("columns", .array(answer.columns.map { .string($0) })), ("files", .array(files)),
        ("bytes", .count(answer.files.reduce(0) { $0 + $1.bytes })),
        ("sha256", .optional(answer.files.first?.sha256)),
      ]).text
  }

  private static func entry(_ path: String, rows: Int, bytes: Int, sha256: String) -> JSON {
    .object([
      ("file", .string(FileSystem.name(of: path))), ("rows", .count(rows)),
      ("bytes", .count(bytes)), ("sha256", .string(sha256)),
    ])
  }

  /// A manifest's text with other figures for its files, as they are once lines have been erased.
  static func corrected(
    _ text: String, from old: [ActivationFile], to new: [ActivationFile]
  ) -> String {
    func entry(_ file: ActivationFile) -> String {
      Self.entry(file.path, rows: file.rows, bytes: file.bytes, sha256: file.sha256).text
    }
    func sums(_ files: [ActivationFile]) -> String {
      let bytes = files.reduce(0) { $0 + $1.bytes }
      let whole = JSON.object([
        ("bytes", .count(bytes)), ("sha256", .optional(files.first?.sha256)),
      ])
      return String(whole.text.dropFirst())
    }
    var text = text
    for (before, after) in zip(old, new) {
      text = replacing(entry(before), with: entry(after), in: text)
    }
    return replacing(sums(old), with: sums(new), in: text)
  }

  private static func replacing(_ old: String, with new: String, in text: String) -> String {
    guard old != new, let range = text.firstRange(of: old) else { return text }
    return text[..<range.lowerBound] + new + text[range.upperBound...]
  }

  /// The names of the columns that a manifest states; none where its text cannot be read any more.
  static func columns(of text: String) -> [String] {
    do throws(JSONProblem) {
      let leaves = try JSONLeaves.read(Array(text.utf8).span)
      guard let list = leaves.first(where: { $0.path == "columns" && $0.kind == .list }) else {
        return []
      }
      return try JSONLeaves.scalars(list.text.span)
    } catch {
      return []
    }
  }

  static func steps(_ waterfall: Requests.Waterfall) -> JSON {
    .array(
      waterfall.steps.map {
        .object([
          ("step", .string($0.label)), ("count", .count($0.remaining)), ("lost", .count($0.lost)),
        ])
      })
  }
}
