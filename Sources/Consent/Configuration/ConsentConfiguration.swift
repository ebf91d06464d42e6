/// Everything about consent that a workspace sets: purposes, rules, mappings, retention.
package struct ConsentConfiguration: Hashable, Sendable {
  package var catalogue: PurposeCatalogue
  /// How purposes without a rule of their own are decided.
  package var defaultRule: DecisionRule
  package var rules: [PurposeID: DecisionRule]
  /// The sources that may rely on legitimate interest, by purpose.
  package var interestSources: [PurposeID: Set<String>]
  /// The mapping of each source; `*` stands for the others.
  package var mappings: [String: SignalMapping]
  package var retention: RetentionPolicy
  /// What lists of people with identifiers in clear are for, where nobody says another purpose.
  package var listPurpose: PurposeID

  /// Makes the configuration that holds where a workspace sets nothing.
  package init(catalogue: PurposeCatalogue = .standard) {
    self.catalogue = catalogue
    defaultRule = DecisionRule()
    rules = [:]
    interestSources = [:]
    mappings = [:]
    retention = RetentionPolicy()
    listPurpose = PurposeID(0)
  }

  /// How `purpose` is decided.
  package func rule(for purpose: PurposeID) -> DecisionRule { rules[purpose] ?? defaultRule }

  /// How the signals of `source` are read.
  package func mapping(for source: String) -> SignalMapping {
    mappings[source] ?? mappings["*"] ?? .standard
  }
}

extension SignalMapping {
  /// The mapping of sources that have none of their own.
  ///
  /// It asks for the purposes that the framework's own texts tie to each use, and names no vendor,
  /// for it cannot know under which id a workspace is registered.
  package static let standard: SignalMapping = {
    let texts: [(String, [String])] = [
      ("storage", ["tcf:1", "gcs:ad_storage", "gcd:ad_storage", "flag"]),
      (
        "ads",
        ["tcf:1,2,7", "gcs:ad_storage", "gcd:ad_storage,ad_user_data", "us:not sale", "flag"]
      ),
      (
        "personalised_ads",
        [
          "tcf:1,2,3,4,7", "gcd:ad_storage,ad_user_data,ad_personalization",
          "us:not sale,sharing,targeted_ads", "uspv1:not sale", "gpc", "flag",
        ]
      ),
      ("analytics", ["tcf:1,8,9", "gcs:analytics_storage", "gcd:analytics_storage", "flag"]),
      ("email", ["unsubscribe", "bounce", "flag"]),
      ("sharing", ["tcf:1,3,4", "us:not sale,sharing", "uspv1:not sale", "gpc", "flag"]),
    ]
    let catalogue = PurposeCatalogue.standard
    return SignalMapping(
      texts.compactMap { name, rules in
        catalogue.purpose(name).map { Line($0, rules.compactMap { try? SignalRule($0) }) }
      })
  }()
}
