import Basis
import Normalise
import Testing

@Suite("Web addresses") struct WebAddressTests {
  func parts(_ text: String) -> [String]? {
    let bytes = Array(text.utf8)
    guard let address = WebAddress(bytes.span) else { return nil }
    return [address.scheme, address.host, address.path, address.query, address.fragment].map {
      String(decoding: bytes[$0], as: UTF8.self)
    }
  }

  @Test(
    "URLs come apart",
    arguments: [
      ("https://shop.example/a/b?x=1#y", ["https", "shop.example", "/a/b", "x=1", "y"]),
      ("http://user:pw@Shop.Example:8080", ["http", "Shop.Example", "", "", ""]),
      ("//shop.example/a", ["", "shop.example", "/a", "", ""]), ("/a?b", ["", "", "/a", "b", ""]),
      ("shop.example/a", ["", "shop.example", "/a", "", ""]),
      ("https://[::1]:80/a", ["https", "[::1]", "/a", "", ""]),
      ("https://shop.example?x=a/b", ["https", "shop.example", "", "x=a/b", ""]),
      ("hello", nil), ("", nil), ("mailto:a@b.de", nil), ("https://", nil), ("a b.c/d", nil),
    ] as [(String, [String]?)])
  func apart(text: String, expected: [String]?) { #expect(parts(text) == expected) }

  @Test(
    "a page has one spelling",
    arguments: [
      ("https://shop.example", "/"), ("https://shop.example/a/", "/a"),
      ("https://shop.example//a///b", "/a/b"),
      ("/a;jsessionid=1/b?x", "/a/b"), ("/%61%2fb%c3%a4", "/a%2Fb%C3%A4"), ("/A/b%", "/A/b%"),
      ("/", "/"),
    ])
  func page(text: String, page: String) {
    let found = appended(text) { bytes, out in WebAddress(bytes)?.appendPage(bytes, into: &out) }
    #expect(found == page)
  }

  @Test(
    "the registrable domain",
    arguments: [
      ("www.shop.example", "shop.example"), ("a.b.shop.co.uk", "shop.co.uk"),
      ("shop.de", "shop.de"), ("co.uk", "co.uk"),
      ("localhost", "localhost"), ("127.0.0.1", "127.0.0.1"), ("x.github.io", "x.github.io"),
      ("", ""), (".de", ".de"),
    ])
  func registrable(host: String, domain: String) {
    let bytes = Array(host.utf8)
    #expect(
      String(decoding: bytes[RegistrableDomain.range(in: bytes.span)], as: UTF8.self) == domain)
  }

  @Test("campaign tags are decoded once and the first that is not empty counts")
  func campaign() {
    let url = Array(
      "https://s.example/?UTM_Source=A%2BB+c&utm_source=d&amp;utm_medium=cpc&gclid=AbC&utm_term=%2525#utm_content=Z"
        .utf8)
    var out: [UInt8] = []
    guard let address = WebAddress(url.span) else { return #expect(Bool(false)) }
    let campaign = Campaign.read(url.span, address: address, into: &out)
    func text(_ field: Campaign.Field) -> String? {
      campaign[field].map { String(decoding: out[$0], as: UTF8.self) }
    }
    #expect(text(.source) == "a+b c")
    #expect(text(.medium) == "cpc")
    #expect(text(.gclid) == "AbC")
    #expect(text(.term) == "%25")
    #expect(text(.content) == "z")
    #expect(text(.campaign) == nil)
    #expect(Campaign.Field.liFatId.parameter == "li_fat_id")
  }

  @Test("no bytes make a reader trap", arguments: UInt64(0)..<150)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let seeds = [
      "https://u:p@shop.example:80/a%20;x/b//?utm_source=a&gclid=%41+b#utm_term=1",
      "//[::1]/?&&=&=", "shop.example/a#?x=1",
    ]
    for _ in 0..<20 {
      let bytes = mutated(&random, from: seeds)
      var out: [UInt8] = []
      guard let address = WebAddress(bytes.span) else { continue }
      address.appendHost(bytes.span, into: &out)
      _ = RegistrableDomain.range(in: out.span)
      address.appendPage(bytes.span, into: &out)
      _ = Campaign.read(bytes.span, address: address, into: &out)
      _ = TrafficOrigin.find(
        page: bytes.span, referrer: mutated(&random, from: seeds).span, into: &out)
    }
  }
}
