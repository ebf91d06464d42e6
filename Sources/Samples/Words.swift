/// The words that names, places and goods are made of: common ones, joined at random.
enum Words {
  static let firstNames = [
    "Anna", "Lukas", "Marie", "Jonas", "Sophie", "Felix", "Laura", "Maximilian", "Julia", "Paul",
    "Lena", "Leon", "Katharina", "Tobias", "Sabine", "Thomas", "Petra", "Michael", "Monika",
    "Andreas", "Jürgen", "Ursula", "Günther", "Käthe", "Björn", "Zoë", "Emma", "Noah", "Mia",
    "Elias", "Hannah", "Ben", "Claire", "Pierre", "Sanne", "Daan", "Emily", "Oliver", "Renate",
    "Wolfgang", "Heike", "Stefan", "Nicole", "Sven", "Birgit", "Ralf", "Silke", "Uwe",
  ]
  static let lastNames = [
    "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz",
    "Hoffmann", "Schäfer", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann",
    "Schwarz", "Zimmermann", "Braun", "Krüger", "Hofmann", "Hartmann", "Lange", "Schmitt", "Werner",
    "Krause", "Meier", "Lehmann", "Huber", "Gruber", "Steiner", "Moser", "Keller", "Brunner",
    "Baumann", "Frei", "Martin", "Bernard", "Dubois", "Jansen", "Bakker", "Visser", "Smith",
    "Jones", "Taylor", "Brown", "Köhler", "Maier", "König", "Walter", "Peters", "Möller", "Groß",
    "Vogel", "Friedrich", "Roth", "Beck", "Lorenz",
  ]
  /// Mail hosts below a domain that can't be registered, so that no address is anyone's.
  static let mailHosts = ["mail.example", "post.example", "inbox.example", "web.example"]
  static let interests = [
    "gardening", "balcony", "furniture", "barbecue", "lighting", "kitchen", "pets", "diy", "pool",
    "bedding", "decoration", "tools",
  ]
  static let tiers = ["Basis", "Plus", "Pro"]
  static let stores = [
    "Berlin-Tempelhof", "Hamburg-Altona", "München-Riem", "Köln-Ehrenfeld", "Leipzig-Nord",
    "Frankfurt-Ost", "Wien-Simmering", "Zürich-Oerlikon",
  ]
  static let botAgents = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "python-requests/2.31.0",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0.0.0 Safari/537.36",
  ]

  /// A name as mail addresses spell it: lower case, without umlauts.
  static func folded(_ name: String) -> String {
    var folded = ""
    for letter in name.lowercased() {
      switch letter {
      case "ä": folded += "ae"
      case "ö": folded += "oe"
      case "ü": folded += "ue"
      case "ß": folded += "ss"
      case "ë": folded += "e"
      default: folded.append(letter)
      }
    }
    return folded
  }

  static let foldedFirstNames = firstNames.map(folded)
  static let foldedLastNames = lastNames.map(folded)
}

/// A country that the retailer sells to.
enum Market: Int, CaseIterable {
  case germany, austria, switzerland, france, netherlands, britain, america

  /// The share of people, in thousandths.
  var share: Int { [700, 110, 90, 30, 30, 20, 20][rawValue] }
  var code: String { ["DE", "AT", "CH", "FR", "NL", "GB", "US"][rawValue] }
  var germanName: String {
    [
      "Deutschland", "Österreich", "Schweiz", "Frankreich", "Niederlande", "Großbritannien", "USA",
    ][rawValue]
  }
  var locale: String {
    ["de-DE", "de-AT", "de-CH", "fr-FR", "nl-NL", "en-GB", "en-US"][rawValue]
  }
  var language: String { ["DE", "DE", "DE", "FR", "NL", "EN", "EN"][rawValue] }

  /// Whether an address begins with the number of the house.
  var hasNumberFirst: Bool {
    switch self {
    case .france, .britain, .america: true
    case .germany, .austria, .switzerland, .netherlands: false
    }
  }

  var streets: [String] {
    switch self {
    case .germany, .austria, .switzerland: Self.germanStreets
    case .france: ["rue de la Gare", "rue du Moulin", "avenue Victor Hugo", "rue des Jardins"]
    case .netherlands: ["Kerkstraat", "Molenweg", "Dorpsstraat", "Beukenlaan"]
    case .britain: ["Church Lane", "Station Road", "Mill Street", "Park Avenue"]
    case .america: ["Maple Street", "Oak Avenue", "Washington Street", "Elm Street"]
    }
  }

