import Basis
import Glibc

/// Where a passphrase comes from: the environment, or the person at the terminal.
enum PassphrasePrompt {
  private static let variable = "PARTERRE_PASSPHRASE"
  private static let newVariable = "PARTERRE_NEW_PASSPHRASE"
  private static let longest = 1_024

  /// The passphrase of the workspace's key; nil where there is nobody to ask.
  static func passphrase(_ keyPath: String) -> [UInt8]? {
    if let text = fromEnvironment() { return text }
    return ask("Passphrase of \(FileSystem.name(of: FileSystem.parent(of: keyPath))): ")
  }

  /// The passphrase of a new workspace, asked for twice.
  static func new() throws(Fault) -> [UInt8] {
    if let text = fromEnvironment() { return text }
    return try twice("the passphrase", variable)
  }

  /// The passphrase to change to, which has a variable of its own: the other one opens the key.
  static func changed() throws(Fault) -> [UInt8] {
    if let text = value(of: newVariable) { return text }
    return try twice("the new passphrase", newVariable)
  }

  private static func twice(_ what: String, _ variable: String) throws(Fault) -> [UInt8] {
    guard let first = ask("New passphrase: "), let second = ask("The same again: ") else {
      throw Fault(
        .refused, what, reason: "there is no terminal to ask on", remedy: "Give it in \(variable)")
    }
    guard first == second, !first.isEmpty else {
      throw Fault(
        .refused, what, reason: first.isEmpty ? "it is empty" : "the two differ",
        remedy: "Run it again")
    }
    return first
  }

  private static func fromEnvironment() -> [UInt8]? { value(of: variable) }

  private static func value(of name: String) -> [UInt8]? {
    guard let text = unsafe getenv(name) else { return nil }
    let bytes = Array(unsafe String(cString: text).utf8)
    return bytes.isEmpty ? nil : bytes
  }

  /// Asks on the terminal itself, whatever standard input and output are, without an echo.
  private static func ask(_ question: String) -> [UInt8]? {
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var before = termios()
    guard unsafe tcgetattr(terminal, &before) == 0 else { return nil }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    guard unsafe tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { return nil }
    defer { _ = unsafe tcsetattr(terminal, TCSAFLUSH, &before) }
    say(question, on: terminal)
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < longest, unsafe read(terminal, &byte, 1) == 1, byte != 10 {
      line.append(byte)
    }
    say("\n", on: terminal)
    return line
  }

  private static func say(_ text: String, on terminal: Int32) {
    let bytes = Array(text.utf8)
    _ = unsafe write(terminal, bytes, bytes.count)
  }
}
