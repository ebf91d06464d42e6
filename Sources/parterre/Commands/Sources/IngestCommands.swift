import Basis
import Engine
import Formats

/// Bringing feeds in.
enum IngestCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "ingest", "bring feeds into a source", operands: "FILE… (or -)", count: 0...100_000,
      options: [
        CommandSpec.option(
          "source", "NAME", "the source that sent them; needed but with --drop-folders"),
        CommandSpec.option("mapping", "FILE", "a mapping for this time"),
        CommandSpec.flag("strict", "keep nothing of a file that has a row which cannot be used"),
        CommandSpec.flag("follow", "read on as one file, pipe or - grows, until Ctrl-C"),
        CommandSpec.option("every", "DURATION", "with --follow: commit new rows this often (5s)"),
        CommandSpec.flag("drop-folders", "take in what is new in the drop folders of the sources"),
        CommandSpec.flag("watch", "with --drop-folders: go on looking until Ctrl-C"),
      ],
      discussion: """
        Each file becomes a batch. A file that was ingested before is recognised by its content, a
        row that was seen before by its key. Rows that cannot be used are kept as rejects; an
        identifier that stands for nobody, or is malformed beside a good one, is left out of its row
        and counted. A bad file does not stop the others. It ends with status 3 where rows were
        rejected, with 1 where a file could not be read.

        With --follow whole rows are committed every few seconds with the place they reach to, so that
        the same command goes on there after a stop. A file that was emptied, or that another took the
        place of, is read from its start.

        A drop folder is set with `source add --drop-folder` or `source set --drop-folder`. Files in it
        are never moved or changed; those written to within the last 5 seconds, hidden ones and those
        ending in .tmp, .part or the like are left alone. --source NAME takes only that source's.
        """,
      examples: [
        "parterre ingest --source web events.jsonl.gz",
        "parterre ingest --source web --follow app.log",
        "parterre ingest --drop-folders --watch",
      ], run: ingest)
  ]

  private static func ingest(_ line: Invocation) throws(Fault) -> ExitStatus {
    Interruption.begin()
    defer { Interruption.end() }
    if line.has("drop-folders") || line.has("watch") { return try takeDropped(line) }
    guard !line.operands.isEmpty else {
      throw usage("it names no file", "Name files, - or --drop-folders")
    }
    guard let source = line.value("source") else {
      throw usage(
        "it does not say which source sent the files",
        "Add --source NAME; `parterre source list` shows them")
    }
    let mapping = try line.value("mapping").map { (file) throws(Fault) in
      try FileSystem.readText(file)
    }
    if line.has("follow") { return try follow(line, source, mapping) }
    let started = SystemClock.nanoseconds()
    let results = try QuestionDesk(path: line.globals.workspace).ingest(
      line.operands, source: source, mapping: mapping, isStrict: line.has("strict"),
      now: SystemClock.now()
    ) { file, done, total in
      showProgress(file, done, total, started)
      return !Interruption.wasAsked
    } phase: {
      showPhase($0, $1)
    }
    return try report(results, started, line)
  }

  // MARK: Growing files

  private static func follow(_ line: Invocation, _ source: String, _ mapping: String?)
    throws(Fault) -> ExitStatus
  {
    guard line.operands.count == 1, !line.has("strict") else {
      throw usage(
        "--follow reads one file, and keeps its rejects",
        "Follow each file by a command of its own, without --strict")
    }
    var terms = QuestionDesk.FollowTerms()
    if let text = line.value("every") {
      terms.seconds = Int(try Durations.seconds(text))
      guard terms.seconds > 0 else {
        throw usage("rows cannot be committed every 0 s", "Write --every 1s or more")
      }
    }
    let asked = try line.globals.terms()
    let started = SystemClock.nanoseconds()
    var isNew = false
    var rejected = 0
    try QuestionDesk(path: line.globals.workspace).follow(
      line.operands[0], source: source, mapping: mapping, terms: terms,
      shallStop: { Interruption.wasAsked }
    ) { outcome in
      rejected += outcome.rejectedCount
      isNew = true
      if line.globals.isJSON {
        line.answer(
          IngestText.json([outcome], files: 1, seconds: seconds(since: started)), under: asked)
      } else {
        Output.line(IngestText.line(outcome))
      }
    }
    if !isNew, !line.globals.isJSON { Output.line("Nothing new.") }
    return rejected > 0 ? .rejected : .done
  }

  // MARK: Drop folders

  private static func takeDropped(_ line: Invocation) throws(Fault) -> ExitStatus {
    guard line.operands.isEmpty, !line.has("follow"), !line.has("mapping"), !line.has("strict")
    else {
      throw usage(
        "drop folders are taken in as a whole, with the mappings of their sources",
        "Leave the files and other options out")
    }
    let desk = QuestionDesk(path: line.globals.workspace)
    var status = ExitStatus.done
    repeat {
      let started = SystemClock.nanoseconds()
      let taken = try desk.takeDropped(
        of: line.value("source"), settled: 5, now: SystemClock.now()
      ) { file, done, total in
        showProgress(file, done, total, started)
        return !Interruption.wasAsked
      } phase: {
        showPhase($0, $1)
      }
      if !taken.isEmpty {
        status = try report(taken.map(\.result), started, line)
      } else if !line.has("watch"), !line.globals.isJSON {
        Output.line("Nothing new.")
      }
      if line.has("watch"), !Interruption.wasAsked { Interruption.pause(milliseconds: 2_000) }
    } while line.has("watch") && !Interruption.wasAsked
    return status
  }

  // MARK: What is told

  private static func report(
    _ results: [QuestionDesk.FileResult], _ started: Int64, _ line: Invocation
  ) throws(Fault) -> ExitStatus {
    Output.endProgress()
    for result in results {
      if let fault = result.fault { Output.fault(fault, isJSON: line.globals.isJSON) }
    }
    let outcomes = results.compactMap(\.outcome)
    let seconds = seconds(since: started)
    if line.globals.isJSON {
      try line.answer(IngestText.json(outcomes, files: results.count, seconds: seconds))
    } else {
      IngestText.lines(outcomes, seconds: seconds).forEach { Output.line($0) }
      if outcomes.contains(where: { $0.rejectedCount > 0 }) {
        Output.message("`parterre rejects` shows the rows that were rejected, and why.")
      }
    }
    if results.contains(where: { $0.fault != nil }) { return .failed }
    return outcomes.contains { $0.rejectedCount > 0 } ? .rejected : .done
  }

  private static func seconds(since started: Int64) -> Double {
    Double(SystemClock.nanoseconds() - started) / 1e9
  }

  private static func usage(_ reason: String, _ remedy: String) -> Fault {
    Fault(.usage, "parterre ingest", reason: reason, remedy: remedy)
  }

  private static func showPhase(_ file: String, _ phase: String) {
    Output.progress("\(FileSystem.name(of: file))  \(phase)")
  }

  private static func showProgress(_ file: String, _ done: Int, _ total: Int?, _ started: Int64) {
    let seconds = seconds(since: started)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var text = "\(FileSystem.name(of: file))  "
    if let total, total > 0 { text += "\(done * 100 / total) %  " }
    text += "\(Int(rate / 1_048_576)) MB/s"
    if let total, rate > 0, seconds > 1 {
      text += "  \(Durations.text(Int(Double(max(0, total - done)) / rate))) left"
    }
    Output.progress(text)
  }
}

