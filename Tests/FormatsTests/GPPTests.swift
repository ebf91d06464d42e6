import Basis
import Formats
import Support
import Testing

@Suite("GPP string") struct GPPTests {
  static func header(_ text: String) throws -> [Int] {
    try GPPHeader(Array(text.utf8).span).sectionIDs
  }

  static func section(_ id: Int, _ text: String) throws -> USPrivacySection {
    try USPrivacySection(id: id, Array(text.utf8).span)
  }

  @Test(
    "headers list their sections",
    arguments: [
      ("DBABM", [2]), ("DBABMA", [2]), ("DBACNY", [2, 6]), ("DBABjw", [5, 6]), ("DBABTA", [6]),
      ("DBABLA", [7]), ("DBABBg", [8]), ("DBABRg", [9]), ("DBABzw", [6, 7]), ("DBACLMA", [7, 9]),
      ("DBABrGA", [7, 8, 9, 10, 11, 12]),
    ])
  func headers(text: String, ids: [Int]) throws {
    #expect(try Self.header(text) == ids)
    #expect(try Self.header(GPPHeader(sectionIDs: ids).encoded) == ids)
  }

  @Test(
    "headers come out padded to whole bytes",
    arguments: ["DBACNYA", "DBABTA", "DBABrGA", "DBACLMA"])
  func headerText(text: String) throws {
    #expect(GPPHeader(sectionIDs: try Self.header(text)).encoded == text)
  }

  @Test("any header is read back", arguments: UInt64(0)..<60)
  func headerRoundTrip(seed: UInt64) throws {
    var random = Seeded(seed)
    let ids = Set(
      (0..<random.below(12)).map { _ in random.within(1...random.pick([9, 30, 4_000])) })
    #expect(try Self.header(GPPHeader(sectionIDs: ids).encoded) == ids.sorted())
  }

