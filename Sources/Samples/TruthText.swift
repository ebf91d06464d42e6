internal import Basis

/// Writes `truth.json`: what an analyst should find in the feeds.
struct TruthText {
  private(set) var text = RowText()
  private var isFirst = true

  init() { text.append("{\n") }

  private mutating func key(_ name: String) {
    text.append(isFirst ? "  \"" : ",\n  \"")
    text.append(name)
    text.append("\": ")
    isFirst = false
  }

  mutating func number(_ name: String, _ value: Int) {
    key(name)
    text.append(value)
  }

  mutating func string(_ name: String, _ value: String) {
    key(name)
    text.append("\"\(value)\"")
  }

  /// Writes an object of numbers, in the order given.
  mutating func numbers(_ name: String, _ values: [(String, Int)]) {
    key(name)
    text.append(Self.object(values))
  }

  /// Writes an array of objects that are already written.
  mutating func objects(_ name: String, _ objects: [String]) {
    key(name)
    text.append("[\n    ")
    text.append(objects.joined(separator: ",\n    "))
    text.append("\n  ]")
  }

  mutating func end() { text.append("\n}\n") }

  static func object(_ values: [(String, Int)]) -> String {
    "{" + values.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }
}

/// Collects what is true from those who know it.
enum Truth {
  static func text(_ production: Production, _ directory: Directory, households: Int) -> RowText {
    let plan = production.plan
    var truth = TruthText()
    truth.number("people", plan.profiles)
    truth.number("households", households)
    truth.number("days", plan.days)
    truth.number("seed", Int(truncatingIfNeeded: plan.seed))
    truth.string("end", plan.end.iso8601)
    truth.number("event_rows", production.eventRows)
    truth.number("orders", production.orders)
    truth.number("receipts", production.receipts)
    truth.number("bot_visits", production.botVisits)
    truth.number("test_visits", production.testVisits)
    truth.number("people_with_two_accounts", directory.duplicatePeople)
    truth.number("unsubscribed", production.unsubscribed.count { $0 })
    truth.number("kiosks", World.kiosks)
    truth.numbers(
      "consent",
      Person.ConsentStance.allCases.map { ("\($0)", directory.stances[$0.rawValue]) })
    truth.objects("campaigns", campaigns(production.exposures.results))
    truth.objects("providers", providers(directory))
    truth.objects("feeds", feeds(production.feeds + directory.feeds))
    truth.end()
    return truth.text
  }

  private static func campaigns(_ results: [Exposures.Result]) -> [String] {
    zip(Campaign.all, results).map { campaign, result in
      let head =
        "{\"name\": \"\(campaign.name)\", \"platform\": \"\(campaign.platform.rawValue)\""
      return head + ", \"works\": \(campaign.liftPermille > 1_000), "
        + TruthText.object([
          ("id", campaign.id), ("true_lift_permille", campaign.liftPermille),
          ("impressions", result.impressions), ("clicks", result.clicks),
          ("impressions_withheld", result.withheld),
          ("exposed_people", result.servedPeople), ("exposed_sessions", result.servedSessions),
          ("exposed_purchases", result.servedPurchases),
          ("holdout_people", result.heldOutPeople), ("holdout_sessions", result.heldOutSessions),
          ("holdout_purchases", result.heldOutPurchases),
        ]).dropFirst()
    }
  }

  private static func providers(_ directory: Directory) -> [String] {
    [("alpha", directory.alphaRight), ("beta", directory.betaRight)].map { name, accuracy in
      "{\"name\": \"\(name)\", "
        + TruthText.object([
          ("rows", accuracy.rows), ("age_band_right", accuracy.right),
          ("accuracy_permille", accuracy.right * 1_000 / max(1, accuracy.rows)),
        ]).dropFirst()
    }
  }

  private static func feeds(_ feeds: [FeedText]) -> [String] {
    feeds.map { feed in
      let dirt = Dirt.allCases.map { ($0.rawValue, feed.count(of: $0)) }.filter { $0.1 > 0 }
      return "{\"feed\": \"\(feed.name)\", \"rows\": \(feed.rows), \"dirt\": "
        + TruthText.object(dirt) + "}"
    }
  }
}

extension Production {
  var feeds: [FeedText] {
    [web, webLate, app, impressions, clicks, conversions, store, email]
  }
}

extension Directory {
  var feeds: [FeedText] { [crm, partner, alpha, beta, consentTCF, consentMode] }
}
