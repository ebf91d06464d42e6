import Basis
import Formats
import Glibc
import Synchronization

/// Where results and messages go; nothing else in the program prints.
enum Output {
  /// Prints a line of a result to standard output.
  static func line(_ text: String = "") { write(text + "\n", to: 1) }

  /// Prints a text of many lines to standard output as it is.
  static func text(_ text: String) { write(text, to: 1) }

  /// Prints a message to standard error.
  static func message(_ text: String) { write(text + "\n", to: 2) }

  static func json(_ document: JSON) { line(document.text) }

  /// Prints a fault the way the caller asked for.
  static func fault(_ fault: Fault, isJSON: Bool) {
    guard isJSON else {
      // A fault of the command line itself begins with the program's name already.
      message(fault.subject == "parterre" ? "\(fault)" : "parterre: \(fault)")
      if let excerpt = fault.excerpt { message(Excerpt.fitted(excerpt)) }
      return
    }
    // What is wrong with a file as a whole has no place in it.
    let file = fault.code.rawValue.hasPrefix("file.") ? fault.subject : nil
    let error: JSON = .object([
      ("code", .string(fault.code.rawValue)), ("message", .string(fault.reason)),
      ("remedy", .string(fault.remedy)), ("subject", .string(fault.subject)),
      ("file", .optional(fault.place?.file ?? file)),
      ("line", fault.place?.line.map { JSON.count($0) } ?? .null),
      ("column", fault.place?.column.map { JSON.count($0) } ?? .null),
    ])
    message(JSON.object([("error", error)]).text)
  }

  /// False once the reader of standard output has gone away, as `head` does.
  static var isRead: Bool { !isClosed.load(ordering: .relaxed) }
  private static let isClosed = Atomic(false)

  static var isTerminal: Bool { isatty(1) == 1 }
  /// True where somebody sees what is written and can answer it.
  static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }
  static var isErrorTerminal: Bool { isatty(2) == 1 }

  /// Rewrites the line of progress on a terminal.
  static func progress(_ text: String) {
    guard isErrorTerminal else { return }
    write("\r\u{1B}[K" + text, to: 2)
  }

  static func endProgress() {
    guard isErrorTerminal else { return }
    write("\r\u{1B}[K", to: 2)
  }

  /// A text without the marks that turn the direction of writing or take no room.
  ///
  /// In a terminal one name could look like another. A file or a pipe gets every text as it is.
  static func visible(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    guard !isPlain else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isInvisible($0) }))
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array((isatty(descriptor) == 1 ? visible(text) : text).utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      // A closed pipe means that nobody reads any more.
      guard written > 0 else {
        if descriptor == 1 { isClosed.store(true, ordering: .relaxed) }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
