import Basis
import Engine
import Formats
import Requests

/// Looks at the terminal and the workspace and tells what does not work as it should.
enum DoctorCommand {
  static let all: [CommandSpec] = [
    CommandSpec(
      "doctor", "check the terminal, the workspace and how fresh consent is",
      discussion: """
        On a terminal it asks it for its colours, whether it draws a frame at once, and how wide it
        draws letters that terminals disagree about. The workspace is checked as `verify` does; consent
        is held against the ends of its grants. It ends with status 1 where something does not work.
        """, examples: ["parterre doctor", "parterre doctor --json"], run: run)
  ]

  private static func run(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let settings = ConfigurationFolder(line.globals.environment).settings()
    var findings = TerminalChecks(line.globals, settings).findings()
    findings += WorkspaceChecks(path: line.globals.workspace, terms: terms).findings()
    let hasFailed = findings.contains { $0.state == .fails }
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("sound", .boolean(!hasFailed)),
          ("findings", .array(findings.map(\.json))),
        ]), terms)
    } else {
      var table = TextTable([("", .left), ("what", .left), ("found", .left)])
      for finding in findings { table.add([finding.state.sign, finding.name, finding.detail]) }
      table.lines.dropFirst().forEach { Output.line($0) }
      let remedies = findings.filter { !$0.remedy.isEmpty }
      if !remedies.isEmpty { Output.line() }
      for finding in remedies {
        Output.line("\(finding.state.sign) \(finding.name): \(finding.remedy).")
      }
    }
    return hasFailed ? .failed : .done
  }
}

/// One thing that was looked at.
struct DoctorFinding: Equatable {
  enum State: String {
    case works = "ok"
    case note, fails = "failed"
    case unknown

    /// Told without colour.
    var sign: String {
      switch self {
      case .works: "✓"
      case .note: "!"
      case .fails: "✗"
      case .unknown: "–"
      }
    }
  }

  var area: String
  var name: String
  var state: State
  var detail: String
  /// What to do about it; empty where there is nothing to do.
  var remedy = ""

  var json: JSON {
    .object([
      ("area", .string(area)), ("check", .string(name)), ("state", .string(state.rawValue)),
      ("detail", .string(detail)), ("remedy", remedy.isEmpty ? .null : .string(remedy)),
    ])
  }
}
