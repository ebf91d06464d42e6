import Basis
import Engine
import Formats
import Requests

/// Segments as files that can be edited and kept in version control.
enum SegmentFileCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "segment export-dir", "write every saved segment into a folder of files", operands: "DIR",
      count: 1...1,
      discussion: """
        Each segment becomes DIR/FOLDER/NAME.segment: comments with its owner, tags and note, then its
        text, one condition a line where it is long. The same library always gives the same files, so
        that a version control system shows what changed. Files of other segments stay as they are.
        """,
      examples: ["parterre segment export-dir segments"], run: export),
    CommandSpec(
      "segment import-dir", "bring in a folder of segment files, after showing the plan",
      operands: "DIR", count: 1...1,
      options: [CommandSpec.flag("yes", "carry out the plan")],
      discussion: """
        All files are read and checked together, references between them included; one that is wrong
        stops the whole. The plan says what would be added, changed or moved. Without --yes nothing
        is done. Segments that the folder has no file for stay in the workspace.
        """,
      examples: ["parterre segment import-dir segments --yes"], run: bringIn),
  ]

  private static func export(_ line: Invocation) throws(Fault) -> ExitStatus {
    let answer = try SegmentCommands.desk(line).exportSegments(to: line.operands[0])
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("written", .count(answer.written)), ("unchanged", .count(answer.unchanged)),
          ("without_segment", .array(answer.strangers.map { JSON.string($0) })),
        ]))
      return .done
    }
    Output.line(
      "Wrote \(counted(answer.written, "file")); \(grouped(answer.unchanged)) said the same already."
    )
    if !answer.strangers.isEmpty {
      Output.line("The workspace has no segment for: \(answer.strangers.joined(separator: ", "))")
    }
    return .done
  }

  private static func bringIn(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let desk = SegmentCommands.desk(line)
    let isCarriedOut = line.has("yes")
    let plan =
      try isCarriedOut
      ? desk.importSegments(from: line.operands[0], terms: terms)
      : desk.planImport(from: line.operands[0], terms: terms)
    if line.globals.isJSON {
      try line.answer(json(plan, isCarriedOut: isCarriedOut))
      return .done
    }
    show(plan)
    guard plan.changesAnything else {
      Output.line("Nothing to do.")
      return .done
    }
    Output.line(isCarriedOut ? "Done." : "Nothing was done yet: run it again with --yes.")
    return .done
  }

  private static func show(_ plan: SegmentImportPlan) {
    let changes = plan.steps.filter { $0.action != .keep }
    if !changes.isEmpty {
      var table = TextTable([("plan", .left), ("segment", .left), ("what", .left)])
      for step in changes { table.add([word(step.action), step.name, step.detail]) }
      table.lines.forEach { Output.line($0) }
    }
    let kept = plan.steps.count - changes.count
    if kept > 0 { Output.line("\(grouped(kept)) stay as they are.") }
    if !plan.onlyHere.isEmpty {
      Output.line(
        "Only in the workspace, where they stay: \(plan.onlyHere.joined(separator: ", "))")
    }
  }

  private static func word(_ action: SegmentImportPlan.Action) -> String {
    switch action {
    case .add: "add"
    case .change: "change"
    case .refile: "move"
    case .keep: "keep"
    }
  }

  private static func json(_ plan: SegmentImportPlan, isCarriedOut: Bool) -> JSON {
    .object([
      (
        "plan",
        .array(
          plan.steps.map { step in
            .object([
              ("action", .string(word(step.action))), ("name", .string(step.name)),
              ("file", .string(step.file)), ("detail", .string(step.detail)),
            ])
          })
      ),
      ("only_here", .array(plan.onlyHere.map { JSON.string($0) })),
      ("done", .boolean(isCarriedOut && plan.changesAnything)),
    ])
  }
}
