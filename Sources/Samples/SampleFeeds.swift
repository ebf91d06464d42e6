package import Basis
internal import Formats

/// Writes all feeds of the retailer into a folder.
package struct SampleFeeds {
  private let plan: Plan
  private let folder: String
  private var truth: Truth

  /// Writes the feeds and the truth behind them; `progress` hears the day and the number of days,
  /// and stops the work by answering false.
  package static func generate(
    into folder: String, plan: Plan, progress: (Int, Int) -> Bool = { _, _ in true }
  ) throws(Fault) {
    try FileSystem.makeFolder(folder, mode: 0o755)
    var feeds = SampleFeeds(plan: plan, folder: folder, truth: Truth(plan: plan))
    try feeds.writeProfiles()
    try feeds.writeDays(progress)
    try feeds.writeCosts()
    try feeds.truth.write(into: folder)
  }

  private func sink(_ file: String) throws(Fault) -> FileSink {
    try FileSink.create(folder + "/" + file, gzip: file.hasSuffix(".gz"))
  }

  // MARK: What does not move with the days

  private mutating func writeProfiles() throws(Fault) {
    var crm = try sink("crm.csv")
    var partner = try sink("partner.csv")
    var alpha = try sink("segments_alpha.csv")
    var beta = try sink("segments_beta.csv")
    var tcf = try sink("consent_tcf.jsonl")
    var mode = try sink("consent_mode.csv")
    var identifiers = try sink("truth_identifiers.csv")
    try crm.write(Latin1.encoded(ProfileRows.crmHeader))
    try partner.write("email_sha256,interest,since\n")
    try alpha.write("cookie|age_band|income_band|interests|observed\n")
    try beta.write("cookie|age_band|income_band|interests|observed\n")
    try mode.write("device,time,gcs\n")
    try identifiers.write("namespace,value,person\n")
    for number in 0..<plan.profiles {
      let person = Person(number, plan)
      try identifiers.write(Truth.identifiers(person))
      try crm.write(Latin1.encoded(ProfileRows.crm(person, plan, &truth)))
      try partner.write(ProfileRows.partner(person, plan))
      try alpha.write(ProfileRows.thirdParty(person, plan, isAccurate: true, &truth))
      try beta.write(ProfileRows.thirdParty(person, plan, isAccurate: false, &truth))
      try tcf.write(ConsentRows.tcf(person, plan, &truth))
      try mode.write(ConsentRows.mode(person, plan))
    }
    try crm.finish()
    try partner.finish()
    try alpha.finish()
    try beta.finish()
    try tcf.finish()
    try mode.finish()
    try identifiers.finish()
  }

  // MARK: What happens day by day

  private mutating func writeDays(_ progress: (Int, Int) -> Bool) throws(Fault) {
    var web = try sink("web.jsonl.gz")
    var app = try sink("app.jsonl.gz")
    var pos = try sink("pos.csv")
    var email = try sink("email.csv")
    var views = try sink("impressions.csv.gz")
    var clicks = try sink("clicks.csv")
    var conversions = try sink("conversions.csv")
    try pos.write("Belegnummer;Position;Datum;Filiale;Kundenkarte;Warengruppe;Menge;Betrag\n")
    try email.write("event_id,timestamp,recipient,activity,campaign,unsubscribed\n")
    try views.write(DayOfEvents.adServerHeader)
    try clicks.write(DayOfEvents.adServerHeader)
    try conversions.write(DayOfEvents.adServerHeader)
    for day in 0..<plan.days {
      guard progress(day, plan.days) else {
        throw Fault(
          .interrupted, "generate", reason: "it was stopped", remedy: "Run it again when you like")
      }
      var events = DayOfEvents(plan: plan, day: day)
      events.fill(&truth)
      try web.write(events.web.sorted())
      try app.write(events.app.sorted())
      try pos.write(events.pos.sorted())
      try email.write(events.email.sorted())
      try views.write(events.views.sorted())
      try clicks.write(events.clicks.sorted())
      try conversions.write(events.conversions.sorted())
    }
    try web.finish()
    try app.finish()
    try pos.finish()
    try email.finish()
    try views.finish()
    try clicks.finish()
    try conversions.finish()
  }

  private func writeCosts() throws(Fault) {
    var google = try sink("google_ads.csv")
    var meta = try sink("meta_ads.csv")
    try google.write("Campaign report\n\"July 4, 2026 - October 31, 2026\"\n")
    try google.write("Day,Campaign,Currency code,Impr.,Clicks,Cost\n")
    try meta.write(
      "Reporting starts,Reporting ends,Campaign name,Impressions,Link clicks,Amount spent (EUR)\n")
    var total = (impressions: 0, clicks: 0, cents: 0)
    for day in 0..<plan.days {
      let date = CivilDate(daysSinceEpoch: Int(plan.start(of: day) / 86_400)).iso8601
      for campaign in Campaign.all {
        var random = plan.random(9, campaign.number, day)
        let impressions = 800 + random.below(2_400) + plan.profiles / 4
        let clicks = impressions * (8 + random.below(20)) / 1_000
        let cents = clicks * (25 + random.below(60)) + impressions / 10
        switch campaign.channel {
        case "paid_search":
          total = (
            total.impressions + impressions, total.clicks + clicks, total.cents + cents
          )
          try google.write(
            "\(date),\(campaign.name),EUR,\"\(Figures.grouped(impressions))\",\(clicks),"
              + "\"\(Figures.money(cents))\"\n")
        case "paid_social":
          try meta.write(
            "\(date),\(date),\(campaign.name),\(impressions),\(clicks),\(Catalogue.price(cents))\n")
        default: break
        }
      }
    }
    try google.write(
      "Total: Account,--,EUR,\"\(Figures.grouped(total.impressions))\",\(total.clicks),"
        + "\"\(Figures.money(total.cents))\"\n")
    try google.finish()
    try meta.finish()
  }
}

/// Figures as ad platforms write them.
enum Figures {
  static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var text = ""
    while digits.count > 3 {
      text = "," + digits.suffix(3) + text
      digits.removeLast(3)
    }
    return digits + text
  }

  static func money(_ cents: Int) -> String { grouped(cents / 100) + "." + padded(cents % 100, 2) }
}

/// Text in Windows-1252, for the characters that the samples use.
enum Latin1 {
  static func encoded(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(ascii: "?") }
  }
}

/// Lines of one day that are put into the order of their times before they are written.
struct TimedLines {
  private var lines: [(time: Int64, order: Int, text: String)] = []

  var count: Int { lines.count }

  mutating func add(_ time: Int64, _ text: String) { lines.append((time, lines.count, text)) }

  func sorted() -> String {
    lines.sorted { ($0.time, $0.order) < ($1.time, $1.order) }.map(\.text).joined()
  }
}
