import Basis
import Engine
import Formats
import Requests

/// Sources: adding, listing and showing them.
enum SourceCommands {
  static let parties = NewSourceRequest.parties
  static let kinds = NewSourceRequest.kinds

  private static let options = [
    CommandSpec.option("party", "PARTY", "whose data it is", choices: parties),
    CommandSpec.option("kind", "KIND", "what sends it", choices: kinds),
    CommandSpec.option("mapping", "FILE", "the mapping of its feeds"),
    CommandSpec.option("every", "DURATION", "how often a batch is expected, such as 1d"),
    CommandSpec.option("monthly-cost", "MONEY", "what it costs a month, such as 1200EUR"),
    CommandSpec.option("drop-folder", "DIR", "where its new files are put"),
  ]

  static let all: [CommandSpec] = [
    CommandSpec(
      "source add", "add a source", operands: "NAME", count: 1...1, options: options,
      discussion: """
        Without --party it is of the first party, without --kind a crm. A feed can be ingested once
        the source has a mapping, or one comes with it: `parterre audit FILE --mapping-out MAPPING`
        proposes one.
        """,
      examples: ["parterre source add crm --party first --kind crm --mapping crm.mapping.toml"],
      run: add),
    CommandSpec(
      "source set", "change a source: its mapping, party, kind, interval, cost or drop folder",
      operands: "NAME", count: 1...1, options: options,
      discussion: """
        What is not named stays. Batches stay as they came in; rejects can be tried with a new mapping
        by `parterre rejects retry`. --drop-folder "" takes the drop folder away.
        """,
      examples: [
        "parterre source set crm --mapping better.toml", "parterre source set web --every 1h",
      ], run: set),
    CommandSpec(
      "source list", "list the sources with their state", examples: ["parterre source list --json"],
      run: list),
    CommandSpec(
      "source show", "show one source: batches, fields, rejects, mapping", operands: "NAME",
      count: 1...1, examples: ["parterre source show crm"],
      run: show),
  ]

  private static func add(_ line: Invocation) throws(Fault) -> ExitStatus {
    let mapping = try line.value("mapping").map { (file) throws(Fault) in
      try FileSystem.readText(file)
    }
    try QuestionDesk(path: line.globals.workspace).addSource(
      line.operands[0], party: line.value("party") ?? "first", kind: line.value("kind") ?? "crm",
      mapping: mapping, expectedInterval: try line.value("every").map(Durations.seconds),
      monthlyCost: try line.value("monthly-cost").map(Durations.money),
      dropFolder: line.value("drop-folder"), now: SystemClock.now())
    warnOfMissingFolder(line.value("drop-folder"))
    if !line.globals.isJSON { Output.line("Added the source \(line.operands[0]).") }
    return .done
  }

  /// A drop folder may come later, but a mistyped one never does.
  private static func warnOfMissingFolder(_ folder: String?) {
    guard let folder, !folder.isEmpty, FileSystem.kind(of: folder) != .folder else { return }
    Output.message("parterre: there is no folder \(folder) yet")
  }

