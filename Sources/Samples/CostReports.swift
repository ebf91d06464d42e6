internal import Basis

/// What the advertising platforms charged, as their own exports write it.
struct CostReports {
  let plan: Plan
  let world: World
  let clicks: [[Int]]
  let firstDay: Int
  private(set) var google = FeedText("google_ads", .table(delimiter: 44))
  private(set) var meta = FeedText("meta_ads", .table(delimiter: 44))

  init(_ production: Production) {
    (plan, world, clicks) = (production.plan, production.world, production.platformClicks)
    firstDay = production.firstDay
    google.header("Campaign performance report")
    google.header("\"\(CivilDate(daysSinceEpoch: firstDay).iso8601) - \(lastDate.iso8601)\"")
    google.header("Day,Campaign,Network,Currency code,Impr.,Clicks,Cost")
    meta.header(
      "Day,Campaign name,Platform,Currency,Impressions,Link clicks,Amount spent (EUR),"
        + "Reporting starts,Reporting ends")
    writeGoogle()
    writeMeta()
  }

  private var lastDate: CivilDate { CivilDate(daysSinceEpoch: world.lastDay - 1) }

  /// Figures of one campaign and day.
  private struct Line {
    var impressions = 0, clicks = 0, cents = 0
  }

  /// The platform counts a few clicks more than the shop sees arrive.
  private func line(_ campaign: Int, _ day: Int) -> Line {
    let word = world.word(.campaign, day, 1_000 + campaign)
    let clicks = clicks[day][campaign] * (104 + Int(word % 8)) / 100
    let each = Campaign.all[campaign].price * (90 + Int(word >> 16 % 21)) / 100
    return Line(
      impressions: clicks * (28 + Int(word >> 32 % 20)) + Int(word >> 48 % 40), clicks: clicks,
      cents: clicks * each)
  }

  private mutating func writeGoogle() {
    var total = Line()
    for day in 0..<plan.days {
      for campaign in Campaign.clicked where Campaign.all[campaign].platform == .google {
        let line = line(campaign, day)
        total.impressions += line.impressions
        total.clicks += line.clicks
        total.cents += line.cents
        google.text.append(date: CivilDate(daysSinceEpoch: firstDay + day))
        google.text.append(",\(Campaign.all[campaign].name),Google search,EUR,")
        appendGoogle(line)
        google.endCleanRow()
      }
    }
    google.text.append("Total: Account,--,--,EUR,")
    appendGoogle(total)
    google.endCleanRow()
  }

  private mutating func appendGoogle(_ line: Line) {
    google.text.append("\"")
    google.text.append(grouped: line.impressions)
    google.text.append("\",\"")
    google.text.append(grouped: line.clicks)
    google.text.append("\",\"")
    google.text.append(grouped: line.cents / 100)
    google.text.append(".")
    google.text.append(line.cents % 100, width: 2)
    google.text.append("\"")
  }

  private mutating func writeMeta() {
    for day in 0..<plan.days {
      let date = CivilDate(daysSinceEpoch: firstDay + day)
      for campaign in Campaign.clicked
      where Campaign.all[campaign].platform == .meta
        && Campaign.all[campaign].runs(on: day, of: plan.days)
      {
        let line = line(campaign, day)
        meta.text.append(date: date)
        meta.text.append(",\(Campaign.all[campaign].name),\(Campaign.all[campaign].source),EUR,")
        meta.text.append("\(line.impressions),\(line.clicks),")
        meta.text.append(cents: line.cents)
        meta.text.append(",\(date.iso8601),\(date.iso8601)")
        meta.endCleanRow()
      }
    }
  }
}