/// What an ingest did, as text and as JSON.
enum IngestText {
  static func lines(_ outcomes: [IngestOutcome], seconds: Double) -> [String] {
    var lines: [String] = []
    for outcome in outcomes {
      if let batch = outcome.knownAs { lines.append("already ingested as batch \(batch)") }
    }
    let rejected = sum(outcomes.map(\.rejected))
    let leftOut = sum(outcomes.map(\.leftOut))
    var table = TextTable([("", .left), ("", .right)])
    table.add(["rows", grouped(outcomes.reduce(0) { $0 + $1.rows })])
    table.add(["accepted", grouped(outcomes.reduce(0) { $0 + $1.accepted })])
    table.add(["duplicates", grouped(outcomes.reduce(0) { $0 + $1.duplicates })])
    table.add(["rejected", grouped(rejected.reduce(0) { $0 + $1.count })])
    for (reason, count) in rejected { table.add(["  \(reason)", grouped(count)]) }
    let erased = outcomes.reduce(0) { $0 + $1.erased }
    if erased > 0 { table.add(["of erased people", grouped(erased)]) }
    if !leftOut.isEmpty {
      table.add(["values left out", grouped(leftOut.reduce(0) { $0 + $1.count })])
      for (reason, count) in leftOut { table.add(["  \(reason)", grouped(count)]) }
    }
    table.add(["seconds", "\((seconds * 100).rounded() / 100)"])
    return lines + table.lines.dropFirst()
  }

  /// One batch on one line.
  static func line(_ outcome: IngestOutcome) -> String {
    let batch = outcome.batch.map { "batch \($0): " } ?? ""
    return
      "\(batch)\(counted(outcome.rows, "row")), \(grouped(outcome.accepted)) accepted, "
      + "\(counted(outcome.duplicates, "duplicate")), \(grouped(outcome.rejectedCount)) rejected"
      + (outcome.erased > 0 ? ", \(grouped(outcome.erased)) of erased people" : "")
  }

  static func json(_ outcomes: [IngestOutcome], files: Int, seconds: Double) -> JSON {
    func object(_ counts: [(reason: String, count: Int)]) -> JSON {
      .object(counts.map { ($0.reason, .count($0.count)) })
    }
    return .object([
      ("files", .count(files)),
      ("files_known", .count(outcomes.count { $0.knownAs != nil })),
      ("batches", .array(outcomes.compactMap { $0.batch.map { .integer($0) } })),
      ("rows", .count(outcomes.reduce(0) { $0 + $1.rows })),
      ("accepted", .count(outcomes.reduce(0) { $0 + $1.accepted })),
      ("duplicates", .count(outcomes.reduce(0) { $0 + $1.duplicates })),
      ("rejected", object(sum(outcomes.map(\.rejected)))),
      ("erased", .count(outcomes.reduce(0) { $0 + $1.erased })),
      ("left_out", object(sum(outcomes.map(\.leftOut)))),
      ("seconds", .number((seconds * 1_000).rounded() / 1_000)),
    ])
  }

  private static func sum(_ parts: [[String: Int]]) -> [(reason: String, count: Int)] {
    var all: [String: Int] = [:]
    for part in parts { all.merge(part) { $0 + $1 } }
    return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
