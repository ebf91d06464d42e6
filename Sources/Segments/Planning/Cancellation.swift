package import Basis
internal import Synchronization

/// A flag by which the asker of a question takes it back.
///
/// A class because both sides share one flag.
package final class Cancellation: Sendable {
  private let flag = Atomic(false)
  package init() {}

  package func cancel() { flag.store(true, ordering: .relaxed) }

  package var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Throws if the question was taken back.
  package func check() throws(Fault) {
    guard !isCancelled else {
      throw Fault(.interrupted, "segment", reason: "the count was cancelled", remedy: "")
    }
  }
}
