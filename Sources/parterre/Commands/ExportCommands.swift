import Basis
import Engine
import Formats

/// Delivering segments, and what has been delivered.
enum ExportCommands {
  static let all: [CommandSpec] = [
    CommandSpec("destinations", "list where audiences can be delivered", run: destinations),
    CommandSpec(
      "export", "deliver a segment to a destination as a file", operands: "EXPR", count: 0...1,
      options: [
        CommandSpec.option("file", "FILE", "read the segment from a file (also -f)"),
        CommandSpec.option(
          "to", "DESTINATION", "where it goes", choices: DestinationList.names),
        CommandSpec.option("out", "FILE", "the file to write, for you alone to read"),
        CommandSpec.option("ids", "NAMESPACE,…", "identifiers for csv and jsonl (email,phone)"),
        CommandSpec.option("holdout", "PERCENT", "keep back this share, always the same people"),
        CommandSpec.option("suppress", "EXPR", "leave out the members of this segment"),
        CommandSpec.flag("dry-run", "only show how many would be delivered"),
        CommandSpec.flag("force", "replace an existing file"),
      ],
      discussion: """
        Only people who grant every purpose of the destination today are delivered. A manifest \
        is written beside the file.
        """,
      examples: ["parterre export @Buyers --to google_customer_match --out buyers.csv"],
      run: export),
    CommandSpec("activations", "list what has been delivered", run: activations),
  ]

  private static func destinations(_ line: Invocation) throws(Fault) -> ExitStatus {
    if line.globals.isJSON {
      let list = DestinationList.all.map { destination in
        JSON.object([
          ("name", .string(destination.name)), ("title", .string(destination.title)),
          ("purposes", .array(destination.purposes.map { .string($0) })),
          ("minimum", .count(destination.minimum)),
          ("columns", .array(destination.columns.map { .string($0) })),
        ])
      }
      Output.json(.object([("destinations", .array(list))]))
      return .done
    }
    var table = TextTable([
      ("name", .left), ("destination", .left), ("purposes", .left), ("minimum", .right),
      ("columns", .left),
    ])
    for destination in DestinationList.all {
      table.add([
        destination.name, destination.title, destination.purposes.joined(separator: ", "),
        destination.minimum == 0 ? "–" : grouped(destination.minimum),
        destination.columns.joined(separator: ", "),
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func export(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    guard let name = line.value("to") else {
      throw Fault(
        .usage, "export", reason: "there is no destination",
        remedy: "Add --to with one of \(DestinationList.names.joined(separator: ", "))")
    }
    let isDryRun = line.has("dry-run")
    guard isDryRun || line.value("out") != nil else {
      throw Fault(
        .usage, "export", reason: "there is no file to write",
        remedy: "Add --out FILE, or --dry-run to see the figures alone")
    }
    let namespaces = line.value("ids").map { $0.split(separator: ",").map(String.init) }
    var request = try ExportRequest(
      SegmentCommands.expression(line), to: name, ids: namespaces,
      file: isDryRun ? nil : line.value("out"))
    request.replacesFile = line.has("force")
    request.suppressed = line.value("suppress")
    request.heldOut = try line.integer("holdout")
    let answer = try QuestionDesk(path: line.globals.workspace).export(request, terms: terms)
    if line.globals.isJSON {
      let steps = answer.steps.map {
        JSON.object([
          ("step", .string($0.name)), ("count", .count($0.count)), ("lost", .count($0.lost)),
        ])
      }
      Output.json(
        .object(
          [
            ("segment", .string(answer.segment)), ("destination", .string(name)),
            ("dry_run", .boolean(isDryRun)), ("file", .optional(request.file)),
            ("rows", .count(answer.rows)), ("waterfall", .array(steps)),
            ("sha256", .string(answer.sha256)),
          ] + line.globals.stamp(terms)))
      return .done
    }
    var table = TextTable([("step", .left), ("people", .right), ("lost", .right)])
    for step in answer.steps {
      table.add([step.name, grouped(step.count), step.lost == 0 ? "–" : grouped(step.lost)])
    }
    table.lines.forEach { Output.line($0) }
    if let file = request.file { Output.line("Wrote \(grouped(answer.rows)) rows to \(file).") }
    return .done
  }

  private static func activations(_ line: Invocation) throws(Fault) -> ExitStatus {
    let list = try QuestionDesk(path: line.globals.workspace).deliveries()
    if line.globals.isJSON {
      let entries = list.map { delivery in
        JSON.object([
          ("id", .integer(delivery.id)), ("segment", .string(delivery.segment)),
          ("destination", .string(delivery.destination)), ("file", .string(delivery.file)),
          ("rows", .count(delivery.rows)), ("sha256", .string(delivery.sha256)),
          ("as_of", .string(delivery.asOf.iso8601)), ("at", .string(delivery.at.iso8601)),
        ])
      }
      Output.json(.object([("activations", .array(entries))]))
      return .done
    }
    var table = TextTable([
      ("id", .right), ("at", .left), ("destination", .left), ("rows", .right), ("file", .left),
      ("segment", .left),
    ])
    for delivery in list {
      table.add([
        String(delivery.id), delivery.at.iso8601, delivery.destination, grouped(delivery.rows),
        delivery.file, delivery.segment,
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }
}
