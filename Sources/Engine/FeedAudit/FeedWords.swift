internal import Basis
internal import Formats
internal import Requests

/// What an audit found, in words for people.
package enum FeedWords {
  /// How the feed is written.
  package static func form(_ audit: FeedAudit) -> String {
    var parts = [audit.format]
    if let dialect = audit.dialect {
      parts.append("divided by " + name(of: dialect.delimiter))
      if !dialect.hasHeader { parts.append("no header") }
      if dialect.preambleLines > 0 {
        parts.append("\(Counted.text(dialect.preambleLines, "line")) above the header")
      }
      if dialect.decimal == UInt8(ascii: ",") { parts.append("decimal commas") }
    }
    parts.append(audit.encoding)
    if audit.compression != "none" { parts.append(audit.compression) }
    return parts.joined(separator: ", ")
  }

  private static func name(of delimiter: UInt8) -> String {
    switch delimiter {
    case 9: "tabs"
    case 1: "^A"
    default: "“\(Character(Unicode.Scalar(delimiter)))”"
    }
  }

  static func column(_ column: AuditColumn) -> FeedStudy.Column {
    FeedStudy.Column(
      name: column.name, type: column.type, filled: column.filled, rows: column.rows,
      distinct: column.distinct.value, isDistinctExact: column.distinct.isExact, use: column.use,
      isPersonal: column.isPersonal, values: values(column), choices: choices(column))
  }

  private static func values(_ column: AuditColumn) -> String {
    if column.common.isEmpty {
      guard let least = column.least, let most = column.most else { return "" }
      return least + " to " + most
    }
    return column.common.prefix(3).map { String($0.value.prefix(24)) }.joined(separator: ", ")
      + (column.distinct.value > 3 ? ", …" : "")
  }

  private static func choices(_ column: AuditColumn) -> [String] {
    let name = ColumnText.snake(column.name)
    let common = [
      "time", "event", "attribute " + name, "field " + name, "identifier email",
      "identifier phone", "identifier user_id", "identifier crm_id", "identifier anonymous_id",
      "identifier cookie", "identifier loyalty_id", "identifier email_sha256", "consent email",
      "consent ads", "consent personalised_ads", "consent analytics", "consent sharing", "key",
      FeedStudy.unused,
    ]
    let own = [column.use].compactMap { $0 }
    return own + common.filter { !own.contains($0) }
  }

  /// `crm_export` for `/data/CRM export.csv.gz`.
  static func name(of path: String) -> String {
    let base = FileSystem.name(of: path).split(separator: ".").first.map(String.init) ?? "feed"
    return ColumnText.snake(base)
  }

  static func hasFreeRoles(_ audit: FeedAudit) -> Bool {
    ["csv", "json", "json_lines"].contains(audit.format)
      && !audit.columns.contains { $0.use?.hasPrefix("cost") ?? false }
  }

  static func kind(_ audit: FeedAudit) -> String {
    let uses = audit.columns.compactMap(\.use)
    switch audit.format {
    case "segment": return "web"
    case "dtv2", "gam": return "adserver"
    case "google_ads", "meta_ads": return "cost"
    case "tcf": return "consent"
    default: break
    }
    if uses.contains(where: { $0.hasPrefix("cost") }) { return "cost" }
    if uses.contains(where: { $0.hasPrefix("consent signal") }) { return "consent" }
    return uses.contains("event") ? "web" : "crm"
  }
}
