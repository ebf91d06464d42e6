internal import Basis
internal import Sealing

/// Rows that describe people: the CRM's, the partner's and the providers'.
enum ProfileRows {
  static let crmHeader =
    "Kundennummer;E-Mail;Telefon;Vorname;Nachname;Geburtsdatum;Straße;Land;PLZ;Stadt;Newsletter;"
    + "Kundenwert;Kundenstufe;Anlagedatum;Kundenkarte;Stand\n"

  /// A customer's row, with the dirt that such exports carry; empty for people it does not know.
  static func crm(_ person: Person, _ plan: Plan, _ truth: inout Truth) -> String {
    guard person.isCustomer else { return "" }
    var random = plan.random(3, person.number)
    var email = person.email
    var birth = german(person.birth)
    var phone = "0" + person.phone.dropFirst(3)
    if person.place.country != "DE" { phone = person.phone }
    let dirt = random.below(1_000)
    switch dirt {
    case 0..<12:
      email = email.filter { $0 != "@" }
      truth.count("crm", "typo_email")
    case 12..<20:
      birth = "31.02.1980"
      truth.count("crm", "bad_date")
    case 20..<30:
      email = "test@test.com"
      phone = ""
      truth.count("crm", "test_account")
    case 30..<38:
      phone = "12"
      truth.count("crm", "bad_phone")
    default: break
    }
    var address = plan.random(4, person.household)
    let home = address.below(200_000_000)
    let street = "\(["Rosenweg", "Am Anger", "Lindenallee", "Gartenstraße"][home % 4]) \(home / 4 % 180 + 1)"
    let cells = [
      person.customerID, email, phone, person.firstName, person.lastName, birth, street,
      person.place.countryName, person.postcode, person.place.city,
      person.wantsNewsletter ? "ja" : "nein",
      Catalogue.price(person.lifetimeCents, ","), person.tier, german(person.signup),
      person.hasCard ? person.cardID : "",
      german(CivilDate(daysSinceEpoch: Int(plan.end.seconds / 86_400) - 1)),
    ]
    var row = cells.joined(separator: ";") + "\n"
    if dirt >= 40, dirt < 48 {
      row += row
      truth.count("crm", "duplicate")
    }
    if dirt >= 50, dirt < 54 {
      row += "K0000000;kaputt\n"
      truth.count("crm", "ragged_row")
    }
    return row
  }

  /// The partner knows a fifth of the people, by the hash of their e-mail.
  static func partner(_ person: Person, _ plan: Plan) -> String {
    var random = plan.random(5, person.number)
    guard random.below(5) == 0 else { return "" }
    let hash = SHA256.hex(of: person.email)
    let day = CivilDate(daysSinceEpoch: Int(plan.end.seconds / 86_400) - 30 - random.below(700))
    return "\(hash),\(person.interest),\(day.iso8601)\n"
  }

  /// What a data provider says; the accurate one mostly tells the truth, the other one guesses.
  static func thirdParty(
    _ person: Person, _ plan: Plan, isAccurate: Bool, _ truth: inout Truth
  ) -> String {
    var random = plan.random(isAccurate ? 6 : 7, person.number)
    guard random.below(100) < (isAccurate ? 30 : 55), let cookie = person.cookies.first else {
      return ""
    }
    let age = 2026 - person.birth.year
    let tellsTruth = random.below(100) < (isAccurate ? 92 : 50)
    let provider = isAccurate ? "alpha_data" : "beta_data"
    truth.count(provider, tellsTruth ? "accurate" : "invented")
    let band = tellsTruth ? Self.band(age) : random.pick(["18-29", "30-44", "45-59", "60+"])
    let interest = tellsTruth ? person.interest : random.pick(Person.interests)
    let income = random.pick(["low", "middle", "middle", "high"])
    let age2 = isAccurate ? random.below(30) : 200 + random.below(300)
    let day = CivilDate(daysSinceEpoch: Int(plan.end.seconds / 86_400) - 1 - age2)
    return "\(cookie)|\(band)|\(income)|\(interest),\(random.pick(Person.interests))|\(day.iso8601)\n"
  }

  static func band(_ age: Int) -> String {
    switch age {
    case ..<30: "18-29"
    case ..<45: "30-44"
    case ..<60: "45-59"
    default: "60+"
    }
  }

  static func german(_ date: CivilDate) -> String {
    "\(padded(date.day, 2)).\(padded(date.month, 2)).\(padded(date.year, 4))"
  }
}
