import Basis
import Glibc
import Terminal

/// Hands a text to the user's own editor and brings it back.
enum Editor {
  static func edit(_ text: String, in session: inout TerminalSession) -> String {
    let path = "/tmp/parterre-\(getpid()).segment"
    let name = unsafe getenv("VISUAL") ?? getenv("EDITOR")
    let editor = unsafe name.map { unsafe String(cString: $0) } ?? "vi"
    defer { try? FileSystem.remove(path) }
    guard (try? FileSystem.write(Array((text + "\n").utf8), to: path)) != nil else { return text }
    let words = editor.split(separator: " ").map(String.init) + [path]
    guard session.run(words) == 0, let edited = try? FileSystem.readText(path) else { return text }
    return edited.last == "\n" ? String(edited.dropLast()) : edited
  }
}
