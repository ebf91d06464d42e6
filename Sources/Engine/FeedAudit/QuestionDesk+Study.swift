internal import Basis
internal import Formats
internal import Intake
internal import Normalise
internal import Requests
internal import Sealing
internal import Synchronization

extension QuestionDesk {
  /// Looks at a feed of which somebody wants to make a source.
  ///
  /// The file is read once: other roles of its columns are tried on what was seen of it.
  func study(_ request: FeedStudyRequest, _ terms: Terms) throws(Fault) -> FeedStudy {
    let size = FileSystem.size(of: request.path)
    let kept = lastStudy.withLock { last in
      last?.path == request.path && last?.size == size ? last?.feed : nil
    }
    let feed: ScannedFeed
    if let kept {
      feed = kept
    } else {
      feed = try FeedAuditor.scan(request.path, now: clock(), progress: terms.progress)
      lastStudy.withLock { $0 = StudiedFeed(path: request.path, size: size, feed: feed) }
    }
    var roles: [String: ColumnRole] = [:]
    for (column, title) in request.roles {
      guard let role = ColumnRole(title: title) else {
        throw Fault(
          .usage, column, reason: "“\(title)” is nothing that a column can be",
          remedy: "Write time, event, key, not used, or identifier, attribute, field or consent "
            + "with a name")
      }
      roles[column] = role
    }
    let audit = FeedAuditor.audit(feed, roles: roles)
    return FeedStudy(
      path: request.path, form: FeedWords.form(audit), bytes: audit.bytes, rows: audit.rows,
      repeats: audit.duplicates.value, firstTime: audit.times?.first, lastTime: audit.times?.last,
      columns: audit.columns.map { FeedWords.column($0) },
      warnings: audit.problems.map {
        FeedStudy.Warning(
          line: $0.line, column: $0.column, text: "\($0.found); expected \($0.expected)",
          count: $0.count)
      }, preview: preview(of: request.path, audit.mapping),
      hasFreeRoles: FeedWords.hasFreeRoles(audit), mapping: audit.mapping,
      name: FeedWords.name(of: request.path), kind: FeedWords.kind(audit))
  }

  /// The first rows under a mapping; where there can be none, why.
  private func preview(of path: String, _ mapping: String) -> FeedPreview {
    do throws(Fault) {
      return try reading { (workspace) throws(Fault) in
        let rules = try FeedRules(workspace: workspace.path)
        let parsed = try rules.taxonomy.applied(
          to: try Mapping.parse(mapping, file: "the proposed mapping"))
        let vault = workspace.vault
        var feed = try FeedReader.open(
          path, mapping: parsed,
          hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) }, bad: rules.bad,
          now: clock())
        guard let chunk = try feed.next() else { return FeedPreview() }
        return FeedPreviewer(plan: feed.plan, block: feed.parser.parse(chunk)).preview
      }
    } catch {
      return FeedPreview(obstacle: error.reason, remedy: error.remedy)
    }
  }

  /// Makes a source of a feed and takes the feed in as its first batch.
  func addSource(_ request: NewSourceRequest, _ terms: Terms) throws(Fault) -> IngestSummary {
    try addSource(
      request.name, party: request.party, kind: request.kind, mapping: request.mapping,
      expectedInterval: nil, monthlyCost: nil, now: clock())
    return try ingest(IngestRequest(source: request.name, files: [request.file]), terms)
  }
}

/// The feed that was looked at last.
struct StudiedFeed: Sendable {
  let path: String
  let size: Int?
  let feed: ScannedFeed
}

/// What an audit found, in the words of the screen.
enum FeedWords {
  static func form(_ audit: FeedAudit) -> String {
    var parts = [audit.format]
    if let dialect = audit.dialect {
      parts.append("divided by " + name(of: dialect.delimiter))
      if !dialect.hasHeader { parts.append("no header") }
      if dialect.preambleLines > 0 {
        parts.append("\(dialect.preambleLines) lines above the header")
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
