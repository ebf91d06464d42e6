internal import CSystem

/// The few file operations that the stages at the edge share, each with a fault that says what to do.
package enum FileSystem {
  /// What a path leads to.
  package enum Kind: Sendable, Equatable { case folder, file, other }

  /// Tells what is at `path`; nil where nothing is.
  package static func kind(of path: String) -> Kind? {
    switch unsafe pt_kind(path) {
    case 1: .folder
    case 2: .file
    case 3: .other
    default: nil
    }
  }

  package static func size(of path: String) -> Int? {
    let size = unsafe pt_size(path)
    return size < 0 ? nil : Int(size)
  }

  /// The permission bits of a file; nil where it is not there.
  package static func permissions(of path: String) -> UInt32? {
    kind(of: path) == nil ? nil : unsafe pt_mode(path)
  }

  /// When a file was last written; nil where it is not there.
  package static func modified(_ path: String) -> Timestamp? {
    let seconds = unsafe pt_modified(path)
    return seconds < 0 ? nil : Timestamp(seconds)
  }

  /// What tells a file from another of its name, as long as somebody keeps it open; nil where none is.
  package static func fileNumber(of path: String) -> UInt64? {
    let number = unsafe pt_path_inode(path)
    return number < 0 ? nil : UInt64(number)
  }

  /// Bytes that are left on the file system of `path`.
  package static func freeBytes(at path: String) -> Int { Int(unsafe pt_free_bytes(path)) }

  /// Makes a folder and those above it that are missing.
  package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(Fault) {
    if kind(of: path) == .folder { return }
    let above = parent(of: path)
    if above != path, kind(of: above) == nil { try makeFolder(above, mode: mode) }
    let result = unsafe pt_make_folder(path, mode)
    guard result >= 0 || kind(of: path) == .folder else { throw fault(path, result, writing: true) }
  }

  /// Reads a whole file of configuration size; refuses one over `limit` bytes.
  package static func read(_ path: String, limit: Int = 64 << 20) throws(Fault) -> [UInt8] {
    if kind(of: path) == .folder {
      throw Fault(.unreadable, path, reason: "it is a folder", remedy: "Name a file")
    }
    let descriptor = unsafe pt_open_read(path)
    guard descriptor >= 0 else { throw fault(path, descriptor, writing: false) }
    defer { _ = pt_close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe pt_read(descriptor, &buffer, UInt64(buffer.count))
      guard got >= 0 else { throw fault(path, Int32(got), writing: false) }
      if got == 0 { return bytes }
      bytes += buffer[..<Int(got)]
      if bytes.count > limit {
        throw Fault(
          .unreadable, path, reason: "it is larger than \(limit) bytes",
          remedy: "Name the file that was meant")
      }
    }
  }

  package static func readText(_ path: String) throws(Fault) -> String {
    let bytes = try read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(.badEncoding, path, reason: "it is not UTF-8", remedy: "Save it as UTF-8")
    }
    return text
  }

  /// Writes a file so that its name always leads to all of it: temporary name, sync, rename, sync.
  package static func writeAtomically(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(Fault) {
    let temporary = path + ".partial"
    try write(bytes, to: temporary, mode: mode)
    let result = unsafe pt_rename(temporary, path)
    guard result >= 0 else {
      _ = unsafe pt_remove(temporary)
      throw fault(path, result, writing: true)
    }
    try syncFolder(parent(of: path))
  }

  /// Writes and syncs a file under its own name; what is there is replaced.
  ///
  /// Of many files each may go without `sync`, where all are synced at the end.
  package static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600, sync: Bool = true
  ) throws(Fault) {
    let descriptor = unsafe pt_open_write(path, mode, 1)
    guard descriptor >= 0 else { throw fault(path, descriptor, writing: true) }
    defer { _ = pt_close(descriptor) }
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe pt_write(descriptor, buffer.baseAddress, UInt64(buffer.count))
    }
    let result = written < 0 ? Int32(written) : sync ? pt_sync(descriptor) : 0
    guard result >= 0 else {
      _ = unsafe pt_remove(path)
      throw fault(path, result, writing: true, wanted: bytes.count)
    }
  }

  /// Syncs all that was written to the file system that a folder is on: one wait for many files.
  package static func syncAll(around folder: String) throws(Fault) {
    let result = unsafe pt_sync_around(folder)
    guard result >= 0 else { throw fault(folder, result, writing: true) }
  }

  package static func syncFolder(_ path: String) throws(Fault) {
    let result = unsafe pt_sync_folder(path)
    guard result >= 0 else { throw fault(path, result, writing: true) }
  }

  package static func rename(_ from: String, to: String) throws(Fault) {
    let result = unsafe pt_rename(from, to)
    guard result >= 0 else { throw fault(to, result, writing: true) }
    try syncFolder(parent(of: to))
  }

  /// Removes a file or an empty folder; a missing one is no failure.
  package static func remove(_ path: String) throws(Fault) {
    let result = unsafe pt_remove(path)
    guard result >= 0 || kind(of: path) == nil else { throw fault(path, result, writing: true) }
  }

  /// Removes what a failure leaves behind; that failure, not this one, is what has to be told.
  package static func discard(_ path: String) { _ = unsafe pt_remove(path) }

  /// The names in a folder, sorted.
  package static func names(in folder: String) throws(Fault) -> [String] {
    var names: [String] = []
    let result = unsafe withUnsafeMutablePointer(to: &names) { pointer in
      unsafe pt_list(
        folder,
        { context, name in
          guard let context = unsafe context, let name = unsafe name else { return }
          unsafe context.assumingMemoryBound(to: [String].self).pointee.append(
            String(cString: name))
        }, pointer)
    }
    guard result >= 0 else { throw fault(folder, result, writing: false) }
    return names.sorted()
  }

  /// The folder that holds `path`.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of `path`.
  package static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// The fault for a failed call, from its negative error number; `wanted` is how many bytes were
  /// to be written, where that is known.
  package static func fault(
    _ path: String, _ status: Int32, writing: Bool, wanted: Int? = nil
  ) -> Fault {
    let text = unsafe String(cString: pt_error_text(-status)).lowercased()
    switch -status {
    case 28, 122:  // no space left, quota exceeded
      return diskFull(path, reason: text, wanted: wanted)
    case 2:
      return Fault(.unreadable, path, reason: "there is no such file", remedy: "Check the path")
    case 1, 13, 30:
      let remedy = writing ? "Choose a place that you may write to" : "Make it readable for you"
      return Fault(writing ? .unwritable : .unreadable, path, reason: text, remedy: remedy)
    default:
      return Fault(
        writing ? .unwritable : .unreadable, path, reason: text,
        remedy: "Check the disk and the path, then run it again")
    }
  }
}

