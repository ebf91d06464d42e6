import Basis
import Cells
import Requests

/// The help of the program and of each command, made from the same data that reads the line.
enum HelpPage {
  static func print(_ words: [String]) throws(Fault) -> ExitStatus {
    if words.isEmpty {
      overview().forEach { Output.line($0) }
      return .done
    }
    if words == ["language"] {
      language().forEach { Output.line($0) }
      return .done
    }
    let found = Commands.all.filter { $0.words.starts(with: words) }
    guard !found.isEmpty else {
      // What stands behind a command's name is what it is asked, and its help was asked for.
      let called = Commands.all.filter { words.starts(with: $0.words) }
        .max { $0.words.count < $1.words.count }
      guard let called else { throw CommandLineReader.unknownCommand(words) }
      page(called).forEach { Output.line($0) }
      return .done
    }
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
      "",
      "`parterre help COMMAND` tells more about one, `parterre help language` how segments are written.",
      "The workspace is the folder that -w names, else PARTERRE_WORKSPACE, else",
      "$XDG_DATA_HOME/parterre/default. Durations are written 30m, 12h, 7d or 4w, days 2026-11-01.",
      "Exit status: 0 done, 1 failed, 2 wrong command line, 3 done but some rows were rejected,",
      "130 interrupted.",
    ]
    return lines
  }

  /// The guide to the segment language.
  private static func language() -> [String] {
    var lines = ["How segments are written"]
    for chapter in LanguageGuide.chapters {
      lines += ["", chapter.title + ":"]
      for entry in chapter.entries {
        lines.append("  " + entry.example)
        lines += TextWidth.wrapped(entry.meaning, to: 90).map { "      " + $0 }
      }
      for remark in chapter.remarks { lines += TextWidth.wrapped(remark, to: 94).map { "  " + $0 } }
    }
    return lines
  }

  private static func page(_ command: CommandSpec) -> [String] {
    var lines = [usage(command), "", capitalised(command.summary) + "."]
    if !command.discussion.isEmpty { lines += [""] + wrapped(command.discussion) }
    if !command.options.isEmpty { lines += ["", "Options:"] + command.options.map { option($0) } }
    lines += ["", "Options of every command:"] + Globals.options.map { option($0) }
    if !command.examples.isEmpty {
      lines += ["", "Examples:"] + command.examples.map { "  " + $0 }
    }
    return lines
  }

  /// The line as it is written, with the options that the command is nothing without.
  private static func usage(_ command: CommandSpec) -> String {
    var words = ["parterre", command.name]
    if !command.operands.isEmpty { words.append(command.operands) }
    words += command.options.filter(\.isNeeded).map { "--\($0.name) \($0.value ?? "")" }
    if command.options.contains(where: { !$0.isNeeded }) { words.append("[OPTION…]") }
    return words.joined(separator: " ")
  }

  /// The lines of a text, the long ones divided between words.
  private static func wrapped(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      TextWidth.of(String(line)) > 100
        ? TextWidth.wrapped(String(line), to: 96) : [String(line)]
    }
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
