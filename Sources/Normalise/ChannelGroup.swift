/// The default channel groups of GA4, in the order in which their rules are tried.
package enum ChannelGroup: String, Sendable, CaseIterable {
  case direct = "Direct"
  case crossNetwork = "Cross-network"
  case paidShopping = "Paid Shopping"
  case paidSearch = "Paid Search"
  case paidSocial = "Paid Social"
  case paidVideo = "Paid Video"
  case display = "Display"
  case paidOther = "Paid Other"
  case organicShopping = "Organic Shopping"
  case organicSocial = "Organic Social"
  case organicVideo = "Organic Video"
  case organicSearch = "Organic Search"
  case referral = "Referral"
  case email = "Email"
  case affiliates = "Affiliates"
  case audio = "Audio"
  case sms = "SMS"
  case mobilePush = "Mobile Push"
  case unassigned = "Unassigned"

  /// Returns the group of a source, medium and campaign; the first rule that fits wins.
  ///
  /// Letter case does not matter. An empty source and medium mean a direct visit.
  package static func of(
    source: Span<UInt8>, medium: Span<UInt8>, campaign: Span<UInt8>,
    sources: TrafficSources = .standard
  ) -> ChannelGroup {
    let source = lowered(source)
    let medium = lowered(medium)
    let campaign = lowered(campaign)
    let isDirect = source.isEmpty ? medium.isEmpty : isOne(source, of: ["(direct)"])
    if isDirect, medium.isEmpty || isOne(medium, of: ["(not set)", "(none)"]) { return .direct }
    if TextBytes.index(of: "cross-network", in: campaign.span) != nil { return .crossNetwork }
    let category = sources.category(of: source.span)
    let isShopping = category == .shopping || namesShop(campaign.span)
    if isPaid(medium.span) {
      if isShopping { return .paidShopping }
      switch category {
      case .search: return .paidSearch
      case .social: return .paidSocial
      case .video: return .paidVideo
      case .shopping, nil: break
      }
    }
    if isOne(medium, of: ["display", "banner", "expandable", "interstitial", "cpm"]) {
      return .display
    }
    if isPaid(medium.span) { return .paidOther }
    if isShopping { return .organicShopping }
    return unpaid(source, medium, category)
  }

  /// Returns the group of texts.
  package static func of(
    source: String, medium: String, campaign: String = "", sources: TrafficSources = .standard
  ) -> ChannelGroup {
    of(
      source: Array(source.utf8).span, medium: Array(medium.utf8).span,
      campaign: Array(campaign.utf8).span, sources: sources)
  }

  /// The rules from organic social on.
  private static func unpaid(
    _ source: [UInt8], _ medium: [UInt8], _ category: TrafficSources.Category?
  ) -> ChannelGroup {
    if category == .social || isOne(medium, of: socialMedia) { return .organicSocial }
    if category == .video || contains(medium, "video") { return .organicVideo }
    if category == .search || isOne(medium, of: ["organic"]) { return .organicSearch }
    if isOne(medium, of: ["referral", "app", "link"]) { return .referral }
    if isOne(source, of: emailWords) || isOne(medium, of: emailWords) { return .email }
    if isOne(medium, of: ["affiliate"]) { return .affiliates }
    if isOne(medium, of: ["audio"]) { return .audio }
    if isOne(source, of: ["sms"]) || isOne(medium, of: ["sms"]) { return .sms }
    let isPush = medium.suffix(4).elementsEqual("push".utf8)
    let isMobile = contains(medium, "mobile") || contains(medium, "notification")
    return isPush || isMobile || isOne(source, of: ["firebase"]) ? .mobilePush : .unassigned
  }

  private static let socialMedia: [String] = [
    "social", "social-network", "social-media", "sm", "social network", "social media",
  ]
  private static let emailWords = ["email", "e-mail", "e_mail", "e mail"]

  /// True for `^(.*cp.*|ppc|retargeting|paid.*)$`.
  static func isPaid(_ medium: Span<UInt8>) -> Bool {
    TextBytes.index(of: "cp", in: medium) != nil || TextBytes.index(of: "paid", in: medium) == 0
      || (medium.count == 3 && TextBytes.index(of: "ppc", in: medium) == 0)
      || (medium.count == 11 && TextBytes.index(of: "retargeting", in: medium) == 0)
  }

  /// True for `^(.*(([^a-df-z]|^)shop|shopping).*)$`.
  static func namesShop(_ campaign: Span<UInt8>) -> Bool {
    var from = 0
    while let found = TextBytes.index(of: "shop", in: campaign, from: from) {
      if found == 0 { return true }
      let before = campaign[found - 1]
      if !TextBytes.isLetter(before) || before == UInt8(ascii: "e") { return true }
      if TextBytes.index(of: "shopping", in: campaign, from: found) == found { return true }
      from = found + 1
    }
    return false
  }

  private static func lowered(_ bytes: Span<UInt8>) -> [UInt8] {
    let range = TextBytes.trimmed(bytes)
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    LetterCase.appendLowered(bytes.extracting(range), into: &result)
    return result
  }

  private static func isOne(_ text: [UInt8], of words: [String]) -> Bool {
    words.contains { text.elementsEqual($0.utf8) }
  }

  private static func contains(_ text: [UInt8], _ word: StaticString) -> Bool {
    TextBytes.index(of: word, in: text.span) != nil
  }
}
