import Basis
import Engine
import Formats

/// What people may ask of whoever keeps their data.
enum PrivacyCommands {
  static let all: [CommandSpec] = [
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
        there, then delete it. --lens device erases one device alone. Backups made before still
        hold the person.
        """,
      examples: [
        "parterre privacy erase email:name@example.org",
        "parterre privacy erase email:name@example.org --yes --out removals",
      ], run: erase)
  ]

  // MARK: Erasure

  private static func erase(_ line: Invocation) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: line.globals.workspace)
    let (identifier, lens) = (line.operands[0], line.globals.lens)
    guard line.has("yes") else {
      let preview = try desk.erasurePreview(identifier, lens: lens)
      if line.globals.isJSON {
        Output.json(.object([("erased", false)] + entries(preview)))
      } else {
        show(preview)
        Output.line()
        Output.line("Nothing was changed. Add --yes to erase; it cannot be undone.")
      }
      return .done
    }
    let outcome = try desk.erase(
      identifier, lens: lens, removals: line.value("out") ?? "erased-people",
      now: SystemClock.now())
    if line.globals.isJSON {
      Output.json(
        .object(
          [("erased", true)] + entries(outcome.preview) + [
            ("receipt", .integer(outcome.receipt)), ("receipt_hash", .string(outcome.hash)),
            ("removal_files", .array(outcome.removalFiles.map { .string($0) })),
            ("leftovers", .array(outcome.leftovers.map { .string($0) })),
          ]))
    } else {
      show(outcome)
    }
    return outcome.leftovers.isEmpty ? .done : .failed
  }

  private static func show(_ preview: ErasurePreview) {
    let count = preview.identifiers.count
    Output.line(
      "One \(preview.lens.rawValue) with \(grouped(count)) identifier\(count == 1 ? "" : "s"):")
    var identifiers = TextTable([("", .left), ("", .left)])
    for named in preview.identifiers { identifiers.add(["  " + named.namespace, named.shown]) }
    identifiers.lines.dropFirst().forEach { Output.line($0) }
    Output.line()
    var steps = TextTable([("what happens", .left), ("count", .right)])
    for step in preview.steps { steps.add([step.action, grouped(step.count)]) }
    steps.lines.forEach { Output.line($0) }
    if !preview.bySource.isEmpty {
      Output.line()
      var sources = TextTable([("source", .left), ("events and attributes", .right)])
      for (name, rows) in preview.bySource { sources.add([name, grouped(rows)]) }
      sources.lines.forEach { Output.line($0) }
    }
    if !preview.notices.isEmpty {
      Output.line()
      var notices = TextTable([
        ("destination to be told", .left), ("deliveries", .right), ("last", .left),
      ])
      for notice in preview.notices {
        notices.add([notice.destination, grouped(notice.deliveries), notice.last.iso8601])
      }
      notices.lines.forEach { Output.line($0) }
    }
    if !preview.files.isEmpty || preview.olderCopies > 0 { Output.line() }
    for file in preview.files { Output.line("Lines that mention the person go from \(file).") }
    if preview.olderCopies > 0 {
      Output.line(
        "\(grouped(preview.olderCopies)) copies of the catalogue from before a migration go.")
    }
    for file in preview.elsewhere {
      Output.line("Delivered outside the workspace, yours to remove: \(file)")
    }
  }

  private static func show(_ outcome: ErasureOutcome) {
    let count = outcome.preview.identifiers.count
    Output.line(
      "Erased one \(outcome.preview.lens.rawValue) with \(grouped(count)) "
        + "identifier\(count == 1 ? "" : "s").")
    Output.line("Receipt \(outcome.receipt): \(outcome.hash)")
    for file in outcome.removalFiles { Output.line("Send and then delete: \(file)") }
    for file in outcome.preview.elsewhere {
      Output.line("Delivered outside the workspace, yours to remove: \(file)")
    }
    if outcome.leftovers.isEmpty {
      Output.line("No file of the workspace has any of the identifiers among its bytes.")
    } else {
      for file in outcome.leftovers { Output.line("Still among the bytes of: \(file)") }
    }
  }

  private static func entries(_ preview: ErasurePreview) -> [(key: String, value: JSON)] {
    [
      ("lens", .string(preview.lens.rawValue)),
      (
        "identifiers",
        .array(
          preview.identifiers.map {
            .object([("namespace", .string($0.namespace)), ("shown", .string($0.shown))])
          })
      ),
      (
        "steps",
        .array(
          preview.steps.map {
            .object([
              ("place", .string($0.place)), ("action", .string($0.action)),
              ("count", .count($0.count)),
            ])
          })
      ),
      (
        "sources",
        .array(
          preview.bySource.map {
            .object([("source", .string($0.source)), ("rows", .count($0.rows))])
          })
      ),
      (
        "destinations",
        .array(
          preview.notices.map {
            .object([
              ("destination", .string($0.destination)), ("deliveries", .count($0.deliveries)),
              ("last", .string($0.last.iso8601)),
            ])
          })
      ),
      ("files", .array(preview.files.map { .string($0) })),
      ("delivered_elsewhere", .array(preview.elsewhere.map { .string($0) })),
      ("older_copies", .count(preview.olderCopies)),
    ]
  }
}
