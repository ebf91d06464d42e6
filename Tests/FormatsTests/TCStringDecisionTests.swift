import Basis
import Formats
import Testing

@Suite("TC string decisions") struct TCStringDecisionTests {
  typealias Registration = TCString.VendorRegistration

  static func string(
    policy: Int = 5, disclosed: [Int]? = [7, 9], restrictions: [TCString.Restriction] = []
  ) -> TCString {
    var string = TCString(created: Timestamp(1_760_000_000))
    string.policyVersion = policy
    string.purposeConsents = [1, 2, 3, 4]
    string.purposeLegitimateInterests = [2, 7, 9]
    string.vendorConsents = VendorSet([7])
    string.vendorLegitimateInterests = VendorSet([7, 9])
    string.specialFeatureOptIns = [1]
    string.disclosedVendors = disclosed.map { VendorSet($0) }
    string.restrictions = restrictions
    return string
  }

  static let seven = Registration(
    vendor: 7, consentPurposes: [1, 2, 5], legitimateInterestPurposes: [4, 7, 9],
    flexiblePurposes: [2], specialPurposes: [1], specialFeatures: [1, 2])

  @Test("consent and legitimate interest follow the registered basis")
  func registeredBasis() {
    let string = Self.string()
    #expect(string.decision(purpose: 1, for: Self.seven, .strict) == .allowed(.consent))
    #expect(string.decision(purpose: 7, for: Self.seven, .strict) == .allowed(.legitimateInterest))
    #expect(string.decision(purpose: 5, for: Self.seven, .strict) == .refused(.purposeRefused))
    #expect(string.decision(purpose: 8, for: Self.seven, .strict) == .refused(.notRegistered))
    #expect(string.decision(purpose: 4, for: Self.seven, .strict) == .refused(.interestNotAllowed))
    let nine = Registration(vendor: 9, consentPurposes: [1])
    #expect(string.decision(purpose: 1, for: nine, .strict) == .refused(.vendorRefused))
  }

  @Test("a vendor that was not shown may do nothing, not even a special purpose")
  func disclosure() {
    let hidden = Self.string(disclosed: [9])
    #expect(hidden.decision(purpose: 1, for: Self.seven, .strict) == .refused(.notDisclosed))
    #expect(
      hidden.decision(specialPurpose: 1, for: Self.seven, .lenient) == .refused(.notDisclosed))
    let old = Self.string(policy: 4, disclosed: nil)
    #expect(old.decision(purpose: 1, for: Self.seven, .strict) == .refused(.disclosureMissing))
    #expect(old.decision(purpose: 1, for: Self.seven, .lenient) == .allowed(.consent))
    let new = Self.string(policy: 5, disclosed: nil)
    #expect(new.decision(purpose: 1, for: Self.seven, .lenient) == .refused(.disclosureMissing))
  }

  @Test("special features need their own opt-in")
  func specialFeatures() {
    let string = Self.string()
    #expect(string.decision(specialFeature: 1, for: Self.seven, .strict) == .allowed(.consent))
    #expect(
      string.decision(specialFeature: 2, for: Self.seven, .strict) == .refused(.featureRefused))
    #expect(
      string.decision(specialPurpose: 1, for: Self.seven, .strict) == .allowed(.specialPurpose))
  }

  @Test(
    "publisher restrictions change or take away the basis",
    arguments: [
      (2, TCString.Restriction.Kind.notAllowed, TCString.Decision.refused(.restricted)),
      (2, .legitimateInterestRequired, .allowed(.legitimateInterest)),
      (2, .consentRequired, .allowed(.consent)),
      (1, .legitimateInterestRequired, .refused(.basisRestricted)),
      (7, .consentRequired, .refused(.basisRestricted)),
      (7, .legitimateInterestRequired, .allowed(.legitimateInterest)),
      (7, .undefined, .allowed(.legitimateInterest)),
    ])
  func restrictions(purpose: Int, kind: TCString.Restriction.Kind, decision: TCString.Decision) {
    let string = Self.string(restrictions: [
      TCString.Restriction(purpose: purpose, kind: kind, vendors: VendorSet([7]))
    ])
    #expect(string.decision(purpose: purpose, for: Self.seven, .strict) == decision)
  }
}