  private static let germanStreets = [
    "Hauptstraße", "Bahnhofstraße", "Gartenweg", "Lindenallee", "Schulstraße", "Bergstraße",
    "Am Mühlbach", "Birkenweg", "Rosenweg", "Kirchgasse", "Wiesengrund", "Ahornweg", "Ringstraße",
    "Goethestraße", "Feldstraße", "Uferpromenade",
  ]

  /// Towns with the start of their postcode; the rest of the postcode is drawn.
  var towns: [(name: String, postcode: String, digits: Int)] {
    switch self {
    case .germany: Self.germanTowns
    case .austria: [("Wien", "1", 3), ("Graz", "80", 2), ("Linz", "40", 2), ("Salzburg", "50", 2)]
    case .switzerland: [("Zürich", "80", 2), ("Bern", "30", 2), ("Basel", "40", 2)]
    case .france: [("Paris", "750", 2), ("Lyon", "690", 2), ("Strasbourg", "670", 2)]
    case .netherlands: [("Amsterdam", "10", 2), ("Utrecht", "35", 2)]
    case .britain: [("London", "SW", 1), ("Leeds", "LS", 1)]
    case .america: [("New York", "100", 2), ("Boston", "021", 2)]
    }
  }

  private static let germanTowns = [
    ("Berlin", "10", 3), ("Hamburg", "20", 3), ("München", "80", 3), ("Köln", "50", 3),
    ("Frankfurt am Main", "60", 3), ("Stuttgart", "70", 3), ("Düsseldorf", "40", 3),
    ("Leipzig", "04", 3), ("Dresden", "01", 3), ("Hannover", "30", 3), ("Nürnberg", "90", 3),
    ("Bremen", "28", 3),
  ].map { (name: $0.0, postcode: $0.1, digits: $0.2) }
}

/// An article of the range.
struct Product {
  let sku: String
  let name: String
  let category: String
  let germanCategory: String
  /// The price in euro cents.
  let cents: Int

  private init(
    _ sku: String, _ name: String, _ category: String, _ germanCategory: String, _ cents: Int
  ) {
    (self.sku, self.name, self.category) = (sku, name, category)
    (self.germanCategory, self.cents) = (germanCategory, cents)
  }

  static let all = [
    Product("GA-1001", "Gartenschlauch 25 m", "garden", "Garten", 3_499),
    Product("GA-1002", "Hochbeet Lärche", "garden", "Garten", 12_900),
    Product("GA-1003", "Blumenerde 40 l", "garden", "Garten", 899),
    Product("GA-1004", "Rasenmäher Akku 36 V", "garden", "Garten", 32_900),
    Product("GA-1005", "Heckenschere", "garden", "Garten", 4_995),
    Product("GA-1006", "Tulpenzwiebeln 50 Stück", "garden", "Garten", 1_299),
    Product("MO-2001", "Loungeset Rattan", "furniture", "Möbel", 79_900),
    Product("MO-2002", "Klappstuhl Akazie", "furniture", "Möbel", 3_990),
    Product("MO-2003", "Esstisch Teak 180 cm", "furniture", "Möbel", 44_900),
    Product("MO-2004", "Sonnenliege", "furniture", "Möbel", 14_900),
    Product("GR-3001", "Gasgrill 3 Brenner", "barbecue", "Grillen", 39_900),
    Product("GR-3002", "Holzkohle 10 kg", "barbecue", "Grillen", 1_499),
    Product("GR-3003", "Grillzange Edelstahl", "barbecue", "Grillen", 1_295),
    Product("LI-4001", "Lichterkette 10 m", "lighting", "Beleuchtung", 1_999),
    Product("LI-4002", "Solarlampe 4er Set", "lighting", "Beleuchtung", 2_995),
    Product("KU-5001", "Gusspfanne 28 cm", "kitchen", "Küche", 5_990),
    Product("KU-5002", "Vorratsgläser 6er Set", "kitchen", "Küche", 2_490),
    Product("HE-6001", "Bettwäsche Leinen", "bedding", "Heimtextil", 8_990),
    Product("HE-6002", "Outdoor-Kissen", "bedding", "Heimtextil", 1_995),
    Product("WE-7001", "Akkuschrauber 18 V", "tools", "Werkzeug", 11_900),
    Product("WE-7002", "Werkzeugkoffer 98-teilig", "tools", "Werkzeug", 8_900),
    Product("DE-8001", "Blumentopf Terrakotta", "decoration", "Dekoration", 1_690),
  ]
}
