internal import Basis
internal import Glibc

/// An open file, closed when it goes out of scope unless it was lent.
package struct Descriptor: ~Copyable {
  package let number: Int32
  private let isOwned: Bool

  /// Takes over `number`, or borrows it when `isOwned` is false.
  package init(_ number: Int32, isOwned: Bool) {
    (self.number, self.isOwned) = (number, isOwned)
  }

  deinit {
    if isOwned { _ = close(number) }
  }

  /// Reads up to `count` bytes to the end of `buffer`; 0 at the end of the file.
  func read(into buffer: inout [UInt8], atMost count: Int, name: String) throws(Fault) -> Int {
    while true {
      let result = readOnce(into: &buffer, atMost: count)
      if result >= 0 { return result }
      if -result != Int(EINTR) { throw Self.fault(name, errno: Int32(-result)) }
    }
  }

  /// Asks the system once; a negative result is the error's number, negated.
  func readOnce(into buffer: inout [UInt8], atMost count: Int) -> Int {
    let descriptor = number
    var result = 0
    buffer.append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) in
      unsafe output.withUnsafeMutableBufferPointer { target, initialized in
        guard let base = target.baseAddress else { return }
        result = unsafe Glibc.read(descriptor, base + initialized, count)
        if result < 0 { result = -Int(errno) } else { initialized += result }
      }
    }
    return result
  }

  /// Names what the system refused, with the next thing to try.
  static func fault(_ name: String, errno code: Int32) -> Fault {
    switch code {
    case ENOENT, ENOTDIR:
      Fault(
        .notFound, name, reason: "there is no such file",
        remedy: "Check the path; a path that is not absolute starts at the current folder")
    case EACCES, EPERM:
      Fault(
        .unreadable, name, reason: "reading is not permitted",
        remedy: "Give yourself read permission, for example with `chmod u+r`")
    case EISDIR:
      Fault(
        .unreadable, name, reason: "this is a folder, not a file",
        remedy: "Name the files in it")
    case EMFILE, ENFILE:
      Fault(
        .unreadable, name, reason: "too many files are open",
        remedy: "Close other programs or raise the limit with `ulimit -n`")
    default:
      Fault(
        .unreadable, name, reason: "reading failed: \(text(of: code))",
        remedy: "Check the disk or the connection it is read over")
    }
  }

  /// The system's own words for an error number.
  static func text(of code: Int32) -> String {
    guard let words = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: words)
  }
}
