import Basis
import Normalise
import Testing

@Suite("User agents") struct UserAgentTests {
  static let windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
  static let iPhone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"

  @Test(
    "device, system and browser",
    arguments: [
      (windows, "desktop", "Windows", "Chrome"),
      (windows + " Edg/130.0", "desktop", "Windows", "Edge"),
      (windows + " OPR/110", "desktop", "Windows", "Opera"),
      (iPhone + " Version/18.0 Mobile/15E148 Safari/604.1", "mobile", "iOS", "Safari"),
      (iPhone + " CriOS/130 Mobile/15E148 Safari/604.1", "mobile", "iOS", "Chrome"),
      (iPhone + " Mobile/15E148 [FBAN/FBIOS;FBAV/480]", "mobile", "iOS", "Facebook in-app"),
      (iPhone + " Mobile/15E148", "mobile", "iOS", "Web view"),
      (
        "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1",
        "tablet", "iOS", "Safari"
      ),
      (
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
        "mobile", "Android", "Chrome"
      ),
      (
        "Mozilla/5.0 (Linux; Android 14; SM-X700) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
        "tablet", "Android", "Chrome"
      ),
      (
        "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
        "mobile", "Android", "Samsung Internet"
      ),
      (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15",
        "desktop", "macOS", "Safari"
      ),
      (
        "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "desktop",
        "Linux", "Firefox"
      ),
      (
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/129.0 Safari/537.36",
        "desktop", "ChromeOS", "Chrome"
      ),
      (
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 Version/6.0 TV Safari/537.36",
        "tv", "Tizen", "Safari"
      ),
      (
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/94 Safari/537.36", "tv",
        "webOS", "Chrome"
      ),
      (
        "Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7) AppleWebKit/537.36 Chrome/100 Mobile Safari/537.36",
        "tv", "Android", "Chrome"
      ),
      (
        "Mozilla/5.0 (PlayStation 5 3.20) AppleWebKit/605.1.15 Version/15.0 Safari/605.1.15",
        "console", "PlayStation", "Safari"
      ),
      (
        "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko", "desktop", "Windows",
        "Internet Explorer"
      ),
      (
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot", "Other",
        "Other"
      ),
      ("curl/8.0", "bot", "Other", "Other"), ("python-requests/2.31", "bot", "Other", "Other"),
      ("Mozilla/5.0 HeadlessChrome/130.0", "bot", "Other", "Chrome"),
      (
        "Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
        "mobile", "Android", "Chrome"
      ),
      ("", "other", "Other", "Other"),
    ])
  func families(text: String, device: String, system: String, browser: String) {
    let agent = UserAgent(Array(text.utf8).span)
    #expect(agent.device.rawValue == device)
    #expect(agent.system.rawValue == system)
    #expect(agent.browser.rawValue == browser)
    #expect(agent.isBot == (device == "bot"))
  }

  @Test("no bytes make it trap", arguments: UInt64(0)..<30)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<10 { _ = UserAgent(mutated(&random, from: [Self.windows, Self.iPhone, ""]).span) }
  }
}
