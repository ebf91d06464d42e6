import Cells
import Glibc
import Testing

/// Compares what is drawn with a file under Tests/Goldens/screens.
///
/// With PARTERRE_GOLDENS=update in the environment the files are written instead.
enum Golden {
  static func check(_ canvas: Canvas, _ name: String) {
    let folder = "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/")
    let drawn = canvas.text + "\n\n" + canvas.inkText + "\n"
    check(drawn, at: "/\(folder)/Goldens/screens/\(name).txt", name)
  }

  static func check(_ drawn: String, at path: String, _ name: String) {
    if let mode = getenv("PARTERRE_GOLDENS"), String(cString: mode) == "update" {
      return write(drawn, to: path)
    }
    guard let kept = read(path) else {
      Issue.record("there is no golden \(name); PARTERRE_GOLDENS=update writes it")
      return
    }
    guard kept != drawn else { return }
    let lines = zip(
      kept.split(separator: "\n", omittingEmptySubsequences: false),
      drawn.split(separator: "\n", omittingEmptySubsequences: false))
    let first = lines.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      "\(name) differs at line \((first?.offset ?? -1) + 1):\n\(first?.element.0 ?? "")\n\(first?.element.1 ?? "")"
    )
  }

  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else {
      Issue.record("\(path) cannot be written")
      return
    }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    fwrite(bytes, 1, bytes.count, file)
  }
}
