import Basis
import Glibc
import Terminal

/// Hands a text to the user's own editor and brings it back.
enum Editor {
  static func edit(_ text: String, in session: inout TerminalSession) throws(Fault) -> String {
    // A folder of its own, which nobody else can have prepared or look into.
    let folder = try makeFolder()
    let path = folder + "/text.segment"
    defer {
      FileSystem.discard(path)
      FileSystem.discard(folder)
    }
    try FileSystem.write(Array((text + "\n").utf8), to: path)
    let editor = variable("VISUAL") ?? variable("EDITOR") ?? "vi"
    let words = editor.split(separator: " ").map(String.init) + [path]
    let status = session.run(words)
    guard status == 0 else {
      throw Fault(
        .refused, "“\(editor)”",
        reason: "the editor ended with status \(status), so the text stays as it was",
        remedy: "Set VISUAL or EDITOR to an editor that is installed")
    }
    let edited = try FileSystem.readText(path)
    return edited.last == "\n" ? String(edited.dropLast()) : edited
  }

  private static func makeFolder() throws(Fault) -> String {
    let parent = variable("TMPDIR") ?? "/tmp"
    var template = Array((parent + "/parterre-XXXXXX").utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
      guard let name = buffer.baseAddress, unsafe mkdtemp(name) != nil else { return nil }
      return unsafe String(cString: name)
    }
    guard let made else {
      throw Fault(
        .refused, parent, reason: "no temporary folder can be made there",
        remedy: "Free some space, or set TMPDIR to a folder that can be written to")
    }
    return made
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
