package import Cells

/// Tells a double click from two clicks: same button, same cell, soon after.
package struct ClickCounter: Sendable {
  private var last: (event: MouseEvent, time: ContinuousClock.Instant)?
  private static let pause = Duration.milliseconds(400)

  package init() {}

  /// Returns the event with the number of clicks it is the last of: 1 or 2.
  package mutating func counted(
    _ event: MouseEvent, at time: ContinuousClock.Instant
  ) -> MouseEvent {
    guard case .press = event.kind else { return event }
    guard let last, last.event == event, time - last.time <= Self.pause else {
      self.last = (event, time)
      return event
    }
    // A third click starts over, so that four are two double clicks.
    self.last = nil
    var second = event
    second.clicks = 2
    return second
  }
}
