extension TCString {
  /// What a vendor registered for in the global vendor list.
  package struct VendorRegistration: Hashable, Sendable {
    package var vendor: Int
    package var consentPurposes: NumberedFlags
    package var legitimateInterestPurposes: NumberedFlags
    /// Purposes whose legal basis a publisher may change.
    package var flexiblePurposes: NumberedFlags
    package var specialPurposes: NumberedFlags
    package var specialFeatures: NumberedFlags

    package init(
      vendor: Int, consentPurposes: NumberedFlags = [],
      legitimateInterestPurposes: NumberedFlags = [], flexiblePurposes: NumberedFlags = [],
      specialPurposes: NumberedFlags = [], specialFeatures: NumberedFlags = []
    ) {
      self.vendor = vendor
      self.consentPurposes = consentPurposes
      self.legitimateInterestPurposes = legitimateInterestPurposes
      self.flexiblePurposes = flexiblePurposes
      self.specialPurposes = specialPurposes
      self.specialFeatures = specialFeatures
    }
  }

  /// How a string without the segment of disclosed vendors is read.
  package enum Strictness: Sendable {
    /// It is refused, as TCF 2.3 asks.
    case strict
    /// It is read as before TCF 2.3, if its policy is 4 or older.
    case lenient
  }

  package enum LegalBasis: Sendable { case consent, legitimateInterest, specialPurpose }

  package enum Refusal: Sendable {
    case notDisclosed, disclosureMissing, notRegistered, restricted, basisRestricted
    case purposeRefused, vendorRefused, interestObjected, interestNotAllowed, featureRefused
  }

  package enum Decision: Hashable, Sendable {
    case allowed(LegalBasis)
    case refused(Refusal)

    package var isAllowed: Bool {
      switch self {
      case .allowed: true
      case .refused: false
      }
    }
  }

  /// Whether a vendor may process data for purpose `purpose`, and on which basis or why not.
  package func decision(
    purpose: Int, for vendor: VendorRegistration, _ strictness: Strictness
  ) -> Decision {
    if let refusal = disclosureRefusal(vendor.vendor, strictness) { return .refused(refusal) }
    let hasConsent = vendor.consentPurposes.contains(purpose)
    let hasInterest = vendor.legitimateInterestPurposes.contains(purpose)
    guard hasConsent || hasInterest else { return .refused(.notRegistered) }
    let kinds = restrictionKinds(purpose: purpose, vendor: vendor.vendor)
    if kinds.contains(.notAllowed) { return .refused(.restricted) }
    // With both restrictions on one vendor no basis is left, flexible or not.
    if kinds.isSuperset(of: [.consentRequired, .legitimateInterestRequired]) {
      return .refused(.basisRestricted)
    }
    let isFlexible = vendor.flexiblePurposes.contains(purpose)
    var usesConsent = hasConsent
    if kinds.contains(.consentRequired) {
      guard hasConsent || isFlexible else { return .refused(.basisRestricted) }
      usesConsent = true
    } else if kinds.contains(.legitimateInterestRequired) {
      guard hasInterest || isFlexible else { return .refused(.basisRestricted) }
      usesConsent = false
    }
    return usesConsent
      ? consentDecision(purpose, vendor.vendor) : interestDecision(purpose, vendor.vendor)
  }

  /// Whether a vendor may act for special purpose `purpose`, which nobody can refuse.
  package func decision(
    specialPurpose purpose: Int, for vendor: VendorRegistration, _ strictness: Strictness
  ) -> Decision {
    if let refusal = disclosureRefusal(vendor.vendor, strictness) { return .refused(refusal) }
    guard vendor.specialPurposes.contains(purpose) else { return .refused(.notRegistered) }
    return .allowed(.specialPurpose)
  }

  /// Whether a vendor may use special feature `feature`, which needs its own opt-in.
  package func decision(
    specialFeature feature: Int, for vendor: VendorRegistration, _ strictness: Strictness
  ) -> Decision {
    if let refusal = disclosureRefusal(vendor.vendor, strictness) { return .refused(refusal) }
    guard vendor.specialFeatures.contains(feature) else { return .refused(.notRegistered) }
    guard specialFeatureOptIns.contains(feature) else { return .refused(.featureRefused) }
    return .allowed(.consent)
  }

  private func disclosureRefusal(_ vendor: Int, _ strictness: Strictness) -> Refusal? {
    switch (disclosedVendors, strictness) {
    case (let disclosed?, _): disclosed.contains(vendor) ? nil : .notDisclosed
    case (nil, .strict): .disclosureMissing
    case (nil, .lenient): policyVersion <= 4 ? nil : .disclosureMissing
    }
  }

  private func restrictionKinds(purpose: Int, vendor: Int) -> Set<Restriction.Kind> {
    Set(
      restrictions.lazy
        .filter { $0.purpose == purpose && $0.vendors.contains(vendor) }
        .map(\.kind))
  }

  private func consentDecision(_ purpose: Int, _ vendor: Int) -> Decision {
    guard purposeConsents.contains(purpose) else { return .refused(.purposeRefused) }
    guard vendorConsents.contains(vendor) else { return .refused(.vendorRefused) }
    return .allowed(.consent)
  }

  private func interestDecision(_ purpose: Int, _ vendor: Int) -> Decision {
    guard purpose != 1, !(3...6).contains(purpose) else { return .refused(.interestNotAllowed) }
    guard purposeLegitimateInterests.contains(purpose) else { return .refused(.interestObjected) }
    guard vendorLegitimateInterests.contains(vendor) else { return .refused(.interestObjected) }
    return .allowed(.legitimateInterest)
  }
}
