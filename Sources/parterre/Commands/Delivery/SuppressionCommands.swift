import Basis
import Engine
import Formats

/// Who is never delivered, and which attributes leave the workspace under conditions alone.
enum SuppressionCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "suppression add", "leave people out of every delivery from now on", operands: "NAME",
      count: 1...1,
      options: [
        CommandSpec.option("segment", "EXPR", "the members of this segment, as they are each time"),
        CommandSpec.option("list", "FILE", "whoever has one of these identifiers, one a line"),
        CommandSpec.option("namespace", "NAMESPACE", "what the lines of the list are (email)"),
        CommandSpec.option("to", "DESTINATION", "only for deliveries to this destination"),
      ],
      discussion: """
        A list is kept as keyed hashes alone; it also holds for people who come in later. Lines \
        may be SHA-256 digests of e-mail addresses or phone numbers.
        """,
      examples: [
        "parterre suppression add staff --segment 'employee = true'",
        "parterre suppression add objections --list objections.txt --namespace email",
      ], run: add),
    CommandSpec(
      "suppression list", "list who is left out of deliveries",
      examples: ["parterre suppression list --json"],
      run: list),
    CommandSpec(
      "suppression remove", "deliver these people again", operands: "NAME", count: 1...1,
      examples: ["parterre suppression remove staff"],
      run: { (line) throws(Fault) in
        try QuestionDesk(path: line.globals.workspace).removeSuppression(line.operands[0])
        return .done
      }),
    CommandSpec(
      "attribute restrict", "let an attribute be exported for certain purposes alone",
      operands: "NAME", count: 1...1,
      options: [
        CommandSpec.option("purposes", "PURPOSE,…", "all of them must be granted; none frees it")
      ],
      discussion: """
        Of people who have not granted all of the purposes the column stays empty, whatever the \
        destination asks for itself.
        """,
      examples: ["parterre attribute restrict income --purposes personalised_ads"],
      run: { (line) throws(Fault) in
        let purposes = (line.value("purposes") ?? "").split(separator: ",").map(String.init)
        try QuestionDesk(path: line.globals.workspace).restrict(line.operands[0], to: purposes)
        return .done
      }),
    CommandSpec(
      "attribute restrictions", "list such attributes",
      examples: ["parterre attribute restrictions --json"],
      run: restrictions),
  ]

  private static func add(_ line: Invocation) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: line.globals.workspace)
    let name = line.operands[0]
    switch (line.value("segment"), line.value("list")) {
    case (let expression?, nil):
      let count = try desk.suppress(
        name, expression: expression, destination: line.value("to"),
        terms: try line.globals.terms())
      Output.line("\(name) leaves out \(counted(count, "person", "people")) as of now.")
    case (nil, let file?):
      let (kept, unusable) = try desk.suppress(
        name, file: file, namespace: line.value("namespace") ?? "email",
        destination: line.value("to"))
      Output.line("\(name) has \(counted(kept, "hash", "hashes")) of identifiers.")
      if unusable > 0 { Output.message("\(counted(unusable, "line")) could not be used.") }
    default:
      throw Fault(
        .usage, "suppression add", reason: "it needs either a segment or a list",
        remedy: "Add --segment EXPR or --list FILE")
    }
    return .done
  }

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let list = try QuestionDesk(path: line.globals.workspace).suppressions()
    if line.globals.isJSON {
      let entries = list.map { one in
        JSON.object([
          ("name", .string(one.name)), ("destination", .optional(one.destination)),
          ("segment", .optional(one.expression)), ("namespace", .optional(one.namespace)),
          ("hashes", .count(one.identifiers)), ("created", .string(one.created.iso8601)),
        ])
      }
      try line.answer(.object([("suppressions", .array(entries))]))
      return .done
    }
    guard !list.isEmpty else {
      Output.line("Nobody is suppressed.")
      return .done
    }
    let zone = try line.globals.zone()
    var table = TextTable([
      ("name", .left), ("since", .left), ("for", .left), ("hashes", .right), ("who", .left),
    ])
    for one in list {
      table.add([
        one.name, zone.iso8601(one.created), one.destination ?? "every destination",
        one.expression == nil ? grouped(one.identifiers) : "–",
        one.expression ?? "a list of \(one.namespace ?? "identifiers")",
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func restrictions(_ line: Invocation) throws(Fault) -> ExitStatus {
    let list = try QuestionDesk(path: line.globals.workspace).restrictions()
    if line.globals.isJSON {
      let entries = list.map { attribute, purposes in
        JSON.object([
          ("attribute", .string(attribute)),
          ("purposes", .array(purposes.map { .string($0) })),
        ])
      }
      try line.answer(.object([("restrictions", .array(entries))]))
      return .done
    }
    guard !list.isEmpty else {
      Output.line("Every attribute may be exported for the destination's purposes.")
      return .done
    }
    var table = TextTable([("attribute", .left), ("purposes", .left)])
    for (attribute, purposes) in list {
      table.add([attribute, purposes.joined(separator: ", ")])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }
}
