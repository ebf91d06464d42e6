import Basis
import Engine
import Requests
import Support

/// A workspace whose keen people look more often, and buy more often afterwards.
struct ModelWorkspace {
  let workspace: TestWorkspace
  let terms = TestWorkspace.terms
  static let people = 2_400
  /// Who bought within the last 30 days, by number.
  let buyers: [Int]
  var desk: QuestionDesk { workspace.desk }

  init(seed: UInt64 = 1) throws {
    workspace = try TestWorkspace()
    try workspace.addSource("shopfloor", kind: "web", mapping: Self.mapping)
    var random = Seeded(seed)
    var lines: [String] = []
    var buyers: [Int] = []
    for user in 0..<Self.people {
      let isKeen = random.chance(0.3)
      let country = random.pick(isKeen ? ["DE", "DE", "AT"] : ["DE", "FR", "IT", "AT"])
      let bucket = random.below(2)
      let consent = random.pick(["yes", "yes", "yes", "no", ""])
      func add(_ event: String, _ days: Int, _ campaign: String = "") {
        lines.append(
          Self.line(user, event, days, random.below(86_400), country, bucket, campaign, consent))
      }
      add("visit", random.within(100...120))
      for _ in 0..<random.below(isKeen ? 9 : 3) {
        add("view", random.within(1...95), random.pick(["spring", isKeen ? "sale" : "none"]))
      }
      for _ in 0..<random.below(4) { add("visit", random.within(1...95)) }
      if random.chance(isKeen ? 0.4 : 0.08) { add("purchase", random.within(31...90)) }
      if random.chance(isKeen ? 0.45 : 0.08) {
        add("purchase", random.within(1...28))
        buyers.append(user)
      }
    }
    self.buyers = buyers
    try ingest(lines, as: "shop.csv")
  }

  func ingest(_ lines: [String], as name: String) throws {
    let header = "user,event,time,country,bucket,tier,campaign,consent\n"
    try workspace.ingest(header + lines.joined(), as: name, source: "shopfloor")
  }

  static func line(
    _ user: Int, _ event: String, _ days: Int, _ second: Int, _ country: String = "",
    _ bucket: Int? = nil, _ campaign: String = "", _ consent: String = "", tier: String = ""
  ) -> String {
    let time = Timestamp(TestWorkspace.now.seconds - Int64(days) * 86_400 - Int64(second))
    return "u\(user),\(event),\(time.iso8601),\(country),\(bucket.map { "b\($0)" } ?? ""),\(tier),"
      + "\(campaign),\(consent)\n"
  }

  func count(_ text: String) throws -> Int {
    try desk.count(text, each: false, terms: terms).total.count
  }

  func train(
    _ name: String, _ goal: ModelGoal, base: String? = nil, kind: ModelKind? = nil,
    excluded: [String] = []
  ) throws -> ModelCard {
    try desk.train(
      ModelRequest(name: name, goal: goal, base: base, kind: kind, excluded: excluded),
      terms: terms)
  }

  static let willBuy = ModelGoal.foresight(
    target: "did purchase in last 30 days", horizon: 30 * 86_400)
  static let likeBuyers = ModelGoal.likeness(seed: "did purchase in last 90 days")

  private static let mapping =
    mappingHead(of: ["event", "consent"], by: ["user_id": "user"], key: "#line") + """
      [[attribute]]
      name = "country"
      column = "country"
      [[attribute]]
      name = "bucket"
      column = "bucket"
      [[attribute]]
      name = "tier"
      column = "tier"
      [[attribute]]
      name = "surname"
      column = "bucket"
      personal = true
      [[field]]
      name = "campaign"
      column = "campaign"
      [[consent]]
      purpose = "personalised_ads"
      column = "consent"
      granted = ["yes"]
      denied = ["no"]
      [[consent]]
      purpose = "email"
      column = "consent"
      granted = ["never"]
      denied = ["yes", "no"]
      """
}
