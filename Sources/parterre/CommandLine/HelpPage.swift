import Basis

/// The help of the program and of each command, made from the same data that reads the line.
enum HelpPage {
  static func print(_ words: [String]) throws(Fault) -> ExitStatus {
    if words.isEmpty {
      overview().forEach { Output.line($0) }
      return .done
    }
    let found = Commands.all.filter { $0.words.starts(with: words) }
    guard !found.isEmpty else { throw CommandLineReader.unknownCommand(words, Commands.all) }
    if found.count == 1 || found.contains(where: { $0.words == words }) {
      let command = found.first { $0.words == words } ?? found[0]
      page(command).forEach { Output.line($0) }
    } else {
      for command in found { Output.line(entry(command)) }
    }
    return .done
  }

  private static func overview() -> [String] {
    var lines = [
      "Parterre: a data management platform in a terminal.", "",
      "Usage: parterre [-w PATH] [--as-of TIME] [--lens LENS] [--json] COMMAND …",
      "       parterre                opens the terminal", "", "Commands:",
    ]
    lines += Commands.all.map { entry($0) }
    lines += ["", "Options of every command:"]
    lines += Globals.options.map { option($0) }
    lines += [
      "", "`parterre help COMMAND` tells more about one.",
      "Exit status: 0 done, 1 failed, 2 wrong command line, 3 done but some rows were rejected,",
      "130 interrupted.",
    ]
    return lines
  }

  private static func page(_ command: CommandSpec) -> [String] {
    var lines = [
      "parterre \(command.name) \(command.operands)", "", capitalised(command.summary) + ".",
    ]
    if !command.discussion.isEmpty { lines += ["", command.discussion] }
    if !command.options.isEmpty { lines += ["", "Options:"] + command.options.map { option($0) } }
    lines += ["", "Options of every command:"] + Globals.options.map { option($0) }
    if !command.examples.isEmpty {
      lines += ["", "Examples:"] + command.examples.map { "  " + $0 }
    }
    return lines
  }

  private static func entry(_ command: CommandSpec) -> String {
    pad("  \(command.name) \(command.operands)", 34) + command.summary
  }

  private static func option(_ option: CommandSpec.Option) -> String {
    let choices = option.choices.isEmpty ? "" : " (\(option.choices.joined(separator: ", ")))"
    return pad("  --\(option.name)\(option.value.map { " \($0)" } ?? "")", 34) + option.summary
      + choices
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.count < width
      ? text + String(repeating: " ", count: width - text.count)
      : text + "\n" + String(repeating: " ", count: width)
  }

  private static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
