/// Scripts that complete the program's words in a shell, made from the same data as the help.
enum ShellCompletion {
  static func script(for shell: String) -> [String] {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    default: fish
    }
  }

  /// What may follow each beginning of a command: `source` is followed by `add`, `list`, ….
  private static var followers: [(words: String, next: [String])] {
    var next: [String: [String]] = [:]
    for command in Commands.all {
      for index in command.words.indices {
        let before = command.words[..<index].joined(separator: " ")
        if next[before]?.contains(command.words[index]) != true {
          next[before, default: []].append(command.words[index])
        }
      }
    }
    return next.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func options(_ command: CommandSpec?) -> [CommandSpec.Option] {
    (command?.options ?? []) + Globals.options
  }

  // MARK: bash

  private static var bash: [String] {
    var lines = [
      "# Completion of parterre's words in bash: source it, or put it where bash-completion looks.",
      "_parterre() {",
      "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" name= i",
      "  for ((i = 1; i < COMP_CWORD; i++)); do",
      "    case \"${COMP_WORDS[i]}\" in",
      "      -w|\(valued(Globals.options))) ((i++)) ;;",
      "      -*) ;;",
      "      *) case \"$name ${COMP_WORDS[i]}\" in",
    ]
    let names = Set(
      Commands.all.flatMap { command in
        command.words.indices.map { command.words[...$0].joined(separator: " ") }
      })
    lines += names.sorted().map { "           \" \($0)\"|\"\($0)\") name=\"\($0)\" ;;" }
    lines += ["         esac ;;", "    esac", "  done", "  case \"$name $before\" in"]
    for command in Commands.all {
      for option in command.options where !option.choices.isEmpty {
        lines.append(
          "    \"\(command.name) --\(option.name)\") COMPREPLY=($(compgen -W "
            + "\"\(option.choices.joined(separator: " "))\" -- \"$word\")); return ;;")
      }
    }
    for option in Globals.options where !option.choices.isEmpty {
      lines.append(
        "    *\" --\(option.name)\") COMPREPLY=($(compgen -W "
          + "\"\(option.choices.joined(separator: " "))\" -- \"$word\")); return ;;")
    }
    lines += ["  esac", "  case \"$name\" in"]
    for (words, next) in followers where !words.isEmpty && exact(words) == nil {
      lines.append(
        "    \"\(words)\") COMPREPLY=($(compgen -W \"\(next.joined(separator: " "))\" -- \"$word\")) ;;"
      )
    }
    for command in Commands.all {
      let words = options(command).map { "--\($0.name)" }
      let more = followers.first { $0.words == command.name }?.next ?? []
      lines.append(
        "    \"\(command.name)\") if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "
          + "\"\(words.joined(separator: " "))\" -- \"$word\")); else COMPREPLY=($(compgen -f -W "
          + "\"\(more.joined(separator: " "))\" -- \"$word\")); fi ;;")
    }
    let first = (followers.first { $0.words.isEmpty }?.next ?? []) + ["help"]
    let globals = Globals.options.map { "--\($0.name)" } + ["--help", "--version"]
    lines += [
      "    *) COMPREPLY=($(compgen -W \"\((first + globals).joined(separator: " "))\" -- \"$word\")) ;;",
      "  esac", "}", "complete -o filenames -F _parterre parterre",
    ]
    return lines
  }

  private static func exact(_ words: String) -> CommandSpec? {
    Commands.all.first { $0.name == words }
  }

  private static func valued(_ options: [CommandSpec.Option]) -> String {
    options.filter { $0.value != nil }.map { "--\($0.name)" }.joined(separator: "|")
  }

  // MARK: zsh

  private static var zsh: [String] {
    var lines = [
      "#compdef parterre",
      "# Completion of parterre's words in zsh: put it into a folder of $fpath.",
      "_parterre() {", "  local -a found; local name= i", "  for ((i = 2; i < CURRENT; i++)); do",
      "    case ${words[i]} in", "      -w|\(valued(Globals.options))) ((i++)) ;;", "      -*) ;;",
      "      *) name=\"${name:+$name }${words[i]}\" ;;", "    esac", "  done", "  case $name in",
    ]
    for (words, next) in followers {
      let entries = next.map { word in
        let name = words.isEmpty ? word : words + " " + word
        return quoted("\(word):\(exact(name)?.summary ?? "commands about \(word)")")
      }
      guard exact(words) == nil else { continue }
      lines.append(
        "    \(quoted(words))) found=(\(entries.joined(separator: " "))); "
          + "_describe command found ;;")
    }
    for command in Commands.all.reversed() {
      let arguments = options(command).map { option in
        let value =
          option.value.map { value in
            option.choices.isEmpty
              ? ":\(value):_files" : ":\(value):(\(option.choices.joined(separator: " ")))"
          } ?? ""
        return quoted("--\(option.name)[\(option.summary.replacing("]", with: "\\]"))]\(value)")
      }
      lines.append(
        "    \(quoted(command.name))*) _arguments \(arguments.joined(separator: " ")) '*:file:_files' ;;"
      )
    }
    return lines + ["  esac", "}", "_parterre \"$@\""]
  }

  // MARK: fish

  private static var fish: [String] {
    var lines = ["# Completion of parterre's words in fish."]
    for (words, next) in followers {
      for word in next {
        let name = words.isEmpty ? word : words + " " + word
        let when =
          words.isEmpty
          ? "__fish_use_subcommand"
          : "__fish_seen_subcommand_from \(words); and not __fish_seen_subcommand_from "
            + next.joined(separator: " ")
        let summary = exact(name)?.summary ?? "commands about \(word)"
        lines.append(
          "complete -c parterre -f -n \(quoted(when)) -a \(word) -d \(quoted(summary))")
      }
    }
    for command in Commands.all {
      let seen = command.words.map { "__fish_seen_subcommand_from \($0)" }
        .joined(separator: "; and ")
      for option in command.options { lines.append(fishOption(option, when: seen)) }
    }
    return lines + Globals.options.map { fishOption($0, when: nil) }
  }

  private static func fishOption(_ option: CommandSpec.Option, when: String?) -> String {
    var line = "complete -c parterre"
    if let when { line += " -n " + quoted(when) }
    line += " -l \(option.name) -d \(quoted(option.summary))"
    if option.value != nil {
      line +=
        option.choices.isEmpty ? " -r" : " -x -a \(quoted(option.choices.joined(separator: " ")))"
    }
    return line
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
