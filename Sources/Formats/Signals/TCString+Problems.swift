package import Basis

extension TCString {
  /// Something that the framework's policy objects to in a string that can be read.
  package enum Problem: Hashable, Sendable, CustomStringConvertible {
    case policyTooOld(Int)
    case notServiceSpecific
    case interestForConsentPurposes([Int])
    case interestForPurposeOne
    case disclosedVendorsMissing(policy: Int)
    case createdInFuture
    case updatedBeforeCreated
    case badLanguage
    case badCountry
    case restrictsUnknownPurpose(Int)
    case undefinedRestriction(purpose: Int)
    case odd(Oddity)

    /// Whether the string may not be relied on; the others are told and passed over.
    package var isInvalidating: Bool {
      switch self {
      case .policyTooOld, .notServiceSpecific, .interestForConsentPurposes, .createdInFuture: true
      case .odd(.vendorBeyondMaximum): true
      case .interestForPurposeOne, .disclosedVendorsMissing, .updatedBeforeCreated, .badLanguage,
        .badCountry, .restrictsUnknownPurpose, .undefinedRestriction, .odd:
        false
      }
    }

    package var description: String {
      switch self {
      case .policyTooOld(let policy):
        "policy \(policy) was no longer allowed when it was created (since 30 September 2023: 4)"
      case .notServiceSpecific: "it claims to be global, which is no longer allowed"
      case .interestForConsentPurposes(let purposes):
        "legitimate interest is set for purposes \(purposes.map(String.init).joined(separator: ", "))"
          + ", which need consent"
      case .interestForPurposeOne: "legitimate interest is set for purpose 1, which needs consent"
      case .disclosedVendorsMissing(let policy):
        policy > 4
          ? "it lacks the disclosed vendors, without which a string of policy \(policy) grants nothing"
          : "it lacks the disclosed vendors, which TCF 2.3 requires"
      case .createdInFuture: "it was created in the future"
      case .updatedBeforeCreated: "it was changed before it was created"
      case .badLanguage: "the language is not two letters"
      case .badCountry: "the publisher's country is not two letters"
      case .restrictsUnknownPurpose(let purpose):
        "it restricts purpose \(purpose), which does not exist"
      case .undefinedRestriction(let purpose):
        "its restriction of purpose \(purpose) is of an undefined kind"
      case .odd(.bitsAfterEnd(let segment)): "segment \(segment) has bits set after its end"
      case .odd(.unknownSegment(let type)): "it has a segment of unknown type \(type)"
      case .odd(.vendorBeyondMaximum(let segment)):
        "segment \(segment) names a vendor beyond its own maximum"
      }
    }
  }

  /// Everything that policy objects to, in the order of the string's fields.
  ///
  /// `now` is the instant against which the creation time is held; a day is allowed for clocks
  /// that go wrong and for time zones.
  package func problems(now: Timestamp) -> [Problem] {
    var problems: [Problem] = []
    if created > now.advanced(by: 86_400) { problems.append(.createdInFuture) }
    if updatedDeciseconds < createdDeciseconds { problems.append(.updatedBeforeCreated) }
    if !language.isValid { problems.append(.badLanguage) }
    if policyVersion < 4, created >= Self.newPolicyStart {
      problems.append(.policyTooOld(policyVersion))
    }
    if !isServiceSpecific { problems.append(.notServiceSpecific) }
    if purposeLegitimateInterests.contains(1) { problems.append(.interestForPurposeOne) }
    let forbidden = purposeLegitimateInterests.numbers.filter { (3...6).contains($0) }
    if policyVersion >= 4, !forbidden.isEmpty {
      problems.append(.interestForConsentPurposes(forbidden))
    }
    if !publisherCountry.isValid { problems.append(.badCountry) }
    for restriction in restrictions {
      if !(1...24).contains(restriction.purpose) {
        problems.append(.restrictsUnknownPurpose(restriction.purpose))
      }
      if restriction.kind == .undefined {
        problems.append(.undefinedRestriction(purpose: restriction.purpose))
      }
    }
    if disclosedVendors == nil { problems.append(.disclosedVendorsMissing(policy: policyVersion)) }
    return problems + oddities.map(Problem.odd)
  }

  /// Whether nothing forbids relying on the string at `now`.
  package func isValid(now: Timestamp) -> Bool {
    !problems(now: now).contains(where: \.isInvalidating)
  }

  /// The first instant after 30 September 2023, from which new strings need policy 4.
  static let newPolicyStart = Timestamp(1_696_118_400)
}
