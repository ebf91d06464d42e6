import Basis
import Cells
import Glibc
import Support

/// The built program in a terminal of its own, of which this is the other end.
///
/// A class, because it owns a process and a descriptor.
final class TerminalProgram {
  let process: pid_t
  private let master: Int32
  private(set) var screen: ModelTerminal
  private var isGone = false
  /// Everything that the program has written.
  private var written: [UInt8] = []
  /// How it ended, once it has.
  private(set) var ending: Ending?

  enum Ending: Equatable { case exited(Int32), killed(Int32) }

  init(
    _ arguments: [String], in folder: String, size: Size = Size(120, 36),
    environment: [String: String] = [:]
  ) throws {
    guard let program = Program.path else {
      throw Fault(.notFound, "parterre", reason: "the build has no program", remedy: "Build it")
    }
    let (getNumber, setLock): (UInt, UInt) = (0x8004_5430, 0x4004_5431)
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    guard master >= 0, ioctl(master, setLock, &lock) == 0, ioctl(master, getNumber, &number) == 0
    else {
      throw Fault(.refused, "a pseudo-terminal", reason: "there is none", remedy: "Mount devpts")
    }
    screen = ModelTerminal(size)
    var dimensions = winsize(
      ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &dimensions)
    process = try Self.spawn(
      ["/usr/bin/env", "-C", folder, program] + arguments, "/dev/pts/\(number)", folder, environment
    )
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(master)
  }

  private static func spawn(
    _ command: [String], _ terminal: String, _ folder: String, _ environment: [String: String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a new session, the terminal becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Test threads have signals blocked, and a program that is started inherits that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let (newSession, ownMask): (Int16, Int16) = (0x80, 0x08)
    posix_spawnattr_setflags(&attributes, newSession | ownMask)
    var variables = [
      "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "VISUAL": "true",
      "HOME": folder, "XDG_CONFIG_HOME": folder + "/config", "PATH": "/usr/bin:/bin",
    ]
    variables.merge(environment) { $1 }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var entries: [UnsafeMutablePointer<CChar>?] =
      variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + entries { free(text) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &entries)
    guard status == 0 else {
      throw Fault(.unreadable, command[0], reason: "it cannot be started", remedy: "Build it")
    }
    return process
  }

  // MARK: Doing

  func type(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  func resize(to size: Size) {
    // What was drawn for the old size means nothing on the new one: the program draws anew.
    settle()
    var dimensions = winsize(
      ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
    let modes = screen.modes
    screen = ModelTerminal(size)
    screen.modes = modes
    _ = ioctl(master, UInt(TIOCSWINSZ), &dimensions)
  }

  func signal(_ number: Int32) { kill(process, number) }

  // MARK: Seeing

  /// Takes in what the program writes until it has been silent for `pause` milliseconds.
  func settle(pause: Int32 = 60) {
    var arrived: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !isGone {
      var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&watched, 1, pause) == 1 else { break }
      let count = read(master, &buffer, buffer.count)
      if count > 0 { arrived += buffer[..<count] } else { isGone = true }
    }
    screen.feed(arrived)
    written += arrived
  }

  /// All that the program has put on the clipboard by OSC 52, as texts.
  var clipboard: [String] {
    let text = String(decoding: written, as: UTF8.self)
    return text.split(separator: "\u{1B}]52;c;").dropFirst().map { rest in
      let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
      let values = rest.prefix { signs.contains($0) }.compactMap { signs.firstIndex(of: $0) }
      var (bits, count, bytes) = (0, 0, [UInt8]())
      for value in values {
        (bits, count) = (bits << 6 | value, count + 6)
        guard count >= 8 else { continue }
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Waits until `text` is on the screen; false when it never is.
  func waits(for text: String, seconds: Int = 20) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      settle()
      if screen.text.contains(text) { return true }
      if ContinuousClock.now > deadline || isGone { return false }
    }
  }

  /// Waits for the end of the program.
  func waitForEnd(seconds: Int = 20) -> Ending? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !hasEnded, ContinuousClock.now < deadline { settle(pause: 20) }
    return ending
  }

  /// Whether the program has ended by now.
  var hasEnded: Bool {
    var status: Int32 = 0
    if ending == nil, waitpid(process, &status, WNOHANG) == process {
      settle(pause: 20)
      ending = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(status & 0x7F)
    }
    return ending != nil
  }

  /// True while the terminal is as a shell wants it: echo, lines, the first screen.
  var isSane: Bool {
    var state = termios()
    guard tcgetattr(master, &state) == 0 else { return false }
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return state.c_lflag & wanted == wanted
      && screen.modes.isDisjoint(with: ["1049", "1006", "2004"])
      && screen.isCursorVisible
  }
}
