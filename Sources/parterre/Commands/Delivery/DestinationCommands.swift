import Basis
import Engine
import Formats

/// What destinations there are, and whether a file that describes one can be used.
enum DestinationCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "destinations", "list where audiences can be delivered",
      discussion: """
        Besides those built in, every TOML file in the workspace's folder `destinations` is one. \
        A file of a built-in one's name takes its place: start from `destinations show`.
        """,
      examples: ["parterre destinations --json"],
      run: list),
    CommandSpec(
      "destinations show", "show a destination as the file that describes it", operands: "NAME",
      count: 1...1,
      discussion: "The text is a TOML file: save it under `destinations` to make one of your own.",
      examples: ["parterre destinations show csv > destinations/my_partner.toml"],
      run: show),
    CommandSpec(
      "destinations check", "say what is wrong with a file that describes a destination",
      operands: "FILE", count: 1...1,
      examples: ["parterre destinations check destinations/my_partner.toml"],
      run: check),
  ]

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let (list, problems) = try QuestionDesk(path: line.globals.workspace).destinationSummaries()
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("destinations", .array(list.map { json($0) })),
          ("problems", .array(problems.map { .string($0.description) })),
        ]))
      return .done
    }
    var table = TextTable([
      ("name", .left), ("destination", .left), ("at least", .right), ("purposes", .left),
      ("file", .left), ("identifiers", .left), ("", .left),
    ])
    for destination in list {
      table.add([
        destination.name, destination.title,
        destination.minimum == 0 ? "–" : grouped(destination.minimum),
        destination.purposes.joined(separator: ", "), destination.format,
        destination.identifiers.joined(separator: ", "), destination.file == nil ? "" : "own",
      ])
    }
    table.lines.forEach { Output.line($0) }
    for problem in problems { Output.message("parterre: \(problem)") }
    return problems.isEmpty ? .done : .failed
  }

  private static func show(_ line: Invocation) throws(Fault) -> ExitStatus {
    let found = try QuestionDesk(path: line.globals.workspace).destinationSummary(line.operands[0])
    if line.globals.isJSON {
      try line.answer(json(found))
    } else {
      Output.line(found.text)
    }
    return .done
  }

  private static func check(_ line: Invocation) throws(Fault) -> ExitStatus {
    let found = try QuestionDesk.checkedDestination(line.operands[0])
    if line.globals.isJSON {
      try line.answer(json(found))
    } else {
      Output.line(
        "\(found.name) can be used: \(counted(found.columns.count, "column")), \(found.format), "
          + "consent to \(found.purposes.joined(separator: ", ")).")
    }
    return .done
  }

  private static func json(_ destination: DestinationSummary) -> JSON {
    .object([
      ("name", .string(destination.name)), ("title", .string(destination.title)),
      ("note", .string(destination.note)),
      ("purposes", .array(destination.purposes.map { .string($0) })),
      ("minimum", .count(destination.minimum)), ("format", .string(destination.format)),
      ("columns", .array(destination.columns.map { .string($0) })),
      ("identifiers", .array(destination.identifiers.map { .string($0) })),
      ("settings", .array(destination.settings.map { .string($0) })),
      ("file", .optional(destination.file)),
    ])
  }
}
