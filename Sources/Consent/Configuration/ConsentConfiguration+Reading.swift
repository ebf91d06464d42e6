package import Basis
internal import Formats

extension ConsentConfiguration {
  /// Reads a workspace's settings and returns what they make, with everything that is wrong by
  /// line; what is wrong leaves the value that holds without it.
  ///
  ///     purposes = ["postal"]                  purposes beside the standard ones
  ///     expiry = "13mo"                        how long a grant holds; "never" for ever
  ///     scope = "linked"                       linked, latest or own
  ///     lists = "storage"                      the purpose of lists with identifiers in clear
  ///     [purpose.email]                        the same for one purpose, and
  ///     legitimate_interest = ["crm"]          sources that need no signal
  ///     [signals.web]                          a source's signals; "*" for the others
  ///     ads = ["tcf:1,2 vendor:755", "gpc"]
  ///     strict = true                          TC strings without disclosed vendors refuse
  ///     [[retention]]
  ///     source = "web"                         left out: every source; likewise purpose
  ///     keep = "14mo"
  package static func read(
    _ settings: [ConsentSetting], file: String
  ) -> (configuration: ConsentConfiguration, faults: [Fault]) {
    var reader = ConsentSettingReader(file: file)
    // Purposes come first, for everything else names them.
    for setting in settings where setting.path == ["purposes"] { reader.readPurposes(setting) }
    // Then what stands alone: the rules that purposes inherit.
    for setting in settings where setting.path.count == 1 { reader.read(setting) }
    for setting in settings where setting.path.count != 1 { reader.read(setting) }
    return reader.finish()
  }
}

/// What has been read of a consent file so far.
private struct ConsentSettingReader {
  private typealias Draft = (source: String?, purpose: PurposeID?, keep: CalendarSpan?, line: Int?)

  private let file: String
  private var configuration = ConsentConfiguration()
  private var faults: [Fault] = []
  private var lines: [String: [SignalMapping.Line]] = [:]
  private var strict: Set<String> = []
  private var sources: Set<String> = []
  private var retention: [Int: Draft] = [:]

  init(file: String) { self.file = file }

  mutating func readPurposes(_ setting: ConsentSetting) {
    guard let names = list(setting) else { return }
    do throws(Fault) {
      configuration.catalogue = try PurposeCatalogue(adding: names)
    } catch {
      report(setting, error.reason, error.remedy)
    }
  }

  mutating func read(_ setting: ConsentSetting) {
    let path = setting.path
    switch (path.first, path.count) {
    case ("purposes", 1): break
    case ("expiry", 1):
      var rule = configuration.defaultRule
      readExpiry(setting, into: &rule)
      configuration.defaultRule = rule
    case ("scope", 1):
      if let scope = scope(setting) { configuration.defaultRule.scope = scope }
    case ("lists", 1):
      if let name = text(setting), let purpose = purpose(setting, name) {
        configuration.listPurpose = purpose
      }
    case ("purpose", 3): readPurpose(setting)
    case ("signals", 3): readSignals(setting)
    case ("retention", 3): readRetention(setting)
    default:
      unknown(
        setting, path.last ?? "",
        ["purposes", "expiry", "scope", "lists", "purpose", "signals", "retention"])
    }
  }

  func finish() -> (configuration: ConsentConfiguration, faults: [Fault]) {
    var (configuration, faults) = (self.configuration, self.faults)
    for source in sources {
      configuration.mappings[source] = SignalMapping(
        lines[source] ?? [], strictness: strict.contains(source) ? .strict : .lenient)
    }
    var rules: [RetentionRule] = []
    for (_, draft) in retention.sorted(by: { $0.key < $1.key }) {
      if let keep = draft.keep {
        rules.append(RetentionRule(source: draft.source, purpose: draft.purpose, keep: keep))
      } else {
        faults.append(
          fault(draft.line, "retention", "a rule does not say how long", "Add keep = \"14mo\""))
      }
    }
    configuration.retention = RetentionPolicy(rules)
    let inOrder = faults.enumerated().sorted {
      ($0.element.place?.line ?? 0, $0.offset) < ($1.element.place?.line ?? 0, $1.offset)
    }
    return (configuration, inOrder.map(\.element))
  }

