package import Basis

/// Corrects the clocks of devices.
///
/// The only clock to be trusted is the server's. What a device says about two of its own instants,
/// the event and the sending, gives a distance that is right even where its clock is wrong.
package enum ClockSkew {
  /// A corrected instant, and whether it had to be taken back from the future.
  package struct Corrected: Sendable, Hashable {
    package let instant: Timestamp
    package let wasInFuture: Bool

    package init(instant: Timestamp, wasInFuture: Bool) {
      (self.instant, self.wasInFuture) = (instant, wasInFuture)
    }
  }

  /// How far ahead of the server an instant may lie before it counts as a wrong clock.
  package static let tolerance: Int64 = 300

  /// Returns `received − (sent − original)`; what lies in the future becomes the time of receipt.
  ///
  /// Without a time of sending or of receipt nothing is corrected: the original counts, or else
  /// the time of receipt. Nil where there is neither. Without a time of receipt `now` stands in
  /// for it in the test for the future.
  package static func corrected(
    original: Timestamp?, sent: Timestamp?, received: Timestamp?, now: Timestamp
  ) -> Corrected? {
    let limit = received ?? now
    guard let original else { return received.map { Corrected(instant: $0, wasInFuture: false) } }
    guard let sent, let received else { return clamped(original, limit) }
    return clamped(received.advanced(by: original.seconds - sent.seconds), limit)
  }

  private static func clamped(_ instant: Timestamp, _ limit: Timestamp) -> Corrected {
    let isAhead = instant.seconds > limit.seconds + tolerance
    return Corrected(instant: isAhead ? limit : instant, wasInFuture: isAhead)
  }
}
