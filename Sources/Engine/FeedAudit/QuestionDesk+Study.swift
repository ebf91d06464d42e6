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
          hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
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
