import Dispatch
import Synchronization

/// Writes what must survive a crash away from the thread that reads keys, which must not wait for a
/// disk.
///
/// A class, because the screen and the writing thread share it: what waits to be written.
final class RestKeeper<Kept: Sendable>: Sendable {
  private let waiting = Mutex<Kept?>(nil)
  private let queue: DispatchQueue
  private let restSeconds: Int
  private let write: @Sendable (Kept) -> Void

  /// `restSeconds` is how long it waits for more changes before it writes.
  init(
    _ label: String, restSeconds: Int = 0,
    write: @escaping @Sendable (Kept) -> Void
  ) {
    queue = DispatchQueue(label: label)
    (self.restSeconds, self.write) = (restSeconds, write)
  }

  /// Has the value written soon; of several in a row only the last need be.
  func keep(_ value: Kept) {
    let isFirst = waiting.withLock { waiting in
      defer { waiting = value }
      return waiting == nil
    }
    guard isFirst else { return }
    queue.asyncAfter(deadline: .now() + .seconds(restSeconds)) { [self] in
      QuestionWorkers.stepBack()
      writeWaiting()
    }
  }

  /// Has what waits written without waiting for more.
  func hasten() {
    queue.async { [self] in
      QuestionWorkers.stepBack()
      writeWaiting()
    }
  }

  /// Returns once everything is written.
  func finish() { queue.sync { writeWaiting() } }

  private func writeWaiting() {
    let value = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    if let value { write(value) }
  }
}
