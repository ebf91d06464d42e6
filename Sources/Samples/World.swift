internal import Basis

/// The truth behind the feeds: every person is a function of the seed and a number.
package struct World: Sendable {
  package let profiles: Int
  package let seed: UInt64
  /// Days since 1970 of the day on which the period ends.
  let lastDay: Int

  package init(_ plan: Plan) {
    profiles = plan.profiles
    seed = plan.seed
    lastDay = Int(plan.end.seconds.dividedByFloor(86_400).quotient)
  }

  /// What a drawn number is for; each use has its own stream.
  enum Use: UInt64 {
    case person = 1, household, household2, browser, adCookie, advertisingID, visit, session
    case campaign, consent, segments, contact, tablet, kiosk, bot, message, feed, address
  }

  /// A word that depends on the seed, the use and two numbers alone.
  func word(_ use: Use, _ a: Int, _ b: Int = 0) -> UInt64 {
    let first = Hash64.mixed(seed &+ use.rawValue &* 0x9E37_79B9_7F4A_7C15)
    let second = Hash64.mixed(first ^ UInt64(truncatingIfNeeded: a) &* 0xD6E8_FEB8_6659_FD93)
    return Hash64.mixed(second &+ UInt64(truncatingIfNeeded: b) &* 0xA24B_AED4_963E_E407)
  }

  func random(_ use: Use, _ a: Int, _ b: Int = 0) -> Seeded { Seeded(word(use, a, b)) }

  /// Who heads the household of a person: people live in runs of six numbers, cut at random.
  package func household(of person: Int) -> Int {
    let block = person / 6
    return block * 6
      + Self.cuts[Int(word(.household, block) % UInt64(Self.cuts.count))][person % 6]
  }

  private static let cuts = [
    [0, 1, 2, 3, 4, 5], [0, 0, 2, 3, 4, 4], [0, 0, 0, 0, 4, 4], [0, 0, 0, 3, 3, 5],
    [0, 0, 2, 2, 4, 5], [0, 1, 2, 2, 4, 5],
  ]

  /// The street and the number of a household, as the country writes them.
  func street(of household: Int, in market: Market) -> String {
    var random = random(.address, household)
    let street = random.pick(market.streets)
    let number = 1 + random.below(120)
    return market.hasNumberFirst ? "\(number) \(street)" : "\(street) \(number)"
  }

  /// The person with a number from 0 up to but not including `profiles`.
  package func person(_ index: Int) -> Person { Person(index, in: self) }

  /// A person drawn so that few act much and many act little.
  func active(_ random: inout Seeded) -> Int {
    random.chance(0.35) ? random.below(profiles) : random.below(random.below(profiles) + 1)
  }
}

/// One person: who they are, what they own, and what they would agree to.
package struct Person: Sendable {
  package let index: Int
  package let household: Int
  let market: Market
  let town: Int
  let postcode: Int
  let firstName: Int
  let lastName: Int
  package let birthDay: Int
  package let hasAccount: Bool
  package let takesNewsletter: Bool
  package let hasLoyaltyCard: Bool
  package let browsers: Int
  package let phone: Phone
  let tier: Int
  let signupDay: Int
  let incomeBand: Int
  let interests: [Int]
  package let consent: ConsentStance
  let sharesTablet: Bool

  package enum Phone: Sendable { case none, iPhone(tracked: Bool), android }

  /// What a person answered when asked.
  package enum ConsentStance: Int, Sendable, CaseIterable {
    case given, partly, refused, withdrawn, expired, unasked
  }

  init(_ index: Int, in world: World) {
    self.index = index
    household = world.household(of: index)
    var home = world.random(.household2, household)
    market = Self.market(home.below(1_000))
    town = home.below(market.towns.count)
    postcode = home.below(1_000)
    let familyName = home.below(Words.lastNames.count)
    incomeBand = min(4, home.below(4) + home.below(2))
    let hasTablet = home.chance(0.3)

    var random = world.random(.person, index)
    firstName = random.below(Words.firstNames.count)
    lastName = random.chance(0.85) ? familyName : random.below(Words.lastNames.count)
    let age = 18 + random.below(30) + random.below(33)
    birthDay = world.lastDay - age * 365 - random.below(365)
    hasAccount = random.chance(0.6)
    takesNewsletter = hasAccount && random.chance(0.55)
    hasLoyaltyCard = hasAccount && random.chance(0.5)
    browsers = 1 + random.below(2) + (random.chance(0.15) ? 1 : 0)
    switch random.below(100) {
    case ..<20: phone = .iPhone(tracked: random.chance(0.4))
    case ..<45: phone = .android
    default: phone = .none
    }
    tier = max(0, random.below(6) - 3)
    signupDay = world.lastDay - 120 - random.below(2_000)
    interests = (0..<(1 + random.below(3))).map { _ in random.below(Words.interests.count) }
    consent = Self.stance(random.below(100))
    let isAlone =
      world.household(of: index + 1) != household && (index == household)
    sharesTablet = hasTablet && hasAccount && !isAlone
  }

  private static func market(_ draw: Int) -> Market {
    var rest = draw
    for market in Market.allCases {
      if rest < market.share { return market }
      rest -= market.share
    }
    return .germany
  }

  private static func stance(_ draw: Int) -> ConsentStance {
    switch draw {
    case ..<48: .given
    case ..<60: .partly
    case ..<75: .refused
    case ..<83: .withdrawn
    case ..<90: .expired
    default: .unasked
    }
  }

  package var hasApp: Bool {
    switch phone {
    case .none: false
    case .iPhone, .android: hasAccount || index % 2 == 0
    }
  }

  func age(in world: World) -> Int { (world.lastDay - birthDay) / 365 }

  /// The age band that segment providers know.
  func ageBand(in world: World) -> Int {
    switch age(in: world) {
    case ..<25: 0
    case ..<35: 1
    case ..<45: 2
    case ..<55: 3
    case ..<65: 4
    default: 5
    }
  }

  static let ageBands = ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"]
  static let incomeBands = ["<20k", "20-40k", "40-60k", "60-100k", ">100k"]
}
