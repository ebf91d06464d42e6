import Basis

/// Opens the terminal.
enum TerminalRun {
  static func start(_ globals: Globals) throws(Fault) -> ExitStatus {
    throw Fault(.usage, "parterre", reason: "no command was given", remedy: "See parterre --help")
  }
}
