import Basis
import Glibc

/// What one command takes, as data: help, completions and the manual page come from it.
struct CommandSpec: Sendable {
  /// An option such as `--top N` or `--strict`.
  struct Option: Sendable {
    let name: String
    /// What the option takes, as help shows it; nil for a switch.
    let value: String?
    let summary: String
    /// The words that it accepts, where they are few.
    var choices: [String] = []
    var isRepeatable = false
    /// Whether the command is nothing without it.
    var isNeeded = false
  }

  /// The words a command is called by, such as `source add`.
  let words: [String]
  let summary: String
  /// The rest of the line as help shows it, such as `NAME [FILE…]`.
  let operands: String
  let operandCount: ClosedRange<Int>
  let options: [Option]
  /// A few sentences for `help COMMAND`.
  let discussion: String
  let examples: [String]
  let run: @Sendable (Invocation) throws(Fault) -> ExitStatus

  init(
    _ words: String, _ summary: String, operands: String = "", count: ClosedRange<Int> = 0...0,
    options: [Option] = [], discussion: String = "", examples: [String] = [],
    run: @escaping @Sendable (Invocation) throws(Fault) -> ExitStatus
  ) {
    self.words = words.split(separator: " ").map(String.init)
    (self.summary, self.operands, self.operandCount) = (summary, operands, count)
    (self.options, self.discussion, self.examples, self.run) = (options, discussion, examples, run)
  }

  var name: String { words.joined(separator: " ") }

  static func flag(_ name: String, _ summary: String) -> Option {
    Option(name: name, value: nil, summary: summary)
  }

  static func option(
    _ name: String, _ value: String, _ summary: String, choices: [String] = [],
    isRepeatable: Bool = false, isNeeded: Bool = false
  ) -> Option {
    Option(
      name: name, value: value, summary: summary, choices: choices, isRepeatable: isRepeatable,
      isNeeded: isNeeded)
  }
}

/// How a command ended, for the shell.
enum ExitStatus: Int32, Sendable {
  case done = 0
  case failed = 1
  case usage = 2
  case rejected = 3
  case hungUp = 129
  case interrupted = 130
  case terminated = 143

  /// How the terminal ends on a signal, as the shell tells it of programs that a signal killed.
  init(signal: Int32) {
    switch signal {
    case SIGHUP: self = .hungUp
    case SIGINT: self = .interrupted
    default: self = .terminated
    }
  }

  /// How a command that failed ends: a text that was typed and cannot be read is a wrong command line,
  /// and so is a name in it that nothing has; a file that cannot be read, and a thing asked for that
  /// is not there, are failures.
  init(_ fault: Fault) {
    switch fault.code {
    case .usage, .badReport: self = .usage
    case .badSegment: self = fault.place?.file == nil ? .usage : .failed
    case .interrupted: self = .interrupted
    default: self = .failed
    }
  }
}

/// One command line that has been read and fits its command.
struct Invocation: Sendable {
  let globals: Globals
  let operands: [String]
  private let values: [String: [String]]

  init(globals: Globals, operands: [String], values: [String: [String]]) {
    (self.globals, self.operands, self.values) = (globals, operands, values)
  }

  func has(_ option: String) -> Bool { values[option] != nil }
  func value(_ option: String) -> String? { values[option]?.last }
  func all(_ option: String) -> [String] { values[option] ?? [] }

  /// The whole number given for an option, if it was given; none counts less than nothing.
  func integer(_ option: String) throws(Fault) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw Fault(
        .usage, "--\(option)", reason: "“\(text)” is not a whole number from 0",
        remedy: "Give a number, such as --\(option) 20")
    }
    return number
  }
}

/// The options that stand before or behind any command.
struct Globals: Sendable {
  var workspace: String
  var asOf: String?
  /// The unit that was asked for; nil for people, or for what the screen counted last.
  var chosenLens: Lens?
  var lens: Lens { chosenLens ?? .person }
  var isJSON = false
  var usesColour = true
  /// True when nothing in the workspace may be changed.
  var isReadOnly = false
  /// The file of keys to play instead of opening the terminal.
  var keys: String?
  /// What the shell told the program, for what is looked up by it.
  var environment: [String: String] = [:]

  static let options: [CommandSpec.Option] = [
    CommandSpec.option(
      "workspace", "PATH", "the workspace's folder (also -w; else PARTERRE_WORKSPACE)"),
    CommandSpec.option(
      "as-of", "TIME", "answer as of this instant or day: 2026-11-01 or 2026-11-01T12:00:00Z (now)"),
    CommandSpec.option(
      "lens", "LENS", "the unit that is counted (person)", choices: Lens.allCases.map(\.rawValue)),
    CommandSpec.flag("json", "print JSON"),
    CommandSpec.flag("no-color", "print without colours"),
    CommandSpec.flag("readonly", "change nothing in the workspace"),
    CommandSpec.option(
      "keys", "FILE", "without a command: play a session's keys and print the screen"),
  ]
}
