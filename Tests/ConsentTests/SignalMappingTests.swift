import Basis
import Consent
import Formats
import Support
import Testing

@Suite("Signal rules") struct SignalRuleTests {
  @Test(
    "rules are read",
    arguments: [
      (
        "tcf:1,3,4 vendor:755",
        SignalRule.tcf(SignalRule.TCFRule(consents: [1, 3, 4], vendor: 755))
      ),
      ("tcf:2 sf:1", .tcf(SignalRule.TCFRule(consents: [2], specialFeatures: [1]))),
      ("li:7,9  vendor:2", .tcf(SignalRule.TCFRule(interests: [7, 9], vendor: 2))),
      ("gcs:ad_storage", .storageMode([.adStorage])),
      ("gcd:ad_user_data,ad_personalization", .mode([.adUserData, .adPersonalization])),
      ("usnat:not sale", .unitedStates(section: 7, notForbidden: [.sale])),
      (
        "us:not sharing,targeted_ads",
        .unitedStates(section: nil, notForbidden: [.sharing, .targetedAdvertising])
      ),
      ("uspv1:not sale", .usPrivacy), ("gpc", .refusal(.gpc)), ("flag", .flag),
      ("unsubscribe", .refusal(.unsubscribe)), (" bounce ", .refusal(.bounce)),
    ])
  func reads(text: String, rule: SignalRule) throws {
    #expect(try SignalRule(text) == rule)
  }

  @Test(
    "errors point at the place and say what was expected",
    arguments: [
      ("", 1, "Write one"), ("tfc:1", 1, "Did you mean"), ("tcf:1,x", 7, "numbers from 1 to 24"),
      ("tcf:25", 5, "numbers from 1 to 24"), ("tcf:1 vendor:0", 14, "65535"),
      ("tcf:1 gcs:ad_storage", 7, "Use tcf:"), ("vendor:7", 1, "Add tcf:"),
      ("li:2,3", 4, "tcf:3"), ("gcs:ad_user_data", 5, "Use gcd:"),
      ("gcd:ad_storge", 5, "Did you mean ad_storage"), ("usnat:sale", 7, "usnat:not sale"),
      ("usnat:not sal", 11, "Did you mean sale"), ("gpc:1", 5, "colon"), ("flag on", 6, "own"),
      ("tcfeuv2:not sale", 1, "Signals are"), ("uspv1:not sharing", 1, "uspv1:not sale"),
    ])
  func errors(text: String, column: Int, expected: String) {
    let error = #expect(throws: SignalRuleError.self) { try SignalRule(text) }
    #expect(error?.column == column, "\(error?.reason ?? "")")
    #expect(error?.expected.contains(expected) == true, "\(error?.expected ?? "")")
    #expect(error?.fault("signals.web", line: 4).place?.line == 4)
  }

  @Test("any text is read or refused, never a trap", arguments: UInt64(0)..<200)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let words = [
      "tcf:", "li:", "sf:", "vendor:", "gcs:", "us:not", " ", ",", "1", "7", "sale", "é", ":",
    ]
    let text = (0..<random.below(8)).map { _ in random.pick(words) }.joined()
    do { _ = try SignalRule(text) } catch { #expect(error.column >= 1) }
  }
}

@Suite("Signal mapping") struct SignalMappingTests {
  static let now = Timestamp(1_763_700_000)
  static let ads = PurposeID(1)

  static func outcome(
    _ rules: [String], _ kind: SignalKind, _ text: String,
    _ strictness: TCString.Strictness = .lenient
  ) throws -> Bool? {
    let mapping = SignalMapping(
      [SignalMapping.Line(ads, try rules.map { try SignalRule($0) })], strictness: strictness)
    let outcome = try mapping.outcome(of: kind, Array(text.utf8).span, now: now)
    if outcome.isSilent { return nil }
    return outcome.granted.contains(ads)
  }

  static func string(_ change: (inout TCString) -> Void) -> String {
    var string = TCString(created: Timestamp(1_760_000_000))
    string.purposeConsents = [1, 3, 4]
    string.purposeLegitimateInterests = [7]
    string.vendorConsents = VendorSet([755])
    string.vendorLegitimateInterests = VendorSet([755])
    string.disclosedVendors = VendorSet([755])
    change(&string)
    return string.encoded
  }

  @Test("a string grants where purposes and vendor were granted")
  func granted() throws {
    let text = Self.string { _ in }
    #expect(try Self.outcome(["tcf:1,3,4 vendor:755"], .tcf, text) == true)
    #expect(try Self.outcome(["tcf:1,2 vendor:755"], .tcf, text) == false)
    #expect(try Self.outcome(["tcf:1 vendor:7"], .tcf, text) == false)
    #expect(try Self.outcome(["tcf:1 sf:1"], .tcf, text) == false)
    #expect(try Self.outcome(["li:7 vendor:755"], .tcf, text) == true)
    #expect(try Self.outcome(["gcs:ad_storage"], .tcf, text) == nil)
  }

