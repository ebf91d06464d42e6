import Basis
import Formats

/// Turns the words of a command line into a command and its values.
struct CommandLineReader {
  let environment: [String: String]

  /// What the line asks for.
  enum Request {
    case terminal(Globals)
    case command(CommandSpec, Invocation)
    case help([String])
    case version
  }

  func read(_ words: [String]) throws(Fault) -> Request {
    var globals = Globals(workspace: Self.defaultWorkspace(environment))
    globals.environment = environment
    globals.usesColour = (environment["NO_COLOR"] ?? "").isEmpty
    var rest: [String] = []
    var values: [String: [String]] = [:]
    var command: CommandSpec?
    var index = 0
    var areOptionsOver = false
    while index < words.count {
      let word = words[index]
      index += 1
      if areOptionsOver || word == "-" || !word.hasPrefix("-") || Self.isNegativeNumber(word) {
        rest.append(word)
        if command == nil { command = match(rest) }
        continue
      }
      if word == "--" {
        areOptionsOver = true
        continue
      }
      if word == "--help" || word == "-h" { return .help(rest) }
      if word == "--version", rest.isEmpty { return .version }
      let (name, attached) = Self.split(word)
      if command == nil, option(name, of: nil) == nil { command = exact(rest) }
      guard let option = option(name, of: command) else {
        throw unknown(name, command)
      }
      var value = ""
      if option.value != nil {
        if let attached {
          value = attached
        } else {
          guard index < words.count else {
            throw Self.usage(
              "--\(name) needs a value", "Write --\(name) \(option.value ?? "VALUE")")
          }
          value = words[index]
          index += 1
        }
        guard option.choices.isEmpty || option.choices.contains(value) else {
          throw Self.usage(
            "“\(value)” is not a value of --\(name)",
            "Choose one of \(option.choices.joined(separator: ", "))")
        }
      } else if attached != nil {
        throw Self.usage("--\(name) takes no value", "Leave out what follows the =")
      }
      if Globals.options.contains(where: { $0.name == name }) {
        try Self.apply(name, value, to: &globals)
      } else {
        values[name, default: []].append(value)
      }
    }
    if rest.isEmpty { return .terminal(globals) }
    guard globals.keys == nil else {
      throw Self.usage("--keys plays the terminal, which takes no command", "Leave the command out")
    }
    if rest.first == "help" { return .help(Array(rest.dropFirst())) }
    guard let command = command ?? exact(rest) else { throw Self.unknownCommand(rest) }
    let operands = Array(rest.dropFirst(command.words.count))
    guard command.operandCount.contains(operands.count) else {
      throw Self.usage(
        operands.count < command.operandCount.lowerBound
          ? "something is missing" : "there is more than it takes",
        ("Write it as: parterre \(command.name) \(command.operands)").trimmed)
    }
    return .command(
      command, Invocation(globals: globals, operands: operands, values: values))
  }

  /// The command that the words so far name, the longest name first.
  private func match(_ words: [String]) -> CommandSpec? {
    let commands = Commands.beginning(with: words.first)
    return commands.filter { command in
      // `source` alone would be no command while `source add` may still follow.
      words.starts(with: command.words)
        && (words.count > command.words.count
          || !commands.contains {
            $0.words.count > words.count && $0.words.starts(with: words)
          })
    }.max { $0.words.count < $1.words.count }
  }

  /// The command that is called by just these words, for one whose name begins a longer one.
  private func exact(_ words: [String]) -> CommandSpec? {
    Commands.beginning(with: words.first).first { $0.words == words }
  }

  private func option(_ name: String, of command: CommandSpec?) -> CommandSpec.Option? {
    let own = command?.options ?? []
    return (own + Globals.options).first { $0.name == name }
  }

  private func unknown(_ name: String, _ command: CommandSpec?) -> Fault {
    let known = ((command?.options ?? []) + Globals.options).map(\.name)
    let nearest = NearestName.to(name, among: known)
    let place = command.map { "parterre \($0.name)" } ?? "parterre"
    return Self.usage(
      "\(place) has no option --\(name)",
      nearest.map { "Did you mean --\($0)?" } ?? "See \(place) --help")
  }

  /// That no command is called so, with those that may have been meant.
  static func unknownCommand(_ words: [String]) -> Fault {
    let group = Commands.beginning(with: words.first)
    if !group.isEmpty {
      let names = group.map { $0.words.dropFirst().joined(separator: " ") }.filter { !$0.isEmpty }
      let wanted = words.dropFirst().first ?? ""
      let nearest = NearestName.to(wanted, among: names).map { "Did you mean \($0)? " } ?? ""
      return usage(
        "there is no command “\(words.prefix(2).joined(separator: " "))”",
        nearest + "There are: \(names.joined(separator: ", "))")
    }
    let nearest = NearestName.to(words[0], among: Commands.all.compactMap(\.words.first))
    return usage(
      "there is no command “\(words[0])”",
      nearest.map { "Did you mean \($0)?" } ?? "See parterre --help")
  }

  private static func usage(_ reason: String, _ remedy: String) -> Fault {
    Fault(.usage, "parterre", reason: reason, remedy: remedy)
  }

  private static func split(_ word: String) -> (name: String, attached: String?) {
    if word == "-w" { return ("workspace", nil) }
    if word == "-f" { return ("file", nil) }
    let bare = word.drop { $0 == "-" }
    guard let equals = bare.firstIndex(of: "=") else { return (String(bare), nil) }
    return (String(bare[..<equals]), String(bare[bare.index(after: equals)...]))
  }

  private static func isNegativeNumber(_ word: String) -> Bool { Double(word) != nil }

  private static func apply(_ name: String, _ value: String, to globals: inout Globals)
    throws(Fault)
  {
    switch name {
    case "workspace": globals.workspace = value
    case "as-of":
      // Whether it is an instant at all is known before the workspace's zone is.
      _ = try Instants.instant(value, of: name, in: .utc)
      globals.asOf = value
    case "lens": globals.chosenLens = Lens(rawValue: value)
    case "json": globals.isJSON = true
    case "readonly": globals.isReadOnly = true
    case "keys": globals.keys = value
    default: globals.usesColour = false
    }
  }

  /// `PARTERRE_WORKSPACE`, else the user's data folder.
  static func defaultWorkspace(_ environment: [String: String]) -> String {
    if let path = environment["PARTERRE_WORKSPACE"], !path.isEmpty { return path }
    let home = environment["HOME"] ?? "."
    let data = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    return (data ?? home + "/.local/share") + "/parterre/default"
  }
}
