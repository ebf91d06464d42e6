import Basis
import Engine
import Formats
import Glibc
import Requests

/// Delivering segments, and what has been delivered.
enum ExportCommands {
  static let all: [CommandSpec] =
    DestinationCommands.all + [
      CommandSpec(
        "export", "deliver a segment to a destination", operands: "EXPR", count: 0...1,
        options: [
          CommandSpec.option("file", "FILE", "read the segment from a file (also -f)"),
          CommandSpec.option(
            "to", "DESTINATION",
            "where it goes; see `parterre destinations`; needed but with --resume"),
          CommandSpec.option(
            "out", "FILE",
            "the file to write, for you alone to read; needed but for webhooks and --dry-run"),
          CommandSpec.flag("dry-run", "only show what would be delivered"),
          CommandSpec.flag("delta", "only who came or went since the last delivery"),
          CommandSpec.option("holdout", "PERCENT", "keep back this share, always the same people"),
          CommandSpec.option(
            "holdout-key", "CAMPAIGN", "keep back people of this campaign's own"),
          CommandSpec.option(
            "suppress", "EXPR", "leave out the members of this segment", isRepeatable: true),
          CommandSpec.option(
            "priority", "LIST", "a file or @A,@B,…: a person goes to the first of them alone"),
          CommandSpec.option("ids", "NAMESPACE,…", "identifiers for csv, jsonl and webhook"),
          CommandSpec.option("attributes", "NAME,…", "attributes for csv, jsonl and webhook"),
          CommandSpec.option(
            "set", "NAME=VALUE", "a setting of the destination", isRepeatable: true),
          CommandSpec.flag("force", "replace an existing file"),
          CommandSpec.option(
            "resume", "NUMBER", "go on with a webhook delivery that was cut short"),
        ],
        discussion: """
          Only people who grant every purpose of the destination today are delivered, whatever \
          --as-of says. Left out are the standing suppressions, whoever bounced or unsubscribed, \
          and those named here. The file appears under its name when it is whole; a manifest is \
          written beside it. With --delta a second file, NAME-removed, has the identifiers \
          that the destination was given and is to lose.
          """,
        examples: [
          "parterre export @Buyers --to google_customer_match --dry-run",
          "parterre export @Buyers --to google_customer_match --out buyers.csv --holdout 10",
          "parterre export @Buyers --to meta_custom_audience --out new.csv --delta",
        ],
        run: export),
      CommandSpec(
        "activations", "list what has been delivered", examples: ["parterre activations --json"],
        run: activations),
    ] + SuppressionCommands.all

