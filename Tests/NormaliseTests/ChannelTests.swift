import Normalise
import Testing

@Suite("Channels") struct ChannelTests {
  @Test(
    "GA4's rules, first match wins",
    arguments: [
      ("(direct)", "(none)", "", "Direct"), ("(direct)", "(not set)", "", "Direct"),
      ("", "", "", "Direct"),
      ("google", "cpc", "Cross-Network autumn", "Cross-network"),
      ("google", "cpc", "summer shop", "Paid Shopping"),
      ("google", "cpc", "workshop", "Paid Search"), ("amazon", "cpc", "", "Paid Shopping"),
      ("google", "cpc", "", "Paid Search"), ("Google", "CPC", "", "Paid Search"),
      ("bing", "ppc", "", "Paid Search"),
      ("facebook", "paidsocial", "", "Paid Social"), ("l.facebook.com", "cpc", "", "Paid Social"),
      ("youtube", "cpv-cpc", "", "Paid Video"), ("foo.com", "cpm", "", "Display"),
      ("facebook", "cpm", "", "Paid Social"),
      ("dv360", "banner", "", "Display"), ("dv360", "display", "", "Display"),
      ("x", "interstitial", "", "Display"),
      ("foo.com", "cpc", "", "Paid Other"), ("criteo", "retargeting", "", "Paid Other"),
      ("ebay", "referral", "", "Organic Shopping"),
      ("newsletter", "x", "e-shop", "Organic Shopping"),
      ("facebook", "referral", "", "Organic Social"), ("foo", "social media", "", "Organic Social"),
      ("t.co", "referral", "", "Organic Social"),
      ("youtube.com", "referral", "", "Organic Video"),
      ("foo", "my-video-ads", "", "Organic Video"),
      ("foo", "organic", "", "Organic Search"),
      ("duckduckgo.com", "referral", "", "Organic Search"),
      ("www.google.co.uk", "referral", "", "Organic Search"),
      ("foo.com", "referral", "", "Referral"), ("foo", "link", "", "Referral"),
      ("newsletter", "email", "", "Email"), ("e-mail", "x", "", "Email"),
      ("awin", "affiliate", "", "Affiliates"),
      ("spotify", "audio", "", "Audio"), ("sms", "x", "", "SMS"), ("foo", "sms", "", "SMS"),
      ("foo", "webpush", "", "Mobile Push"), ("foo", "mobile-app", "", "Mobile Push"),
      ("firebase", "x", "", "Mobile Push"),
      ("foo", "notification", "", "Mobile Push"), ("abc", "xyz", "", "Unassigned"),
      ("(direct)", "xyz", "", "Unassigned"),
      ("shopping.google.com", "referral", "", "Organic Shopping"),
      ("notgoogle.com", "referral", "", "Referral"),
    ])
  func groups(source: String, medium: String, campaign: String, group: String) {
    #expect(ChannelGroup.of(source: source, medium: medium, campaign: campaign).rawValue == group)
  }

  @Test(
    "the shop pattern",
    arguments: [
      ("shop", true), ("summer shop", true), ("e-shop", true), ("eshop", true),
      ("shopping week", true),
      ("workshopping", true), ("workshop", false), ("bookshop", false), ("bookshop shop", true),
    ])
  func shop(campaign: String, isShop: Bool) {
    let group = ChannelGroup.of(source: "foo", medium: "x", campaign: campaign)
    #expect((group == .organicShopping) == isShop)
  }

  @Test(
    "the paid pattern",
    arguments: [
      ("cpc", true), ("xcpx", true), ("ppc", true), ("retargeting", true), ("paid-x", true),
      ("display", false),
      ("xretargeting", false), ("xppc", false), ("unpaid", false),
    ])
  func paid(medium: String, isPaid: Bool) {
    #expect((ChannelGroup.of(source: "google", medium: medium) == .paidSearch) == isPaid)
  }

  @Test("the lists can be replaced")
  func ownLists() {
    let own = TrafficSources(
      search: ["findit"], social: ["ourclub.example"], video: [], shopping: [])
    #expect(ChannelGroup.of(source: "findit", medium: "cpc", sources: own) == .paidSearch)
    #expect(
      ChannelGroup.of(source: "m.ourclub.example", medium: "referral", sources: own)
        == .organicSocial)
    #expect(ChannelGroup.of(source: "google", medium: "cpc", sources: own) == .paidOther)
  }

  @Test(
    "a visit's origin is found from tags, click ids and referrer",
    arguments: [
      (
        "https://shop.example/?utm_source=News+Letter&utm_medium=EMAIL&utm_campaign=Fr%C3%BChling",
        "", "news letter/email/frühling Email"
      ),
      ("https://shop.example/?gclid=Cj0", "https://www.google.com/", "google/cpc/ Paid Search"),
      ("https://shop.example/?msclkid=1&utm_campaign=a", "", "bing/cpc/a Paid Search"),
      ("https://shop.example/?utm_source=&utm_source=x", "", "x/(not set)/ Unassigned"),
      (
        "https://shop.example/", "https://www.google.de/search?q=x",
        "google/organic/ Organic Search"
      ),
      ("https://shop.example/", "https://www.blog.example/post", "blog.example/referral/ Referral"),
      (
        "https://shop.example/", "https://m.facebook.com/",
        "m.facebook.com/referral/ Organic Social"
      ),
      ("https://www.shop.example/", "https://pay.shop.example/done", "same"),
      ("https://shop.example/", "", "(direct)/(none)/ Direct"),
    ])
  func origins(page: String, referrer: String, expected: String) {
    var out: [UInt8] = []
    guard
      let origin = TrafficOrigin.find(
        page: Array(page.utf8).span, referrer: Array(referrer.utf8).span, into: &out)
    else {
      #expect(expected == "same")
      return
    }
    let parts = [origin.source, origin.medium, origin.campaign].map {
      String(decoding: out[$0], as: UTF8.self)
    }
    #expect(parts.joined(separator: "/") + " " + origin.channel(out.span).rawValue == expected)
  }
}
