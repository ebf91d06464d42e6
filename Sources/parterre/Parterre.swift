import Basis
import Engine
import Glibc

/// The way in: reads the command line, runs what it asks for and ends with its status.
@main
struct Parterre {
  static let version = "0.1.0"

  static func main() {
    ProcessMemory.takeInLargeSteps(within: MemoryBudget.standard.bytes)
    // Writing to a pipe that nobody reads must end the command, not crash it.
    signal(SIGPIPE, SIG_IGN)
    KeyRing.setSource { PassphrasePrompt.passphrase($0) }
    let words = Array(CommandLine.arguments.dropFirst())
    let reader = CommandLineReader(environment: environment())
    let isJSON = words.contains("--json")
    do throws(Fault) {
      exit(try run(try reader.read(words)).rawValue)
    } catch {
      Output.fault(error, isJSON: isJSON)
      exit(ExitStatus(error).rawValue)
    }
  }

  private static func run(_ request: CommandLineReader.Request) throws(Fault) -> ExitStatus {
    switch request {
    case .version:
      Output.line("parterre \(version)")
      return .done
    case .help(let words): return try HelpPage.print(words)
    case .command(let command, let invocation):
      if invocation.globals.isReadOnly { Workspace.forbidWriting() }
      try MemoryBudget.check()
      do throws(Fault) {
        return try command.run(invocation)
      } catch {
        throw named(error, invocation)
      }
    case .terminal(let globals):
      if globals.isReadOnly { Workspace.forbidWriting() }
      try MemoryBudget.check()
      return try TerminalRun.start(globals)
    }
  }

  /// A failure in a text that an option took from a file, with the name of that file.
  private static func named(_ fault: Fault, _ invocation: Invocation) -> Fault {
    switch fault.code {
    case .badSegment: invocation.value("file").map { fault.located(in: $0) } ?? fault
    case .badMapping where fault.place?.file == fault.subject:
      invocation.value("mapping").map { fault.located(in: $0) } ?? fault
    default: fault
    }
  }

  private static func environment() -> [String: String] {
    var variables: [String: String] = [:]
    var place = unsafe environ
    while let entry = unsafe place.pointee {
      let text = unsafe String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      unsafe place += 1
    }
    return variables
  }
}
