import Basis
import Engine
import Formats
import Publishing
import Requests

/// Reports, one command each, and all of them at once.
enum ReportCommands {
  static let all: [CommandSpec] =
    QuestionDesk.reportKinds.map { kind in
      CommandSpec(
        "report \(kind.name)", lowered(kind.title),
        options: kind.parameters.map { option($0) } + formats, discussion: kind.about,
        examples: ["parterre report \(kind.name)"] + (examples[kind.name] ?? [])
          + ["parterre report \(kind.name) --format html --out \(kind.name).html"],
        run: { (line) throws(Fault) in try run(kind, line) })
    } + [
      CommandSpec(
        "report run-all", "write every report into a folder, for a scheduler",
        options: [
          CommandSpec.option(
            "out", "DIR", "the folder; it is made where it is missing", isNeeded: true),
          CommandSpec.option(
            "format", "FORMAT", "how they are written (html)",
            choices: ReportFormat.allCases.map(\.rawValue)),
        ],
        discussion: "Writes NAME.EXT for every report with its usual settings, each under a\n"
          + "temporary name first, so that a reader never sees half a report. A report that\n"
          + "fails does not keep the others from being written.",
        examples: ["parterre report run-all --out /srv/reports"], run: runAll)
    ]

  /// What a report's own options look like in use.
  private static let examples = [
    "campaigns": ["parterre report campaigns --by channel,week --last 90d --compare previous"],
    "segments": ["parterre report segments --only Buyers --unit week --members start"],
    "attribution": [
      "parterre report attribution --conversion 'purchase where revenue > 50' "
        + "--model last,markov,shapley --lookback 14d"
    ],
    "sessions": ["parterre report sessions --from 2026-10-01 --to 2026-10-31"],
    "journeys": ["parterre report journeys --to purchase --top 10"],
    "funnel": [
      "parterre report funnel --steps 'product_view > add_to_cart > purchase' --within 7d"
    ],
    "retention": ["parterre report retention --first purchase --unit month --periods 6"],
    "frequency": ["parterre report frequency --campaign spring --most 20"],
    "sources": ["parterre report sources --last 90d"],
    "consent": ["parterre report consent --purpose ads,email --split country"],
    "audience-growth": ["parterre report audience-growth --unit day --last 30d"],
    "match-rates": ["parterre report match-rates --by destination --unit month"],
  ]

  private static let formats: [CommandSpec.Option] = [
    CommandSpec.option(
      "format", "FORMAT", "how it is written (table; csv with --out)",
      choices: ReportFormat.allCases.map(\.rawValue)),
    CommandSpec.option("out", "FILE", "write to this file instead of standard output"),
    CommandSpec.flag("force", "replace the file if it is there"),
  ]

  private static func option(_ parameter: ReportKind.Parameter) -> CommandSpec.Option {
    // What takes no value is there or not; a report reads “yes”.
    if parameter.placeholder.isEmpty { return CommandSpec.flag(parameter.name, parameter.about) }
    let usual = parameter.value.isEmpty ? "" : " (\(parameter.value))"
    return CommandSpec.option(
      parameter.name, parameter.placeholder, parameter.about + usual, choices: parameter.choices)
  }

  private static func run(_ kind: ReportKind, _ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let out = line.value("out")
    let format =
      line.value("format").flatMap { ReportFormat(rawValue: $0) }
      ?? (line.globals.isJSON ? .json : out == nil ? .table : self.format(ofFile: out ?? ""))
    let beginning = kind.parameters.first { $0.placeholder == "TIME" && $0.name != "to" }
    if line.has("last"), let beginning, line.has(beginning.name) {
      throw Fault(
        .usage, "--last", reason: "the period begins with --\(beginning.name) already",
        remedy: "Leave out one of the two")
    }
    let settings = kind.parameters.compactMap { parameter in
      if parameter.placeholder.isEmpty {
        return line.has(parameter.name) ? ReportRequest.Setting(parameter.name, "yes") : nil
      }
      return line.value(parameter.name).map { ReportRequest.Setting(parameter.name, $0) }
    }
    if let out, !line.has("force"), FileSystem.kind(of: out) != nil {
      throw Fault(
        .alreadyExists, out, reason: "the file is there already",
        remedy: "Choose another name, or add --force")
    }
    let table = try QuestionDesk(path: line.globals.workspace).report(
      ReportRequest(name: kind.name, settings: settings), terms: terms)
    let text = format.text(of: table, lens: terms.lens)
    if let out {
      try FileSystem.writeAtomically(Array(text.utf8), to: out)
    } else {
      Output.text(text)
    }
    return .done
  }

  /// The format that a file's name asks for; CSV where it says nothing.
  private static func format(ofFile name: String) -> ReportFormat {
    ReportFormat.allCases.first { name.hasSuffix("." + $0.fileExtension) } ?? .csv
  }

  private static func runAll(_ line: Invocation) throws(Fault) -> ExitStatus {
    guard let folder = line.value("out") else {
      throw Fault(
        .usage, "report run-all", reason: "there is no --out",
        remedy: "Name a folder with --out DIR")
    }
    let terms = try line.globals.terms()
    let format = line.value("format").flatMap { ReportFormat(rawValue: $0) } ?? .html
    try FileSystem.makeFolder(folder, mode: 0o755)
    let desk = QuestionDesk(path: line.globals.workspace)
    var written: [JSON] = []
    var failed: [Fault] = []
    for kind in QuestionDesk.reportKinds {
      let file = "\(folder)/\(kind.name).\(format.fileExtension)"
      do throws(Fault) {
        let table = try desk.report(ReportRequest(name: kind.name), terms: terms)
        try FileSystem.writeAtomically(
          Array(format.text(of: table, lens: terms.lens).utf8), to: file)
        written.append(
          .object([
            ("report", .string(kind.name)), ("file", .string(file)),
            ("rows", .count(table.rows.count)),
          ]))
        if !line.globals.isJSON { Output.line(file) }
      } catch {
        failed.append(error)
        Output.fault(error, isJSON: line.globals.isJSON)
      }
    }
    if line.globals.isJSON {
      try line.answer(.object([("reports", .array(written))]), terms)
    }
    return failed.isEmpty ? .done : .failed
  }

  private static func lowered(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}
