internal import Basis
internal import Formats

/// What is really so: written beside the feeds, for those who want to check an answer.
struct Truth {
  private let plan: Plan
  private var counts: [String: [String: Int]] = [:]
  var households = 0

  init(plan: Plan) {
    self.plan = plan
    for number in 0..<plan.profiles where number % 10 >= 3 || number == 0 { households += 1 }
  }

  mutating func count(_ feed: String, _ kind: String) {
    counts[feed, default: [:]][kind, default: 0] += 1
  }

  /// The identifiers of one person, a row each.
  static func identifiers(_ person: Person) -> String {
    var rows = ""
    func add(_ namespace: String, _ value: String) {
      rows += "\(namespace),\(value),\(person.number)\n"
    }
    for cookie in person.cookies { add("anonymous_id", cookie) }
    if let device = person.advertisingID { add(person.isApple ? "idfa" : "gaid", device) }
    if person.isCustomer {
      add("crm_id", person.customerID)
      add("email", person.email)
    }
    if person.hasCard { add("loyalty_id", person.cardID) }
    return rows
  }

  func write(into folder: String) throws(Fault) {
    let dirt = counts.sorted { $0.key < $1.key }.map { feed, kinds in
      (
        feed,
        JSON.object(kinds.sorted { $0.key < $1.key }.map { ($0.key, JSON.count($0.value)) })
      )
    }
    let campaigns = Campaign.all.map { campaign in
      JSON.object([
        ("name", .string(campaign.name)), ("channel", .string(campaign.channel)),
        ("true_lift", .number(Double(campaign.liftPercent) / 100)),
      ])
    }
    let document = JSON.object([
      ("people", .count(plan.profiles)), ("households", .count(households)),
      ("days", .count(plan.days)), ("seed", .string(String(plan.seed))),
      ("end", .string(plan.end.iso8601)), ("campaigns", .array(campaigns)),
      ("counts", .object(dirt)),
    ])
    try FileSystem.write(
      Array((document.text + "\n").utf8), to: folder + "/truth.json", mode: 0o644)
  }
}
