internal import Basis

/// A campaign of the retailer, and what it truly did.
package struct Campaign: Sendable {
  package let id: Int
  package let name: String
  let source: String
  let medium: String
  package let platform: Platform
  /// How often exposed people buy for 1,000 purchases of the held out: 1,000 is no effect.
  package let liftPermille: Int
  /// The window in percent of the period.
  let window: ClosedRange<Int>
  /// Share of people whom it is meant for, in percent.
  let reach: Int
  /// What a thousand impressions or one click cost, in cents.
  let price: Int

  package enum Platform: String, Sendable { case adServer = "ad_server", google, meta }

  private init(
    _ id: Int, _ name: String, _ source: String, _ medium: String, _ platform: Platform,
    lift: Int, _ window: ClosedRange<Int>, reach: Int, price: Int
  ) {
    (self.id, self.name, self.source, self.medium) = (id, name, source, medium)
    (self.platform, liftPermille, self.window) = (platform, lift, window)
    (self.reach, self.price) = (reach, price)
  }

  package static let all = [
    Campaign(
      31_100_001, "herbst_pflanzzeit", "dv360", "display", .adServer, lift: 1_600, 0...70,
      reach: 60, price: 420),
    Campaign(
      31_100_002, "gartenmoebel_sale", "dv360", "display", .adServer, lift: 1_000, 10...80,
      reach: 50, price: 380),
    Campaign(
      31_100_003, "retargeting_warenkorb", "dv360", "display", .adServer, lift: 2_200, 0...100,
      reach: 30, price: 650),
    Campaign(
      31_100_004, "marke_video", "dv360", "video", .adServer, lift: 1_000, 40...100, reach: 70,
      price: 900),
    Campaign(
      31_100_005, "grillsaison_finale", "dv360", "display", .adServer, lift: 1_250, 0...40,
      reach: 40, price: 400),
    Campaign(
      52_000_001, "suche_marke", "google", "cpc", .google, lift: 1_000, 0...100, reach: 100,
      price: 35),
    Campaign(
      52_000_002, "suche_garten", "google", "cpc", .google, lift: 1_400, 0...100, reach: 100,
      price: 82),
    Campaign(
      73_000_001, "balkon_prospecting", "facebook", "paid_social", .meta, lift: 900, 20...90,
      reach: 100, price: 48),
    Campaign(
      73_000_002, "wohnen_lookalike", "instagram", "paid_social", .meta, lift: 1_200, 0...60,
      reach: 100, price: 61),
  ]

  static let adServer = Array(0..<5)
  static let clicked = Array(5..<9)

  func runs(on day: Int, of days: Int) -> Bool { window.contains(day * 100 / max(1, days)) }
}

/// Which of a campaign's audience a person belongs to.
enum Assignment { case outside, heldOut, served }

extension World {
  /// A tenth of each campaign's audience is held out.
  func assignment(_ person: Int, _ campaign: Int) -> Assignment {
    let word = word(.campaign, person, campaign)
    if Int(word % 100) >= Campaign.all[campaign].reach { return .outside }
    return (word >> 32) % 10 == 0 ? .heldOut : .served
  }
}

/// Who was reached so far, a bit for each campaign and person, and what they did afterwards.
struct Exposures {
  private var served: [UInt16]
  private var heldOut: [UInt16]
  private(set) var results = [Result](repeating: Result(), count: Campaign.all.count)

  /// What the truth says of a campaign; sessions are those after the first (withheld) impression.
  struct Result {
    var impressions = 0, clicks = 0, withheld = 0
    var servedPeople = 0, servedSessions = 0, servedPurchases = 0
    var heldOutPeople = 0, heldOutSessions = 0, heldOutPurchases = 0
  }

  init(profiles: Int) {
    served = [UInt16](repeating: 0, count: profiles)
    heldOut = [UInt16](repeating: 0, count: profiles)
  }

  mutating func serve(_ person: Int, _ campaign: Int) {
    results[campaign].impressions += 1
    if served[person] >> UInt16(campaign) & 1 == 0 { results[campaign].servedPeople += 1 }
    served[person] |= 1 << UInt16(campaign)
  }

  mutating func withhold(_ person: Int, _ campaign: Int) {
    results[campaign].withheld += 1
    if heldOut[person] >> UInt16(campaign) & 1 == 0 { results[campaign].heldOutPeople += 1 }
    heldOut[person] |= 1 << UInt16(campaign)
  }

  mutating func click(_ campaign: Int) { results[campaign].clicks += 1 }

  func wasHeldOut(_ person: Int, _ campaign: Int) -> Bool {
    heldOut[person] >> UInt16(campaign) & 1 == 1
  }

  func wasServed(_ person: Int, _ campaign: Int) -> Bool {
    served[person] >> UInt16(campaign) & 1 == 1
  }

  /// How likely a session ends in a purchase, in millionths, after all that the person saw.
  func purchaseChance(_ person: Int, base: Int, day: Int, of days: Int) -> Int {
    var chance = base
    for campaign in Campaign.all.indices
    where wasServed(person, campaign) && Campaign.all[campaign].runs(on: day, of: days) {
      chance = chance * Campaign.all[campaign].liftPermille / 1_000
    }
    return min(chance, 600_000)
  }

  mutating func record(_ person: Int, bought: Bool, day: Int, of days: Int) {
    for campaign in Campaign.all.indices where Campaign.all[campaign].runs(on: day, of: days) {
      if wasServed(person, campaign) {
        results[campaign].servedSessions += 1
        results[campaign].servedPurchases += bought ? 1 : 0
      } else if wasHeldOut(person, campaign) {
        results[campaign].heldOutSessions += 1
        results[campaign].heldOutPurchases += bought ? 1 : 0
      }
    }
  }
}
