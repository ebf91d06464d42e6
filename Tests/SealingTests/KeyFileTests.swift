import Basis
import Glibc
import Sealing
import Testing

@Suite("Key file") struct KeyFileTests {
  static let cheap = PassphraseCost(operations: 1, memory: 8_192)

  /// Runs `body` with a path in a folder of its own, which is removed afterwards.
  static func inFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/parterre-keys-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer {
      for name in ["key", "other"] { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    try body("\(folder)/key")
    let leftovers = try #require(opendir(folder))
    defer { closedir(leftovers) }
    while let entry = readdir(leftovers) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      #expect([".", "..", "key", "other"].contains(name), "a draft was left behind")
    }
  }

  static func bytes(_ key: SecretKey) -> [UInt8] {
    key.withBytes { bytes in bytes.indices.map { bytes[$0] } }
  }

  static func write(_ text: String, to path: String, mode: mode_t = 0o600) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
  }

  @Test("a new key is read back, and only its owner may read the file")
  func create() throws {
    try Self.inFolder { path in
      let key = try KeyFile.create(at: path)
      #expect(try Self.bytes(KeyFile.load(path)) == Self.bytes(key))
      #expect(try KeyFile.protection(at: path) == .file)
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test("a key that is there is never replaced")
  func existing() throws {
    try Self.inFolder { path in
      let key = try KeyFile.create(at: path)
      let fault = #expect(throws: Fault.self) { try KeyFile.create(at: path) }
      #expect(fault?.code == .alreadyExists)
      #expect(try Self.bytes(KeyFile.load(path)) == Self.bytes(key))
    }
  }

  @Test(
    "a file that others may read is refused", arguments: [0o640, 0o604, 0o620, 0o644] as [mode_t])
  func readableByOthers(mode: mode_t) throws {
    try Self.inFolder { path in
      _ = try KeyFile.create(at: path)
      #expect(chmod(path, mode) == 0)
      let fault = #expect(throws: Fault.self) { try KeyFile.load(path) }
      #expect(fault?.code == .refused)
    }
  }

  @Test("a passphrase opens what it locked, and nothing else does")
  func passphrase() throws {
    let cost = try #require(Self.cheap)
    try Self.inFolder { path in
      let right = Array("correct horse".utf8)
      let key = try KeyFile.create(at: path, passphrase: right, cost: cost)
      #expect(try KeyFile.protection(at: path) == .passphrase)
      #expect(try Self.bytes(KeyFile.load(path, passphrase: right)) == Self.bytes(key))
      #expect(throws: Fault.self) { try KeyFile.load(path) }
      let wrong = #expect(throws: Fault.self) {
        try KeyFile.load(path, passphrase: Array("battery".utf8))
      }
      #expect(wrong?.code == .refused)
      try KeyFile.relock(path, key: key, passphrase: Array("new".utf8), cost: cost)
      #expect(throws: Fault.self) { try KeyFile.load(path, passphrase: right) }
      #expect(
        try Self.bytes(KeyFile.load(path, passphrase: Array("new".utf8))) == Self.bytes(key))
      try KeyFile.relock(path, key: key, passphrase: nil)
      #expect(try Self.bytes(KeyFile.load(path)) == Self.bytes(key))
    }
  }

  @Test(
    "a file that is no key file is told apart",
    arguments: [
      "", "hello", "parterre-key 1\n", "parterre-key 1\nkey 00\n", "parterre-key 1\nkey\n",
      "parterre-key 1\nsalt 00\noperations 1\nmemory 8192\nlocked 00\n", "parterre-key 2\nkey 00",
      "parterre-key 1\nkey zz\nkey zz\n",
    ])
  func damaged(text: String) throws {
    try Self.inFolder { path in
      Self.write(text, to: path)
      let fault = #expect(throws: Fault.self) { try KeyFile.load(path) }
      #expect(fault?.code == .damaged)
    }
  }

  @Test("a missing file and a folder are told apart")
  func missing() throws {
    try Self.inFolder { path in
      let absent = #expect(throws: Fault.self) { try KeyFile.load(path) }
      #expect(absent?.code == .notFound)
      let folder = #expect(throws: Fault.self) { try KeyFile.load("/tmp") }
      #expect(folder?.code == .unreadable)
    }
  }

  @Test("costs that no machine should be asked for are refused")
  func costs() {
    #expect(PassphraseCost(operations: 0, memory: 8_192) == nil)
    #expect(PassphraseCost(operations: 1, memory: 1 << 40) == nil)
  }
}
