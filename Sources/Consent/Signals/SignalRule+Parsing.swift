internal import Basis
internal import Formats

extension SignalRule {
  /// Reads a rule, or says what is wrong and where.
  package init(_ text: String) throws(SignalRuleError) {
    let words = Self.words(of: text)
    guard let first = words.first else {
      throw SignalRuleError(
        reason: "the rule is empty", column: 1, expected: "Write one such as `tcf:1,3 vendor:755`")
    }
    switch first.head {
    case "tcf", "li", "sf", "vendor": self = .tcf(try Self.tcf(words))
    case "gcs":
      let signals = try Self.signals(first)
      try Self.checkStorage(signals, first)
      self = .storageMode(signals)
      try Self.expectEnd(words, after: 1)
    case "gcd":
      self = .mode(try Self.signals(first))
      try Self.expectEnd(words, after: 1)
    case "gpc", "unsubscribe", "bounce", "flag":
      guard first.value == nil else {
        throw Self.error(first.valueColumn, "\(first.head) takes no value", "Leave out the colon")
      }
      self =
        first.head == "flag"
        ? .flag : .refusal(SignalKind(rawValue: first.head) ?? .unsubscribe)
      try Self.expectEnd(words, after: 1)
    case "uspv1":
      let uses = try Self.uses(words)
      guard uses == [.sale] else {
        throw Self.error(
          first.column, "the older US string knows the sale of data alone",
          "Write `uspv1:not sale`")
      }
      self = .usPrivacy
    case "us": self = .unitedStates(section: nil, notForbidden: try Self.uses(words))
    default:
      guard let id = Self.section(first.head) else { throw Self.unknown(first) }
      self = .unitedStates(section: id, notForbidden: try Self.uses(words))
    }
  }

  /// One word of a rule: what stands before its colon, what behind it, and where.
  private struct Word {
    var head: String
    var value: String?
    var column: Int
    var valueColumn: Int { column + head.count + 1 }
  }

  private static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var column = 1
    for piece in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !piece.isEmpty {
        let parts = piece.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        words.append(
          Word(
            head: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil,
            column: column))
      }
      column += piece.count + 1
    }
    return words
  }

  private static func tcf(_ words: [Word]) throws(SignalRuleError) -> TCFRule {
    var rule = TCFRule()
    for word in words {
      switch word.head {
      case "tcf": rule.consents = NumberedFlags(try numbers(word, "purpose", 1...24))
      case "li": rule.interests = NumberedFlags(try interests(word))
      case "sf": rule.specialFeatures = NumberedFlags(try numbers(word, "special feature", 1...12))
      case "vendor":
        let vendors = try numbers(word, "vendor", 1...65_535)
        guard vendors.count == 1 else {
          throw error(word.valueColumn, "a rule is about one vendor", "Write a rule for each")
        }
        rule.vendor = vendors[0]
      default:
        throw error(
          word.column, "“\(word.head)” does not belong to a TCF rule",
          "Use tcf:, li:, sf: and vendor:")
      }
    }
    guard !rule.consents.isEmpty || !rule.interests.isEmpty || !rule.specialFeatures.isEmpty else {
      throw error(
        words[0].column, "the rule names no purpose", "Add tcf: and the numbers of its purposes")
    }
    return rule
  }

  private static func interests(_ word: Word) throws(SignalRuleError) -> [Int] {
    let numbers = try numbers(word, "purpose", 1...24)
    if let wrong = numbers.first(where: { $0 == 1 || (3...6).contains($0) }) {
      throw error(
        word.valueColumn, "purpose \(wrong) can never rest on legitimate interest",
        "Ask for consent with tcf:\(wrong)")
    }
    return numbers
  }

  private static func numbers(
    _ word: Word, _ what: String, _ range: ClosedRange<Int>
  ) throws(SignalRuleError) -> [Int] {
    var numbers: [Int] = []
    var column = word.valueColumn
    for part in (word.value ?? "").split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = Int(part), range.contains(number) else {
        throw error(
          column, "“\(part)” is not a \(what)",
          "Write numbers from \(range.lowerBound) to \(range.upperBound) with commas between")
      }
      numbers.append(number)
      column += part.count + 1
    }
    return numbers
  }

  private static func signals(_ word: Word) throws(SignalRuleError) -> [ConsentMode.Signal] {
    var signals: [ConsentMode.Signal] = []
    var column = word.valueColumn
    for part in (word.value ?? "").split(separator: ",", omittingEmptySubsequences: false) {
      guard let signal = ConsentMode.Signal(rawValue: String(part)) else {
        let names = ConsentMode.Signal.allCases.map(\.rawValue)
        throw error(
          column, "“\(part)” is not a signal of Consent Mode",
          suggestion(String(part), names) ?? "Signals are \(names.joined(separator: ", "))")
      }
      signals.append(signal)
      column += part.count + 1
    }
    return signals
  }

  private static func checkStorage(
    _ signals: [ConsentMode.Signal], _ word: Word
  ) throws(SignalRuleError) {
    guard signals.allSatisfy({ $0 == .adStorage || $0 == .analyticsStorage }) else {
      throw error(
        word.valueColumn, "gcs has ad_storage and analytics_storage alone", "Use gcd: for the rest")
    }
  }

  private static let useNames: [(String, USPrivacySection.Use)] = [
    ("sale", .sale), ("sharing", .sharing), ("targeted_ads", .targetedAdvertising),
  ]

  /// Reads `not a,b`, whose first word hangs on the section's colon.
  private static func uses(_ words: [Word]) throws(SignalRuleError) -> [USPrivacySection.Use] {
    let first = words[0]
    guard first.value == "not", words.count > 1 else {
      throw error(
        first.valueColumn, "“not” and the uses that must not be refused are missing",
        "Write `\(first.head):not sale`")
    }
    try expectEnd(words, after: 2)
    var uses: [USPrivacySection.Use] = []
    var column = words[1].column
    for part in words[1].head.split(separator: ",", omittingEmptySubsequences: false) {
      guard let use = useNames.first(where: { $0.0 == part })?.1 else {
        throw error(
          column, "“\(part)” is not a use",
          suggestion(String(part), useNames.map(\.0)) ?? "Uses are sale, sharing, targeted_ads")
      }
      uses.append(use)
      column += part.count + 1
    }
    return uses
  }

  private static func section(_ name: String) -> Int? {
    GPPSectionLayout.names
      .first { $0.value == name && !GPPSectionLayout.versions(of: $0.key).isEmpty }?.key
  }

  private static func expectEnd(_ words: [Word], after count: Int) throws(SignalRuleError) {
    guard words.count > count else { return }
    throw error(words[count].column, "the rule should end here", "Write a rule of its own for it")
  }

  private static func unknown(_ word: Word) -> SignalRuleError {
    let sections = GPPSectionLayout.names.filter { !GPPSectionLayout.versions(of: $0.key).isEmpty }
    let names =
      [
        "tcf", "li", "sf", "vendor", "gcs", "gcd", "us", "uspv1", "gpc", "unsubscribe", "bounce",
        "flag",
      ] + sections.values.sorted()
    return error(
      word.column, "“\(word.head)” is not a signal",
      suggestion(word.head, names) ?? "Signals are \(names.prefix(12).joined(separator: ", "))")
  }

  private static func suggestion(_ name: String, _ names: [String]) -> String? {
    NearestName.to(name, among: names).map { "Did you mean \($0)?" }
  }

  private static func error(_ column: Int, _ reason: String, _ expected: String) -> SignalRuleError
  {
    SignalRuleError(reason: reason, column: column, expected: expected)
  }
}
