import Basis
import Formats
import Testing

@Suite("TC string") struct TCStringTests {
  static let specification =
    "CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA.YAAAAAAAAAAA"
  static let restricted = "COvzTO5OvzTO5BRAAAENAPCoALIAADgAAAAAAewAwABAAlAB6ABBFADBQAQA9hAAAcAA"
  static let global = "COvzTO5OvzTO5B7ABCENAPCYAKdAADkAAIqIFhwBAAGAAXAFGAsMAhYAgAMAAegBYAEKAAA"
  static let anyOrder = "COvzTO5OvzTO5B7ABCENAPFYAIAAAEIAAIqIAAoAAoAA.QAAo.IAAo"
  static let forbiddenInterest = "COvwooAOvwooAB7ABCENAPEYAIAAACAAAIqIAAoAAoAA.QAAo.IAAo"
  static let nothing = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA"
  static let full =
    "CQSbk4AQSbk4AEsACBENCWFoAPLAAELAAAYgF5wBAABAAGgAQABgC8wLzgAgLzABCQAQF5g"
    + ".IF5wAoAAgAYAvMA.cEAAACAAASA"
  static let french = "CQSbk4AQSbk4AEsACBFRCWFgAMJAAAAAAAqIAGEQQAAAAA.IAGP_w"
  static let refused = "CQSbk4AQSbk4AEsACBFRCWFgAAAAAAAAAAqIAAAAAAAA.IAGP_w"
  static let all = [
    specification, restricted, global, anyOrder, forbiddenInterest, nothing, full, french, refused,
  ]

  static let now = Timestamp(1_795_000_000)

  @Test("the specification's own example")
  func specificationExample() throws {
    let string = try TCString(Self.specification)
    #expect(string.created.iso8601 == "2025-06-03T00:00:00Z")
    #expect(string.updated == string.created)
    #expect((string.cmpID, string.cmpVersion, string.consentScreen) == (880, 0, 0))
    #expect(string.language.description == "EN")
    #expect((string.vendorListVersion, string.policyVersion) == (48, 2))
    #expect(string.isServiceSpecific && !string.usesNonStandardTexts)
    #expect(string.specialFeatureOptIns.isEmpty && string.purposeConsents.isEmpty)
    #expect(string.purposeLegitimateInterests.isEmpty && !string.purposeOneTreatment)
    #expect(string.publisherCountry.description == "DE")
    #expect(string.vendorConsents.maximum == 4)
    #expect(string.vendorConsents.ids == [1, 2, 3, 4])
    #expect(string.vendorLegitimateInterests == VendorSet())
    #expect(string.restrictions.isEmpty)
    #expect(string.disclosedVendors?.maximum == 404)
    #expect(string.disclosedVendors?.ids == [1, 2, 3, 4, 5, 100, 404])
    #expect(string.publisher == TCString.PublisherConsent())
    #expect(string.problems(now: Self.now) == [.policyTooOld(2)])
  }

