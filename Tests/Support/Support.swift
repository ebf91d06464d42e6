import Basis
import Glibc

extension Seeded {
  /// Draws a text of up to `longest` characters from `alphabet`.
  package mutating func text(of alphabet: String, upTo longest: Int) -> String {
    let characters = Array(alphabet)
    return String((0..<below(longest + 1)).map { _ in pick(characters) })
  }
}

/// Where this run of the tests has its folders; it goes with all that is in it when the run ends.
private let runFolder: String = {
  atexit { removeFolder(runFolder) }
  return "/tmp/parterre-tests/" + randomName()
}()

private func randomName() -> String { String(UInt64.random(in: 0...UInt64.max), radix: 36) }

/// Makes a folder of the test's own below the system's temporary folder.
package func temporaryFolder() throws -> String {
  let path = runFolder + "/" + randomName()
  try FileSystem.makeFolder(path)
  return path
}

/// Removes a folder that `temporaryFolder` made, with all that is in it.
package func removeFolder(_ path: String) {
  for name in (try? FileSystem.names(in: path)) ?? [] {
    let below = path + "/" + name
    if FileSystem.kind(of: below) == .folder { removeFolder(below) }
    try? FileSystem.remove(below)
  }
  try? FileSystem.remove(path)
}
