package import Basis
package import Formats

/// A consent signal told in words, for people who want to know what a string says.
package struct SignalReport: Hashable, Sendable {
  /// One named fact; the name is a stable word for scripts.
  package struct Fact: Hashable, Sendable {
    package let name: String
    package let value: String
  }

  /// A part of the signal: a segment, a section, or the whole.
  package struct Part: Hashable, Sendable {
    package let title: String
    package let facts: [Fact]
  }

  package let kind: SignalKind
  package let parts: [Part]
  /// What policy objects to; empty where nothing is wrong.
  package let problems: [String]

  /// Recognises and decodes `text`, or says why and where it cannot be read.
  package init(_ text: String, now: Timestamp) throws(SignalError) {
    let kind = try Self.kind(of: text)
    self.kind = kind
    let bytes = Array(text.utf8)
    switch kind {
    case .gpp:
      let string = try GPPString(text)
      parts = string.sections.map(Self.part)
      problems = string.sections.flatMap { section -> [String] in
        guard case .europe(let string) = section.content else { return [] }
        return string.problems(now: now).map(\.description)
      }
    case .usPrivacy:
      parts = [Part(title: "uspv1", facts: Self.facts(try USPrivacyString(bytes.span)))]
      problems = []
    case .gcs:
      parts = [Part(title: "gcs", facts: Self.facts(try ConsentMode(gcs: bytes.span)))]
      problems = []
    case .gcd:
      parts = [Part(title: "gcd", facts: Self.facts(try ConsentMode(gcd: bytes.span)))]
      problems = []
    case .tcf, .gpc, .flag, .unsubscribe, .bounce:
      let string = try TCString(bytes.span)
      parts = Self.parts(string)
      problems = string.problems(now: now).map(\.description)
    }
  }

  /// Tells by its first characters and its length what kind of signal a text is.
  package static func kind(of text: String) throws(SignalError) -> SignalKind {
    if text.contains("~") || text.hasPrefix("DB") { return .gpp }
    if text.hasPrefix("C") || text.hasPrefix("B") { return .tcf }
    if text.hasPrefix("G1"), text.utf8.count == 4 { return .gcs }
    if text.hasPrefix("1") { return text.utf8.count == 4 ? .usPrivacy : .gcd }
    throw SignalError(
      "it is neither a TC string nor a GPP string, a US privacy string or a parameter of Consent Mode",
      character: 1)
  }

  private static func part(_ section: GPPString.Section) -> Part {
    let name = section.name ?? "section \(section.id)"
    return switch section.content {
    case .europe(let string): Part(title: name, facts: parts(string).flatMap(\.facts))
    case .unitedStates(let content): Part(title: name, facts: facts(content))
    case .usPrivacy(let string): Part(title: name, facts: facts(string))
    case .text: Part(title: name, facts: [Fact(name: "content", value: "not decoded")])
    }
  }

  private static func facts(_ section: USPrivacySection) -> [Fact] {
    var facts = [Fact(name: "version", value: String(section.layout.version))]
    facts += section.fields.map { Fact(name: $0.rawValue, value: list(section[$0])) }
    if let gpc = section.gpc { facts.append(Fact(name: "Gpc", value: gpc ? "yes" : "no")) }
    let forbidden: [(String, USPrivacySection.Use)] = [
      ("sale", .sale), ("sharing", .sharing), ("targeted_ads", .targetedAdvertising),
    ]
    let names = forbidden.filter { section.forbids($0.1) }.map(\.0)
    facts.append(
      Fact(name: "forbids", value: names.isEmpty ? "nothing" : names.joined(separator: ",")))
    return facts
  }

  private static func facts(_ string: USPrivacyString) -> [Fact] {
    func word(_ answer: USPrivacyString.Answer) -> String {
      switch answer {
      case .yes: "yes"
      case .no: "no"
      case .notApplicable: "not applicable"
      }
    }
    return [
      Fact(name: "notice_given", value: word(string.noticeGiven)),
      Fact(name: "opted_out_of_sale", value: word(string.optedOutOfSale)),
      Fact(name: "under_agreement", value: word(string.underAgreement)),
    ]
  }

  private static func facts(_ mode: ConsentMode) -> [Fact] {
    ConsentMode.Signal.allCases.map { Fact(name: $0.rawValue, value: mode[$0].rawValue) }
  }

  private static func parts(_ string: TCString) -> [Part] {
    var parts = [Part(title: "core", facts: coreFacts(string))]
    if let vendors = string.disclosedVendors {
      parts.append(
        Part(title: "disclosed vendors", facts: [vendorFact("disclosed_vendors", vendors)]))
    }
    if let vendors = string.allowedVendors {
      parts.append(Part(title: "allowed vendors", facts: [vendorFact("allowed_vendors", vendors)]))
    }
    if let publisher = string.publisher {
      parts.append(
        Part(
          title: "publisher",
          facts: [
            Fact(name: "publisher_consents", value: list(publisher.purposeConsents.numbers)),
            Fact(
              name: "publisher_interests", value: list(publisher.purposeLegitimateInterests.numbers)
            ),
            Fact(name: "custom_purposes", value: String(publisher.customPurposeCount)),
            Fact(name: "custom_consents", value: list(publisher.customConsents.numbers)),
            Fact(
              name: "custom_interests", value: list(publisher.customLegitimateInterests.numbers)),
          ]))
    }
    return parts
  }

  private static func coreFacts(_ string: TCString) -> [Fact] {
    let facts: [(String, String)] = [
      ("created", string.created.iso8601), ("updated", string.updated.iso8601),
      ("cmp_id", "\(string.cmpID)"), ("cmp_version", "\(string.cmpVersion)"),
      ("consent_screen", "\(string.consentScreen)"), ("language", "\(string.language)"),
      ("vendor_list_version", "\(string.vendorListVersion)"),
      ("policy_version", "\(string.policyVersion)"),
      ("service_specific", string.isServiceSpecific ? "yes" : "no"),
      ("non_standard_texts", string.usesNonStandardTexts ? "yes" : "no"),
      ("special_features", list(string.specialFeatureOptIns.numbers)),
      ("purpose_consents", list(string.purposeConsents.numbers)),
      ("purpose_interests", list(string.purposeLegitimateInterests.numbers)),
      ("purpose_one_treatment", string.purposeOneTreatment ? "yes" : "no"),
      ("publisher_country", "\(string.publisherCountry)"),
    ]
    let vendors = [
      vendorFact("vendor_consents", string.vendorConsents),
      vendorFact("vendor_interests", string.vendorLegitimateInterests),
    ]
    let restrictions = string.restrictions.map { restriction in
      Fact(
        name: "restriction",
        value:
          "purpose \(restriction.purpose), \(words(restriction.kind)): \(ranges(restriction.vendors))"
      )
    }
    return facts.map { Fact(name: $0.0, value: $0.1) } + vendors + restrictions
  }

  private static func words(_ kind: TCString.Restriction.Kind) -> String {
    switch kind {
    case .notAllowed: "not allowed"
    case .consentRequired: "consent required"
    case .legitimateInterestRequired: "legitimate interest required"
    case .undefined: "undefined"
    }
  }

  private static func vendorFact(_ name: String, _ vendors: VendorSet) -> Fact {
    Fact(name: name, value: ranges(vendors))
  }

  private static func ranges(_ vendors: VendorSet) -> String {
    let texts = vendors.ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }
    return texts.isEmpty ? "none" : texts.joined(separator: ",")
  }

  private static func list(_ numbers: [Int]) -> String {
    numbers.isEmpty ? "none" : numbers.map(String.init).joined(separator: ",")
  }
}
