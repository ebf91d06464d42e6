import Basis
import Engine
import Formats

/// Rows that could not be used: seeing, mending and retrying them.
enum RejectCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "rejects", "list the rows that could not be used, or write them out",
      options: [
        CommandSpec.option("source", "NAME", "those of one source"),
        CommandSpec.option("limit", "N", "list so many (20)"),
        CommandSpec.flag("reveal", "show the rows as they came; this is logged"),
        CommandSpec.option("export", "FILE", "write them verbatim into a file; this is logged"),
      ],
      discussion: """
        Rows are shown masked: the first letter of every word and the row's shape.
        An exported file has the header of its feed and the rows as they came, in UTF-8: mend it and
        ingest it, or change the mapping and run `parterre rejects retry`.
        """,
      examples: [
        "parterre rejects --source crm", "parterre rejects --source crm --export bad.csv",
      ],
      run: list),
    CommandSpec(
      "rejects retry", "read the rejects again; what can be used now comes in",
      options: [
        CommandSpec.option("source", "NAME", "those of one source"),
        CommandSpec.option("mapping", "FILE", "a mapping for this time"),
      ],
      discussion: """
        The rejects of each batch are read with the source's mapping as it is now. Those that can be
        used come in as a batch of their own; the others stay. It ends with status 3 where some do.
        """,
      examples: ["parterre rejects retry --source crm --mapping better.toml"], run: retry),
  ]

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: line.globals.workspace)
    if let file = line.value("export") {
      let count = try desk.exportRejects(of: line.value("source"), to: file)
      if line.globals.isJSON {
        try line.answer(.object([("file", .string(file)), ("rejects", .count(count))]))
      } else {
        Output.line("Wrote \(counted(count, "reject")) to \(file).")
      }
      return .done
    }
    let limit = try line.integer("limit") ?? 20
    guard limit >= 0 else {
      throw Fault(.usage, "--limit", reason: "it is less than 0", remedy: "Give 0 or more")
    }
    let (lines, count) = try desk.openRejects(
      of: line.value("source"), limit: limit, reveal: line.has("reveal"))
    if line.globals.isJSON {
      try line.answer(
        .object([("count", .count(count)), ("rejects", .array(lines.map(json)))]))
      return .done
    }
    for reject in lines {
      let field = reject.field.map { ", field \($0)" } ?? ""
      Output.line(
        "\(reject.source) \(reject.batch)  \(reject.file):\(reject.line)\(field)  "
          + "\(reject.reason): \(reject.detail)")
      Output.line("  \(reject.text)")
    }
    Output.line(
      "\(counted(count, "reject waits", "rejects wait")); "
        + "\(counted(lines.count, "is", "are")) shown.")
    return .done
  }

  private static func json(_ reject: QuestionDesk.RejectLine) -> JSON {
    .object([
      ("source", .string(reject.source)), ("batch", .integer(reject.batch)),
      ("file", .string(reject.file)), ("line", .count(reject.line)),
      ("field", .optional(reject.field)), ("reason", .string(reject.reason)),
      ("detail", .string(reject.detail)), ("text", .string(reject.text)),
    ])
  }

  private static func retry(_ line: Invocation) throws(Fault) -> ExitStatus {
    let mapping = try line.value("mapping").map { (file) throws(Fault) in
      try FileSystem.readText(file)
    }
    let retried = try QuestionDesk(path: line.globals.workspace).retryRejects(
      of: line.value("source"), mapping: mapping, now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("batches", .array(retried.batches.map { JSON.integer($0) })),
          ("came_in", .count(retried.cameIn)), ("duplicates", .count(retried.duplicates)),
          ("still_rejected", .count(retried.stillRejected)),
          ("without_mapping", .array(retried.withoutMapping.map(JSON.string))),
        ]))
    } else {
      Output.line("came in         \(grouped(retried.cameIn))")
      Output.line("  duplicates    \(grouped(retried.duplicates))")
      Output.line("still rejected  \(grouped(retried.stillRejected))")
    }
    for source in retried.withoutMapping {
      Output.message(
        "parterre: \(source) has no mapping, so its rejects wait. "
          + "Give one with `parterre source set \(source) --mapping FILE`.")
    }
    return retried.stillRejected > 0 || !retried.withoutMapping.isEmpty ? .rejected : .done
  }
}
