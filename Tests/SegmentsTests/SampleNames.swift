import Basis
import Columns
import Segments

/// The names and values that random trees are drawn from.
struct SampleNames {
  var attributes: [(name: String, type: ValueType)]
  var events: [String]
  var ownFields: [(name: String, type: ValueType)]
  var purposes: [String]
  var namespaces: [String]
  var sources: [String]
  var models: [String]
  var references: [String]
  var values: [String]
  var fragments: [String]

  func fields(of event: String) -> [(name: String, type: FieldType)] {
    ownFields.map { ($0.name, .plain($0.type)) }
      + FieldType.builtIn.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  func numericFields(of event: String) -> [String] {
    ownFields.filter { [.number, .integer, .money].contains($0.type) }.map(\.name)
      + ["hour", "weekday"]
  }

  var orderedAttributes: [String] {
    attributes.filter { ![.text, .list, .boolean].contains($0.type) }.map(\.name)
  }

  /// What `SampleWorld` holds.
  static let meaningful = SampleNames(
    attributes: [
      ("country", .text), ("ltv", .money), ("age", .integer), ("height", .number),
      ("subscribed", .boolean), ("birthday", .date), ("seen", .time), ("tags", .list),
    ],
    events: ["visit", "purchase", "email_open"],
    ownFields: [
      ("category", .text), ("revenue", .money), ("quantity", .integer), ("weight", .number),
      ("gift", .boolean), ("labels", .list),
    ],
    purposes: ["ads", "email"], namespaces: ["email", "phone"], sources: ["web", "crm"],
    models: ["churn"], references: ["vips"],
    values: [
      "DE", "de", "Straße", "ÖL", "öl", "shoes", "Shoes", "hats", "none of these", "a*b",
      "Caf\u{E9}", "Cafe\u{301}", "CAFE\u{301}", "q;r", "q\u{37E}r",
    ],
    fragments: [
      "s", "S*", "*e*", "?", "??", "ö", "ßE", "", "*", "a*b", "oes", "sho?s", "SH", "\u{E9}",
      "E\u{301}", "caf?", ";",
    ])

  /// Names and values that need quotes, escapes and care.
  static let wild: SampleNames = {
    var names = meaningful
    let odd = [
      "and", "a b", "\"", "\\", "", "12", "2026-01-01", "first", "true", "x-y", "-x",
      "größe", "🙂", "24h", "a.b", "#", "a\nb", "where", "count", "last", "in", "not", "@x", "%",
    ]
    names.attributes += odd.map { ($0, .text) }
    names.events += odd
    names.ownFields += odd.map { ($0, .text) }
    names.purposes += odd
    names.references += odd
    names.values += odd
    names.fragments += odd
    return names
  }()
}
