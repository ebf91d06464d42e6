internal import Basis
internal import Formats
internal import Requests

/// What is written beside a delivered file: how it came about, and what proves that it is whole.
struct DeliveryManifest {
  let text: String

  static func path(of file: String) -> String { file + ".manifest.json" }

  init(
    _ answer: DeliveryAnswer, _ order: DeliveryOrder, _ terms: QuestionDesk.Terms, number: Int64,
    consentRoot: String?
  ) {
    let files = answer.files.map { file in
      JSON.object([
        ("file", .string(FileSystem.name(of: file.path))), ("rows", .count(file.rows)),
        ("bytes", .count(file.bytes)), ("sha256", .string(file.sha256)),
      ])
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

  static func steps(_ waterfall: Requests.Waterfall) -> JSON {
    .array(
      waterfall.steps.map {
        .object([
          ("step", .string($0.label)), ("count", .count($0.remaining)), ("lost", .count($0.lost)),
        ])
      })
  }
}
