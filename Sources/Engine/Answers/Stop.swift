internal import Segments

/// A handle by which the asker of a question takes it back, from any thread.
package struct Stop: Sendable {
  let cancellation = Cancellation()

  package init() {}

  package func stop() { cancellation.cancel() }

  package var isStopped: Bool { cancellation.isCancelled }
}
