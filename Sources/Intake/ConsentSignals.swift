internal import Basis
internal import Formats

/// What a consent signal says about our purposes, by the rules of a mapping.
struct ConsentSignals: Sendable {
  private struct Rule: Sendable {
    let purpose: String
    let signal: String
    let names: [String]
  }

  private let rules: [Rule]
  /// The purposes that a signal can decide about.
  let purposes: [String]

  /// Reads rules such as `gcs:ad_storage` or `gpc`.
  init(_ map: [String: String]) throws(Fault) {
    var rules: [Rule] = []
    for (purpose, text) in map.sorted(by: { $0.key < $1.key }) {
      for part in text.split(separator: " ") {
        let pieces = part.split(separator: ":", maxSplits: 1)
        let names = pieces.count > 1 ? pieces[1].split(separator: ",").map(String.init) : []
        rules.append(Rule(purpose: purpose, signal: String(pieces[0]), names: names))
      }
    }
    self.rules = rules
    purposes = map.keys.sorted()
  }

  /// The decisions of one signal; nil where its text is not of the signal's form.
  func decisions(_ signal: String, _ text: String) -> [(purpose: String, isGranted: Bool)]? {
    switch signal {
    case "consent_mode_gcs":
      guard let flags = ConsentModeFlags(gcs: text) else { return nil }
      return decide("gcs") { flags.isGranted($0) }
    case "consent_mode_gcd":
      guard let flags = ConsentModeFlags(gcd: text) else { return nil }
      return decide("gcd") { flags.isGranted($0) }
    case "gpc":
      // Only the value 1 says something, and what it says is no.
      guard text == "1" || text == "true" else { return [] }
      return rules.filter { $0.signal == "gpc" }.map { ($0.purpose, false) }
    case "us_privacy":
      let letters = Array(text.utf8)
      guard letters.count == 4, letters[0] == 49 else { return nil }
      guard letters[2] != 45 else { return [] }
      return rules.filter { $0.signal == "us_privacy" }.map { ($0.purpose, letters[2] == 78) }
    default: return nil
    }
  }

  private func decide(_ signal: String, _ isGranted: (String) -> Bool) -> [(
    purpose: String, isGranted: Bool
  )] {
    rules.filter { $0.signal == signal }.map { rule in
      (rule.purpose, rule.names.allSatisfy(isGranted))
    }
  }
}

/// Google Consent Mode's flags, from `gcs` or `gcd`.
struct ConsentModeFlags {
  private var granted: Set<String> = []

  /// `G1xy`: x for ad storage, y for analytics storage.
  init?(gcs text: String) {
    let letters = Array(text)
    guard letters.count == 4, letters[0] == "G", letters[1] == "1" else { return nil }
    guard "01-".contains(letters[2]), "01-".contains(letters[3]) else { return nil }
    if letters[2] == "1" { granted.insert("ad_storage") }
    if letters[3] == "1" { granted.insert("analytics_storage") }
  }

  /// `11a1b1c1d5`: a letter for each of four signals.
  init?(gcd text: String) {
    let names = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"]
    let letters = Array(text)
    guard letters.count >= 10, letters[0] == "1", letters[1] == "1" else { return nil }
    for (index, name) in names.enumerated() {
      let letter = letters[2 + index * 2]
      guard "lpqtrmnuv".contains(letter) else { return nil }
      if "trnv".contains(letter) { granted.insert(name) }
    }
  }

  func isGranted(_ name: String) -> Bool { granted.contains(name) }
}
