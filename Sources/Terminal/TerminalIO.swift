internal import CTerminal
internal import Glibc

/// Reading, writing and waiting on descriptors; nothing here knows what the bytes mean.
enum TerminalIO {
  /// Writes everything, however often the kernel takes only a part; false when nobody reads.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count > 0 {
        start += count
      } else if errno == EAGAIN {
        usleep(1000)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// Whatever can be read now; nil when the other end is gone.
  static func read(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
    }
    if count < 0 { return errno == EIO || errno == EBADF ? nil : [] }
    buffer.removeLast(buffer.count - count)
    return buffer
  }

  /// Writes the one byte that wakes a loop.
  static func ring(_ descriptor: Int32) {
    var byte: UInt8 = 1
    _ = unsafe Glibc.write(descriptor, &byte, 1)
  }

  /// Reads away what woke the loop.
  static func discard(_ descriptor: Int32) {
    guard descriptor >= 0 else { return }
    while let bytes = read(descriptor), bytes.count == 65536 {}
  }

  static func close(_ descriptor: Int32) {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
  }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Waits for input on descriptors; which of them have some, none when time or a signal came first.
  static func wait(_ descriptors: [Int32], milliseconds: Int64) -> [Bool] {
    var ready: UInt32 = 0
    let count = Int32(descriptors.count)
    let found = unsafe ct_poll(descriptors, count, milliseconds, &ready)
    guard found > 0 else { return descriptors.map { _ in false } }
    return descriptors.indices.map { ready >> UInt32($0) & 1 == 1 }
  }
}
