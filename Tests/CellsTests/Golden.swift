import Cells
import Glibc
import Testing

/// Compares a canvas with a file in Tests/Goldens/cells: its text, then its inks as letters.
///
/// With PARTERRE_GOLDENS=write in the environment the file is written instead.
func expectGolden(
  _ name: String, _ canvas: Canvas, sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
  let path = folder + "/Goldens/cells/\(name).txt"
  let shown = canvas.text + "\n--- inks\n" + canvas.inkText + "\n"
  if let wish = getenv("PARTERRE_GOLDENS"), String(cString: wish) == "write" {
    guard let file = fopen(path, "w") else {
      Issue.record("cannot write \(path)", sourceLocation: sourceLocation)
      return
    }
    fputs(shown, file)
    fclose(file)
    return
  }
  guard let file = fopen(path, "r") else {
    Issue.record("no golden \(path)", sourceLocation: sourceLocation)
    return
  }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 18)
  bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
  let kept = String(decoding: bytes, as: UTF8.self)
  #expect(kept == shown, "\(name)", sourceLocation: sourceLocation)
}
