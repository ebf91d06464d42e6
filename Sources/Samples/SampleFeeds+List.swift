extension SampleFeeds {
  /// Every feed, in the order in which a new workspace takes them in.
  package static let feeds = [
    SampleFeed(
      name: "crm", file: "crm.csv", source: "crm", party: "first", kind: "crm",
      mapping: MappingTexts.crm),
    SampleFeed(
      name: "consent_tcf", file: "consent_tcf.jsonl", source: "consent", party: "first",
      kind: "consent", mapping: MappingTexts.consentTCF),
    SampleFeed(
      name: "consent_mode", file: "consent_mode.csv", source: "consent", party: "first",
      kind: "consent", mapping: MappingTexts.consentMode),
    SampleFeed(
      name: "web", file: "web.jsonl.gz", source: "web_shop", party: "first", kind: "web",
      mapping: MappingTexts.web),
    SampleFeed(
      name: "web_late", file: "web_late.jsonl.gz", source: "web_shop", party: "first",
      kind: "web", mapping: MappingTexts.web),
    SampleFeed(
      name: "app", file: "app.jsonl.gz", source: "app", party: "first", kind: "mobile",
      mapping: MappingTexts.app),
    SampleFeed(
      name: "impressions", file: "impressions.csv.gz", source: "ad_server", party: "first",
      kind: "adserver", mapping: MappingTexts.impressions),
    SampleFeed(
      name: "clicks", file: "clicks.csv", source: "ad_server", party: "first",
      kind: "adserver", mapping: MappingTexts.clicks),
    SampleFeed(
      name: "conversions", file: "conversions.csv", source: "ad_server", party: "first",
      kind: "adserver", mapping: MappingTexts.conversions),
    SampleFeed(
      name: "pos", file: "pos.csv", source: "stores", party: "first", kind: "pos",
      mapping: MappingTexts.store),
    SampleFeed(
      name: "email", file: "email.csv", source: "email_tool", party: "first", kind: "email",
      mapping: MappingTexts.email),
    SampleFeed(
      name: "partner", file: "partner.csv", source: "partner", party: "second",
      kind: "partner", mapping: MappingTexts.partner),
    SampleFeed(
      name: "segments_alpha", file: "segments_alpha.csv", source: "alpha", party: "third",
      kind: "partner", mapping: MappingTexts.alpha),
    SampleFeed(
      name: "segments_beta", file: "segments_beta.csv", source: "beta", party: "third",
      kind: "partner", mapping: MappingTexts.beta),
    SampleFeed(
      name: "google_ads", file: "google_ads.csv", source: "google_ads", party: "first",
      kind: "cost", mapping: MappingTexts.googleAds),
    SampleFeed(
      name: "meta_ads", file: "meta_ads.csv", source: "meta_ads", party: "first",
      kind: "cost", mapping: MappingTexts.metaAds),
  ]
}

/// Writes `sources.toml`: who sends what, how often, and for how much.
enum SourceList {
  private struct Terms {
    let source: String
    let interval: String
    var monthlyCost: Int?
  }

  private static let terms = [
    Terms(source: "crm", interval: "1d"), Terms(source: "consent", interval: "1d"),
    Terms(source: "web_shop", interval: "1h"), Terms(source: "app", interval: "1h"),
    Terms(source: "ad_server", interval: "1d"), Terms(source: "stores", interval: "1d"),
    Terms(source: "email_tool", interval: "1d"), Terms(source: "partner", interval: "4w"),
    Terms(source: "alpha", interval: "1w", monthlyCost: 4_800),
    Terms(source: "beta", interval: "4w", monthlyCost: 650),
    Terms(source: "google_ads", interval: "1d"), Terms(source: "meta_ads", interval: "1d"),
  ]

  static var text: String {
    var text = "# The systems of the sample retailer, in the order in which they are taken in.\n"
    for term in terms {
      let feeds = SampleFeeds.feeds.filter { $0.source == term.source }
      guard let first = feeds.first else { continue }
      text += "\n[[source]]\nname = \"\(term.source)\"\nparty = \"\(first.party)\"\n"
      text += "kind = \"\(first.kind)\"\ninterval = \"\(term.interval)\"\n"
      if let cost = term.monthlyCost {
        text += "monthly_cost = \(cost)\ncurrency = \"EUR\"\n"
      }
      for feed in feeds {
        text += "\n[[source.feed]]\nfile = \"\(feed.file)\"\nmapping = \"\(feed.mappingFile)\"\n"
      }
    }
    return text
  }
}
