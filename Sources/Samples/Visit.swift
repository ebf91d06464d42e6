internal import Basis

/// One session in the shop or the app: who, on what, and what came before.
struct Visit {
  /// Milliseconds since 1970, by a clock that is right.
  var time: Int
  /// The person who acts; nil for machines.
  let person: Int?
  let anonymousID: String
  var userID: String?
  var email: String?
  var adCookie: String?
  var advertisingID: String?
  let agent: String
  let address: String
  let locale: String
  var campaign: Int?
  var source: (name: String, medium: String, campaign: String)?
  /// Milliseconds by which the device's clock is ahead.
  var skew = 0
  /// Names the visit in its message ids.
  let word: UInt64
  private(set) var sequence = 0

  mutating func nextMessage() -> (UInt64, UInt64) {
    sequence += 1
    return (Hash64.mixed(word &+ UInt64(sequence)), Hash64.mixed(word ^ UInt64(sequence) << 32))
  }
}

/// The agents of browsers and phones.
enum Agent {
  static let desktop = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
      + " Chrome/129.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
      + " Version/17.6 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
  ]
  static let iPhone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15"
    + " (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1"
  static let android =
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    + " Chrome/129.0.0.0 Mobile Safari/537.36"
  static let tablet =
    "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    + " Version/17.6 Mobile/15E148 Safari/604.1"

  static func browser(of person: Person, number: Int) -> String {
    guard number == 1 else { return desktop[(person.index + number) % desktop.count] }
    switch person.phone {
    case .iPhone: return iPhone
    case .android: return android
    case .none: return desktop[person.index % desktop.count]
    }
  }
}
