package import Basis
internal import CSystem

/// A file, pipe or standard input that more is written to while it is read.
///
/// It cannot be copied, because it owns the open file.
@safe package struct GrowingFile: ~Copyable {
  package let path: String
  /// Bytes read so far, or the place in the file where reading goes on.
  package private(set) var position: Int64 = 0
  /// The number of the file in its file system; 0 for what has none.
  package let inode: Int64
  /// Whether it is a file that can be read again from any place.
  package let isRegular: Bool
  /// Whether the writer of a pipe has closed it.
  package private(set) var hasEnded = false
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)

  /// Opens a file, or standard input for `-`.
  package static func open(_ path: String) throws(Fault) -> GrowingFile {
    if path == "-" { return GrowingFile(path: "standard input", descriptor: 0, isRegular: false) }
    if FileSystem.kind(of: path) == .folder {
      throw Fault(
        .unreadable, path, reason: "it is a folder",
        remedy: "Give it to a source as its drop folder, or name a file in it")
    }
    let opened = unsafe pt_open_read(path)
    guard opened >= 0 else { throw FileSystem.fault(path, opened, writing: false) }
    return GrowingFile(
      path: path, descriptor: opened, isRegular: FileSystem.kind(of: path) == .file)
  }

  private init(path: String, descriptor: Int32, isRegular: Bool) {
    (self.path, self.descriptor, self.isRegular) = (path, descriptor, isRegular)
    inode = isRegular ? pt_inode(descriptor) : 0
  }

  deinit { if descriptor > 0 { _ = pt_close(descriptor) } }

  /// Goes to a place in the file.
  package mutating func seek(to place: Int64) throws(Fault) {
    let result = pt_seek(descriptor, place)
    guard result >= 0 else { throw FileSystem.fault(path, Int32(result), writing: false) }
    position = place
  }

  /// Appends what is there to `output`, at most a buffer full, and tells how much that was.
  ///
  /// Where there is nothing it waits for up to `milliseconds`, and comes back earlier on a signal.
  package mutating func read(into output: inout [UInt8], waiting milliseconds: Int32) throws(Fault)
    -> Int
  {
    if !isRegular {
      let ready = pt_wait(descriptor, milliseconds)
      if ready <= 0 { return 0 }
    }
    let got = unsafe pt_read(descriptor, &buffer, UInt64(buffer.count))
    guard got >= 0 else { throw FileSystem.fault(path, Int32(got), writing: false) }
    if got == 0 {
      if isRegular { pt_sleep(milliseconds) } else { hasEnded = true }
      return 0
    }
    output += buffer[..<Int(got)]
    position += got
    return Int(got)
  }

  /// What happened to the file under its name.
  package enum Fate: Sendable, Equatable {
    case same
    /// It is shorter than what was read of it: it was emptied and is written anew.
    case emptied
    /// Another file has its name, as after a log was rotated.
    case replaced
  }

  package var fate: Fate {
    guard isRegular else { return .same }
    if pt_open_size(descriptor) < position { return .emptied }
    let now = unsafe pt_path_inode(path)
    // While nothing has the name, the next file is still to come.
    return now >= 0 && now != inode ? .replaced : .same
  }

  package var size: Int64 { max(0, pt_open_size(descriptor)) }

  /// A hash of the first bytes, up to `place`, by which a file that was written anew is told from
  /// one that has grown.
  package mutating func beginning(upTo place: Int64) throws(Fault) -> Int64 {
    let back = position
    try seek(to: 0)
    var bytes: [UInt8] = []
    let wanted = Int(min(place, 256))
    while bytes.count < wanted, try read(into: &bytes, waiting: 0) > 0 {}
    try seek(to: back)
    let beginning = Array(bytes.prefix(wanted))
    return Int64(bitPattern: Hash64.of(beginning.span))
  }
}

/// Ending by Ctrl-C or `kill` when all that was begun is committed.
package enum Interruption {
  /// From now on a signal only raises `wasAsked`.
  package static func begin() { pt_catch_signals() }
  package static func end() { pt_release_signals() }
  package static var wasAsked: Bool { pt_was_signalled() != 0 }
  /// Waits without using the processor; a signal ends it.
  package static func pause(milliseconds: Int32) { pt_sleep(milliseconds) }
}
