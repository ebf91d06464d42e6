import Basis
import Engine
import Formats

/// Caring for what is there: checking, counting, keeping safe.
enum CareCommands {
  static let all: [CommandSpec] =
    [
      CommandSpec(
        "verify", "check that everything is whole",
        discussion: """
          Checks the catalogue's integrity and references, every column file's presence, size and
          checksums, the numbering of identifiers, and every batch's figures against its files. It
          may run while others read and write. It ends with status 1 where something is wrong.
          """, examples: ["parterre verify", "parterre verify --json"],
        run: verify),
      CommandSpec(
        "stats", "count what the workspace holds", examples: ["parterre stats --json"],
        run: stats),
      CommandSpec(
        "compact", "merge small files, drop what nothing uses, give the space back",
        discussion: """
          Many small column files become a few large ones; values that only undone batches brought
          and data past its retention go, and the catalogue gives its free pages back. What goes
          counted in no answer any more, so that counts and reports stay as they were; `stats` tells
          of fewer rows, and a longer retention does not bring back what is gone. A batch can still
          be undone, and readers go on meanwhile. It may be stopped or killed at any moment without
          harm.
          """, examples: ["parterre compact"],
        run: compact),
      CommandSpec(
        "backup", "write the whole workspace into one compressed file", operands: "FILE",
        count: 1...1,
        options: [CommandSpec.flag("with-key", "include the key that opens sealed values")],
        discussion: """
          The backup is consistent while others go on ingesting. Without --with-key it holds no key:
          keep the workspace's file `key` elsewhere, since nothing can be read without it.
          """,
        examples: ["parterre backup nightly.parterre", "parterre backup --with-key safe.parterre"],
        run: backup),
      CommandSpec(
        "restore", "put a backup back as a new workspace", operands: "FILE", count: 1...1,
        options: [
          CommandSpec.option("to", "PATH", "the new folder (the workspace's)"),
          CommandSpec.option("key", "FILE", "the key file, for a backup without the key"),
        ],
        discussion: """
          The backup is unpacked beside the new folder and checked as `verify` does; only when all
          of it is sound does it get its name. Nothing is ever restored over a workspace.
          """,
        examples: ["parterre restore nightly.parterre --to recovered --key key"], run: restore),
    ] + RejectCommands.all

  private static func desk(_ line: Invocation) -> QuestionDesk {
    QuestionDesk(path: line.globals.workspace)
  }

