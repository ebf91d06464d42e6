import Basis
import Engine
import Formats

/// Taking out what a source brought.
enum SourceRemovalCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "source undo", "take out exactly what a batch brought", operands: "BATCH", count: 1...1,
      discussion: """
        All that the batch brought stops counting: its events, attributes, links, consents, costs
        and rejects. Its file can be ingested again afterwards. `parterre source show NAME` lists
        the batches. Rejects that the batch had brought in by a retry wait again.
        """,
      examples: ["parterre source undo 12"], run: undo),
    CommandSpec(
      "source remove", "undo all batches of a source and forget it", operands: "NAME",
      count: 1...1, examples: ["parterre source remove old-crm"], run: removeSource),
  ]

  private static func desk(_ line: Invocation) -> QuestionDesk {
    QuestionDesk(path: line.globals.workspace)
  }

  private static func undo(_ line: Invocation) throws(Fault) -> ExitStatus {
    guard let number = Int64(line.operands[0]) else {
      throw Fault(
        .usage, "“\(line.operands[0])”", reason: "it is not the number of a batch",
        remedy: "`parterre source show NAME` lists the batches of a source")
    }
    let undone = try desk(line).undo(batch: number, now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(json(undone))
    } else {
      Output.line(
        "Took out batch \(undone.batch) of \(undone.source) (\(undone.file)): "
          + "\(counted(undone.rows, "row")), \(counted(undone.events, "event")).")
    }
    return .done
  }

  private static func removeSource(_ line: Invocation) throws(Fault) -> ExitStatus {
    let name = line.operands[0]
    let undone = try desk(line).removeSource(name, now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(.object([("source", .string(name)), ("undone", .array(undone.map(json)))]))
    } else {
      let rows = undone.reduce(0) { $0 + $1.rows }
      let batches = counted(undone.count, "batch", "batches")
      Output.line("Removed \(name): \(batches) with \(counted(rows, "row")).")
    }
    return .done
  }

  private static func json(_ undone: QuestionDesk.Undone) -> JSON {
    .object([
      ("batch", .integer(undone.batch)), ("source", .string(undone.source)),
      ("file", .string(undone.file)), ("rows", .count(undone.rows)),
      ("events", .count(undone.events)),
    ])
  }
}
