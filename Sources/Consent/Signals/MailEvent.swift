internal import Basis
internal import Formats

/// What an e-mail feed's column says of unsubscribing and of bouncing.
enum MailEvent {
  /// Whether `text` tells that somebody unsubscribed, or that an address is not reached for good.
  ///
  /// Case, blanks, `-` and `_` make no difference. Other things that happen to a mail say nothing;
  /// words that nobody knows are an error, so that no refusal is lost unseen.
  static func isRefusal(_ kind: SignalKind, _ text: Span<UInt8>) throws(SignalError) -> Bool {
    var word: [UInt8] = []
    for index in text.indices where !ignored.contains(text[index]) {
      word.append((65...90).contains(text[index]) ? text[index] + 32 : text[index])
    }
    guard !word.isEmpty else { return false }
    let name = String(decoding: word, as: UTF8.self)
    let (own, other) = kind == .bounce ? (bounced, left) : (left, bounced)
    if yes.contains(name) || own.contains(name) { return true }
    if no.contains(name) || other.contains(name) { return false }
    // A column such as `unsubscribed_at` has the day, and nothing where it did not happen.
    if TimeFormat.iso8601.parse(text, zone: .utc) != nil { return true }
    throw SignalError("it is no word that is known for “\(kind.rawValue)”")
  }

  private static let ignored: Set<UInt8> = [9, 10, 13, 32, 45, 95]
  private static let yes: Set<String> = ["1", "true", "yes", "y", "on", "ja"]
  private static let no: Set<String> = [
    "0", "false", "no", "n", "off", "nein", "none", "active", "subscribed", "sent", "processed",
    "delivered", "delivery", "deferred", "open", "opened", "click", "clicked", "soft", "softbounce",
    "softbounced", "ok", "success",
  ]
  private static let left: Set<String> = [
    "unsubscribe", "unsubscribed", "unsub", "optout", "optedout", "complaint", "complained", "spam",
    "spamreport", "abuse", "abgemeldet",
  ]
  private static let bounced: Set<String> = [
    "bounce", "bounced", "hard", "hardbounce", "hardbounced", "permanent", "permanentbounce",
    "undeliverable", "dropped",
  ]
}
