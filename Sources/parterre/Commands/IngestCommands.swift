import Basis
import Engine
import Formats

/// Bringing feeds in.
enum IngestCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "ingest", "bring feeds into a source", operands: "FILE… (or -)", count: 1...100_000,
      options: [
        CommandSpec.option("source", "NAME", "the source that sent them"),
        CommandSpec.option("mapping", "FILE", "a mapping for this time"),
        CommandSpec.flag("strict", "keep nothing of a file that has a row which cannot be used"),
      ],
      discussion: """
        Each file becomes a batch. A file that was ingested before is recognised by its content, a
        row that was seen before by its key. Rows that cannot be used are kept as rejects.
        """,
      examples: ["parterre ingest --source web events.jsonl.gz"], run: ingest)
  ]

  private static func ingest(_ line: Invocation) throws(Fault) -> ExitStatus {
    guard let source = line.value("source") else {
      throw Fault(
        .usage, "parterre ingest", reason: "it does not say which source sent the files",
        remedy: "Add --source NAME; `parterre source list` shows them")
    }
    let mapping = try line.value("mapping").map { (file) throws(Fault) in
      try FileSystem.readText(file)
    }
    let started = SystemClock.nanoseconds()
    let results = try QuestionDesk(path: line.globals.workspace).ingest(
      line.operands, source: source, mapping: mapping, isStrict: line.has("strict"),
      now: SystemClock.now()
    ) { file, done, total in
      showProgress(file, done, total, started)
      return true
    }
    Output.endProgress()
    let seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    for result in results {
      if let fault = result.fault { Output.fault(fault, isJSON: line.globals.isJSON) }
    }
    let outcomes = results.compactMap(\.outcome)
    report(outcomes, files: results.count, seconds, line.globals)
    if results.contains(where: { $0.fault != nil }) { return .failed }
    return outcomes.contains { $0.rejectedCount > 0 } ? .rejected : .done
  }

  private static func report(
    _ outcomes: [IngestOutcome], files: Int, _ seconds: Double, _ globals: Globals
  ) {
    var rejected: [String: Int] = [:]
    for outcome in outcomes { rejected.merge(outcome.rejected) { $0 + $1 } }
    let reasons = rejected.sorted { $0.key < $1.key }
    let rows = outcomes.reduce(0) { $0 + $1.rows }
    let accepted = outcomes.reduce(0) { $0 + $1.accepted }
    let duplicates = outcomes.reduce(0) { $0 + $1.duplicates }
    let erased = outcomes.reduce(0) { $0 + $1.erased }
    let known = outcomes.count { $0.knownAs != nil }
    if globals.isJSON {
      Output.json(
        .object([
          ("files", .count(files)), ("files_known", .count(known)), ("rows", .count(rows)),
          ("accepted", .count(accepted)), ("duplicates", .count(duplicates)),
          ("rejected", .object(reasons.map { ($0.key, .count($0.value)) })),
          ("erased", .count(erased)),
          ("seconds", .number((seconds * 1_000).rounded() / 1_000)),
        ]))
      return
    }
    for outcome in outcomes {
      if let batch = outcome.knownAs { Output.line("already ingested as batch \(batch)") }
    }
    Output.line("rows        \(grouped(rows))")
    Output.line("accepted    \(grouped(accepted))")
    Output.line("duplicates  \(grouped(duplicates))")
    Output.line("rejected    \(grouped(rejected.values.reduce(0, +)))")
    for (reason, count) in reasons { Output.line("  \(reason)  \(grouped(count))") }
    if erased > 0 { Output.line("erased      \(grouped(erased))") }
    Output.line("seconds     \((seconds * 100).rounded() / 100)")
  }

  private static func showProgress(_ file: String, _ done: Int, _ total: Int?, _ started: Int64) {
    let seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    let rate = seconds > 0 ? Double(done) / seconds / 1_048_576 : 0
    var text = "\(FileSystem.name(of: file))  "
    if let total, total > 0 { text += "\(done * 100 / total) %  " }
    Output.progress(text + "\(Int(rate)) MB/s")
  }
}
