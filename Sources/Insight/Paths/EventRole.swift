/// What an event tells of a person, by the name of its type.
///
/// Feeds name their events as they like; these are the words that feeds use. Where the guess is
/// wrong, every report takes the types by name instead.
package enum EventRole: Sendable, Hashable, CaseIterable {
  /// Something done on the site or in the app.
  case visit
  /// A click that leads there: on an advertisement, in a message.
  case click
  /// Something seen elsewhere: an impression, an opened message.
  case view
  /// Something done in a shop or on the telephone.
  case offline
  /// What a system says of itself: a message was sent, a conversion was reported.
  case notice

  package init(of type: String) {
    let words = Self.words(type)
    let isMessage = words.first.map(Self.messages.contains) ?? false
    let isAdvertising = words.first.map(Self.advertising.contains) ?? false
    if words.contains(where: { $0.hasPrefix("impression") }) {
      self = .view
    } else if isMessage || isAdvertising || words.count == 1 {
      if words.contains(where: { $0.hasPrefix("click") }) {
        self = .click
      } else if isMessage, words.contains(where: { $0.hasPrefix("open") }) {
        self = .view
      } else {
        self = isMessage || isAdvertising ? .notice : .visit
      }
    } else {
      self = words.first.map(Self.places.contains) ?? false ? .offline : .visit
    }
  }

  private static let messages: Set<String> = [
    "email", "mail", "push", "sms", "message", "newsletter",
  ]
  private static let advertising: Set<String> = ["ad", "ads", "advert", "advertisement", "banner"]
  private static let places: Set<String> = ["store", "pos", "offline", "branch", "phone", "call"]

  /// The words of a name in small letters: `Email Link Clicked` and `email_link_clicked` are the same.
  private static func words(_ type: String) -> [String] {
    type.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
