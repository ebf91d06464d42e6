internal import Basis
internal import Formats
internal import Intake
internal import Normalise

/// Builds a mapping for a feed from what its columns are called and what is in them.
struct MappingProposal {
  var mapping = Mapping()
  /// What each column is used for.
  var uses: [String: String] = [:]
  /// What a reader of the proposal should check, by the column it is about.
  var remarks: [String: String] = [:]
  /// The decimal mark that the numbers show.
  let decimal: DecimalMark?
  let language: FeedLanguage
  let columns: [ColumnProfile]
  let rows: Int
  /// Rows that say what another one said.
  let repeats: Int
  /// What somebody decided that columns are, against what they look like.
  let roles: [String: ColumnRole]

  init(
    _ columns: [ColumnProfile], rows: Int, repeats: Int, format: FeedFormat, hasBatches: Bool,
    file: String, roles: [String: ColumnRole] = [:]
  ) {
    (self.columns, self.rows, self.repeats, self.roles) = (columns, rows, repeats, roles)
    let names = columns.map(\.name)
    language = FeedLanguage.of(names)
    var commas = 0
    var points = 0
    for column in columns where column.shape == .number || column.shape == .integer {
      commas += column.decimals.commas
      points += column.decimals.points
    }
    decimal = commas > 0 && points == 0 ? .comma : points > 0 && commas == 0 ? .point : nil
    describeFeed(format)
    if !roles.isEmpty {
      // What a feed is known as decides over all its columns at once; here somebody else did.
      proposeByColumns()
    } else if hasBatches || isSegment {
      mapping.feed.kind = .segment
      proposeCalls()
    } else if case .delimited = format, let kind = FeedSpec.kind(of: names) {
      mapping.feed.kind = kind
      proposeKnown(kind, file)
    } else if let cost = CostReportSpec.rule(names), cost.impressions != nil || cost.clicks != nil {
      proposeCosts(cost)
    } else {
      proposeByColumns()
    }
  }

  /// The column of a name.
  func column(_ name: String) -> ColumnProfile? { columns.first { $0.name == name } }

  private mutating func describeFeed(_ format: FeedFormat) {
    switch format {
    case .delimited(let dialect):
      mapping.feed.kind = .csv
      mapping.feed.delimiter = dialect.delimiter
      if !dialect.hasHeader { mapping.feed.hasHeader = false }
      if decimal == .comma { mapping.feed.decimal = UInt8(ascii: ",") }
    case .jsonLines: mapping.feed.kind = .jsonLines
    case .jsonArray: mapping.feed.kind = .json
    }
    mapping.feed.timeZone = language.zone
    let hasPhone = columns.contains { role(of: $0) == .identifier("phone") }
    if hasPhone { mapping.feed.defaultRegion = commonCountry ?? language.region }
  }

  /// The country that most rows name, for phone numbers without a code.
  private var commonCountry: String? {
    let country = columns.first { role(of: $0) == .attribute("country", isPersonal: false) }
    let most = country?.values.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return most.flatMap { Countries.code($0) }
  }

  private var isSegment: Bool {
    guard let type = column("type"), column("userId") != nil || column("anonymousId") != nil else {
      return false
    }
    return !type.values.isEmpty && type.values.keys.allSatisfy(SegmentSpec.calls.contains)
  }

  // MARK: Feeds that are known as a whole

  private mutating func proposeKnown(_ kind: FeedKind, _ file: String) {
    mapping.feed.delimiter = nil
    mapping = FeedSpec.completed(mapping, columns: columns.map(\.name), file: file)
    if let name = mapping.cost?.day.input.columns.first {
      let day = timeRule(name)
      mapping.cost?.day = day
    }
    let empty = Set(columns.filter { $0.filled == 0 && rows > 0 }.map(\.name))
    mapping.fields.removeAll { empty.contains($0.input.columns.first ?? "") }
    noteUses()
  }

  private mutating func proposeCosts(_ cost: CostRule) {
    var rule = cost
    mapping.row.kinds = [.cost]
    mapping.row.key = .columns(CostReportSpec.key(cost, columns.map(\.name)))
    rule.day = timeRule(cost.day.input.columns.first ?? "")
    if rule.currency == nil, rule.currencyColumn == nil {
      rule.currency = language.currency ?? Currency("EUR")
      if let name = rule.cost.columns.first {
        remarks[name] = "no column has the currency, so check this one"
      }
    }
    mapping.cost = rule
    noteUses()
  }

