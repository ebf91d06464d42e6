import Basis

/// What makes the program at home in a shell.
enum ShellCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "completions", "print a script that completes the program's words", operands: "bash|zsh|fish",
      count: 1...1,
      examples: [
        "source <(parterre completions bash)",
        "parterre completions fish > ~/.config/fish/completions/parterre.fish",
      ],
      run: { (line) throws(Fault) in
        let shells = ["bash", "zsh", "fish"]
        guard shells.contains(line.operands[0]) else {
          throw Fault(
            .usage, "“\(line.operands[0])”", reason: "there are no completions for this shell",
            remedy: "Choose one of \(shells.joined(separator: ", "))")
        }
        ShellCompletion.script(for: line.operands[0]).forEach { Output.line($0) }
        return .done
      }),
    CommandSpec(
      "man", "print the manual page", examples: ["parterre man | man -l -"],
      run: { (_) throws(Fault) in
        ManualPage.lines.forEach { Output.line($0) }
        return .done
      }),
  ]
}
