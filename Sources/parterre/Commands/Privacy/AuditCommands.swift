import Basis
import Engine
import Formats

/// Who did what on this workspace.
enum AuditCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "audit-log", "show who did what on this workspace, and when",
      options: [
        CommandSpec.option("action", "WORD", "only this action, such as reveal or export"),
        CommandSpec.option("since", "TIME", "only from this instant or day on"),
        CommandSpec.option("limit", "N", "how many lines, the newest (50)"),
      ],
      discussion: """
        Every change, every export and every look at unmasked identifiers leaves a line. Lines hold
        no personal data and are chained: each carries the hash of the one before, and `verify`
        finds any that was changed, removed or moved.
        """,
      examples: ["parterre audit-log --action reveal --since 2026-11-01"], run: show)
  ]

  private static func show(_ line: Invocation) throws(Fault) -> ExitStatus {
    let limit = try line.integer("limit") ?? 50
    let since = try line.value("since").map { (text) throws(Fault) in
      try Instants.instant(text, of: "since", in: try line.globals.zone())
    }
    let (lines, total) = try QuestionDesk(path: line.globals.workspace).auditLog(
      action: line.value("action"), since: since, newest: max(0, limit))
    if line.globals.isJSON {
      let entries = lines.map {
        JSON.object([
          ("number", .count($0.number)), ("at", .string($0.time.iso8601)),
          ("who", .string($0.actor)),
          ("action", .string($0.action)), ("subject", .string($0.subject)),
          ("detail", .string($0.detail)),
        ])
      }
      try line.answer(.object([("total", .count(total)), ("entries", .array(entries))]))
      return .done
    }
    let zone = try line.globals.zone()
    var table = TextTable([
      ("no", .right), ("when", .left), ("who", .left), ("action", .left), ("on", .left),
      ("detail", .left),
    ])
    for line in lines {
      table.add([
        grouped(line.number), zone.iso8601(line.time), line.actor, line.action, line.subject,
        line.detail,
      ])
    }
    table.lines.forEach { Output.line($0) }
    if lines.count < total {
      Output.line("The newest \(grouped(lines.count)) of \(grouped(total)); see --limit.")
    }
    return .done
  }
}
