package import Cells

/// Something said beside the panes; what went well goes away by itself.
package struct TimedNotice: Hashable, Sendable {
  package var notice: Notice
  package var since: Instant

  /// How long what is not an error stays.
  static let milliseconds: Int64 = 4_000
  /// How many are in sight at once.
  static let shown = 4

  package init(_ notice: Notice, since: Instant) { (self.notice, self.since) = (notice, since) }

  func isOver(at now: Instant) -> Bool {
    switch notice.role {
    case .error: false
    default: now.milliseconds - since.milliseconds >= Self.milliseconds
    }
  }
}

extension AppState {
  mutating func say(_ text: String, _ role: Role = .ok) {
    notices.removeAll { $0.notice.text == text }
    notices.append(TimedNotice(Notice(text, role), since: now))
    if notices.count > 50 { notices.removeFirst(notices.count - 50) }
    said.append(TimedNotice(Notice(text, role), since: now))
    if said.count > 200 { said.removeFirst(said.count - 200) }
  }
}
