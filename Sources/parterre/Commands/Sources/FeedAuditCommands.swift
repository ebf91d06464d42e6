import Basis
import Engine
import Formats

/// Looking at a feed before it is ingested.
enum FeedAuditCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "audit", "read a feed without keeping it and propose a mapping", operands: "FILE… (or -)",
      count: 1...1_000,
      options: [
        CommandSpec.option("mapping-out", "FILE", "write the proposed mapping of one feed here")
      ],
      discussion: """
        Tells how a feed is written, what its columns are, how full and how different they are, which
        hold identifiers or personal data, what is wrong with it and where, and from when to when its
        rows speak. Rows are counted exactly; from a million rows on the values of one row in sixteen
        are looked at. Counts of different values and of repeated rows that are not exact have a ~.

        Columns are recognised by their names in English, German, French, Spanish and Swedish, and by
        their values. The proposed mapping can be ingested as it is; its comments say what to check.
        Values of columns with personal data are never shown.
        """,
      examples: [
        "parterre audit export.csv",
        "parterre audit --mapping-out crm.mapping.toml crm.csv",
        "parterre source add crm --mapping crm.mapping.toml",
      ], run: audit)
  ]

  private static func audit(_ line: Invocation) throws(Fault) -> ExitStatus {
    let target = line.value("mapping-out")
    guard target == nil || line.operands.count == 1 else {
      throw Fault(
        .usage, "parterre audit", reason: "--mapping-out writes the mapping of one feed",
        remedy: "Audit the feeds one after the other")
    }
    let terms = try line.globals.terms()
    let now = terms.asOf
    var audits: [FeedAudit] = []
    var hasFailed = false
    for file in line.operands {
      do throws(Fault) {
        audits.append(
          try FeedAuditor.audit(file, now: now) { done, total in
            showProgress(file, done, total)
            return true
          })
      } catch {
        hasFailed = true
        Output.endProgress()
        Output.fault(error, isJSON: line.globals.isJSON)
      }
    }
    Output.endProgress()
    if let target, let audit = audits.first {
      try FileSystem.writeAtomically(Array(audit.mapping.utf8), to: target, mode: 0o644)
    }
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("exact", .boolean(audits.allSatisfy { $0.examined == $0.rows })),
          ("feeds", .array(audits.map { FeedAuditText.json($0) })),
        ]), terms)
    } else {
      for (index, audit) in audits.enumerated() {
        if index > 0 { Output.line() }
        FeedAuditText.lines(audit).forEach { Output.line($0) }
      }
      if let target { Output.line("\nThe proposed mapping is in \(target).") }
    }
    return hasFailed ? .failed : .done
  }

  private static func showProgress(_ file: String, _ done: Int, _ total: Int?) {
    guard let total, total > 0 else { return }
    Output.progress("\(FileSystem.name(of: file))  \(done * 100 / total) %")
  }
}

/// An audit as text and as JSON.
enum FeedAuditText {
  static func lines(_ audit: FeedAudit) -> [String] {
    var lines = ["\(audit.file)", "  \(form(audit))", "  \(figures(audit))"]
    if let times = audit.times {
      lines.append(
        "  \(times.column) from \(times.first.iso8601) to \(times.last.iso8601)")
    }
    lines.append("")
    lines += columns(audit)
    let personal = audit.columns.filter { $0.isPersonal && $0.filled > 0 }
    if !personal.isEmpty {
      lines += ["", "* personal data: \(personal.map(\.name).joined(separator: ", "))"]
    }
    if !audit.problems.isEmpty {
      lines += ["", "problems"]
      lines += problems(audit)
    }
    return lines
  }

  private static func form(_ audit: FeedAudit) -> String {
    FeedWords.form(audit) + ", \(grouped(audit.bytes)) bytes"
  }

  private static func figures(_ audit: FeedAudit) -> String {
    var parts = [counted(audit.rows, "row")]
    if audit.examined < audit.rows { parts.append("\(grouped(audit.examined)) of them examined") }
    parts.append("\(shown(audit.duplicates)) repeat another")
    if audit.totalRows > 0 { parts.append("\(counted(audit.totalRows, "total")) left out") }
    parts.append(counted(audit.columns.count, "column"))
    return parts.joined(separator: ", ")
  }

