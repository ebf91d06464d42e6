/// What a browser or program says about itself, in few words.
package struct UserAgent: Sendable, Hashable {
  /// The kind of a device.
  package enum Device: String, Sendable, CaseIterable {
    case desktop, mobile, tablet, tv, console, wearable, bot, other
  }

  /// A family of operating systems.
  package enum System: String, Sendable, CaseIterable {
    case windows = "Windows"
    case macOS = "macOS"
    case iOS = "iOS"
    case android = "Android"
    case chromeOS = "ChromeOS"
    case linux = "Linux"
    case tizen = "Tizen"
    case webOS = "webOS"
    case playStation = "PlayStation"
    case other = "Other"
  }

  /// A family of browsers.
  package enum Browser: String, Sendable, CaseIterable {
    case chrome = "Chrome"
    case safari = "Safari"
    case firefox = "Firefox"
    case edge = "Edge"
    case opera = "Opera"
    case samsung = "Samsung Internet"
    case internetExplorer = "Internet Explorer"
    case facebook = "Facebook in-app"
    case instagram = "Instagram in-app"
    case tikTok = "TikTok in-app"
    case vivaldi = "Vivaldi"
    case yandex = "Yandex"
    case ucBrowser = "UC Browser"
    case webView = "Web view"
    case other = "Other"
  }

  package let device: Device
  package let system: System
  package let browser: Browser

  /// True for crawlers, monitors, link previews and programming libraries.
  package var isBot: Bool { device == .bot }

  /// Reads a user agent in a few passes; a source with many rows asks once per different text.
  package init(_ bytes: Span<UInt8>) {
    var lowered: [UInt8] = []
    lowered.reserveCapacity(min(bytes.count, 1_024))
    // Nothing that matters stands behind the first thousand bytes.
    for index in 0..<min(bytes.count, 1_024) { lowered.append(TextBytes.lowered(bytes[index])) }
    let text = lowered.span
    system = Self.system(text)
    browser = Self.browser(text)
    device = BotTokens.match(text) ? .bot : Self.device(text, system)
  }

  private static func system(_ text: Span<UInt8>) -> System {
    if has(text, "playstation") { return .playStation }
    if has(text, "windows") || has(text, "xbox") { return .windows }
    if has(text, "tizen") { return .tizen }
    if has(text, "web0s") || has(text, "webos") { return .webOS }
    if has(text, "android") { return .android }
    if has(text, "iphone") || has(text, "ipad") || has(text, "ipod") || has(text, "cfnetwork")
      || has(text, "watchos") || has(text, "apple tv") || has(text, "appletv")
    {
      return .iOS
    }
    if has(text, "mac os x") || has(text, "macintosh") { return .macOS }
    if has(text, "cros ") { return .chromeOS }
    return has(text, "linux") || has(text, "x11") ? .linux : .other
  }

  /// Browsers name those that they want to be taken for, so the rarer names are asked first.
  private static func browser(_ text: Span<UInt8>) -> Browser {
    if has(text, "instagram") { return .instagram }
    if has(text, "fban/") || has(text, "fbav/") || has(text, "fb_iab") { return .facebook }
    if has(text, "bytedancewebview") || has(text, "musical_ly") || has(text, "tiktok") {
      return .tikTok
    }
    if has(text, "edg/") || has(text, "edge/") || has(text, "edga/") || has(text, "edgios/") {
      return .edge
    }
    if has(text, "opr/") || has(text, "opera") || has(text, "opt/") || has(text, "opios/") {
      return .opera
    }
    if has(text, "samsungbrowser") { return .samsung }
    if has(text, "vivaldi") { return .vivaldi }
    if has(text, "yabrowser") { return .yandex }
    if has(text, "ucbrowser") || has(text, "ubrowser") { return .ucBrowser }
    if has(text, "firefox/") || has(text, "fxios/") || has(text, "focus/") { return .firefox }
    if has(text, "msie ") || has(text, "trident/") { return .internetExplorer }
    if has(text, "; wv)") { return .webView }
    if has(text, "chrome/") || has(text, "crios/") || has(text, "chromium/") { return .chrome }
    if has(text, "safari/"), has(text, "version/") { return .safari }
    return has(text, "applewebkit") && has(text, "mobile/") ? .webView : .other
  }

  private static func device(_ text: Span<UInt8>, _ system: System) -> Device {
    if has(text, "playstation") || has(text, "xbox") || has(text, "nintendo") { return .console }
    if isTelevision(text, system) { return .tv }
    if has(text, "watch") && (has(text, "watchos") || has(text, "apple watch") || has(text, "wear"))
    {
      return .wearable
    }
    if has(text, "ipad") || has(text, "tablet") || has(text, "kindle") || has(text, "silk/")
      || has(text, "playbook") || has(text, "sm-t") || has(text, "sm-x")
    {
      return has(text, "tablet pc") ? .desktop : .tablet
    }
    switch system {
    case .android: return has(text, "mobile") || has(text, "dalvik") ? .mobile : .tablet
    case .iOS: return .mobile
    case .windows: return has(text, "phone") || has(text, "iemobile") ? .mobile : .desktop
    case .macOS, .chromeOS: return .desktop
    case .linux: return has(text, "mobile") ? .mobile : .desktop
    case .tizen, .webOS: return .mobile
    case .playStation: return .console
    case .other: return has(text, "mobile") ? .mobile : .other
    }
  }

  private static func isTelevision(_ text: Span<UInt8>, _ system: System) -> Bool {
    switch system {
    case .webOS: return true
    case .tizen: return has(text, " tv") || has(text, "smart-tv")
    // Amazon's sticks are named `AFT…` where other makers put the model.
    case .android where has(text, "; aft"): return true
    default:
      return televisions.contains { TextBytes.index(of: $0, in: text) != nil }
    }
  }

  private static let televisions: [StaticString] = [
    "smart-tv", "smarttv", "hbbtv", "googletv", "google tv", "android tv", "appletv", "apple tv",
    "bravia", "roku", "crkey", "netcast",
  ]

  private static func has(_ text: Span<UInt8>, _ token: StaticString) -> Bool {
    TextBytes.index(of: token, in: text) != nil
  }
}

/// The words by which programs that are no people give themselves away.
enum BotTokens {
  /// True where the text, in small letters, has one of the words.
  static func match(_ text: Span<UInt8>) -> Bool {
    return tokens.contains { TextBytes.index(of: $0, in: text) != nil } && !isPhone(text)
  }

  /// Cubot makes phones.
  private static func isPhone(_ text: Span<UInt8>) -> Bool {
    guard TextBytes.index(of: "cubot", in: text) != nil else { return false }
    return TextBytes.index(of: "android", in: text) != nil
  }

  private static let tokens: [StaticString] = [
    "bot", "crawl", "spider", "slurp", "headless", "phantom", "curl/", "wget", "python-requests",
    "python-urllib", "aiohttp", "httpx/", "httpclient", "http-client", "scrapy", "preview",
    "monitor", "pingdom", "lighthouse", "facebookexternalhit", "bingpreview", "go-http-client",
    "java/", "libwww-perl", "apache-http", "node-fetch", "axios/", "postmanruntime",
    "insomnia/", "uptime", "statuscake", "gtmetrix", "pagespeed", "selenium", "puppeteer",
    "playwright", "electron-crawler", "mediapartners-google", "adsbot", "feedfetcher", "archiver",
    "ia_archiver", "validator", "nutch", "heritrix", "mechanize", "ruby", "guzzle",
  ]
}
