internal import Basis
internal import Glibc

/// Small text files that only their owner may read.
enum SecretFile {
  private static let largest = 65_536

  /// Reads a whole file, and refuses one that others may read or write.
  static func read(_ path: String) throws(Fault) -> String {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw failed(path, errno == ENOENT ? .notFound : .unreadable, "it cannot be read")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Fault(
        .unreadable, path, reason: "it is not a file", remedy: "Name the workspace's key file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw Fault(
        .refused, path, reason: "others may read or change it",
        remedy: "Run `chmod 600 \(path)`, and make a new key if someone may have read it")
    }
    var bytes = [UInt8](repeating: 0, count: largest + 1)
    var count = 0
    while count < bytes.count {
      let read = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw failed(path, .unreadable, "it cannot be read") }
      if read == 0 { break }
      count += read
    }
    guard count <= largest else {
      throw Fault(
        .damaged, path, reason: "it is far larger than a key file",
        remedy: "Restore the key file from a backup")
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Writes a file that must not exist; after a crash it is there whole, or not at all.
  static func create(at path: String, _ text: String) throws(Fault) {
    let draft = try write(text, besides: path)
    defer { unsafe unlink(draft) }
    // Unlike a rename, a second link never replaces a file that is already there.
    guard unsafe link(draft, path) == 0 else {
      throw errno == EEXIST
        ? Fault(
          .alreadyExists, path, reason: "there is a key already, and sealed data may need it",
          remedy: "Use the key that is there, or name another place")
        : failed(path, .unwritable, "it cannot be written")
    }
    try synchroniseFolder(of: path)
  }

  /// Puts a new text in the place of an old one in one step.
  static func replace(_ path: String, _ text: String) throws(Fault) {
    let draft = try write(text, besides: path)
    guard unsafe rename(draft, path) == 0 else {
      let fault = failed(path, .unwritable, "it cannot be replaced")
      unsafe unlink(draft)
      throw fault
    }
    try synchroniseFolder(of: path)
  }

  private static func write(_ text: String, besides path: String) throws(Fault) -> String {
    let draft = "\(path).\(Hex.text(of: SecureRandom.bytes(8)))"
    let descriptor = unsafe Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failed(path, .unwritable, "it cannot be written") }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    let written = unsafe Glibc.write(descriptor, bytes, bytes.count)
    guard written == bytes.count, fsync(descriptor) == 0 else {
      let fault = failed(path, errno == ENOSPC ? .diskFull : .unwritable, "it cannot be written")
      unsafe unlink(draft)
      throw fault
    }
    return draft
  }

  /// Makes the folder's new entry survive a loss of power.
  private static func synchroniseFolder(of path: String) throws(Fault) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : path[..<$0] } ?? "."
    let descriptor = unsafe Glibc.open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failed(path, .unwritable, "its folder cannot be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw failed(path, .unwritable, "its folder cannot be written")
    }
  }

  private static func failed(_ path: String, _ code: Fault.Code, _ reason: String) -> Fault {
    let detail = unsafe String(cString: strerror(errno))
    return Fault(
      code, path, reason: "\(reason): \(detail)",
      remedy: "Check the path and that you may use its folder")
  }
}