  @Test("a string with a TC string and a US privacy string")
  func wholeString() throws {
    let text = "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN"
    let string = try GPPString(text)
    #expect(string.sections.map(\.name) == ["tcfeuv2", "uspv1"])
    #expect(
      string.section(2)?.content
        == .europe(try TCString("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA")))
    guard case .usPrivacy(let privacy) = string.section(6)?.content else {
      Issue.record("section 6 is not the US privacy string")
      return
    }
    #expect(privacy.permitsSale == true)
    #expect(string.encoded == "DBACNYA" + text.dropFirst(6))
  }

  @Test("the national section of version 1")
  func national() throws {
    let section = try Self.section(7, "BVVqAAEABCA.YA")
    #expect(section.layout.version == 1)
    let notices: [USPrivacyField] = [
      .sharingNotice, .saleOptOutNotice, .sharingOptOutNotice, .targetedAdvertisingOptOutNotice,
      .sensitiveDataOptOutNotice, .sensitiveDataLimitUseNotice,
    ]
    #expect(notices.allSatisfy { section[$0] == [1] })
    #expect(section[.saleOptOut] == [2] && section[.sharingOptOut] == [2])
    #expect(section[.targetedAdvertisingOptOut] == [2])
    #expect(section[.sensitiveData] == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(section[.knownChild] == [0, 0] && section[.personalData] == [1])
    #expect(section[.mspaCoveredTransaction] == [0] && section[.mspaOptOutOptionMode] == [0])
    #expect(section[.mspaServiceProviderMode] == [2])
    #expect(section.gpc == true)
    #expect(USPrivacySection.Use.allCases.allSatisfy(section.forbids))
    #expect(section.encoded == "BVVqAAEABCA.YA")
  }

  @Test("the national section with everything allowed")
  func nationalAllowed() throws {
    let section = try Self.section(7, "BqqAqqqqqqA")
    #expect(section[.sharingNotice] == [2] && section[.saleOptOut] == [0])
    #expect(section[.sensitiveData] == [Int](repeating: 2, count: 12))
    #expect(section[.knownChild] == [2, 2] && section[.personalData] == [2])
    #expect(section[.mspaServiceProviderMode] == [2] && section.gpc == nil)
    #expect(!USPrivacySection.Use.allCases.contains(where: section.forbids))
  }

  @Test("the Californian section")
  func california() throws {
    let section = try Self.section(8, "BVoYYZoI")
    #expect(section[.saleOptOutNotice] == [1] && section[.sharingOptOutNotice] == [1])
    #expect(section[.sensitiveDataLimitUseNotice] == [1])
    #expect(section[.saleOptOut] == [2] && section[.sharingOptOut] == [2])
    #expect(section[.sensitiveData] == [0, 1, 2, 0, 1, 2, 0, 1, 2])
    #expect(section[.knownChild] == [1, 2] && section[.personalData] == [2])
    #expect(section[.mspaServiceProviderMode] == [2])
    #expect(section.forbids(.sale), "a known child has not consented")
  }

  @Test("every section of the table is read back", arguments: Array(7...27))
  func sectionRoundTrip(id: Int) throws {
    var random = Seeded(UInt64(id))
    for version in GPPSectionLayout.versions(of: id) {
      for _ in 0..<20 {
        var section = USPrivacySection(try #require(GPPSectionLayout.of(id: id, version: version)))
        for field in section.fields { section[field] = section[field].map { _ in random.below(3) } }
        if section.layout.mayHaveGPC { section.gpc = random.pick([nil, true, false]) }
        #expect(try Self.section(id, section.encoded) == section)
      }
    }
  }

  @Test(
    "each use has its own opt-out",
    arguments: [
      (7, USPrivacyField.saleOptOut, [USPrivacySection.Use.sale]),
      (7, .sharingOptOut, [.sharing]),
      (7, .targetedAdvertisingOptOut, [.targetedAdvertising]),
      (8, .sharingOptOut, [.sharing, .targetedAdvertising]),
      (9, .saleOptOut, [.sale, .sharing]),
    ])
  func uses(id: Int, field: USPrivacyField, forbidden: [USPrivacySection.Use]) throws {
    var section = USPrivacySection(try #require(GPPSectionLayout.of(id: id, version: 1)))
    #expect(!USPrivacySection.Use.allCases.contains(where: section.forbids))
    section[field] = [1]
    #expect(USPrivacySection.Use.allCases.filter(section.forbids) == forbidden)
  }

  @Test(
    "what cannot be read is refused with its reason and place",
    arguments: [
      ("", "it is empty"),
      ("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", "does not begin with a GPP header"),
      ("DBACNY~1YNN", "lists 2 sections, but 1 follow"),
      ("DBABTA~1YXN", "section 6 (uspv1): a character is not Y, N or - (segment 2, character 10)"),
      ("DBABLA~BVVqAA", "section 7 (usnat): it ends within the fields of the section"),
      ("DBABLA~DVVqAAEABCA", "version 3 of section 7 is not known"),
      ("DBABRg~BVVVVVk.YA", "no sub-section for the Global Privacy Control"),
      ("DCABTA~1YNN", "version 2 of the GPP header is not known"),
      ("DBAB", "it ends within the section range"),
    ])
  func refusals(text: String, reason: String) {
    let error = #expect(throws: SignalError.self) { _ = try GPPString(text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test("mutated strings never trap", arguments: UInt64(0)..<40)
  func mutations(seed: UInt64) {
    var random = Seeded(seed)
    let texts = [
      "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", "DBABLA~BVVqAAEABCA.YA",
      "DBABrGA~BqqAqqqqqqA~BVoYYZoI~BVVVVVk~BVVVVVk~BVVVVVk~BVVVVVk",
    ]
    for text in texts {
      var characters = Array(text)
      for _ in 0...random.below(3) {
        characters[random.below(characters.count)] = random.pick(Array("ABDabz019-_.~é= "))
      }
      if let string = try? GPPString(String(characters)) {
        #expect((try? GPPString(string.encoded)) == string)
      }
    }
  }
}
