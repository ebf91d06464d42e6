internal import CSystem

/// An exclusive lock on a file, held until its owner lets go of it or the process ends.
///
/// A class, because the lock has an identity: it is given back once, when the last reference goes.
package final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock; nil where another process holds it.
  ///
  /// It is tried for a fifth of a second: a writer that has just ended, or a process that is just
  /// being started from one that wrote, holds it for an instant longer.
  package init?(path: String) throws(Fault) {
    let opened = unsafe pt_open_write(path, 0o600, 1)
    guard opened >= 0 else { throw FileSystem.fault(path, opened, writing: true) }
    var attempts = 20
    while pt_lock(opened, 1) < 0 {
      attempts -= 1
      guard attempts > 0 else {
        _ = pt_close(opened)
        return nil
      }
      pt_sleep(10)
    }
    descriptor = opened
  }

  deinit { _ = pt_close(descriptor) }
}
