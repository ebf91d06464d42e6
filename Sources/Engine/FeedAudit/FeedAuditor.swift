package import Basis
internal import Formats
internal import Intake

/// Reads a feed without keeping it and tells what is in it.
package enum FeedAuditor {
  /// Audits a file, or standard input for `-`; `progress` hears the bytes read so far and the
  /// file's size, and returns false to stop.
  package static func audit(
    _ path: String, now: Timestamp, progress: (Int, Int?) -> Bool
  ) throws(Fault) -> FeedAudit {
    audit(try scan(path, now: now, progress: progress))
  }

  /// Reads a feed once; audits and mappings are made of what was seen, however often.
  static func scan(
    _ path: String, now: Timestamp, progress: (Int, Int?) -> Bool
  ) throws(Fault) -> ScannedFeed {
    var chunks = try ChunkReader(try ByteStream.open(path))
    let head = chunks.head
    guard head.contains(where: { $0 > 32 }) else {
      throw Fault(
        .malformed, path, reason: "it is empty", remedy: "Check that the sender wrote it")
    }
    let format = FeedFormat.find(head, mapping: nil)
    var header: [String]?
    if case .delimited(let dialect) = format {
      header = try FeedReader.readHeader(head, dialect, path).header
      try chunks.skipLines(dialect.preambleLines + (dialect.hasHeader ? 1 : 0))
      if let quote = dialect.quote {
        chunks.recordEnd = .csvLine(quote: quote, delimiter: dialect.delimiter)
      }
    } else if format == .jsonArray {
      chunks.flattenArray()
    }
    var scan = FeedScan(header: header, now: now)
    while let chunk = try chunks.next() {
      switch format {
      case .delimited(let dialect): scan.addDelimited(chunk, dialect)
      case .jsonLines, .jsonArray: scan.addLines(chunk)
      }
      guard progress(chunks.bytesRead, chunks.totalBytes) else {
        throw Fault(
          .interrupted, "audit", reason: "it was stopped", remedy: "Run it again when you like")
      }
    }
    let columns = scan.finish()
    return ScannedFeed(
      path: path, format: format, bytes: chunks.bytesRead,
      compression: chunks.compression.rawValue, encoding: chunks.usedEncoding.rawValue,
      columns: columns, scan: scan)
  }

  /// What a feed that was read is; `roles` are columns of which somebody decided what they are.
  static func audit(_ feed: ScannedFeed, roles: [String: ColumnRole] = [:]) -> FeedAudit {
    let (columns, scan) = (feed.columns, feed.scan)
    let name = FileSystem.name(of: feed.path)
    let proposal = MappingProposal(
      columns, rows: scan.examined, repeats: scan.rowCounter.repeats.value, format: feed.format,
      hasBatches: scan.batches > 0, file: name, roles: roles)
    var audit = FeedAudit(file: feed.path)
    (audit.bytes, audit.compression, audit.encoding) = (feed.bytes, feed.compression, feed.encoding)
    audit.format = proposal.mapping.feed.kind?.rawValue ?? feed.format.name
    if case .delimited(let dialect) = feed.format {
      audit.dialect = AuditDialect(
        delimiter: dialect.delimiter, quote: dialect.quote, hasHeader: dialect.hasHeader,
        preambleLines: dialect.preambleLines, decimal: proposal.decimal?.byte)
    }
    (audit.rows, audit.examined, audit.totalRows) = (scan.rows, scan.examined, scan.totals)
    audit.duplicates = scan.rowCounter.repeats
    audit.columns = columns.map { column($0, rows: scan.examined, proposal) }
    audit.problems = scan.problems + ColumnProblems.of(columns)
    audit.times = times(columns, proposal)
    audit.mapping = MappingText.text(of: proposal, file: name, audit)
    return audit
  }

  private static func column(_ profile: ColumnProfile, rows: Int, _ proposal: MappingProposal)
    -> AuditColumn
  {
    let use = proposal.uses[profile.name]
    let isPersonal = profile.isPersonal
    let common = profile.values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
    let isTimed = profile.times.first != nil
    return AuditColumn(
      name: profile.name, type: profile.typeName, filled: profile.filled, rows: rows,
      distinct: profile.counter.distinct, use: use, isPersonal: isPersonal,
      common: isPersonal ? [] : common.map { ($0.key, $0.value) },
      least: isPersonal ? nil : isTimed ? time(profile.times.first) : number(profile.least),
      most: isPersonal ? nil : isTimed ? time(profile.times.last) : number(profile.most))

    func time(_ seconds: Int64?) -> String? {
      guard let text = seconds.map({ Timestamp($0).iso8601 }) else { return nil }
      return profile.times.guess?.isDateOnly == true ? String(text.prefix(10)) : text
    }
    func number(_ number: Double?) -> String? { number?.plainText }
  }

  private static func times(_ columns: [ColumnProfile], _ proposal: MappingProposal) -> AuditTimes?
  {
    let name =
      proposal.mapping.row.time?.input.columns.first
      ?? proposal.mapping.cost?.day.input.columns.first
    guard let column = columns.first(where: { $0.name == name }),
      let first = column.times.first, let last = column.times.last
    else { return nil }
    return AuditTimes(column: column.name, first: Timestamp(first), last: Timestamp(last))
  }
}

extension ColumnProfile {
  /// Whether its values by themselves are personal data.
  var isPersonal: Bool {
    switch role {
    case .identifier: return true
    case .attribute(_, let isPersonal): if isPersonal { return true }
    default: break
    }
    if hasAddresses { return true }
    switch shape {
    case .email, .phone, .address, .digest: return true
    default: return false
    }
  }

  /// What its values are, in a word.
  var typeName: String {
    if filled == 0 { return "empty" }
    if role == .identifier("phone") { return "phone" }
    if role?.isTime == true, let guess = times.guess { return guess.isDateOnly ? "date" : "time" }
    switch shape {
    case .date: return times.guess.map { $0.isDateOnly ? "date" : "time" } ?? "text"
    case .email: return "e-mail"
    case .digest: return "sha-256"
    case .integer: return leadingZeros > 0 ? "digits" : "integer"
    case let other?: return other.rawValue
    case nil: return "mixed"
    }
  }
}

/// A feed that was read once, with all that audits are made of.
struct ScannedFeed: Sendable {
  let path: String
  let format: FeedFormat
  let bytes: Int
  let compression: String
  let encoding: String
  let columns: [ColumnProfile]
  let scan: FeedScan
}