  private static func set(_ line: Invocation) throws(Fault) -> ExitStatus {
    guard options.contains(where: { line.has($0.name) }) else {
      throw Fault(
        .usage, "parterre source set", reason: "it does not say what shall be another",
        remedy: "Add --\(options.map(\.name).joined(separator: ", --"))")
    }
    var changes = QuestionDesk.SourceChanges()
    (changes.party, changes.kind) = (line.value("party"), line.value("kind"))
    changes.mapping = try line.value("mapping").map { (file) throws(Fault) in
      try FileSystem.readText(file)
    }
    changes.expectedInterval = try line.value("every").map(Durations.seconds)
    changes.monthlyCost = try line.value("monthly-cost").map(Durations.money)
    changes.dropFolder = line.value("drop-folder")
    warnOfMissingFolder(changes.dropFolder)
    try QuestionDesk(path: line.globals.workspace).setSource(
      line.operands[0], changes, now: SystemClock.now())
    if !line.globals.isJSON { Output.line("Changed the source \(line.operands[0]).") }
    return .done
  }

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let sources = try QuestionDesk(path: line.globals.workspace).sources(
      asOf: try line.globals.terms().asOf)
    if line.globals.isJSON {
      try line.answer(.object([("sources", .array(sources.map(json)))]))
      return .done
    }
    let zone = try line.globals.zone()
    var table = TextTable([
      ("source", .left), ("party", .left), ("kind", .left), ("last batch", .left),
      ("rows", .right), ("accepted", .right), ("duplicates", .right), ("rejected", .right),
      ("state", .left),
    ])
    for source in sources {
      table.add([
        source.name, source.party, source.kind, source.lastBatch.map(zone.iso8601) ?? "–",
        grouped(source.tally.rows), grouped(source.tally.accepted),
        grouped(source.tally.duplicates), grouped(source.tally.rejected), state(source),
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func show(_ line: Invocation) throws(Fault) -> ExitStatus {
    let detail = try QuestionDesk(path: line.globals.workspace).source(
      line.operands[0], asOf: try line.globals.terms().asOf)
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("source", json(detail.summary)), ("batches", .array(detail.batches.map(json))),
          (
            "fields",
            .array(
              detail.fields.map {
                .object([
                  ("name", .string($0.name)), ("filled", .count($0.filled)),
                  ("rows", .count($0.rows)), ("use", .string($0.use)),
                  ("new_values", .count($0.newValues)),
                ])
              })
          ),
          (
            "rejects",
            .array(
              detail.rejects.map {
                .object([("reason", .string($0.code)), ("count", .count($0.count))])
              })
          ),
          (
            "left_out",
            .array(
              detail.leftOut.map {
                .object([
                  ("field", .string($0.field)), ("reason", .string($0.reason)),
                  ("count", .count($0.count)), ("first_line", .count($0.firstLine)),
                ])
              })
          ),
          ("drop_folder", .optional(detail.dropFolder)), ("mapping", .string(detail.mapping)),
        ]))
      return .done
    }
    let summary = detail.summary
    Output.line("\(summary.name): \(summary.party)-party \(summary.kind), \(state(summary))")
    if summary.events > 0 {
      Output.line(
        "\(counted(summary.events, "event")), \(percent(summary.bots, of: summary.events)) of them by "
          + "bots")
    }
    if let folder = detail.dropFolder { Output.line("drop folder \(folder)") }
    Output.line()
    let zone = try line.globals.zone()
    var batches = TextTable([
      ("batch", .right), ("file", .left), ("taken in", .left), ("rows", .right),
      ("accepted", .right), ("duplicates", .right), ("rejected", .right), ("from", .left),
      ("to", .left),
    ])
    for batch in detail.batches {
      batches.add([
        String(batch.id.number), batch.file, zone.iso8601(batch.takenIn), grouped(batch.tally.rows),
        grouped(batch.tally.accepted), grouped(batch.tally.duplicates),
        grouped(batch.tally.rejected), batch.earliest.map(zone.iso8601) ?? "–",
        batch.latest.map(zone.iso8601) ?? "–",
      ])
    }
    batches.lines.forEach { Output.line($0) }
    if !detail.fields.isEmpty {
      Output.line()
      var fields = TextTable([
        ("field", .left), ("use", .left), ("filled", .right), ("share", .right),
        ("new values", .right),
      ])
      for field in detail.fields {
        fields.add([
          field.name, field.use, grouped(field.filled), percent(field.filled, of: field.rows),
          grouped(field.newValues),
        ])
      }
      fields.lines.forEach { Output.line($0) }
    }
    if !detail.leftOut.isEmpty {
      Output.line()
      Output.line("left out of rows that were kept")
      var table = TextTable([
        ("field", .left), ("reason", .left), ("rows", .right), ("first line", .right),
      ])
      for flaw in detail.leftOut {
        table.add([flaw.field, flaw.reason, grouped(flaw.count), grouped(flaw.firstLine)])
      }
      table.lines.forEach { Output.line($0) }
    }
    for reject in detail.rejects {
      Output.line()
      Output.line("\(reject.code): \(counted(reject.count, "row")), such as")
      for sample in reject.samples { Output.line("  \(sample.file):\(sample.line)") }
    }
    return .done
  }

  private static func state(_ source: SourceSummary) -> String {
    var parts: [String] = []
    switch source.freshness {
    case .never: parts.append("nothing yet")
    case .unknown: parts.append("no interval set")
    case .onTime: parts.append("on time")
    case .late(let seconds): parts.append("late by \(Durations.text(seconds))")
    }
    if let anomaly = source.anomaly { parts.append(anomaly) }
    return parts.joined(separator: ", ")
  }

  private static func json(_ source: SourceSummary) -> JSON {
    var freshness: JSON = "never"
    var lateSeconds: JSON = .null
    switch source.freshness {
    case .never: break
    case .unknown: freshness = "unknown"
    case .onTime: freshness = "on_time"
    case .late(let seconds): (freshness, lateSeconds) = ("late", .count(seconds))
    }
    return .object([
      ("name", .string(source.name)), ("party", .string(source.party)),
      ("kind", .string(source.kind)), ("last_batch", .optional(source.lastBatch?.iso8601)),
      ("freshness", freshness), ("late_seconds", lateSeconds),
      ("rows", .count(source.tally.rows)), ("accepted", .count(source.tally.accepted)),
      ("duplicates", .count(source.tally.duplicates)),
      ("rejected", .count(source.tally.rejected)),
      ("recent_volumes", .array(source.recentVolumes.map { JSON.count($0) })),
      ("anomaly", .optional(source.anomaly)),
      ("volume_score", source.volumeScore.map { .number(($0 * 100).rounded() / 100) } ?? .null),
      ("events", .count(source.events)), ("bots", .count(source.bots)),
      ("bad_identifiers", .count(source.badIdentifiers)),
    ])
  }

  private static func json(_ batch: BatchSummary) -> JSON {
    .object([
      ("id", .integer(batch.id.number)), ("file", .string(batch.file)),
      ("taken_in", .string(batch.takenIn.iso8601)), ("rows", .count(batch.tally.rows)),
      ("accepted", .count(batch.tally.accepted)), ("duplicates", .count(batch.tally.duplicates)),
      ("rejected", .count(batch.tally.rejected)),
      ("events", .count(batch.events)), ("bots", .count(batch.bots)),
      ("bad_identifiers", .count(batch.badIdentifiers)),
      ("first_event", .optional(batch.earliest?.iso8601)),
      ("last_event", .optional(batch.latest?.iso8601)),
    ])
  }
}
