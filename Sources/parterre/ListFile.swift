import Basis
import Cells

/// Writes a list of the screen into a file, and never over one that is there.
enum ListFile {
  static func write(_ text: String, to path: String) -> Notice {
    guard FileSystem.kind(of: path) == nil else {
      return Notice("\(path) exists already; nothing was written", .warn)
    }
    do throws(Fault) {
      try FileSystem.writeAtomically(Array(text.utf8), to: path)
      return Notice("Wrote \(path)", .ok)
    } catch {
      return Notice("\(path): \(error.reason). \(error.remedy)", .error)
    }
  }
}
