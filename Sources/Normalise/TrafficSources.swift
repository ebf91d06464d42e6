internal import Basis

/// The lists that tell search engines, social networks, video sites and shops from other sources.
///
/// A name without a dot (`google`) stands for itself and for every host of that name under any
/// suffix (`www.google.co.uk`); a name with a dot (`t.co`) for that host and those below it.
package struct TrafficSources: Sendable, Hashable {
  /// What a listed source is.
  package enum Category: String, Sendable, CaseIterable {
    case search, social, video, shopping
  }

  private var categories: [[UInt8]: Category] = [:]

  /// Makes the lists; a name in two of them belongs to the one that stands later here.
  package init(search: [String], social: [String], video: [String], shopping: [String]) {
    let lists = [
      (search, Category.search), (social, .social), (video, .video), (shopping, .shopping),
    ]
    for (names, category) in lists {
      for name in names { categories[Array(name.lowercased().utf8)] = category }
    }
  }

  /// The lists that a new workspace begins with.
  package static let standard = TrafficSources(
    search: words(
      """
      google bing yahoo duckduckgo baidu yandex ecosia naver aol ask qwant startpage brave \
      search.brave.com seznam sogou daum lycos metager swisscows mojeek kagi presearch \
      go.mail.ru perplexity.ai
      """),
    social: words(
      """
      facebook fb fb.me instagram ig twitter x.com t.co linkedin lnkd.in pinterest pin.it reddit \
      tiktok threads threads.net snapchat vk vk.com xing quora tumblr whatsapp wa.me telegram t.me \
      mastodon bsky.app bluesky weibo line.me discord nextdoor meetup flipboard
      """),
    video: words(
      """
      youtube youtu.be vimeo twitch dailymotion netflix hulu disneyplus wistia crunchyroll \
      player.vimeo.com bilibili rumble
      """),
    shopping: words(
      """
      amazon ebay etsy walmart alibaba aliexpress shopify shopping.google otto zalando idealo \
      shop.app kaufland.de billiger.de geizhals temu shein mercadolibre rakuten wish.com target.com \
      bestbuy
      """))

  /// What a source is, given as `utm_source` or as a host in small letters; nil for any other.
  package func category(of source: Span<UInt8>) -> Category? {
    entry(for: source).flatMap { categories[$0] }
  }

  /// The name in the lists that a source or host stands for.
  func entry(for source: Span<UInt8>) -> [UInt8]? {
    guard source.count > 0, source.count <= 253 else { return nil }
    let suffix = RegistrableDomain.suffixStart(in: source)
    // Whole names first, then without the suffix: `shopping.google.com` before `google`.
    for end in suffix > 1 ? [source.count, suffix - 1] : [source.count] {
      var start = 0
      while start < end {
        let name = copy(source, start..<end)
        if categories[name] != nil { return name }
        guard let dot = name.firstIndex(of: UInt8(ascii: ".")) else { break }
        start += dot + 1
      }
    }
    return nil
  }

  private func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    for index in range { result.append(TextBytes.lowered(bytes[index])) }
    return result
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
