/// Where a visit came from, as ranges of the buffer that was given.
package struct TrafficOrigin: Sendable, Hashable {
  package let source: Range<Int>
  package let medium: Range<Int>
  package let campaign: Range<Int>

  /// Finds source, medium and campaign of a page view and appends them to `out`.
  ///
  /// Tags of the link come first; then the click ids of Google (`google`/`cpc`) and Microsoft
  /// (`bing`/`cpc`); then the referrer: `organic` from a search engine, `referral` from any other
  /// site. Without any of them the visit is `(direct)`/`(none)`. Nil where the referrer is the
  /// same site, which is no new origin.
  package static func find(
    page: Span<UInt8>, referrer: Span<UInt8>, sources: TrafficSources = .standard,
    into out: inout [UInt8]
  ) -> TrafficOrigin? {
    let address = WebAddress(page)
    if let address {
      let campaign = Campaign.read(page, address: address, into: &out)
      if let tagged = tagged(campaign, into: &out) { return tagged }
    }
    guard let from = WebAddress(referrer), !from.host.isEmpty else {
      return append("(direct)", "(none)", into: &out)
    }
    var host: [UInt8] = []
    from.appendHost(referrer, into: &host)
    if let address, !address.host.isEmpty {
      var own: [UInt8] = []
      address.appendHost(page, into: &own)
      if RegistrableDomain.isSame(own.span, host.span) { return nil }
    }
    if sources.category(of: host.span) == .search, let engine = sources.entry(for: host.span) {
      return append(engine, Array("organic".utf8), into: &out)
    }
    if host.starts(with: "www.".utf8) { host.removeFirst(4) }
    return append(host, Array("referral".utf8), into: &out)
  }

  /// The channel group of an origin whose text stands in `buffer`.
  package func channel(_ buffer: Span<UInt8>, sources: TrafficSources = .standard) -> ChannelGroup {
    ChannelGroup.of(
      source: buffer.extracting(source), medium: buffer.extracting(medium),
      campaign: buffer.extracting(campaign), sources: sources)
  }

  private static func tagged(_ campaign: Campaign, into out: inout [UInt8]) -> TrafficOrigin? {
    if let source = campaign[.source] {
      let medium = campaign[.medium] ?? append("(not set)", into: &out)
      return TrafficOrigin(source: source, medium: medium, campaign: campaign[.campaign] ?? 0..<0)
    }
    let paid = Campaign.Field.allCases.first { $0.isPaidClick && campaign[$0] != nil }
    guard let paid else { return nil }
    let found = append(paid == .msclkid ? "bing" : "google", "cpc", into: &out)
    return TrafficOrigin(
      source: found.source, medium: campaign[.medium] ?? found.medium,
      campaign: campaign[.campaign] ?? 0..<0)
  }

  private static func append(
    _ source: String, _ medium: String, into out: inout [UInt8]
  ) -> TrafficOrigin { append(Array(source.utf8), Array(medium.utf8), into: &out) }

  private static func append(
    _ source: [UInt8], _ medium: [UInt8], into out: inout [UInt8]
  ) -> TrafficOrigin {
    let start = out.count
    out += source
    let middle = out.count
    out += medium
    return TrafficOrigin(source: start..<middle, medium: middle..<out.count, campaign: 0..<0)
  }

  private static func append(_ text: String, into out: inout [UInt8]) -> Range<Int> {
    let start = out.count
    out += Array(text.utf8)
    return start..<out.count
  }
}
