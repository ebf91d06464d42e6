internal import Requests

extension AppState {
  /// Asks for what other panes have and home shows as well.
  mutating func loadHome() -> [Effect] {
    var effects: [Effect] = []
    if panes.contains(.consent) {
      consent.coverage.asked(at: now)
      effects += ask(.consent(ConsentRequest(breakdown: consent.breakdown)), for: .consent)
    }
    if panes.contains(.segments) {
      segments.library.asked(at: now)
      effects += ask(.segments, for: .segments)
    }
    if panes.contains(.audiences) {
      audiences.activations.asked(at: now)
      effects += ask(.activations, for: .activations)
    }
    return effects
  }
}
