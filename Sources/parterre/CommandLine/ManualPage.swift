import Requests

/// The manual page in roff, made from the same data as the help.
enum ManualPage {
  static var lines: [String] {
    var lines = [
      ".TH PARTERRE 1 \"\" \"parterre \(Parterre.version)\" \"User Commands\"", ".SH NAME",
      "parterre \\- a data management platform in a terminal", ".SH SYNOPSIS",
      ".B parterre", "[\\fB\\-w\\fR \\fIPATH\\fR] [\\fB\\-\\-as\\-of\\fR \\fITIME\\fR]",
      "[\\fB\\-\\-lens\\fR \\fILENS\\fR] [\\fB\\-\\-json\\fR] [\\fICOMMAND\\fR ...]",
      ".SH DESCRIPTION",
      "Data about an audience comes in from many sources, is cleaned, joined into people, checked",
      "for consent, cut into segments that are counted exactly, exported to the channels that use",
      "them, and measured. Without a command it opens the terminal.", ".SH COMMANDS",
    ]
    for command in Commands.all {
      lines += [".SS \"parterre \(escaped(command.name)) \(escaped(command.operands))\""]
      lines.append(
        paragraph(command.summary.prefix(1).uppercased() + command.summary.dropFirst() + "."))
      if !command.discussion.isEmpty { lines += [".PP", paragraph(command.discussion)] }
      for option in command.options { lines += entry(option) }
      if !command.examples.isEmpty {
        lines += [".PP", "Examples:", ".PP", ".nf", ".RS"]
        lines += command.examples.map(paragraph) + [".RE", ".fi"]
      }
    }
    lines.append(".SH SEGMENTS")
    for chapter in LanguageGuide.chapters {
      lines.append(".SS \"\(escaped(chapter.title))\"")
      for entry in chapter.entries {
        lines += [".TP", ".B " + paragraph(entry.example), paragraph(entry.meaning)]
      }
      for remark in chapter.remarks { lines += [".PP", paragraph(remark)] }
    }
    lines.append(".SH OPTIONS OF EVERY COMMAND")
    for option in Globals.options { lines += entry(option) }
    return lines + [
      ".SH EXIT STATUS",
      "0 done, 1 failed, 2 the command line was wrong, 3 done but some rows were",
      "rejected, 130 interrupted.", ".SH ENVIRONMENT", ".TP", ".B PARTERRE_WORKSPACE",
      "the workspace that is used where \\-\\-workspace names none", ".TP", ".B NO_COLOR",
      "no colours where it is set", ".SH FILES", ".TP", ".I $XDG_DATA_HOME/parterre/default",
      "the workspace that is used where nothing names one",
    ]
  }

  private static func entry(_ option: CommandSpec.Option) -> [String] {
    let value = option.value.map { " \\fI\(escaped($0))\\fR" } ?? ""
    let choices = option.choices.isEmpty ? "" : " (\(option.choices.joined(separator: ", ")))"
    return [
      ".TP", "\\fB\\-\\-\(escaped(option.name))\\fR\(value)", paragraph(option.summary + choices),
    ]
  }

  /// A text whose lines cannot be taken for requests.
  private static func paragraph(_ text: some StringProtocol) -> String {
    escaped(String(text)).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }
      .joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }
}
