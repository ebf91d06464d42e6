/// What the records of consent dialogues mean by their columns.
package enum ConsentRecordSpec {
  /// The columns that carry each signal.
  package static let signals: [(signal: String, columns: [String])] = [
    (
      "tcf",
      ["tc_string", "tcstring", "tcf_string", "consent_string", "euconsent", "euconsent-v2", "tcf"]
    ),
    ("consent_mode_gcs", ["gcs", "consent_mode_gcs"]),
    ("consent_mode_gcd", ["gcd", "consent_mode_gcd"]),
    ("gpp", ["gpp_string", "gpp"]),
    ("us_privacy", ["us_privacy", "usprivacy", "uspv1", "us_privacy_string"]),
    ("gpc", ["sec_gpc", "gpc", "global_privacy_control"]),
  ]
  package static let times = ["time", "timestamp", "created", "created_at", "updated_at", "date"]
  private static let identifiers: [(String, [String])] = [
    ("user_id", ["user_id", "customer_id"]), ("anonymous_id", ["anonymous_id", "visitor_id"]),
    ("cookie", ["cookie", "cookie_id"]), ("email", ["email"]),
  ]

  /// Google's number in the list of vendors, through which most advertisements are served.
  package static let vendor = 755

  /// What the signals say about our purposes, where a mapping does not say it.
  package static func purposes(of signals: [String]) -> [String: String] {
    var map: [String: String] = [:]
    if signals.contains("gpc") { map["sharing"] = "gpc" }
    if signals.contains("consent_mode_gcs") {
      map["storage"] = "gcs:analytics_storage"
      map["analytics"] = "gcs:analytics_storage"
      map["ads"] = "gcs:ad_storage"
    }
    if signals.contains("consent_mode_gcd") {
      map["personalised_ads"] = "gcd:ad_user_data,ad_personalization"
    }
    if signals.contains("tcf") {
      map["storage"] = "tcf:1"
      map["ads"] = "tcf:1,2,7 vendor:\(vendor)"
      map["personalised_ads"] = "tcf:1,3,4 vendor:\(vendor)"
      map["analytics"] = "tcf:1,8,9"
    }
    return map
  }

  /// Adds what the columns of a consent record mean.
  static func complete(_ mapping: inout Mapping, _ columns: [String]) {
    let finder = ColumnFinder(columns)
    mapping.row.kinds = [.consent]
    if mapping.row.time == nil, let time = finder.first(times) {
      mapping.row.time = TimeRule(input: Input(column: time))
    }
    if mapping.identifiers.isEmpty {
      mapping.identifiers = identifiers.compactMap { namespace, names in
        finder.first(names).map { IdentifierRule(namespace: namespace, input: Input(column: $0)) }
      }
    }
    if mapping.consents.isEmpty {
      for (signal, names) in signals {
        guard let column = finder.first(names) else { continue }
        mapping.consents.append(ConsentRule(column: column, source: .signal(signal)))
      }
    }
    if mapping.consentMap.isEmpty {
      mapping.consentMap = purposes(
        of: mapping.consents.compactMap { rule in
          if case .signal(let name) = rule.source { name } else { nil }
        }
      ).mapValues { [$0] }
    }
  }
}
