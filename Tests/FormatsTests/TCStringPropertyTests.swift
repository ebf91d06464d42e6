import Basis
import Formats
import Support
import Testing

@Suite("TC string properties") struct TCStringPropertyTests {
  static func randomFlags(_ width: Int, _ random: inout Seeded) -> NumberedFlags {
    NumberedFlags((1...max(1, width)).filter { $0 <= width && random.chance(0.4) })
  }

  static func randomVendors(_ random: inout Seeded) -> VendorSet {
    let maximum = random.pick([0, 1, 7, 64, 65, 300, 1_200, 65_535])
    var vendors = VendorSet(maximum: maximum)
    guard maximum > 0 else { return vendors }
    for _ in 0..<random.below(random.pick([1, 5, 60])) {
      let first = random.within(1...maximum)
      vendors.insert(first...min(maximum, first + random.below(3) * random.below(40)))
    }
    return vendors
  }

  static func randomString(_ random: inout Seeded) -> TCString {
    var string = TCString(created: Timestamp(Int64(random.within(1_500_000_000...1_800_000_000))))
    string.updatedDeciseconds += Int64(random.below(1_000_000))
    string.cmpID = random.below(4_096)
    string.cmpVersion = random.below(4_096)
    string.consentScreen = random.below(64)
    string.language = LetterPair(code: random.below(4_096))
    string.vendorListVersion = random.below(4_096)
    string.policyVersion = random.below(64)
    string.isServiceSpecific = random.chance(0.5)
    string.usesNonStandardTexts = random.chance(0.5)
    string.specialFeatureOptIns = randomFlags(12, &random)
    string.purposeConsents = randomFlags(24, &random)
    string.purposeLegitimateInterests = randomFlags(24, &random)
    string.purposeOneTreatment = random.chance(0.5)
    string.publisherCountry = LetterPair(code: random.below(4_096))
    string.vendorConsents = randomVendors(&random)
    string.vendorLegitimateInterests = randomVendors(&random)
    string.restrictions = (0..<random.below(4)).map { _ in
      TCString.Restriction(
        purpose: random.below(64), kind: random.pick(TCString.Restriction.Kind.allCases),
        vendors: VendorSet((0..<random.below(5)).map { _ in random.within(1...900) }))
    }
    if random.chance(0.7) { string.disclosedVendors = randomVendors(&random) }
    if random.chance(0.2) { string.allowedVendors = randomVendors(&random) }
    if random.chance(0.3) {
      var publisher = TCString.PublisherConsent()
      publisher.purposeConsents = randomFlags(24, &random)
      publisher.purposeLegitimateInterests = randomFlags(24, &random)
      publisher.customPurposeCount = random.below(64)
      publisher.customConsents = randomFlags(publisher.customPurposeCount, &random)
      publisher.customLegitimateInterests = randomFlags(publisher.customPurposeCount, &random)
      string.publisher = publisher
    }
    return string
  }

  @Test("decoding an encoded string gives the string back", arguments: UInt64(0)..<150)
  func roundTrip(seed: UInt64) throws {
    var random = Seeded(seed)
    let string = Self.randomString(&random)
    #expect(try TCString(string.encoded) == string)
  }

  @Test("a glance says what the full decoder says", arguments: UInt64(0)..<150)
  func glance(seed: UInt64) throws {
    var random = Seeded(seed)
    let text = Self.randomString(&random).encoded
    let vendor = random.pick([1, 2, 7, 300, 755, 900])
    try Self.expectAgreement(text, vendor: vendor)
  }

  @Test("mutated strings never trap, and both decoders accept the same", arguments: UInt64(0)..<60)
  func mutations(seed: UInt64) throws {
    var random = Seeded(seed)
    for text in TCStringTests.all {
      var bytes = Array(text.utf8)
      for _ in 0...random.below(3) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = random.pick(Base64URL.alphabet)
        case 1: bytes[place] = UInt8(random.below(256))
        case 2: bytes.removeLast(random.below(min(bytes.count, 12)))
        default: bytes.insert(random.pick(Base64URL.alphabet + [46]), at: place)
        }
      }
      try Self.expectAgreement(bytes, vendor: random.within(1...800))
    }
  }

  static func expectAgreement(_ text: String, vendor: Int) throws {
    try expectAgreement(Array(text.utf8), vendor: vendor)
  }

  static func expectAgreement(_ text: [UInt8], vendor: Int) throws {
    let full = try? TCString(text.span)
    let glance = try? TCGlance(text.span, vendor: vendor)
    #expect((full == nil) == (glance == nil))
    guard let full, let glance else { return }
    #expect(glance.createdDeciseconds == full.createdDeciseconds)
    #expect(glance.updatedDeciseconds == full.updatedDeciseconds)
    #expect(glance.vendorListVersion == full.vendorListVersion)
    #expect(glance.policyVersion == full.policyVersion)
    #expect(glance.isServiceSpecific == full.isServiceSpecific)
    #expect(glance.specialFeatureOptIns == full.specialFeatureOptIns)
    #expect(glance.purposeConsents == full.purposeConsents)
    #expect(glance.purposeLegitimateInterests == full.purposeLegitimateInterests)
    #expect(glance.purposeOneTreatment == full.purposeOneTreatment)
    #expect(glance.publisherCountry == full.publisherCountry)
    #expect(glance.vendorConsent == full.vendorConsents.contains(vendor))
    #expect(glance.vendorLegitimateInterest == full.vendorLegitimateInterests.contains(vendor))
    #expect(glance.isDisclosed == full.disclosedVendors?.contains(vendor))
    func restricted(_ kind: TCString.Restriction.Kind) -> NumberedFlags {
      NumberedFlags(
        full.restrictions.filter { $0.kind == kind && $0.vendors.contains(vendor) }.map(\.purpose))
    }
    #expect(glance.forbiddenPurposes == restricted(.notAllowed))
    #expect(glance.consentOnlyPurposes == restricted(.consentRequired))
    #expect(glance.interestOnlyPurposes == restricted(.legitimateInterestRequired))
    let now = TCStringTests.now
    #expect(glance.isValid(now: now) == full.isValid(now: now))
  }
}
