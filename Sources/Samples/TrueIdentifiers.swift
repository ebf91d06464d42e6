internal import Basis

/// The rows of `truth_identifiers.csv`: which identifier belongs to whom.
enum TrueIdentifiers {
  static let header = "namespace,value,person\n"

  /// Writes all that identifies one person and nobody else.
  static func append(_ person: Person, in world: World, to text: inout RowText) {
    func row(_ namespace: String, _ value: String) {
      text.append(namespace)
      text.append(",")
      text.append(value)
      text.append(",")
      text.append(person.index)
      text.append("\n")
    }
    if person.hasAccount {
      row("user_id", world.userID(person.index))
      row("email", world.email(person))
      if let phone = world.phone(person) { row("phone", phone) }
      if world.hasSecondAccount(person) { row("user_id", world.secondUserID(person.index)) }
    }
    if person.hasLoyaltyCard { row("loyalty_id", world.loyaltyID(person.index)) }
    for browser in 0..<person.browsers {
      row("anonymous_id", world.anonymousID(person.index, browser: browser))
      row("cookie", world.adCookie(person.index, browser: browser))
    }
    if person.hasApp { row("anonymous_id", world.anonymousID(person.index, browser: 9)) }
    guard let id = world.advertisingID(person), id != World.zeroUUID else { return }
    switch person.phone {
    case .iPhone: row("idfa", id.lowercased())
    case .android, .none: row("gaid", id)
    }
  }
}
