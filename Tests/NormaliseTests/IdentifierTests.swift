import Basis
import Normalise
import Testing

@Suite("Identifiers") struct IdentifierTests {
  func judged(
    _ value: String, _ namespace: String, region: String? = nil
  ) -> (IdentifierVerdict, String) {
    let rules = IdentifierRules(defaultRegion: region)
    var verdict = IdentifierVerdict.usable
    let text = appended(value) { bytes, out in
      verdict = rules.canonicalise(bytes, as: IdentifierNamespace(namespace), into: &out)
    }
    return (verdict, text)
  }

  @Test(
    "usable values get one spelling",
    arguments: [
      ("email", " Mary.Smith+News@Gmail.com ", "mary.smith+news@gmail.com"),
      ("E-Mail", "USER@example.com", "user@example.com"),
      ("email", "mailto:<A.B@Shop.DE>", "a.b@shop.de"),
      ("email", "J\u{D6}RG@M\u{DC}LLER.de", "j\u{F6}rg@m\u{FC}ller.de"),
      ("email", "x@y.xn--p1ai", "x@y.xn--p1ai"),
      ("gaid", "38400000-8CF0-11BD-B23E-10B96E40000D", "38400000-8cf0-11bd-b23e-10b96e40000d"),
      ("idfa", "{384000008CF011BDB23E10B96E40000D}", "38400000-8cf0-11bd-b23e-10b96e40000d"),
      ("user_id", "  U-17 ", "U-17"), ("anonymous_id", "aB3", "aB3"), ("crm_id", "007", "007"),
      (
        "uid2", "tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf/F5HVRQ=",
        "tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf/F5HVRQ="
      ),
      (
        "email_sha256", "B4C9A289323B21A01C3E940F150EB9B8C542587F1ABFD8F0E1CC1FFC5E475514",
        "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514"
      ),
      (
        "hem", "tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf/F5HVRQ=",
        "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514"
      ),
      ("ip", "203.0.113.7", "203.0.113.7"), ("ip", "203.0.113.7:443", "203.0.113.7"),
      ("ip", "2001:0DB8:0:0:0:0:0:1", "2001:db8::1"), ("ip", "[2001:db8::1]:80", "2001:db8::1"),
      ("ip", "::ffff:203.0.113.7", "203.0.113.7"),
      ("ip", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
      ("ip", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("ip", "2001:db8::", "2001:db8::"),
      ("anything else", " Kept As Is ", "Kept As Is"),
    ])
  func usable(namespace: String, value: String, canonical: String) {
    let (verdict, text) = judged(value, namespace)
    #expect(verdict == .usable)
    #expect(text == canonical)
  }

  @Test(
    "phone numbers become E.164",
    arguments: [
      ("AU", "0491 570 006", "+61491570006"), ("SG", "65 1243 5678", "+6512435678"),
      ("US", "(800) 555-0100", "+18005550100"), ("GB", "020 7946 0018", "+442079460018"),
      ("DE", "030 / 123456-78", "+493012345678"), ("DE", "+49 (0)30 12345678", "+493012345678"),
      ("DE", "0049 30 12345678", "+493012345678"), ("US", "011 49 30 12345678", "+493012345678"),
      ("IT", "06 6982 1234", "+390669821234"), ("US", "800-555-0100 ext. 12", "+18005550100"),
      (nil, "+12345678901", "+12345678901"), (nil, "tel:+12345678901", "+12345678901"),
      (nil, "0049 30 12345678", "+493012345678"), (nil, "00 1 (800) 555-0100", "+18005550100"),
    ] as [(String?, String, String)])
  func phones(region: String?, value: String, canonical: String) {
    let (verdict, text) = judged(value, "phone", region: region)
    #expect(verdict == .usable)
    #expect(text == canonical)
  }

  @Test("the plans of countries give libphonenumber's answer", arguments: UInt64(0)..<60)
  func plans(seed: UInt64) {
    var random = Seeded(seed)
    let regions = [
      "DE", "AT", "CH", "FR", "NL", "BE", "GB", "SE", "ES", "PL", "DK", "PT", "US", "ZZ",
    ]
    let prefixes = [
      "+49", "+43", "+41", "+33", "+31", "+32", "+44", "+46", "+34", "+48", "+45", "+351", "+1",
      "0", "00", "0049", "", "1", "011", "+49 (0)",
    ]
    for _ in 0..<25 {
      let region = random.pick(regions)
      var text = random.pick(prefixes)
      for _ in 0..<random.within(5...13) {
        if random.chance(0.15) { text += random.pick([" ", "-", "/", ".", ")", "("]) }
        text += String(random.below(10))
      }
      let namespace = IdentifierNamespace("phone")
      var fast: [UInt8] = []
      let verdict = IdentifierRules(defaultRegion: region).canonicalise(
        Array(text.utf8).span, as: namespace, into: &fast)
      var slow: [UInt8] = []
      let problem = PhoneNumbers(defaultRegion: region).appendByLibrary(
        Array(text.utf8).span, into: &slow)
      #expect(fast == slow, "\(text) in \(region)")
      if let problem { #expect(verdict == .invalid(problem)) }
    }
  }

  @Test(
    "invalid values say why and leave nothing behind",
    arguments: [
      ("email", "", IdentifierProblem.empty), ("email", "   ", .empty),
      ("email", "a.b.de", .notEmail),
      ("email", "a@b@c.de", .notEmail), ("email", "a b@c.de", .notEmail),
      ("email", ".a@b.de", .notEmail),
      ("email", "a..b@c.de", .notEmail), ("email", "a@localhost", .notEmail),
      ("email", "a@b.c1", .notEmail),
      ("email", "a@-b.de", .notEmail), ("email", "@b.de", .notEmail),
      ("email", "a@b..de", .notEmail),
      ("email", String(repeating: "x", count: 65) + "@b.de", .notEmail),
      ("email", "\u{E4}\u{202E}@b.de", .notText),
      ("phone", "030 1234567", .noCountry), ("phone", "+49 1", .phoneTooShort),
      ("phone", "call me", .notPhone),
      ("phone", "+1 234567890123456", .phoneTooLong), ("phone", "(nummer folgt)", .notPhone),
      ("gaid", "1234", .notUUID), ("gaid", "38400000-8cf0-11bd-b23e-10b96e40000g", .notUUID),
      ("uid2", "abc", .notUID2), ("uid2", String(repeating: "A", count: 88), .doublyEncoded),
      (
        "email_sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        .digestOfNothing
      ),
      ("email_sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", .digestOfNothing),
      ("email_sha256", "zz", .notDigest), ("ip", "1.2.3", .notAddress),
      ("ip", "1.2.3.256", .notAddress),
      ("ip", "1:2:3", .notAddress), ("ip", "::1::", .notAddress), ("ip", "[", .notAddress),
      ("user_id", "a\u{7}b", .notText), ("user_id", String(repeating: "x", count: 1_025), .tooLong),
    ])
  func invalid(namespace: String, value: String, problem: IdentifierProblem) {
    let (verdict, text) = judged(value, namespace)
    #expect(verdict == .invalid(problem))
    #expect(text.isEmpty)
  }

  @Test(
    "values that stand for nobody are bad",
    arguments: [
      ("gaid", "00000000-0000-0000-0000-000000000000", BadIdentifiers.Kind.zero),
      ("ad_user_id", "0", .zero),
      ("user_id", "----", .zero), ("idfa", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", .repeated),
      ("user_id", "NULL", .placeholder), ("user_id", "undefined", .placeholder),
      ("cookie", "[object Object]", .placeholder),
      ("email", "n/a", .placeholder), ("phone", "unknown", .placeholder),
      ("device_id", "lmy47d", .placeholder),
      ("user_id", "-1", .placeholder), ("email", "Test@Test.com", .testAddress),
      ("email", "asdf@asdf.de", .testAddress),
      ("email", "noreply@shop.de", .testAddress), ("ip", "127.0.0.1", .unroutable),
      ("ip", "10.1.2.3", .unroutable),
      ("ip", "fe80::1%eth0", .unroutable), ("ip", "::1", .unroutable),
      ("ip", "100.64.0.1", .unroutable),
    ])
  func bad(namespace: String, value: String, kind: BadIdentifiers.Kind) {
    #expect(judged(value, namespace).0 == .bad(kind))
  }

  @Test("a workspace lists values and globs of its own")
  func listed() {
    let list = BadIdentifiers([
      BadIdentifiers.Rule(namespace: "email", pattern: "*@kiosk.example"),
      BadIdentifiers.Rule(pattern: "Terminal-??"),
      BadIdentifiers.Rule(namespace: "crm_id", pattern: "4711"),
    ])
    func names(_ value: String, _ namespace: String) -> Bool {
      list.name(Array(value.utf8).span, in: namespace)
    }
    #expect(names("Any.One@kiosk.example", "email"))
    #expect(names("terminal-07", "user_id"))
    #expect(!names("terminal-007", "user_id"))
    #expect(names("4711", "crm_id"))
    #expect(!names("4711", "user_id"))
    #expect(list.concerns("cookie") && !BadIdentifiers().concerns("cookie"))
    #expect(list.values(of: "crm_id") == [Array("4711".utf8)])
    #expect(judged("terminal-07", "user_id").0 == .usable)
  }

  @Test(
    "good addresses that look a little like bad ones stay good",
    arguments: ["contest@test.com", "test@shop.de", "anna@asdf.de", "user@example.com", "a@b.de"])
  func notBad(value: String) { #expect(judged(value, "email").0 == .usable) }

  @Test("addresses of reserved domains are told apart")
  func reserved() {
    func isReserved(_ text: String) -> Bool { EmailAddress.isReserved(Array(text.utf8).span) }
    #expect(isReserved("a@example.com"))
    #expect(isReserved("a@shop.test"))
    #expect(!isReserved("a@myexample.com"))
  }

  @Test("namespaces know what they stand for")
  func kinds() {
    #expect(IdentifierNamespace("email").kind == .person)
    #expect(IdentifierNamespace("GAID").kind == .device)
    #expect(IdentifierNamespace("aaid").name == "gaid")
    #expect(IdentifierNamespace("ip").kind == .network)
    #expect(IdentifierNamespace("Hashed Email").name == "email_sha256")
    #expect(IdentifierNamespace.wellKnown == IdentifierNamespace.wellKnown.sorted())
    for name in IdentifierNamespace.wellKnown { #expect(IdentifierNamespace(name).name == name) }
  }

  @Test(
    "canonical values stay as they are, and no bytes make a rule trap", arguments: UInt64(0)..<150)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let rules = IdentifierRules(defaultRegion: "DE")
    let seeds = [
      "Mary.Smith+News@Gmail.com", "+49 30 12345678", "38400000-8cf0-11bd-b23e-10b96e40000d",
      "2001:db8::1", "::ffff:1.2.3.4",
      "tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf/F5HVRQ=", "undefined", "J\u{D6}RG@M\u{DC}LLER.de",
      "U-17", "203.0.113.7:80",
    ]
    for _ in 0..<8 {
      let bytes = mutated(&random, from: seeds)
      for name in ["email", "phone", "gaid", "uid2", "email_sha256", "ip", "user_id"] {
        let namespace = IdentifierNamespace(name)
        var once: [UInt8] = []
        let verdict = rules.canonicalise(bytes.span, as: namespace, into: &once)
        if case .invalid = verdict {
          #expect(once.isEmpty)
          continue
        }
        var twice: [UInt8] = []
        let again = rules.canonicalise(once.span, as: namespace, into: &twice)
        #expect(again == verdict)
        #expect(once == twice)
      }
    }
  }
}
