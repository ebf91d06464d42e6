import Glibc

/// A terminal of 40×6 that a test holds the other end of, as standard input and output.
struct PseudoTerminal {
  private let master: Int32

  /// Replaces standard input and output of this process: only for processes made for it.
  init(type: String) {
    // The C library's calls for this are not imported: the kernel is asked directly.
    let (getNumber, setLock): (UInt, UInt) = (0x8004_5430, 0x4004_5431)
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, UInt32) = (0, 0)
    guard master >= 0, ioctl(master, setLock, &lock) == 0, ioctl(master, getNumber, &number) == 0
    else { fatalError("no pseudo-terminal") }
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    dup2(slave, 0)
    dup2(slave, 1)
    var size = winsize(ws_row: 6, ws_col: 40, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(0, UInt(TIOCSWINSZ), &size)
    setenv("TERM", type, 1)
    setenv("COLORTERM", "truecolor", 1)
    unsetenv("NO_COLOR")
    unsetenv("TMUX")
  }

  /// The flags that tell raw from cooked.
  var modes: [UInt32] {
    var state = termios()
    tcgetattr(0, &state)
    return [state.c_iflag, state.c_oflag, state.c_lflag]
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// What was written to the terminal since the last call.
  func output() -> String {
    var (text, bytes) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
    while true {
      var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&watched, 1, 0) == 1 else { break }
      let count = read(master, &bytes, bytes.count)
      guard count > 0 else { break }
      text += bytes.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
