import Glibc
import Testing

/// Files of `Tests/Cases`, found beside this source file.
enum CaseFile {
  static func text(_ path: String, from here: String = #filePath) throws -> String {
    let tests = here.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    let file = try #require(fopen(tests.joined(separator: "/") + "/Cases/" + path, "rb"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
