internal import Basis

/// One invented customer: everything about them follows from the plan and their number.
struct Person {
  let number: Int
  let firstName: String
  let lastName: String
  let email: String
  let phone: String
  let birth: CivilDate
  let place: Place
  let postcode: String
  let tier: String
  let isCustomer: Bool
  let hasCard: Bool
  let wantsNewsletter: Bool
  let cookies: [String]
  let advertisingID: String?
  let isApple: Bool
  let lifetimeCents: Int
  let signup: CivilDate
  /// Grants personalised advertising, analytics, and whether it is withdrawn later.
  let consent: (ads: Bool, analytics: Bool, isWithdrawn: Bool)
  let interest: String

  struct Place {
    let country: String
    let countryName: String
    let city: String
    let prefix: Int
    let dial: String
  }

  static let places = [
    Place(country: "DE", countryName: "Deutschland", city: "Berlin", prefix: 10, dial: "+4930"),
    Place(country: "DE", countryName: "Deutschland", city: "Hamburg", prefix: 20, dial: "+4940"),
    Place(country: "DE", countryName: "Deutschland", city: "München", prefix: 80, dial: "+4989"),
    Place(country: "DE", countryName: "Deutschland", city: "Köln", prefix: 50, dial: "+49221"),
    Place(country: "DE", countryName: "Deutschland", city: "Leipzig", prefix: 4, dial: "+49341"),
    Place(country: "AT", countryName: "Österreich", city: "Wien", prefix: 1, dial: "+431"),
    Place(country: "AT", countryName: "Österreich", city: "Graz", prefix: 8, dial: "+43316"),
    Place(country: "CH", countryName: "Schweiz", city: "Zürich", prefix: 8, dial: "+4144"),
    Place(country: "NL", countryName: "Niederlande", city: "Utrecht", prefix: 35, dial: "+3130"),
    Place(country: "FR", countryName: "Frankreich", city: "Straßburg", prefix: 67, dial: "+33388"),
  ]
  static let firstNames = [
    "Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hannes", "Ida", "Jonas", "Klara",
    "Lukas", "Mia", "Noah", "Olga", "Paul", "Rosa", "Stefan", "Tilda", "Ute", "Viktor", "Wilma",
    "Jürgen", "Käthe", "Zoë",
  ]
  static let lastNames = [
    "Ahorn", "Birke", "Distel", "Eiche", "Farn", "Ginster", "Hasel", "Iris", "Jasmin", "Kiefer",
    "Linde", "Mohn", "Nelke", "Oleander", "Pappel", "Quitte", "Rose", "Salbei", "Tanne", "Ulme",
    "Veilchen", "Weide", "Zeder", "Schäfer", "Müller",
  ]
  static let domains = ["post.example", "mail.example", "garten.example", "brief.example"]
  static let interests = ["rosen", "gemuese", "rasen", "balkon", "teich", "werkzeug", "grill", "moebel"]

  init(_ number: Int, _ plan: Plan) {
    var random = plan.random(1, number)
    // Three in ten share a household with the person before them: one address, one last name.
    let head = number % 10 < 3 && number > 0 ? number - 1 : number
    var home = plan.random(2, head)
    self.number = number
    firstName = random.pick(Self.firstNames)
    lastName = home.pick(Self.lastNames)
    place = home.pick(Self.places)
    let digits = place.country == "DE" || place.country == "FR" ? 5 : 4
    let tail = digits == 5 ? 1_000 : 100
    postcode = padded(place.prefix * tail + home.below(tail), digits)
    let name = Self.ascii(firstName) + "." + Self.ascii(lastName)
    email = "\(name)\(number)@\(random.pick(Self.domains))"
    // French numbers have a digit less behind their area.
    let line = 1_000_000 + random.below(9_000_000)
    phone = place.dial + (place.country == "FR" ? padded(line / 10, 6) : padded(line, 7))
    birth = CivilDate(daysSinceEpoch: 365 * 10 - 25 * 365 + random.below(50 * 365))
    tier = random.pick(["basic", "basic", "basic", "plus", "plus", "pro"])
    isCustomer = random.below(10) < 7
    hasCard = random.below(10) < 5
    wantsNewsletter = random.below(100) < 55
    cookies = (0...random.pick([0, 0, 0, 1, 1, 2])).map { _ in Self.uuid(&random) }
    advertisingID = random.below(100) < 35 ? Self.uuid(&random) : nil
    isApple = random.below(100) < 40
    lifetimeCents = min(random.below(400_000), random.below(400_000))
    signup = CivilDate(
      daysSinceEpoch: Int(plan.end.seconds / 86_400) - 1 - random.below(1_500))
    consent = (random.below(100) < 62, random.below(100) < 78, random.below(100) < 6)
    interest = random.pick(Self.interests)
  }

  var customerID: String { "K" + padded(number + 100_000, 7) }
  var cardID: String { "L" + padded(number * 7 + 4_000_000, 9) }
  var household: Int { number % 10 < 3 && number > 0 ? number - 1 : number }

  static func ascii(_ text: String) -> String {
    var plain = ""
    for character in text.lowercased() {
      switch character {
      case "ä": plain += "ae"
      case "ö": plain += "oe"
      case "ü": plain += "ue"
      case "ß": plain += "ss"
      case "ë": plain += "e"
      default: plain.append(character)
      }
    }
    return plain
  }

  static func uuid(_ random: inout Seeded) -> String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { text += "-" }
      text.append(index == 12 ? "4" : index == 16 ? digits[8 + random.below(4)] : digits[random.below(16)])
    }
    return text
  }
}