  @Test("an opt-in to a special feature is of no use to a vendor that may not act")
  func specialFeatures() throws {
    let text = Self.string { $0.specialFeatureOptIns = [1] }
    #expect(try Self.outcome(["sf:1"], .tcf, text) == true)
    #expect(try Self.outcome(["sf:1 vendor:755"], .tcf, text) == true)
    #expect(try Self.outcome(["sf:2 vendor:755"], .tcf, text) == false)
    #expect(try Self.outcome(["sf:1 vendor:7"], .tcf, text) == false)
    let objected = Self.string {
      $0.specialFeatureOptIns = [1]
      ($0.vendorConsents, $0.vendorLegitimateInterests) = (VendorSet([2]), VendorSet([2]))
    }
    #expect(try Self.outcome(["sf:1 vendor:755"], .tcf, objected) == false)
  }

  @Test("a use that is not among a state's questions, or that nobody answered, is no grant")
  func unanswered() throws {
    let layout = try #require(GPPSectionLayout.of(id: 7, version: 1))
    var section = USPrivacySection(layout)
    section[.saleOptOut] = [2]
    #expect(section.permits([.sale]) == true)
    #expect(section.permits([.sale, .sharing]) == nil)
    section[.sharingOptOut] = [1]
    #expect(section.permits([.sale, .sharing]) == false)
    let maryland = USPrivacySection(try #require(GPPSectionLayout.of(id: 24, version: 1)))
    #expect(USPrivacySection.Use.allCases.allSatisfy { maryland.permits([$0]) == nil })
  }

  @Test("what a string says is dated by its last change, never later than it was received")
  func dates() throws {
    let day = Timestamp(1_759_968_000)
    func outcome(_ rule: String, _ updated: Timestamp, _ now: Timestamp) throws
      -> SignalMapping.Outcome
    {
      let mapping = SignalMapping([SignalMapping.Line(Self.ads, [try SignalRule(rule)])])
      let text = Self.string { $0.updatedDeciseconds = updated.seconds * 10 }
      return try mapping.outcome(of: .tcf, Array(text.utf8).span, now: now)
    }
    let noon = day.advanced(by: 43_200)
    let late = day.advanced(by: 40 * 86_400)
    let granted = try outcome("tcf:1 vendor:755", day, late)
    #expect(granted.grantedAt == day && granted.refusedAt == day.advanced(by: 86_399))
    let sameDay = try outcome("tcf:1 vendor:755", day, noon)
    #expect(sameDay.grantedAt == day && sameDay.refusedAt == nil)
    let exact = try outcome("tcf:1 vendor:755", noon, late)
    #expect(exact.grantedAt == noon && exact.refusedAt == noon)
    let ahead = try outcome("tcf:1 vendor:755", late, noon)
    #expect(ahead.grantedAt == nil && ahead.refusedAt == nil)
    let mapping = SignalMapping([SignalMapping.Line(Self.ads, [try SignalRule("tcf:1 vendor:755")])]
    )
    let text = Self.string { $0.updatedDeciseconds = day.seconds * 10 }
    for (now, isOrdered) in [(noon, true), (late, false), (day.advanced(by: 86_400), false)] {
      let own = try mapping.outcome(
        of: .tcf, Array(text.utf8).span, now: now, hasOwnTime: true)
      #expect((own.grantedAt == nil) == isOrdered && own.granted.contains(Self.ads))
      #expect((own.refusedAt == nil) == isOrdered)
    }
  }

  @Test("vendors that were not shown, restrictions and invalid strings refuse")
  func refused() throws {
    let rule = ["tcf:1,3 vendor:755"]
    let hidden = Self.string { $0.disclosedVendors = VendorSet([7]) }
    #expect(try Self.outcome(rule, .tcf, hidden) == false)
    let old = Self.string { ($0.disclosedVendors, $0.policyVersion) = (nil, 4) }
    #expect(try Self.outcome(rule, .tcf, old) == true)
    #expect(try Self.outcome(rule, .tcf, old, .strict) == false)
    let global = Self.string { $0.isServiceSpecific = false }
    #expect(try Self.outcome(rule, .tcf, global) == false)
    for (kind, isGranted) in [
      (TCString.Restriction.Kind.notAllowed, false), (.legitimateInterestRequired, false),
      (.consentRequired, true),
    ] {
      let restricted = Self.string {
        $0.restrictions = [TCString.Restriction(purpose: 3, kind: kind, vendors: VendorSet([755]))]
      }
      #expect(try Self.outcome(rule, .tcf, restricted) == isGranted)
    }
  }

  @Test(
    "a string of policy 5 without disclosed vendors grants nothing, whether a vendor asks or none")
  func undisclosed() throws {
    for rule in ["tcf:1", "li:7", "tcf:1 vendor:755", "li:7 vendor:755"] {
      let newer = Self.string { ($0.disclosedVendors, $0.policyVersion) = (nil, 5) }
      #expect(try Self.outcome([rule], .tcf, newer) == false)
      #expect(try Self.outcome([rule], .tcf, newer, .strict) == false)
      let older = Self.string { ($0.disclosedVendors, $0.policyVersion) = (nil, 4) }
      #expect(try Self.outcome([rule], .tcf, older) == true)
      #expect(try Self.outcome([rule], .tcf, older, .strict) == false)
      let shown = Self.string { $0.policyVersion = 5 }
      #expect(try Self.outcome([rule], .tcf, shown, .strict) == true)
    }
    // Who was shown to nobody matters to a rule that names a vendor alone.
    let nobody = Self.string { ($0.disclosedVendors, $0.policyVersion) = (VendorSet([]), 5) }
    #expect(try Self.outcome(["tcf:1"], .tcf, nobody) == true)
    #expect(try Self.outcome(["tcf:1 vendor:755"], .tcf, nobody) == false)
  }

  @Test("what cannot be read is an error, not a refusal")
  func malformed() {
    #expect(throws: SignalError.self) { try Self.outcome(["flag"], .tcf, "BOEFEAyOEFEAyAHABDENAI") }
    #expect(throws: SignalError.self) { try Self.outcome(["gpc"], .gpp, "1YNN") }
    #expect(throws: SignalError.self) { try Self.outcome(["bounce"], .bounce, "perhaps") }
    #expect(throws: SignalError.self) { try Self.outcome(["unsubscribe"], .unsubscribe, "42") }
  }

  @Test(
    "the other signals",
    arguments: [
      ("gcs:ad_storage", SignalKind.gcs, "G110", Bool?.some(true)),
      ("gcs:ad_storage", .gcs, "G101", false), ("gcs:ad_storage", .gcs, "G1--", nil),
      ("gcd:ad_user_data", .gcd, "11t1t1t1t5", true),
      ("gcd:ad_user_data", .gcd, "11t1t1m1t5", false),
      ("gcd:ad_user_data", .gcd, "11t1t1l1t5", nil), ("gpc", .gpc, "1", false),
      ("gpc", .gpc, "0", nil),
      ("flag", .flag, "yes", true), ("flag", .flag, "no", false), ("flag", .flag, "perhaps", nil),
      ("unsubscribe", .unsubscribe, "Opt-Out", false), ("bounce", .bounce, "hard bounce", false),
      ("unsubscribe", .unsubscribe, "2026-08-01", false), ("unsubscribe", .unsubscribe, "1", false),
      ("unsubscribe", .unsubscribe, "delivered", nil),
      ("unsubscribe", .unsubscribe, "bounced", nil),
      ("bounce", .bounce, "Delivered", nil), ("bounce", .bounce, "soft_bounce", nil),
      ("bounce", .bounce, "0", nil), ("bounce", .unsubscribe, "unsubscribed", nil),
      ("uspv1:not sale", .usPrivacy, "1YNN", true),
      ("uspv1:not sale", .usPrivacy, "1YYN", false), ("uspv1:not sale", .usPrivacy, "1---", nil),
      ("usnat:not sale", .gpp, "DBABLA~BVVqAAEABCA.YA", false),
      ("gpc", .gpp, "DBABLA~BVVqAAEABCA.YA", false),
      ("usnat:not sale", .gpp, "DBABLA~BqqAqqqqqqA", nil),
      ("usnat:not sale", .gpp, "DBABLA~BVVqAAEABCA", true),
      ("us:not sale,sharing,targeted_ads", .gpp, "DBABLA~BVVqAAEABCA", true),
      ("usca:not sale", .gpp, "DBABLA~BqqAqqqqqqA", nil),
      ("us:not sharing", .gpp, "DBABLA~BqqAqqqqqqA", nil),
      ("uspv1:not sale", .gpp, "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", true),
      ("tcf:1", .gpp, "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", false),
    ])
  func others(rule: String, kind: SignalKind, text: String, expected: Bool?) throws {
    #expect(try Self.outcome([rule], kind, text) == expected)
  }

  @Test("of two rules that disagree the refusal holds")
  func disagreement() throws {
    let rules = ["us:not sale", "gpc"]
    #expect(try Self.outcome(rules, .gpp, "DBABLA~BVVqAAEABCA") == true)
    #expect(try Self.outcome(rules, .gpp, "DBABLA~BVVqAAEABCA.YA") == false)
  }

  @Test("the standard mapping has rules for every standard purpose")
  func standard() {
    #expect(
      SignalMapping.standard.lines.map { PurposeCatalogue.standard.name(of: $0.purpose) }
        == PurposeCatalogue.standardNames)
    #expect(SignalMapping.standard.lines.map(\.rules.count) == [4, 5, 6, 4, 3, 5])
  }
}
