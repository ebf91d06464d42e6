package import Basis
package import Formats

/// When a signal grants a purpose, as one line of configuration.
///
///     tcf:1,3,4 vendor:755          consent for all of these purposes and for the vendor
///     tcf:2 sf:1                    with opt-in to a special feature
///     li:7,9 vendor:755             legitimate interest, not objected to
///     gcs:ad_storage                Google Consent Mode, both parameters
///     gcd:ad_user_data,ad_personalization
///     usnat:not sale,sharing        a section of GPP; us: stands for any of them
///     uspv1:not sale
///     gpc, unsubscribe, bounce      refuse when they are there and say nothing else
///     flag                          a plain yes or no
package enum SignalRule: Hashable, Sendable {
  case tcf(TCFRule)
  case storageMode([ConsentMode.Signal])
  case mode([ConsentMode.Signal])
  /// The section's id, nil for any United States section, and the uses that must not be forbidden.
  case unitedStates(section: Int?, notForbidden: [USPrivacySection.Use])
  case usPrivacy
  case refusal(SignalKind)
  case flag

  /// What a TC string must say.
  package struct TCFRule: Hashable, Sendable {
    package var consents: NumberedFlags = []
    package var interests: NumberedFlags = []
    package var specialFeatures: NumberedFlags = []
    /// The vendor that acts; 0 where the rule names none.
    package var vendor = 0

    package init(
      consents: NumberedFlags = [], interests: NumberedFlags = [],
      specialFeatures: NumberedFlags = [], vendor: Int = 0
    ) {
      (self.consents, self.interests) = (consents, interests)
      (self.specialFeatures, self.vendor) = (specialFeatures, vendor)
    }
  }

  /// The kinds of signal that the rule listens to.
  package var kinds: [SignalKind] {
    switch self {
    case .tcf: [.tcf, .gpp]
    case .storageMode: [.gcs]
    case .mode: [.gcd]
    case .unitedStates: [.gpp]
    case .usPrivacy: [.usPrivacy, .gpp]
    case .refusal(.gpc): [.gpc, .gpp]
    case .refusal(let kind): [kind]
    case .flag: [.flag]
    }
  }
}

/// Why a rule's text was refused, and at which character.
package struct SignalRuleError: Error, Sendable, Equatable {
  package let reason: String
  /// The character concerned, counted from 1.
  package let column: Int
  package let expected: String

  /// The same as a fault about `subject`, which may have a line of its own.
  package func fault(_ subject: String, line: Int? = nil) -> Fault {
    Fault(
      .badConsent, subject, reason: reason, remedy: expected,
      place: Fault.Place(line: line, column: column))
  }
}
