import Basis

extension Seeded {
  /// Draws a text of up to `longest` characters from `alphabet`.
  package mutating func text(of alphabet: String, upTo longest: Int) -> String {
    let characters = Array(alphabet)
    return String((0..<below(longest + 1)).map { _ in pick(characters) })
  }
}

/// Makes a folder of the test's own below the system's temporary folder.
package func temporaryFolder() throws -> String {
  let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
  let path = "/tmp/parterre-tests/\(name)"
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
