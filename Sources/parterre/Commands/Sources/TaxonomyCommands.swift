import Basis
import Engine
import Formats

/// What attributes mean, which values they may have and who may use them.
enum TaxonomyCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "taxonomy", "list the attributes with their definitions and how filled they are",
      discussion: """
        An attribute is known once a feed brought it or the taxonomy defines it. Its definition says
        its type, the values it may have, its unit, whether it is personal data and which purposes may
        use it; an attribute without purposes may be used for all.
        """,
      examples: ["parterre taxonomy", "parterre taxonomy --json"], run: list),
    CommandSpec(
      "taxonomy set", "give the workspace a taxonomy", operands: "FILE", count: 1...1,
      discussion: """
        The file is TOML with a table for each attribute:

          [[attribute]]
          name = "loyalty_tier"
          type = "text"
          description = "the step of the loyalty scheme"
          allowed = ["green", "silver", "gold"]
          otherwise = "reject"       # or "leave_out", or { value = "other" }
          personal = false
          purposes = ["email", "personalised_ads"]

        Numbers may have minimum, maximum and unit. A value outside goes the way that otherwise says:
        its row to the rejects, the row without it, or another value in its place. The file counts for
        every feed from the next ingest on and replaces the one before.
        """,
      examples: ["parterre taxonomy set taxonomy.toml"], run: set),
  ]

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let entries = try QuestionDesk(path: line.globals.workspace).taxonomy(terms: terms)
    if line.globals.isJSON {
      try line.answer(
        .object(
          [("attributes", .array(entries.map(json)))]), terms)
      return .done
    }
    var table = TextTable([
      ("attribute", .left), ("type", .left), ("unit", .left), ("filled", .right),
      ("share", .right), ("personal", .left), ("purposes", .left), ("values", .left),
    ])
    for entry in entries {
      let share = entry.profiles == 0 ? 0 : entry.filled * 1_000 / entry.profiles
      table.add([
        entry.name, entry.type.rawValue, entry.unit ?? "", grouped(entry.filled),
        "\(share / 10).\(share % 10) %", entry.isPersonal ? "yes" : "",
        entry.purposes?.joined(separator: ", ") ?? "all", values(entry),
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func values(_ entry: QuestionDesk.TaxonomyEntry) -> String {
    if !entry.allowed.isEmpty {
      return entry.allowed.prefix(6).joined(separator: ", ")
        + (entry.allowed.count > 6 ? ", …" : "")
    }
    switch (entry.minimum, entry.maximum) {
    case (let least?, let most?): return "\(least) to \(most)"
    case (let least?, nil): return "from \(least)"
    case (nil, let most?): return "up to \(most)"
    case (nil, nil): return ""
    }
  }

  private static func set(_ line: Invocation) throws(Fault) -> ExitStatus {
    let file = line.operands[0]
    let count = try QuestionDesk(path: line.globals.workspace).setTaxonomy(
      try FileSystem.readText(file), file: file, now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(.object([("attributes", .count(count))]))
    } else {
      Output.line("The taxonomy defines \(counted(count, "attribute")).")
    }
    return .done
  }

  private static func json(_ entry: QuestionDesk.TaxonomyEntry) -> JSON {
    .object([
      ("name", .string(entry.name)), ("type", .string(entry.type.rawValue)),
      ("description", .optional(entry.description)),
      ("allowed", .array(entry.allowed.map { .string($0) })),
      ("minimum", entry.minimum.map { .number($0) } ?? .null),
      ("maximum", entry.maximum.map { .number($0) } ?? .null),
      ("unit", .optional(entry.unit)), ("personal", .boolean(entry.isPersonal)),
      ("purposes", entry.purposes.map { .array($0.map { .string($0) }) } ?? .null),
      ("count", .count(entry.filled)), ("profiles", .count(entry.profiles)),
    ])
  }
}