  private mutating func readPurpose(_ setting: ConsentSetting) {
    guard let purpose = purpose(setting, setting.path[1]) else { return }
    var rule = configuration.rules[purpose] ?? configuration.defaultRule
    switch setting.path[2] {
    case "expiry": readExpiry(setting, into: &rule)
    case "scope": if let scope = scope(setting) { rule.scope = scope }
    case "legitimate_interest":
      if let names = list(setting) { configuration.interestSources[purpose] = Set(names) }
      return
    case let key:
      unknown(setting, key, ["expiry", "scope", "legitimate_interest"])
      return
    }
    configuration.rules[purpose] = rule
  }

  private mutating func readSignals(_ setting: ConsentSetting) {
    let source = setting.path[1]
    sources.insert(source)
    if setting.path[2] == "strict" {
      guard case .flag(let isStrict) = setting.value else {
        report(setting, "it is not true or false", "Write strict = true")
        return
      }
      if isStrict { strict.insert(source) }
      return
    }
    guard let purpose = purpose(setting, setting.path[2]), let texts = list(setting) else { return }
    var rules: [SignalRule] = []
    for text in texts {
      do throws(SignalRuleError) {
        rules.append(try SignalRule(text))
      } catch {
        report(
          setting, "in the rule “\(text)” at character \(error.column): \(error.reason)",
          error.expected)
      }
    }
    lines[source, default: []].append(SignalMapping.Line(purpose, rules))
  }

  private mutating func readRetention(_ setting: ConsentSetting) {
    let number = Int(setting.path[1]) ?? 0
    var draft: Draft = retention[number] ?? (nil, nil, nil, setting.line)
    switch setting.path[2] {
    case "source": draft.source = text(setting)
    case "purpose":
      guard let purpose = text(setting).flatMap({ purpose(setting, $0) }) else { return }
      draft.purpose = purpose
    case "keep":
      draft.keep = text(setting).flatMap { CalendarSpan($0) }
      if draft.keep == nil { report(setting, Self.spanReason, "Write 30d, 4w, 13mo or 2y") }
    case let key:
      unknown(setting, key, ["source", "purpose", "keep"])
      return
    }
    // A rule whose length cannot be read was reported at its own line.
    if setting.path[2] == "keep", draft.keep == nil {
      retention[number] = nil
    } else {
      retention[number] = draft
    }
  }

  private static let spanReason = "it is not a length of time"

  /// Sets how long a grant holds, or reports a text that says nothing of the kind.
  private mutating func readExpiry(_ setting: ConsentSetting, into rule: inout DecisionRule) {
    guard let text = text(setting) else { return }
    if text == "never" {
      rule.expiry = nil
    } else if let span = CalendarSpan(text) {
      rule.expiry = span
    } else {
      report(setting, Self.spanReason, "Write 30d, 4w, 13mo, 2y or never")
    }
  }

  private mutating func scope(_ setting: ConsentSetting) -> ConsentScope? {
    guard let text = text(setting) else { return nil }
    if let scope = ConsentScope(rawValue: text) { return scope }
    report(setting, "“\(text)” is not a scope", "Write linked, latest or own")
    return nil
  }

  private mutating func purpose(_ setting: ConsentSetting, _ name: String) -> PurposeID? {
    do throws(Fault) {
      return try configuration.catalogue.required(name)
    } catch {
      report(setting, "“\(name)” is not a purpose", error.remedy)
      return nil
    }
  }

  private mutating func text(_ setting: ConsentSetting) -> String? {
    if case .text(let text) = setting.value { return text }
    report(setting, "it is not a text", "Put it in quotes")
    return nil
  }

  private mutating func list(_ setting: ConsentSetting) -> [String]? {
    switch setting.value {
    case .list(let list): return list
    case .text(let text): return [text]
    case .flag:
      report(setting, "it is not a list of texts", "Write [\"…\", \"…\"]")
      return nil
    }
  }

  private mutating func unknown(_ setting: ConsentSetting, _ key: String, _ known: [String]) {
    let nearest = NearestName.to(key, among: known)
    report(
      setting, "“\(key)” is not a setting",
      nearest.map { "Did you mean \($0)?" } ?? "Settings here are \(known.joined(separator: ", "))")
  }

  private mutating func report(_ setting: ConsentSetting, _ reason: String, _ remedy: String) {
    faults.append(fault(setting.line, setting.path.joined(separator: "."), reason, remedy))
  }

  private func fault(_ line: Int?, _ subject: String, _ reason: String, _ remedy: String) -> Fault {
    Fault(
      .badConfiguration, subject, reason: reason, remedy: remedy,
      place: Fault.Place(file: file, line: line))
  }
}
