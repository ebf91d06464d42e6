import Basis
import Normalise
import Testing

@Suite("Text") struct TextTests {
  @Test(
    "harmful characters leave and the rest stays",
    arguments: [
      ("plain", "plain"), ("a\tb\nc", "a b c"), ("a\u{1B}[31mb", "a[31mb"),
      ("a\u{7F}b\u{9B}c", "abc"),
      ("a\u{202E}b\u{2066}c\u{200F}", "abc"), ("Grüße €", "Grüße €"), ("\u{FEFF}a", "a"),
      ("👩‍👧 ok", "👩‍👧 ok"), ("a\u{2028}b", "a b"),
    ])
  func safe(text: String, clean: String) {
    #expect(appended(text) { SafeText.appendCleaned($0, into: &$1) } == clean)
    let isClean = SafeText.isClean(Array(text.utf8).span)
    #expect(isClean == (text == clean))
  }

  @Test("cleaned bytes are clean and valid text, whatever came in", arguments: UInt64(0)..<100)
  func cleaningEnds(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<20 {
      let bytes = (0..<random.below(24)).map { _ in
        random.chance(0.5)
          ? UInt8(random.below(256))
          : random.pick([0xE2, 0x80, 0xAE, 0xF0, 0x9F, 0x41, 0xC2, 0xED, 0xA0])
      }
      var out: [UInt8] = []
      SafeText.appendCleaned(bytes.span, into: &out)
      let isClean = SafeText.isClean(out.span)
      #expect(isClean)
      #expect(Array(String(decoding: out, as: UTF8.self).utf8) == out)
    }
  }

  @Test("case follows Unicode")
  func letterCase() {
    #expect(
      appended("ÄÖÜ STRAẞE É İ") { LetterCase.appendLowered($0, into: &$1) }
        == "ÄÖÜ STRAẞE É İ".lowercased())
    #expect(appended("straße ñ") { LetterCase.appendUppered($0, into: &$1) } == "STRASSE Ñ")
    #expect(
      appended("anna-maria o'NEILL éva 2nd") { LetterCase.appendTitled($0, into: &$1) }
        == "Anna-Maria O'neill Éva 2nd")
  }

  @Test("changing case never traps", arguments: UInt64(0)..<60)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<20 {
      let bytes = mutated(&random, from: [" \u{A0}a \t b\u{3000}c ", "Ä > b > c", "\u{FEFF}", "👩‍👧"])
      var changed: [UInt8] = []
      LetterCase.appendTitled(bytes.span, into: &changed)
      LetterCase.appendUppered(bytes.span, into: &changed)
      LetterCase.appendLowered(bytes.span, into: &changed)
      #expect(bytes.isEmpty || !changed.isEmpty)
    }
  }
}

@Suite("Codes") struct CodeTests {
  @Test("names found through damage are still codes, and nothing traps", arguments: UInt64(0)..<60)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let known = Set(Countries.all.map(\.code))
    for _ in 0..<20 {
      let bytes = mutated(
        &random, from: ["Deutschland", "Côte d’Ivoire", "de-AT,en;q=0.5", "276", "İ"])
      var code: [UInt8] = []
      if Countries.appendCode(bytes.span, into: &code) {
        #expect(known.contains(String(decoding: code, as: UTF8.self)))
      } else {
        #expect(code.isEmpty)
      }
      code.removeAll()
      let isLanguage = Languages.appendCode(bytes.span, into: &code)
      #expect(code.count == (isLanguage ? 2 : 0))
    }
  }

  @Test(
    "countries by code and name",
    arguments: [
      ("DE", "DE"), ("de", "DE"), ("DEU", "DE"), ("276", "DE"), ("Deutschland", "DE"),
      ("germany", "DE"), ("UK", "GB"),
      ("Österreich", "AT"), ("Oesterreich", "AT"), ("osterreich", "AT"), ("U.S.A.", "US"),
      ("United States", "US"), ("Vereinigte Staaten", "US"),
      ("España", "ES"), ("Schweiz", "CH"), ("Suisse", "CH"), ("日本", "JP"), ("Côte d’Ivoire", "CI"),
      ("Türkei", "TR"), ("Turkey", "TR"),
      ("Holland", "NL"), ("Republic of Korea", "KR"), ("Czech Republic", "CZ"),
      ("Tschechien", "CZ"), ("EL", "GR"), ("Kosovo", "XK"),
      ("XX", nil), ("Narnia", nil), ("", nil), ("12", nil), ("--", nil),
    ] as [(String, String?)])
  func countries(text: String, code: String?) { #expect(Countries.code(text) == code) }

  @Test("every country is found by its own name")
  func allCountries() {
    #expect(Countries.all.count == 250)
    for country in Countries.all {
      #expect(Countries.code(country.code) == country.code)
      #expect(Countries.code(country.name) == country.code)
    }
  }

  @Test(
    "languages by code, tag and name",
    arguments: [
      ("de", "de"), ("DE", "de"), ("de-AT", "de"), ("pt_BR.UTF-8", "pt"), ("deu", "de"),
      ("ger", "de"), ("German", "de"), ("Deutsch", "de"),
      ("français", "fr"), ("Französisch", "fr"), ("en-US,en;q=0.9", "en"), ("zh-Hans-CN", "zh"),
      ("iw", "he"), ("日本語", "ja"), ("nor", "no"),
      ("xx", nil), ("", nil), ("Klingon", nil), ("-", nil),
    ] as [(String, String?)])
  func languages(text: String, code: String?) { #expect(Languages.code(text) == code) }

  @Test("clocks are corrected by what the server saw")
  func clocks() {
    func at(_ seconds: Int64) -> Timestamp { Timestamp(1_000_000 + seconds) }
    func found(_ original: Int64?, _ sent: Int64?, _ received: Int64?) -> ClockSkew.Corrected? {
      ClockSkew.corrected(
        original: original.map(at), sent: sent.map(at), received: received.map(at), now: at(100_000)
      )
    }
    // 10:00:00 on a clock that shows 10:00:05 at 09:00:07.
    #expect(found(36_000, 36_005, 32_407) == .init(instant: at(32_402), wasInFuture: false))
    #expect(found(36_000, nil, 32_407) == .init(instant: at(32_407), wasInFuture: true))
    #expect(found(32_500, nil, 32_407) == .init(instant: at(32_500), wasInFuture: false))
    #expect(found(36_000, nil, nil) == .init(instant: at(36_000), wasInFuture: false))
    #expect(found(200_000, nil, nil) == .init(instant: at(100_000), wasInFuture: true))
    #expect(found(nil, nil, 7) == .init(instant: at(7), wasInFuture: false))
    #expect(found(nil, 5, nil) == nil)
    // The event lies after its own sending: the device's clock was set in between.
    #expect(found(9_000, 5, 7) == .init(instant: at(7), wasInFuture: true))
  }
}
