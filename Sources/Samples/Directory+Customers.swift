internal import Basis
internal import Sealing

/// The CRM's export and the partner's list.
extension Directory {
  static let crmHeader =
    "\u{FEFF}Kundennummer;E-Mail;Telefon;Vorname;Nachname;Geburtsdatum;Land;PLZ;Stadt;Newsletter;"
    + "Kundenwert;Kundenstufe;Kundenkarte;Anlagedatum;Geändert am;Straße"

  mutating func exportCustomer(_ person: Person, _ random: inout Seeded) {
    write(person, userID: world.userID(person.index), typo: nil, &random)
    if world.hasSecondAccount(person) {
      duplicatePeople += 1
      crm.note(.typo)
      write(
        person, userID: world.secondUserID(person.index), typo: person.index % 3, &random)
    }
    if random.below(2_000) == 0 { writeTestAccount(&random) }
  }

  private mutating func write(
    _ person: Person, userID: String, typo: Int?, _ random: inout Seeded
  ) {
    let changed = Int(plan.end.seconds) - random.below(86_400 * 400) - 1
    crm.text.append(userID)
    crm.text.append(";")
    let email = world.email(person)
    crm.text.append(typo == 0 ? Self.swapped(email) : email)
    crm.text.append(";")
    if let phone = world.phone(person) { crm.text.append(Self.asTyped(phone, &random)) }
    crm.text.append(";\(Words.firstNames[person.firstName]);")
    let last = Words.lastNames[person.lastName]
    crm.text.append(typo == 1 ? Self.swapped(last) : last)
    crm.text.append(";")
    if random.below(1_000) < 6 {
      crm.text.append("00.00.0000")
      crm.note(.brokenDate)
    } else {
      crm.text.append(germanDate: CivilDate(daysSinceEpoch: person.birthDay))
    }
    crm.text.append(";\(person.market.germanName);")
    appendPostcode(person, isWrong: typo == 2)
    crm.text.append(";\(person.market.towns[person.town].name);")
    crm.text.append(person.takesNewsletter ? "ja;" : "nein;")
    crm.text.append(
      cents: (person.tier * 9_000 + 1_500) * (1 + random.below(12)) + random.below(100),
      point: UInt8(ascii: ","))
    crm.text.append(";\(Words.tiers[person.tier]);")
    if person.hasLoyaltyCard { crm.text.append(world.loyaltyID(person.index)) }
    crm.text.append(";")
    crm.text.append(germanDate: CivilDate(daysSinceEpoch: person.signupDay))
    crm.text.append(";")
    let (date, time) = Calendar.berlin(max(changed, person.signupDay * 86_400))
    crm.text.append(germanDate: date)
    crm.text.append(" ")
    crm.text.append(time: time)
    crm.text.append(";\(world.street(of: person.household, in: person.market))")
    crm.endRow(&random)
  }

  private mutating func appendPostcode(_ person: Person, isWrong: Bool) {
    let (_, start, digits) = person.market.towns[person.town]
    var rest = person.postcode
    for _ in digits..<3 { rest /= 10 }
    if isWrong { rest = rest / 10 * 10 + (rest % 10 + 1) % 10 }
    crm.text.append(start)
    crm.text.append(rest, width: digits)
    switch person.market {
    case .netherlands: crm.text.append(" AB")
    case .britain: crm.text.append(" 2AA")
    case .germany, .austria, .switzerland, .france, .america: break
    }
  }

  private mutating func writeTestAccount(_ random: inout Seeded) {
    crm.text.append(
      "K9999999;test@test.com;000000;Test;Test;01.01.1970;Deutschland;00000;Test;")
    crm.text.append("nein;0,00;Basis;;01.01.2020;01.01.2020 00:00:00;Test")
    crm.note(.testAccount)
    crm.endRow(&random)
  }

  /// A text with its second and third letter the wrong way round.
  private static func swapped(_ text: String) -> String {
    var letters = Array(text)
    guard letters.count > 3 else { return text }
    letters.swapAt(1, 2)
    return String(letters)
  }

  /// A German number as people type it; other numbers keep their country code.
  private static func asTyped(_ phone: String, _ random: inout Seeded) -> String {
    guard phone.hasPrefix("+49") else { return phone }
    let national = phone.dropFirst(3)
    switch random.below(4) {
    case 0: return phone
    case 1: return "0\(national)"
    case 2: return "0\(national.prefix(3)) \(national.dropFirst(3))"
    default: return "0049 \(national.prefix(3)) / \(national.dropFirst(3))"
    }
  }

  static let partnerHeader = "email_sha256,interest,since,share_ok"

  mutating func listWithPartner(_ person: Person, _ random: inout Seeded) {
    guard person.hasAccount, random.below(100) < 12 else { return }
    partner.text.append(SHA256.hex(of: world.email(person)))
    partner.text.append(",\(random.pick(["bbq", "garden", "interior", "pool"])),")
    partner.text.append(
      date: CivilDate(daysSinceEpoch: world.lastDay - 1 - random.below(700)))
    partner.text.append(random.below(100) < 92 ? ",yes" : ",no")
    partner.endRow(&random)
  }
}
