import Basis
import Engine
import Formats

/// Sample data: writing it, and a workspace made from it.
enum SampleCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "demo", "make a workspace of sample data and open the terminal",
      options: [
        CommandSpec.option("profiles", "N", "generate a larger set of so many people first"),
        CommandSpec.option("seed", "N", "which of all possible sets (1)"),
        CommandSpec.flag("no-ui", "do not open the terminal afterwards"),
      ],
      discussion: """
        Takes the feeds of a garden retailer through the same steps as real data. An existing sample
        workspace in the same place is opened as it is. Without a terminal its segments are printed.
        """, examples: ["parterre demo", "parterre -w big demo --profiles 100000 --no-ui"],
      run: demo),
    CommandSpec(
      "generate", "write sample feeds as real systems send them",
      options: [
        CommandSpec.option("out", "DIR", "the folder for the feeds", isNeeded: true),
        CommandSpec.option("profiles", "N", "how many people", isNeeded: true),
        CommandSpec.option("events", "N", "about how many events, from 100 on", isNeeded: true),
        CommandSpec.option("days", "N", "over how many days (90)"),
        CommandSpec.option("seed", "N", "which of all possible sets (1)"),
      ],
      discussion:
        "The same arguments give the same bytes. truth.json beside the feeds says what is so.",
      examples: ["parterre generate --out feeds --profiles 2000 --events 40000"],
      run: generate),
  ]

  private static func generate(_ line: Invocation) throws(Fault) -> ExitStatus {
    guard let folder = line.value("out"), let profiles = try line.integer("profiles"),
      let events = try line.integer("events")
    else {
      throw Fault(
        .usage, "parterre generate", reason: "--out, --profiles and --events are needed",
        remedy: "Write parterre generate --out feeds --profiles 2000 --events 40000")
    }
    try SampleWorkspace.generate(
      into: folder, profiles: profiles, events: events, days: try line.integer("days") ?? 90,
      seed: UInt64(try line.integer("seed") ?? 1)
    ) { done, wanted in Output.progress("\(done) of \(wanted) events") }
    Output.endProgress()
    if line.globals.isJSON {
      try line.answer(.object([("folder", .string(folder))]))
    } else {
      Output.line("Wrote the feeds to \(folder).")
    }
    return .done
  }

  private static func demo(_ line: Invocation) throws(Fault) -> ExitStatus {
    let path = line.globals.workspace
    if FileSystem.kind(of: path + "/parterre.db") == nil {
      let profiles = try line.integer("profiles")
      let shipped = "SampleData/feeds"
      let usesShipped = profiles == nil && FileSystem.kind(of: shipped) == .folder
      let summary = try SampleWorkspace.make(
        at: path, feeds: usesShipped ? shipped : nil, profiles: profiles ?? 2_000,
        seed: UInt64(try line.integer("seed") ?? 1), now: SystemClock.now()
      ) { Output.progress($0) }
      Output.endProgress()
      if line.globals.isJSON {
        try line.answer(
          .object([
            ("workspace", .string(path)), ("rows", .count(summary.rows)),
            ("accepted", .count(summary.accepted)), ("duplicates", .count(summary.duplicates)),
            ("rejected", .count(summary.rejected)), ("seconds", .number(summary.seconds)),
          ]))
      } else {
        Output.line(
          "Took in \(counted(summary.rows, "row")) of \(counted(summary.feeds, "feed")) in "
            + "\((summary.seconds * 10).rounded() / 10) s: \(grouped(summary.accepted)) accepted, "
            + "\(counted(summary.duplicates, "duplicate")), \(grouped(summary.rejected)) rejected.")
      }
    }
    guard !line.has("no-ui") else { return .done }
    // Where nobody sits at a terminal, what was made of the feeds is printed instead.
    guard Output.isInteractive else {
      guard !line.globals.isJSON else { return .done }
      let status = try SegmentLibraryCommands.list(line)
      Output.message("This is no terminal; in one, `parterre -w \(path)` opens the workspace.")
      return status
    }
    return try TerminalRun.start(line.globals)
  }
}