  private static func columns(_ audit: FeedAudit) -> [String] {
    var table = TextTable([
      ("column", .left), ("type", .left), ("filled", .right), ("different", .right),
      ("used as", .left), ("values", .left),
    ])
    for column in audit.columns {
      table.add([
        cut(column.name, 36), column.type, share(column.filled, column.rows),
        shown(column.distinct), (column.use ?? "–") + (column.isPersonal ? " *" : ""),
        values(column),
      ])
    }
    return table.lines
  }

  private static func values(_ column: AuditColumn) -> String {
    if column.common.isEmpty {
      guard let least = column.least, let most = column.most else { return "" }
      return "\(least) to \(most)"
    }
    let words = column.common.prefix(3).map { cut($0.value, 20) }
    return words.joined(separator: ", ") + (column.distinct.value > 3 ? ", …" : "")
  }

  private static func problems(_ audit: FeedAudit) -> [String] {
    var table = TextTable([
      ("rows", .right), ("first line", .right), ("column", .left), ("found", .left),
      ("expected", .left),
    ])
    for problem in audit.problems {
      table.add([
        grouped(problem.count), grouped(problem.line), cut(problem.column ?? "", 28),
        problem.found, problem.expected,
      ])
    }
    return table.lines
  }

  /// A share that is neither nothing nor everything never looks as if it were.
  private static func share(_ part: Int, _ whole: Int) -> String {
    if part > 0, part * 2_000 < whole { return "<0.1 %" }
    return part < whole && part * 2_000 >= whole * 1_999 ? ">99.9 %" : percent(part, of: whole)
  }

  private static func shown(_ count: AuditCount) -> String {
    (count.isExact ? "" : "~") + grouped(count.value)
  }

  private static func cut(_ text: String, _ length: Int) -> String {
    let clean = text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) }
    return clean.count > length ? String(clean.prefix(length - 1)) + "…" : String(clean)
  }

  static func json(_ audit: FeedAudit) -> JSON {
    var dialect: JSON = .null
    if let found = audit.dialect {
      dialect = .object([
        ("delimiter", .string(String(Character(Unicode.Scalar(found.delimiter))))),
        ("quote", .optional(found.quote.map { String(Character(Unicode.Scalar($0))) })),
        ("header", .boolean(found.hasHeader)), ("preamble_lines", .count(found.preambleLines)),
        ("decimal", .optional(found.decimal.map { String(Character(Unicode.Scalar($0))) })),
      ])
    }
    return .object([
      ("file", .string(audit.file)), ("format", .string(audit.format)), ("dialect", dialect),
      ("encoding", .string(audit.encoding)), ("compression", .string(audit.compression)),
      ("bytes", .count(audit.bytes)), ("rows", .count(audit.rows)),
      ("rows_examined", .count(audit.examined)), ("total_rows", .count(audit.totalRows)),
      ("duplicates", .count(audit.duplicates.value)),
      ("duplicates_exact", .boolean(audit.duplicates.isExact)),
      ("time_column", .optional(audit.times?.column)),
      ("first_time", .optional(audit.times?.first.iso8601)),
      ("last_time", .optional(audit.times?.last.iso8601)),
      ("columns", .array(audit.columns.map(json))),
      ("problems", .array(audit.problems.map(json))), ("mapping", .string(audit.mapping)),
    ])
  }

  private static func json(_ column: AuditColumn) -> JSON {
    .object([
      ("name", .string(column.name)), ("type", .string(column.type)),
      ("filled", .count(column.filled)), ("rows", .count(column.rows)),
      ("distinct", .count(column.distinct.value)),
      ("distinct_exact", .boolean(column.distinct.isExact)), ("use", .optional(column.use)),
      ("personal", .boolean(column.isPersonal)), ("least", .optional(column.least)),
      ("most", .optional(column.most)),
      (
        "common",
        .array(
          column.common.map {
            .object([("value", .string($0.value)), ("count", .count($0.count))])
          })
      ),
    ])
  }

  private static func json(_ problem: AuditProblem) -> JSON {
    .object([
      ("line", .count(problem.line)), ("column", .optional(problem.column)),
      ("found", .string(problem.found)), ("expected", .string(problem.expected)),
      ("count", .count(problem.count)),
    ])
  }
}