extension FileSystem {
  /// The fault for a file or folder that is there and may not be read; nil where nobody forbids it.
  package static func refusal(of path: String) -> Fault? {
    guard kind(of: path) != .other else { return nil }
    let descriptor = unsafe pt_open_read(path)
    guard descriptor < 0 else {
      _ = pt_close(descriptor)
      return nil
    }
    return [1, 13].contains(-descriptor) ? fault(path, descriptor, writing: false) : nil
  }

  /// The fault for a full disk: what did not fit, and how much is missing.
  package static func diskFull(_ path: String, reason: String, wanted: Int? = nil) -> Fault {
    let free = freeBytes(at: parent(of: path))
    var facts = reason
    if let wanted {
      facts += "; \(size(wanted)) were to be written"
      if free >= 0, wanted > free { facts += ", \(size(wanted - free)) are missing" }
    }
    if free >= 0 { facts += "; \(size(free)) are free there" }
    return Fault(.diskFull, path, reason: facts, remedy: "Free some space and run it again")
  }

  /// A number of bytes in words, rounded up.
  private static func size(_ bytes: Int) -> String {
    bytes < 10_000_000 ? "\((bytes + 999) / 1_000) kB" : "\((bytes + 999_999) / 1_000_000) MB"
  }

  /// The path as it stands from the root, whatever the working directory.
  package static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    guard let folder = unsafe pt_working_folder() else { return path }
    defer { unsafe pt_release(folder) }
    let base = unsafe String(cString: folder)
    var parts = path.split(separator: "/").map(String.init)
    parts.removeAll { $0 == "." }
    return (base == "/" ? "" : base) + "/" + parts.joined(separator: "/")
  }
}