  private static func verify(_ line: Invocation) throws(Fault) -> ExitStatus {
    let report = try desk(line).check()
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("sound", .boolean(report.problems.isEmpty)), ("batches", .count(report.batches)),
          ("files", .count(report.files)), ("bytes", .count(report.bytes)),
          ("problems", .array(report.problems.map { JSON.string($0) })),
          ("notes", .array(report.notes.map { JSON.string($0) })),
        ]))
    } else {
      for problem in report.problems { Output.line("wrong: \(problem)") }
      for note in report.notes { Output.line("note: \(note)") }
      Output.line(
        report.problems.isEmpty
          ? "Sound: \(counted(report.batches, "batch", "batches")), \(counted(report.files, "file")), "
            + "\(counted(report.bytes, "byte"))."
          : "Where the workspace itself is wrong, restore a backup with `parterre restore`, or undo the "
            + "batches that are named.")
    }
    return report.problems.isEmpty ? .done : .failed
  }

  private static func stats(_ line: Invocation) throws(Fault) -> ExitStatus {
    let statistics = try desk(line).statistics()
    let figures = [
      ("sources", statistics.sources), ("batches", statistics.batches),
      ("undone batches", statistics.undoneBatches), ("identifiers", statistics.nodes),
      ("events", statistics.events), ("facts", statistics.facts),
      ("open rejects", statistics.openRejects), ("catalogue bytes", statistics.catalogueBytes),
    ]
    if line.globals.isJSON {
      let files = statistics.files.map { files in
        JSON.object([
          ("kind", .string(files.kind)), ("files", .count(files.count)),
          ("rows", .count(files.rows)), ("bytes", .count(files.bytes)),
        ])
      }
      let entries = figures.map { (name, figure) in
        (key: String(name.map { $0 == " " ? "_" : $0 }), value: JSON.count(figure))
      }
      try line.answer(.object(entries + [("files", .array(files))]))
      return .done
    }
    var totals = TextTable([("", .left), ("", .right)])
    for (name, figure) in figures { totals.add([name, grouped(figure)]) }
    totals.lines.dropFirst().forEach { Output.line($0) }
    Output.line()
    var table = TextTable([
      ("column files", .left), ("files", .right), ("rows", .right), ("bytes", .right),
    ])
    for files in statistics.files {
      table.add([files.kind, grouped(files.count), grouped(files.rows), grouped(files.bytes)])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func compact(_ line: Invocation) throws(Fault) -> ExitStatus {
    let report = try desk(line).compact(now: SystemClock.now()) { done, total in
      Output.progress("compacting  \(done * 100 / max(1, total ?? 1)) %")
      return true
    }
    Output.endProgress()
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("bytes_before", .count(report.bytesBefore)), ("bytes_after", .count(report.bytesAfter)),
          ("files_before", .count(report.filesBefore)), ("files_after", .count(report.filesAfter)),
          ("emptied_identifiers", .count(report.emptiedIdentifiers)),
          ("emptied_texts", .count(report.emptiedTexts)),
          ("expired_events", .count(report.expiredEvents)),
          ("expired_facts", .count(report.expiredFacts)),
          ("expired_identifiers", .count(report.expiredIdentifiers)),
          ("expired_links", .count(report.expiredLinks)),
          ("expired_consents", .count(report.expiredConsents)),
        ]))
      return .done
    }
    var table = TextTable([("", .left), ("before", .right), ("after", .right)])
    table.add(["column files", grouped(report.filesBefore), grouped(report.filesAfter)])
    table.add(["bytes", grouped(report.bytesBefore), grouped(report.bytesAfter)])
    table.lines.forEach { Output.line($0) }
    let dropped = [
      ("identifiers that nothing refers to", report.emptiedIdentifiers),
      ("texts that no row uses", report.emptiedTexts),
      ("events past their retention", report.expiredEvents),
      ("facts past their retention", report.expiredFacts),
      ("identifiers past their retention", report.expiredIdentifiers),
      ("links of these", report.expiredLinks),
      ("decisions of consent of these", report.expiredConsents),
    ]
    for (what, count) in dropped where count > 0 {
      Output.line("Dropped \(grouped(count)) \(what).")
    }
    return .done
  }

  private static func backup(_ line: Invocation) throws(Fault) -> ExitStatus {
    let path = line.operands[0]
    let summary = try desk(line).backUp(to: path, withKey: line.has("with-key"))
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("file", .string(path)), ("files", .count(summary.files)),
          ("bytes", .count(summary.bytes)), ("archive_bytes", .count(summary.archiveBytes)),
          ("key", .boolean(summary.hasKey)),
        ]))
      return .done
    }
    Output.line(
      "Wrote \(path): \(grouped(summary.bytes)) bytes as \(grouped(summary.archiveBytes)).")
    if !summary.hasKey { Output.line("The key is not in it: keep a copy of it elsewhere.") }
    return .done
  }

  private static func restore(_ line: Invocation) throws(Fault) -> ExitStatus {
    let path = line.value("to") ?? line.globals.workspace
    let report = try Restore.run(line.operands[0], to: path, key: line.value("key"))
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("workspace", .string(path)), ("batches", .count(report.batches)),
          ("files", .count(report.files)),
        ]))
    } else {
      Output.line(
        "Restored \(counted(report.batches, "batch", "batches")) to \(path), all of it checked.")
    }
    return .done
  }
}
