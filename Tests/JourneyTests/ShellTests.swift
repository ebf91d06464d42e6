import Basis
import Support
import Testing

@Suite("At home in a shell") struct ShellTests {
  private func run(_ command: [String]) throws -> Program.Ended {
    let folder = try temporaryFolder()
    return try Program.start(command, in: folder).wait()
  }

  @Test("bash reads its script and completes commands, options and their values")
  func bash() throws {
    let program = try #require(Program.path)
    let script = """
      source <("\(program)" completions bash)
      complete() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _parterre
        echo "${COMPREPLY[*]}"
      }
      complete parterre segm
      complete parterre -w /tmp/x segment sa
      complete parterre source add shop --part
      complete parterre source add shop --party ""
      complete parterre count --lens h
      """
    let ended = try run(["/bin/bash", "-c", script])
    #expect(ended.messages == "")
    #expect(ended.output == "segment\nsave\n--party\nfirst second third\nhousehold\n")
  }

  @Test("the manual page names every command that help names")
  func manual() throws {
    let program = try #require(Program.path)
    let manual = try run([program, "man"]).output
    let help = try run([program, "--help"]).output.split(separator: "\n")
    let commands = help.drop { $0 != "Commands:" }.dropFirst().prefix { $0.hasPrefix("  ") }
    #expect(commands.count > 20)
    for line in commands where !line.hasPrefix("   ") {
      let words = line.dropFirst(2).split(separator: " ").prefix { $0 == $0.lowercased() }
      #expect(manual.contains(".SS \"parterre \(words[0].replacing("-", with: "\\-"))"))
    }
  }

  /// The commands that the agreement names; none may get lost.
  static let contract = """
    init; generate; demo; source add; source list; source show; source set; source undo; ingest;
    audit; rejects; rejects retry; taxonomy; budget set; model train; model list; doctor; identity stats; identity show; identity explain;
    identity split; identity export; identity proposals; identity accept; identity keep; identity undo; identity resolve; identity evaluate; count; why; segment save; segment list;
    segment show; segment history; segment diff; segment trend; segment sql; segment remove;
    segment export-dir; segment import-dir; members; overlap; facets; export; destinations;
    activations; report campaigns; sql; verify; backup; restore; compact; stats; consent coverage;
    consent verify; consent show; consent root; consent prove;
    consent check; consent decode; privacy access; privacy erase; privacy retention;
    audit-log; completions; man
    """.split(separator: ";").map(\.trimmed)

  @Test("whatever takes something says by an example how")
  func examples() throws {
    let program = try #require(Program.path)
    let manual = try run([program, "man"]).output
    let commands = try #require(manual.split(separator: ".SH SEGMENTS").first)
    let pages = commands.split(separator: ".SS ").dropFirst()
    #expect(pages.count > 90)
    for page in pages {
      let head = page.prefix { $0 != "\n" }
      let takes = head.contains { $0.isUppercase } || page.contains(".TP")
      #expect(!takes || page.contains("Examples:"), "\(head)")
    }
  }

  @Test("every command of the agreement is there and has a page of help", arguments: contract)
  func isThere(command: String) throws {
    let program = try #require(Program.path)
    let ended = try run([program] + command.split(separator: " ").map(String.init) + ["--help"])
    #expect(ended.status == 0)
    #expect(ended.output.hasPrefix("parterre \(command)"))
  }
}
