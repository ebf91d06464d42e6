import Basis
import Glibc

/// The built program, run as its users run it: another process with arguments.
enum Program {
  /// Where the build put it: beside the test bundle, or above it.
  static let path: String? = {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let own = String(decoding: bytes, as: UTF8.self)
    for start in [CommandLine.arguments[0], own] + CommandLine.arguments.dropFirst() {
      var folder = FileSystem.parent(of: start)
      while folder.count > 1 {
        let candidate = folder + "/parterre"
        if FileSystem.kind(of: candidate) == .file { return candidate }
        folder = FileSystem.parent(of: folder)
      }
    }
    return nil
  }()

  struct Ended: Sendable {
    /// The exit status; nil where a signal ended it.
    let status: Int32?
    let output: String
    let messages: String
  }

  /// A started program that has not been waited for.
  struct Running {
    let process: pid_t
    let output: String
    let messages: String

    func kill() { _ = Glibc.kill(process, SIGKILL) }

    func wait() throws -> Ended {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      let ended = Ended(
        status: status & 0x7F == 0 ? status >> 8 & 0xFF : nil,
        output: try FileSystem.readText(output), messages: try FileSystem.readText(messages))
      try FileSystem.remove(output)
      try FileSystem.remove(messages)
      return ended
    }
  }

  /// Starts `command`, with its standard output and error in files below `folder`.
  static func start(_ command: [String], in folder: String) throws -> Running {
    let name = folder + "/" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let files = (output: name + ".out", messages: name + ".err")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files.output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files.messages, flags, 0o600)
    // It starts as from a shell: with no signal blocked, as the threads of a test run have them,
    // and with no descriptor of ours, which a server that outlives the test would keep open.
    for descriptor in Int32(3)..<64 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var nothing = sigset_t()
    sigemptyset(&nothing)
    posix_spawnattr_setsigmask(&attributes, &nothing)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let status = posix_spawn(
      &process, command[0], &actions, &attributes, &arguments, environ)
    guard status == 0 else {
      throw Fault(
        .unreadable, command[0], reason: "it cannot be started (\(status))", remedy: "Build it")
    }
    return Running(process: process, output: files.output, messages: files.messages)
  }

  /// Runs the program to its end.
  static func run(_ arguments: [String], in folder: String) throws -> Ended {
    guard let path else {
      throw Fault(
        .notFound, "parterre", reason: "the build has no program", remedy: "Run swift build")
    }
    return try start([path] + arguments, in: folder).wait()
  }
}