  /// Notes the uses of columns by what the mapping says of them.
  private mutating func noteUses() {
    func note(_ input: Input?, _ use: String) {
      for name in input?.columns ?? [] where uses[name] == nil { uses[name] = use }
    }
    note(mapping.row.time?.input, "time")
    note(mapping.row.event, "event")
    for rule in mapping.identifiers { note(rule.input, "identifier \(rule.namespace)") }
    for rule in mapping.fields { note(rule.input, "field \(rule.name)") }
    note(mapping.cost?.day.input, "cost day")
    note(mapping.cost?.campaign, "cost campaign")
    note(mapping.cost?.channel, "cost channel")
    note(mapping.cost?.impressions, "cost impressions")
    note(mapping.cost?.clicks, "cost clicks")
    note(mapping.cost?.cost, "cost")
    if let name = mapping.cost?.currencyColumn { uses[name] = "currency" }
  }

  // MARK: What single columns are

  /// The role of a column by its name, or by its values where the name says nothing.
  func role(of column: ColumnProfile) -> ColumnRole? {
    if let chosen = roles[column.name] { return chosen }
    switch (column.role, column.shape) {
    case (.identifier("email"), .digest): return .identifier("email_sha256")
    case (.identifier("phone"), .digest): return .identifier("phone_sha256")
    case (.identifier("email_sha256"), .email): return .identifier("email")
    case (.consent, _) where !column.isFlag: return nil
    case (.eventName, _) where !column.hasFewValues: return .field("event_name")
    case (let role?, _): return role
    case (nil, .email): return .identifier("email")
    case (nil, .digest): return .identifier("email_sha256")
    case (nil, .consent): return .signal("tcf")
    case (nil, .phone) where column.filled > 5: return .identifier("phone")
    case (nil, _): return nil
    }
  }

  /// How the times of a column are to be read.
  func timeRule(_ name: String) -> TimeRule {
    TimeRule(input: Input(column: name), format: timeFormat(name))
  }

  /// The pattern of a column's times; nil for those that are read without being told.
  mutating func noteAmbiguity(_ name: String) {
    guard let guess = column(name)?.times.guess, guess.isOrderAmbiguous else { return }
    remarks[name] =
      "day and month could be the other way round: \(guess.alternative?.name ?? "")"
  }

  func timeFormat(_ name: String) -> String? {
    guard let guess = column(name)?.times.guess else { return nil }
    switch guess.format.name {
    case "iso8601", "rfc2822", "standard": return nil
    case let name where name.hasPrefix("epoch"): return nil
    case let pattern: return pattern
    }
  }
}

extension ColumnProfile {
  /// Whether its values are only ever a yes or a no.
  var isFlag: Bool {
    !values.isEmpty && values.count <= 6 && values.keys.contains { ConsentWords.isKnown($0) }
  }
}

/// Yes and no as consent columns write them.
enum ConsentWords {
  private static let granted: Set<String> = [
    "1", "true", "yes", "y", "ja", "j", "oui", "si", "sí", "on", "opt-in", "optin", "opted in",
    "granted", "given", "subscribed", "accepted", "erteilt", "zugestimmt", "angemeldet",
    "abonniert", "accepté", "aceptado", "given consent", "active", "aktiv",
  ]
  private static let denied: Set<String> = [
    "0", "false", "no", "n", "nein", "nej", "non", "off", "opt-out", "optout", "opted out",
    "denied", "withdrawn", "unsubscribed", "refused", "rejected", "widerrufen", "abgelehnt",
    "abgemeldet", "refusé", "rechazado", "revoked", "inactive", "inaktiv",
  ]

  static func isKnown(_ word: String) -> Bool { isGranted(word) || isDenied(word) }
  static func isGranted(_ word: String) -> Bool { granted.contains(word.lowercased()) }
  static func isDenied(_ word: String) -> Bool { denied.contains(word.lowercased()) }
}
