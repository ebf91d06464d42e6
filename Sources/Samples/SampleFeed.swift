package import Basis

/// One feed of the retailer: its file, the source it belongs to and the mapping that reads it.
package struct SampleFeed: Sendable {
  package let file: String
  package let source: String
  package let party: String
  package let kind: String
  package let expectedInterval: Int64
  package let monthlyCost: Money?
  package let mapping: String

  private init(
    _ file: String, _ source: String, _ party: String, _ kind: String, hours: Int64,
    cost: Int64? = nil, _ mapping: String
  ) {
    (self.file, self.source, self.party, self.kind) = (file, source, party, kind)
    expectedInterval = hours * 3_600
    monthlyCost = cost.flatMap { euros in
      Currency("EUR").map { Money(minorUnits: euros * 100, currency: $0) }
    }
    self.mapping = mapping
  }

  /// All feeds, in the order in which a day's work would take them in.
  package static let all: [SampleFeed] = [
    SampleFeed("crm.csv", "crm", "first", "crm", hours: 24, SampleMappings.crm),
    SampleFeed("web.jsonl.gz", "web", "first", "web", hours: 24, SampleMappings.web),
    SampleFeed("app.jsonl.gz", "app", "first", "mobile", hours: 24, SampleMappings.app),
    SampleFeed("pos.csv", "stores", "first", "pos", hours: 24, SampleMappings.pos),
    SampleFeed("email.csv", "newsletter", "first", "email", hours: 24, SampleMappings.email),
    SampleFeed(
      "impressions.csv.gz", "adserver_views", "first", "adserver", hours: 24,
      SampleMappings.adServer("ad_impression")),
    SampleFeed(
      "clicks.csv", "adserver_clicks", "first", "adserver", hours: 24,
      SampleMappings.adServer("ad_click")),
    SampleFeed(
      "conversions.csv", "adserver_conversions", "first", "adserver", hours: 24,
      SampleMappings.adServer("ad_conversion")),
    SampleFeed("partner.csv", "garden_club", "second", "partner", hours: 168, SampleMappings.partner),
    SampleFeed(
      "segments_alpha.csv", "alpha_data", "third", "partner", hours: 168, cost: 2_400,
      SampleMappings.thirdParty(priority: 5)),
    SampleFeed(
      "segments_beta.csv", "beta_data", "third", "partner", hours: 168, cost: 600,
      SampleMappings.thirdParty(priority: 1)),
    SampleFeed("consent_tcf.jsonl", "cmp", "first", "consent", hours: 24, SampleMappings.tcf),
    SampleFeed(
      "consent_mode.csv", "consent_mode", "first", "consent", hours: 24, SampleMappings.mode),
    SampleFeed("google_ads.csv", "google_ads", "first", "cost", hours: 24, SampleMappings.googleAds),
    SampleFeed("meta_ads.csv", "meta_ads", "first", "cost", hours: 24, SampleMappings.metaAds),
  ]
}
