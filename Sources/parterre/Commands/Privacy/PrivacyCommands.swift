import Basis
import Engine
import Formats

/// What people may ask of whoever keeps their data.
enum PrivacyCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "privacy access", "show everything that is kept of one person",
      operands: "NAMESPACE:VALUE", count: 1...1,
      options: [
        CommandSpec.option("out", "FILE", "write it there, for its owner alone"),
        CommandSpec.option(
          "format", "FORMAT", "json, html or markdown (by the file's ending, else markdown)",
          choices: SubjectForm.allCases.map(\.rawValue)),
      ],
      discussion: """
        Identifiers in clear with their sources, what each source said of each attribute and when,
        every event, every decision of consent, segments, deliveries and rejected rows: of all
        identifiers that belong to the person. The page in HTML stands alone. That somebody asked is
        written to the audit log, whose data it was is not.
        """,
      examples: [
        "parterre privacy access email:name@example.org --out her-data.html",
        "parterre --json privacy access loyalty_id:8841",
      ], run: access),
    CommandSpec(
      "privacy erase", "remove a person from everything", operands: "NAMESPACE:VALUE",
      count: 1...1,
      options: [
        CommandSpec.flag("yes", "do it; without this the plan is shown and nothing changes"),
        CommandSpec.option(
          "out", "DIR", "where the files for destinations go (erased-people)"),
      ],
      discussion: """
        The plan names, masked, every identifier that belongs to the person, what is kept of them
        and which destinations must be told. With --yes the person goes from attributes, events,
        links, consents, identifiers, rejects, members of deliveries, drafts and files in the
        workspace's folder. What stays is a keyed hash of each identifier, so that no later feed
        brings them back (such rows are counted as “erased”), and a receipt that `verify` checks.
        Each destination that was given the person gets a removal file in its own format: upload it
        there, then delete it. What only you can change is named, and the command ends with 1 where
        that lies in the workspace: packed files that mention the person, and values of other
        people's rows that do. --lens device erases one device alone. Backups made before still hold
        the person.
        """,
      examples: [
        "parterre privacy erase email:name@example.org",
        "parterre privacy erase email:name@example.org --yes --out removals",
      ], run: erase),
    CommandSpec(
      "privacy retention", "show what the rules of retention take away, and when",
      options: [CommandSpec.option("days", "N", "look so many days ahead (92)")],
      discussion: """
        The rules stand in `privacy.toml` in the workspace's folder:

          [[retention]]
          source = "web_shop"      # left out: every source
          purpose = "ads"          # left out: every purpose
          keep = "13mo"            # 30d, 4w, 13mo, 2y

        A rule for a source wins over one for all, one for a purpose over one for all. Events and
        attributes that no purpose may use any more count nowhere from the beginning of the day on,
        and `parterre compact` removes them; those that one purpose may not use do not count where a
        delivery serves that purpose. Identifiers go with the last that is kept of whom they belong
        to; a refusal keeps them. Without a rule, data is kept.
        """,
      examples: ["parterre privacy retention --days 365"], run: retention),
    CommandSpec(
      "privacy passphrase", "lock the workspace's key with another passphrase, or with none",
      options: [CommandSpec.flag("remove", "keep the key without a passphrase")],
      discussion: """
        The present passphrase comes from PARTERRE_PASSPHRASE or the terminal, the new one from
        PARTERRE_NEW_PASSPHRASE or the terminal. No data is written anew. A forgotten passphrase
        cannot be recovered by anybody.
        """, examples: ["parterre privacy passphrase", "parterre privacy passphrase --remove"],
      run: passphrase),
  ]

  // MARK: Access

  private static func access(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let file = line.value("out")
    if let file, FileSystem.kind(of: file) != nil {
      throw Fault(
        .alreadyExists, file, reason: "there is a file of this name",
        remedy: "Choose another name, or remove it")
    }
    let report = try QuestionDesk(path: line.globals.workspace).accessReport(
      line.operands[0], terms: terms)
    let form =
      line.value("format").flatMap(SubjectForm.init(rawValue:))
      ?? file.flatMap(SubjectForm.init(ofFile:)) ?? (line.globals.isJSON ? .json : .markdown)
    guard let file else {
      Output.text(report.text(form))
      return .done
    }
    try FileSystem.writeAtomically(Array(report.text(form).utf8), to: file)
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("file", .string(file)), ("identifiers", .count(report.identifiers.count)),
          ("attributes", .count(report.facts.count)), ("events", .count(report.events.count)),
        ]))
    } else {
      Output.line(
        "Wrote \(file): \(counted(report.identifiers.count, "identifier")), "
          + "\(counted(report.facts.count, "attribute")), \(counted(report.events.count, "event"))."
      )
    }
    return .done
  }

  // MARK: Retention

  private static func retention(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let days = try line.integer("days") ?? 92
    guard (0...36_500).contains(days) else {
      throw Fault(
        .usage, "--days", reason: "it is not from 0 to 36,500", remedy: "Give a number of days")
    }
    let report = try QuestionDesk(path: line.globals.workspace).retention(
      asOf: terms.asOf, days: days)
    if line.globals.isJSON {
      let lines = report.lines.map { rule in
        JSON.object([
          ("source", .string(rule.source)), ("purpose", .optional(rule.purpose)),
          ("keep", .string(rule.keep)), ("rows", .count(rule.rows)),
          ("expired", .count(rule.expired)),
          ("ahead", .object(rule.ahead.map { ($0.month, .count($0.rows)) })),
        ])
      }
      let identifiers = JSON.object([
        ("count", .count(report.identifiers.count)),
        ("expired", .count(report.identifiers.expired)),
        ("ahead", .object(report.identifiers.ahead.map { ($0.month, .count($0.count)) })),
      ])
      try line.answer(
        .object([
          ("days", .count(days)), ("rules", .array(lines)), ("identifiers", identifiers),
        ]), terms)
      return .done
    }
    guard !report.lines.isEmpty else {
      Output.line("No rule takes anything away: there is no [[retention]] in privacy.toml.")
      return .done
    }
    let people = report.identifiers
    let months = Set(report.lines.flatMap { $0.ahead.map(\.month) } + people.ahead.map(\.month))
      .sorted()
    var table = TextTable(
      [
        ("source", .left), ("for", .left), ("kept", .right), ("rows", .right),
        ("over now", .right),
      ] + months.map { ($0, .right) })
    for rule in report.lines {
      let ahead = Dictionary(uniqueKeysWithValues: rule.ahead.map { ($0.month, $0.rows) })
      table.add(
        [
          rule.source, rule.purpose ?? "everything", rule.keep, grouped(rule.rows),
          grouped(rule.expired),
        ] + months.map { month in ahead[month].map(grouped) ?? "·" })
    }
    let going = Dictionary(uniqueKeysWithValues: people.ahead.map { ($0.month, $0.count) })
    table.add(
      ["identifiers", "everything", "", grouped(people.count), grouped(people.expired)]
        + months.map { month in going[month].map(grouped) ?? "·" })
    table.lines.forEach { Output.line($0) }
    return .done
  }

  // MARK: Passphrase

  private static func passphrase(_ line: Invocation) throws(Fault) -> ExitStatus {
    let passphrase = line.has("remove") ? nil : try PassphrasePrompt.changed()
    try Workspace.relock(
      line.globals.workspace, passphrase: passphrase, now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(.object([("locked", .boolean(passphrase != nil))]))
    } else {
      Output.line(
        passphrase == nil
          ? "The key is no longer locked; its file is readable by you alone."
          : "The key is locked with the new passphrase.")
    }
    return .done
  }

  // MARK: Erasure

  private static func erase(_ line: Invocation) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: line.globals.workspace)
    let (identifier, lens) = (line.operands[0], line.globals.lens)
    guard line.has("yes") else {
      let preview = try desk.erasurePreview(identifier, lens: lens)
      if line.globals.isJSON {
        try line.answer(.object([("erased", false)] + ErasurePages.entries(preview)))
      } else {
        ErasurePages.show(preview, try line.globals.zone())
        Output.line()
        Output.line("Nothing was changed. Add --yes to erase; it cannot be undone.")
      }
      return .done
    }
    let outcome = try desk.erase(
      identifier, lens: lens, removals: line.value("out") ?? "erased-people",
      now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(
        .object(
          [("erased", true)] + ErasurePages.entries(outcome.preview) + [
            ("receipt", .integer(outcome.receipt)), ("receipt_hash", .string(outcome.hash)),
            ("removal_files", .array(outcome.removalFiles.map { .string($0) })),
            ("leftovers", .array(outcome.leftovers.map { .string($0) })),
            ("mentions_left", ErasurePages.json(outcome.mentions)),
          ]))
    } else {
      ErasurePages.show(outcome)
    }
    return outcome.leftovers.isEmpty ? .done : .failed
  }
}