  private static func export(_ line: Invocation) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: line.globals.workspace)
    var terms = try line.globals.terms()
    if let number = try line.integer("resume") {
      let delivery = try desk.resumeExport(Int64(number), terms: terms)
      Output.line(
        "Sent delivery \(number) to its end: \(counted(delivery.batches, "batch", "batches")).")
      return .done
    }
    guard let name = line.value("to") else {
      throw Fault(
        .usage, "export", reason: "there is no destination",
        remedy: "Add --to with one of `parterre destinations`")
    }
    let order = try order(line, to: name)
    let isDryRun = line.has("dry-run")
    let meter = ExportMeter()
    terms.progress = { done, total in meter.show(done, total) }
    defer { Output.endProgress() }
    let answer =
      isDryRun
      ? try desk.preflight(order, terms: terms) : try desk.export(order, terms: terms)
    Output.endProgress()
    if line.globals.isJSON {
      try line.answer(document(answer, isDryRun: isDryRun), terms)
    } else {
      DeliveryText.lines(answer, isDryRun: isDryRun).forEach { Output.line($0) }
    }
    if let notice = DeliveryText.notice(answer) { Output.message(notice) }
    return .done
  }

  static func order(_ line: Invocation, to name: String) throws(Fault) -> DeliveryOrder {
    var order = DeliveryOrder(
      try SegmentCommands.expression(line), to: name, file: line.value("out").map { absolute($0) })
    order.replacesFile = line.has("force")
    order.isDelta = line.has("delta")
    order.suppressed = line.all("suppress")
    order.heldOut = try line.integer("holdout")
    order.campaign = line.value("holdout-key")
    if order.campaign != nil, order.heldOut == nil {
      throw Fault(
        .usage, "--holdout-key", reason: "there is no share to keep back",
        remedy: "Add --holdout PERCENT")
    }
    order.namespaces = line.value("ids").map { names($0) }
    order.attributes = line.value("attributes").map { names($0) } ?? []
    if let list = line.value("priority") { order.priority = try priority(list) }
    for setting in line.all("set") {
      guard let equals = setting.firstIndex(of: "=") else {
        throw Fault(
          .usage, "--set \(setting)", reason: "it has no value", remedy: "Write NAME=VALUE")
      }
      order.settings[String(setting[..<equals])] =
        String(setting[setting.index(after: equals)...])
    }
    return order
  }

  /// The path from the root, so that the record leads to the file from anywhere.
  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(folder) }
    return unsafe String(cString: folder) + "/" + path
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
  }

  /// A list of segments: a line each in a file, or names parted by commas.
  private static func priority(_ list: String) throws(Fault) -> [String] {
    guard FileSystem.kind(of: list) == .file else { return names(list) }
    return try FileSystem.readText(list).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  private static func document(
    _ answer: DeliveryAnswer, isDryRun: Bool
  ) -> JSON {
    let steps = waterfall(answer.waterfall)
    let files = answer.files.map { file in
      JSON.object([
        ("file", .string(file.path)), ("rows", .count(file.rows)), ("bytes", .count(file.bytes)),
        ("sha256", .string(file.sha256)),
      ])
    }
    func optional(_ number: Int?) -> JSON { number.map { JSON.count($0) } ?? .null }
    let reach = answer.reach.map {
      JSON.object([("namespace", .string($0.namespace)), ("count", .count($0.count))])
    }
    var entries: [(key: String, value: JSON)] = [
      ("count", .count(answer.delivered)), ("segment", .string(answer.segment)),
      ("segment_version", optional(answer.version)),
      ("destination", .string(answer.destination.name)), ("dry_run", .boolean(isDryRun)),
      ("activation", answer.activation.map { JSON.integer($0) } ?? .null),
      ("file", .optional(answer.files.first?.path)), ("rows", .count(answer.rows)),
      ("minimum", .count(answer.destination.minimum)),
      ("obstacles", .array(answer.obstacles.map { .string($0.command) })),
      ("waterfall", steps), ("identifiers", .array(reach)), ("added", optional(answer.added)),
      ("removed", optional(answer.removed)), ("unchanged", optional(answer.unchanged)),
      ("unnamed", .count(answer.unnamed)), ("files", .array(files)),
      ("sha256", .optional(answer.files.first?.sha256)),
    ]
    entries.append(("match_rate", answer.matching.map { matching($0) } ?? .null))
    if isDryRun {
      let rows = answer.sample.map { JSON.array($0.map { .string($0) }) }
      entries.append(("columns", .array(answer.columns.map { .string($0) })))
      entries.append(("sample", .array(rows)))
    }
    return .object(entries)
  }

  static func waterfall(_ waterfall: Waterfall) -> JSON {
    .array(
      waterfall.steps.map {
        .object([
          ("step", .string($0.label)), ("count", .count($0.remaining)), ("lost", .count($0.lost)),
          ("note", .string($0.note)),
        ])
      })
  }

  private static func matching(_ estimate: MatchEstimate) -> JSON {
    func parts(_ parts: [MatchEstimate.Part]) -> JSON {
      .array(
        parts.map {
          .object([
            ("name", .string($0.name)), ("uploaded", .count($0.uploaded)),
            ("matched", .count($0.matched)), ("rate", .number($0.rate)),
          ])
        })
    }
    return .object([
      ("rate", .number(estimate.rate)), ("low", .number(estimate.interval.low)),
      ("high", .number(estimate.interval.high)), ("uploaded", .count(estimate.uploaded)),
      ("matched", .count(estimate.matched)),
      ("expected", estimate.expected.map { JSON.count($0) } ?? .null),
      ("by_identifier", parts(estimate.byIdentifier)),
      ("by_source", parts(estimate.bySource)),
    ])
  }

  private static func activations(_ line: Invocation) throws(Fault) -> ExitStatus {
    let list = try QuestionDesk(path: line.globals.workspace).deliveries()
    if line.globals.isJSON {
      func optional(_ number: Int?) -> JSON { number.map { JSON.count($0) } ?? .null }
      let entries = list.map { delivery in
        JSON.object([
          ("id", .integer(delivery.id)), ("segment", .string(delivery.segment)),
          ("segment_version", optional(delivery.version)),
          ("destination", .string(delivery.destination)), ("file", .string(delivery.file)),
          ("rows", .count(delivery.rows)), ("added", optional(delivery.added)),
          ("removed", optional(delivery.removed)), ("sha256", .string(delivery.sha256)),
          ("state", .string(delivery.state)), ("batches", .count(delivery.batches)),
          ("batches_sent", .count(delivery.batchesSent)),
          ("campaign", .optional(delivery.campaign)),
          ("as_of", .string(delivery.asOf.iso8601)), ("at", .string(delivery.at.iso8601)),
        ])
      }
      try line.answer(.object([("activations", .array(entries))]))
      return .done
    }
    guard !list.isEmpty else {
      Output.line("Nothing has been delivered yet.")
      return .done
    }
    let zone = try line.globals.zone()
    var table = TextTable([
      ("id", .right), ("at", .left), ("destination", .left), ("rows", .right), ("new", .right),
      ("gone", .right), ("state", .left), ("segment", .left), ("file", .left),
    ])
    for delivery in list {
      table.add([
        String(delivery.id), zone.iso8601(delivery.at), delivery.destination,
        grouped(delivery.rows),
        delivery.added.map { grouped($0) } ?? "–", delivery.removed.map { grouped($0) } ?? "–",
        delivery.state == "sending"
          ? "\(delivery.batchesSent) of \(delivery.batches) sent" : delivery.state,
        delivery.version.map { "\(delivery.segment) v\($0)" } ?? delivery.segment, delivery.file,
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }
}

/// Shows how far an export is, on a terminal alone.
private struct ExportMeter: Sendable {
  private let started = SystemClock.nanoseconds()

  func show(_ done: Int, _ total: Int?) -> Bool {
    let seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    guard seconds > 0.2, let total, total > 0 else { return true }
    let rate = Int(Double(done) / seconds)
    let left = rate > 0 ? ", \(max(0, total - done) / rate) s left" : ""
    Output.progress(
      "\(done * 100 / total) %  \(grouped(done)) of \(grouped(total)), \(grouped(rate)) a second"
        + left)
    return true
  }
}
