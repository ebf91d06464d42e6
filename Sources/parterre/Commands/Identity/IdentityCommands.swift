import Basis
import Engine
import Formats
import Requests

/// Identity: which identifiers are one person, why, and how to change it.
enum IdentityCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "identity stats", "show how identifiers became profiles, and what was held back",
      discussion: """
        Profiles are the groups of identifiers that were seen together, under the rules of the
        workspace (identity.toml in its folder; without it those of a new workspace). Held links are
        those that a limit or a decision kept from joining. A profile of n identifiers took n − 1
        merges, counted for the kinds of identifiers that its strongest links lie between. A note
        names namespaces in bad_identifiers.toml of which there are no identifiers.
        """,
      examples: ["parterre identity stats", "parterre identity stats --lens device --json"],
      run: stats),
    CommandSpec(
      "identity show", "show a profile whole", operands: "NS:VALUE", count: 1...1,
      options: [
        CommandSpec.option("events", "N", "show so many of the last events (10)"),
        CommandSpec.flag("reveal", "show personal data unmasked; this is written to the audit log"),
      ],
      discussion: """
        Prints the identifiers with what ties them, the attributes with the source that won, consent
        by purpose, the segments that the profile is in, and its last events. A value without a
        namespace is looked for in all.
        """,
      examples: [
        "parterre identity show email:someone@example.org",
        "parterre identity show user_id:U1 --json",
      ], run: show),
    CommandSpec(
      "identity explain", "show why two identifiers are one person, or why not",
      operands: "NS:VALUE NS:VALUE", count: 2...2,
      options: [
        CommandSpec.flag("reveal", "show identifiers unmasked; this is written to the audit log")
      ],
      discussion: """
        Prints the shortest chain of identifiers that were seen together, each link with its source,
        batch, time, kind of row and strength. Where they are not one, the links that would tie them
        are shown with what is in the way of each.
        """,
      examples: ["parterre identity explain email:someone@example.org cookie:c-1001"], run: explain),
    CommandSpec(
      "identity export", "write every identifier with its profile into a CSV file",
      options: [
        CommandSpec.option(
          "out", "FILE", "the file to write: namespace,value,profile", isNeeded: true),
        CommandSpec.flag(
          "reveal", "write e-mails, phones and the like as they are; the audit log says so"),
        CommandSpec.option(
          "purpose", "PURPOSE,…", "what the file is for (`lists` of consent.toml, else storage)"),
        CommandSpec.flag("force", "replace a file of this name"),
      ],
      discussion: """
        The file appears whole or not at all and only its owner can read it. Values that are personal
        data by themselves are written as the SHA-256 of their canonical form unless --reveal is
        given; every identifier of people who have not permitted what the file is for is written as a
        hash that only tells it apart. Profiles are numbered as `members` numbers them, under the lens
        asked for; permission is the person's under each.
        """,
      examples: ["parterre identity export --out graph.csv"], run: export),
    CommandSpec(
      "identity evaluate", "judge the profiles against labels: precision, recall, F1",
      options: [CommandSpec.option("truth", "FILE", "the labels, as CSV", isNeeded: true)],
      discussion: """
        The file has the columns namespace, value and a third with whose each is (every pair of one
        label is a match); or namespace_a, value_a, namespace_b, value_b and, unless all pairs match,
        match (1 or 0). Labels of identifiers that the workspace does not have are left out and told.
        """,
      examples: ["parterre identity evaluate --truth truth_identifiers.csv"], run: evaluate),
  ]

  private static func explain(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let answer = try QuestionDesk(path: line.globals.workspace).explain(
      IdentifierReference(line.operands[0]), IdentifierReference(line.operands[1]),
      reveal: line.has("reveal"), terms: terms)
    if line.globals.isJSON {
      try line.answer(.object(IdentityPages.json(answer)), terms)
    } else {
      IdentityPages.print(answer, try line.globals.zone())
    }
    return .done
  }

  private static func stats(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let figures = try QuestionDesk(path: line.globals.workspace).identityFigures(terms: terms)
    if line.globals.isJSON {
      try line.answer(.object(IdentityPages.json(figures)), terms)
    } else {
      IdentityPages.print(figures, terms.lens)
    }
    return .done
  }

  private static func show(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let events = try line.integer("events") ?? 10
    guard events >= 0 else {
      throw Fault(.usage, "--events", reason: "it is less than 0", remedy: "Give 0 or more")
    }
    let desk = QuestionDesk(path: line.globals.workspace)
    let person = try desk.person(
      try desk.profile(of: IdentifierReference(line.operands[0]), terms: terms),
      reveal: line.has("reveal"), terms: terms)
    if line.globals.isJSON {
      try line.answer(
        .object(IdentityPages.json(person, events: events)), terms)
    } else {
      IdentityPages.print(person, events: events, try line.globals.zone())
    }
    return .done
  }

  private static func export(_ line: Invocation) throws(Fault) -> ExitStatus {
    let file = try needed("out", "FILE", line)
    guard line.has("force") || FileSystem.kind(of: file) == nil else {
      throw Fault(
        .alreadyExists, file, reason: "there is already something of this name",
        remedy: "Choose another name, or replace the file with --force")
    }
    let terms = try line.globals.terms()
    let written = try QuestionDesk(path: line.globals.workspace).exportIdentity(
      to: file, reveal: line.has("reveal"),
      purposes: line.value("purpose").map { $0.split(separator: ",").map(String.init) } ?? [],
      terms: terms)
    if line.globals.isJSON {
      try line.answer(
        .object(
          [
            ("file", .string(file)), ("identifiers", .count(written.identifiers)),
            ("count", .count(written.profiles)),
            ("hashed", .array(written.hashed.map { .string($0) })),
            ("withheld", .count(written.withheld)),
          ]), terms)
      return .done
    }
    Output.line(
      "Wrote \(counted(written.identifiers, "identifier")) of "
        + "\(counted(written.profiles, "profile")) to \(file).")
    if !written.hashed.isEmpty {
      Output.message(
        "Written as SHA-256: \(written.hashed.joined(separator: ", ")); "
          + "--reveal writes them as they are.")
    }
    if written.withheld > 0 {
      Output.message(
        counted(written.withheld, "value is", "values are")
          + " withheld: their people have not permitted what the file is for; --purpose says what it is."
      )
    }
    return .done
  }

  private static func evaluate(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let score = try QuestionDesk(path: line.globals.workspace).evaluate(
      truth: try needed("truth", "FILE", line), terms: terms)
    if line.globals.isJSON {
      try line.answer(
        .object(
          [
            ("labels", .string(score.kind)), ("labelled", .count(score.labelled)),
            ("unknown", .count(score.unknown)),
          ] + IdentityPages.json(score)), terms)
      return .done
    }
    Output.line("labels           \(grouped(score.labelled)) (\(score.kind))")
    if score.unknown > 0 {
      Output.line("  not here       \(grouped(score.unknown)), left out")
    }
    IdentityPages.print(score)
    return .done
  }

  static func needed(_ name: String, _ value: String, _ line: Invocation) throws(Fault) -> String {
    guard let text = line.value(name) else {
      throw Fault(
        .usage, "--\(name)", reason: "it is missing", remedy: "Write --\(name) \(value)")
    }
    return text
  }
}
