import Basis
import Glibc
import Support
import Testing

/// The program under a real shell in a real terminal multiplexer.
@Suite("Under a shell", .serialized) struct SuspendTests {
  private static let tmux: String? = ["/usr/bin/tmux", "/usr/local/bin/tmux"].first {
    FileSystem.kind(of: $0) == .file
  }

  /// A server of its own, which ends with the test.
  private struct Multiplexer {
    let program: String
    let folder: String
    private let name = "parterre-\(getpid())"

    func run(_ words: [String]) throws -> Program.Ended {
      try Program.start([program, "-L", name, "-f", "/dev/null"] + words, in: folder).wait()
    }

    func type(_ keys: String...) throws { _ = try run(["send-keys", "-t", "0"] + keys) }

    /// What stands on it now; nothing where the server does not answer.
    var screen: String { (try? run(["capture-pane", "-p", "-t", "0"]).output) ?? "" }

    /// Waits until the screen is as wanted; false when it never is.
    func waits(_ isWanted: (String) -> Bool) -> Bool {
      for _ in 0..<400 {
        if isWanted(screen) { return true }
        usleep(50_000)
      }
      return false
    }
  }

  @Test("Ctrl-Z gives the shell its screen back, and fg the program's", .enabled(if: tmux != nil))
  func suspend() throws {
    let folder = try temporaryFolder()
    let program = try #require(Program.path)
    let made = try Program.run(["-w", folder + "/w", "init"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    let tmux = Multiplexer(program: try #require(Self.tmux), folder: folder)
    defer { _ = try? tmux.run(["kill-server"]) }
    _ = try tmux.run([
      "new-session", "-d", "-x", "100", "-y", "30", "env", "PS1=shell> ", "LC_ALL=C.UTF-8",
      "/bin/bash", "--norc", "-i",
    ])
    #expect(tmux.waits { $0.contains("shell>") })
    try tmux.type("echo before the program", "Enter")
    try tmux.type("\(program) -w \(folder)/w", "Enter")
    #expect(tmux.waits { $0.contains("Needs attention") })
    try tmux.type("C-z")
    // The shell's own screen is back, with what stood on it, and keys are echoed again.
    #expect(
      tmux.waits { $0.contains("Stopped") && $0.contains("before the program") },
      "\(tmux.screen)")
    #expect(!tmux.screen.contains("Needs attention"))
    try tmux.type("jobs", "Enter")
    #expect(tmux.waits { $0.contains("jobs") && $0.contains("parterre -w") })
    try tmux.type("fg", "Enter")
    #expect(tmux.waits { $0.contains("Needs attention") && !$0.contains("shell>") })
    // It takes keys again, and twice is no different from once.
    try tmux.type("1")
    #expect(tmux.waits { $0.contains("No source yet") }, "\(tmux.screen)")
    try tmux.type("C-z")
    #expect(tmux.waits { $0.contains("before the program") })
    try tmux.type("fg", "Enter")
    #expect(tmux.waits { $0.contains("No source yet") })
    try tmux.type("q")
    #expect(tmux.waits { $0.contains("shell>") && !$0.contains("No source yet") })
    try tmux.type("stty -a | grep -o ' icanon'; echo $((40 + 2))", "Enter")
    #expect(tmux.waits { $0.contains(" icanon") && $0.contains("42") })
  }
}