  @Test("a string with publisher restrictions")
  func publisherRestrictions() throws {
    let string = try TCString(Self.restricted)
    #expect(string.createdDeciseconds == 15_834_362_809)
    #expect(string.created.iso8601 == "2020-03-05T19:24:40Z")
    #expect((string.cmpID, string.cmpVersion, string.vendorListVersion) == (81, 0, 15))
    #expect(string.specialFeatureOptIns == [1])
    #expect(string.purposeConsents == [1, 3, 4, 7])
    #expect(string.purposeLegitimateInterests == [3, 4, 5])
    #expect(string.publisherCountry.description == "AA")
    #expect(string.vendorConsents.maximum == 61)
    #expect(string.vendorConsents.ids == [2, 37, 61])
    #expect(string.vendorLegitimateInterests.maximum == 8)
    #expect(string.vendorLegitimateInterests.ids == [2, 6, 8])
    #expect(
      string.restrictions == [
        TCString.Restriction(purpose: 1, kind: .consentRequired, vendors: VendorSet([123])),
        TCString.Restriction(purpose: 2, kind: .notAllowed, vendors: VendorSet()),
        TCString.Restriction(
          purpose: 3, kind: .legitimateInterestRequired, vendors: VendorSet()),
      ])
    #expect(string.problems(now: Self.now) == [.disclosedVendorsMissing(policy: 2)])
  }

  @Test("a global string decodes and is invalid today")
  func globalString() throws {
    let string = try TCString(Self.global)
    #expect((string.cmpID, string.cmpVersion, string.consentScreen) == (123, 1, 2))
    #expect(!string.isServiceSpecific && string.usesNonStandardTexts)
    #expect(string.specialFeatureOptIns == [1])
    #expect(string.purposeConsents == [1, 3, 6, 7, 8, 10])
    #expect(string.purposeLegitimateInterests == [3, 4, 5, 8])
    #expect(string.purposeOneTreatment)
    #expect(string.publisherCountry.description == "FR")
    #expect(string.vendorConsents.maximum == 707)
    #expect(string.vendorConsents.ids == [12, 23, 163, 707])
    #expect(string.vendorLegitimateInterests.maximum == 133)
    #expect(string.vendorLegitimateInterests.ids == [48, 61, 88, 133])
    #expect(!string.isValid(now: Self.now))
  }

  @Test("segments may come in any order")
  func segmentOrder() throws {
    let string = try TCString(Self.anyOrder)
    #expect(string.policyVersion == 5 && !string.isServiceSpecific)
    #expect(string.purposeConsents == [1])
    #expect(string.purposeLegitimateInterests == [2, 7])
    #expect(string.vendorConsents.ids == [1])
    #expect(string.vendorLegitimateInterests.ids == [1])
    #expect(string.allowedVendors?.ids == [1])
    #expect(string.disclosedVendors?.ids == [1])
  }

  @Test("legitimate interest for purposes 3 to 6 is flagged from policy 4")
  func interestForConsentPurposes() throws {
    let string = try TCString(Self.forbiddenInterest)
    #expect(string.policyVersion == 4)
    #expect(string.purposeLegitimateInterests == [3])
    #expect(string.problems(now: Self.now).contains(.interestForConsentPurposes([3])))
    #expect(!string.isValid(now: Self.now))
  }

  @Test("a string that grants nothing")
  func grantsNothing() throws {
    let string = try TCString(Self.nothing)
    #expect(string.created.iso8601 == "2022-04-20T22:00:00Z")
    #expect((string.cmpID, string.cmpVersion, string.consentScreen) == (31, 640, 1))
    #expect((string.vendorListVersion, string.policyVersion) == (126, 2))
    #expect(string.language.description == "EN" && string.publisherCountry.description == "DE")
    #expect(string.purposeConsents.isEmpty && string.vendorConsents.isEmpty)
  }

  @Test("a string of TCF 2.3 with all segments")
  func fullString() throws {
    let string = try TCString(Self.full)
    #expect(string.created.iso8601 == "2025-06-03T00:00:00Z")
    #expect((string.cmpID, string.cmpVersion, string.consentScreen) == (300, 2, 1))
    #expect((string.vendorListVersion, string.policyVersion) == (150, 5))
    #expect(string.specialFeatureOptIns == [1])
    #expect(string.purposeConsents == [1, 2, 3, 4, 7, 9, 10])
    #expect(string.purposeLegitimateInterests == [2, 7, 9, 10])
    #expect(string.vendorConsents.maximum == 755)
    #expect(string.vendorConsents.ids == [2, 6, 8, 9, 10, 11, 12, 755])
    #expect(string.vendorLegitimateInterests.ids == [755])
    #expect(
      string.restrictions == [
        TCString.Restriction(purpose: 2, kind: .consentRequired, vendors: VendorSet([755]))
      ])
    #expect(string.disclosedVendors?.ranges == [1...12, 755...755])
    #expect(string.publisher?.purposeConsents == [1, 7])
    #expect(string.publisher?.purposeLegitimateInterests == [8])
    #expect(string.publisher?.customPurposeCount == 2)
    #expect(string.publisher?.customConsents == [2])
    #expect(string.problems(now: Self.now).isEmpty)
  }

  @Test("two strings that differ in what was granted")
  func grantedAndRefused() throws {
    let granted = try TCString(Self.french)
    #expect(granted.language.description == "FR" && granted.publisherCountry.description == "FR")
    #expect(granted.purposeConsents == [1, 2, 7, 10])
    #expect(granted.vendorConsents.ids == [2, 6, 12])
    #expect(granted.disclosedVendors?.ids == Array(1...12))
    let refused = try TCString(Self.refused)
    #expect(refused.purposeConsents.isEmpty && refused.vendorConsents.isEmpty)
    #expect(refused.disclosedVendors?.ids == Array(1...12))
  }

  @Test(
    "strings made by another encoder come out of ours unchanged",
    arguments: [full, french, refused])
  func sameText(text: String) throws {
    #expect(try TCString(text).encoded == text)
  }

  @Test("every vector survives decoding, encoding and decoding", arguments: all)
  func vectorRoundTrip(text: String) throws {
    let string = try TCString(text)
    #expect(try TCString(string.encoded) == string)
  }

  @Test(
    "what cannot be read is refused with its reason and place",
    arguments: [
      ("", "it is empty"),
      ("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "version 1 of the framework was switched off"),
      ("DBABM", "a GPP string, which is a signal of its own (segment 1, bit 0, character 1)"),
      ("CQSbk4A", "it ends within the time of last change (segment 1, bit 42, character 8)"),
      ("CQSb!4AQSbk4AEsACBFRCWFgAAAAAAAAAAqIAAAAAAAA", "alphabet (segment 1, bit 24, character 5)"),
      (refused + "=", "alphabet (segment 2, bit 36, character 52)"),
      (refused + ".", "it ends within the segment type (segment 3, bit 0, character 53)"),
      (refused + ".IAGP_w", "the disclosed vendors are there twice"),
      ("CQSbk4AQSbk4AEsACBFRCWFgAAAAAAAAAAqI__AAAAAA", "it is too short for 8190 vendors"),
    ])
  func refusals(text: String, reason: String) {
    let error = #expect(throws: SignalError.self) { _ = try TCString(text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
