internal import Basis

/// How the identifiers of people and devices are written.
extension World {
  /// The customer number, such as `K1000042`.
  package func userID(_ person: Int) -> String { "K\(1_000_000 + person)" }

  /// A second customer number of the few who made a second account.
  func secondUserID(_ person: Int) -> String { "K\(5_000_000 + person)" }

  /// Whether the customer stands twice in the CRM, the second time with typos.
  package func hasSecondAccount(_ person: Person) -> Bool {
    person.hasAccount && word(.contact, person.index, 2) % 64 == 0
  }

  /// The e-mail address in lower case.
  package func email(_ person: Person) -> String {
    let host = Words.mailHosts[Int(word(.contact, person.index) % UInt64(Words.mailHosts.count))]
    let first = Words.foldedFirstNames[person.firstName]
    return "\(first).\(Words.foldedLastNames[person.lastName])\(person.index)@\(host)"
  }

  /// The mobile number in E.164; nil for the fifth who gave none.
  package func phone(_ person: Person) -> String? {
    if word(.contact, person.index, 1) % 5 == 0 { return nil }
    // Both factors are coprime to ten, so that no two people share a number.
    let seven = padded((person.index * 7_654_321 + 1_234_567) % 10_000_000, 7)
    switch person.market {
    case .germany: return "+49151\(word(.contact, person.household, 3) % 8 + 1)\(seven)"
    case .austria: return "+43664\(seven)"
    case .switzerland: return "+4179\(seven)"
    case .france: return "+3361\(seven)"
    case .netherlands: return "+3161\(seven)"
    case .britain: return "+44740\(seven)"
    case .america:
      let areas = [202, 212, 312, 415, 617, 702, 713, 818, 917, 305]
      return "+1\(areas[person.index / 10_000 % 10])555\(padded(person.index % 10_000, 4))"
    }
  }

  /// The number on the loyalty card.
  package func loyaltyID(_ person: Int) -> String { "2900\(padded(person, 9))" }

  /// The anonymous id that the web shop gave to a browser, as text.
  package func anonymousID(_ person: Int, browser: Int) -> String {
    Self.uuid(word(.browser, person, browser), word(.browser, person, browser + 100))
  }

  /// The anonymous id of a family's tablet, on which all of the household log in.
  package func tabletID(_ household: Int) -> String {
    Self.uuid(word(.tablet, household), word(.tablet, household, 1))
  }

  /// The anonymous id of one of the screens that stand in the stores.
  package func kioskID(_ kiosk: Int) -> String {
    Self.uuid(word(.kiosk, kiosk), word(.kiosk, kiosk, 1))
  }

  /// The id that the ad server keeps in a browser, as text.
  package func adCookie(_ person: Int, browser: Int) -> String {
    var text = RowText()
    text.append("AMsySZ")
    text.append(hex: word(.adCookie, person, browser), digits: 16)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Whether the shop and the ad server exchanged their ids of a browser.
  package func isSynchronised(_ person: Int, browser: Int) -> Bool {
    word(.adCookie, person, browser + 50) % 10 < 6
  }

  /// The advertising id of a phone; nil without a phone, zeros where tracking is off.
  package func advertisingID(_ person: Person) -> String? {
    let id = Self.uuid(word(.advertisingID, person.index), word(.advertisingID, person.index, 1))
    switch person.phone {
    case .none: return nil
    case .iPhone(let tracked): return tracked ? id.uppercased() : Self.zeroUUID
    case .android: return id
    }
  }

  static let zeroUUID = "00000000-0000-0000-0000-000000000000"
  static let kiosks = 6

  /// The address from which a household reaches the net, of the range that carriers share out.
  ///
  /// The factor is odd, so that four million households have an address each.
  func address(_ household: Int) -> String {
    let host = (household &* 2_654_435 &+ 77) & 0x3F_FFFF
    return "100.\(64 + (host >> 16)).\(host >> 8 & 255).\(host & 255)"
  }

  private static func uuid(_ high: UInt64, _ low: UInt64) -> String {
    var text = RowText()
    text.append(uuid: high, low)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
