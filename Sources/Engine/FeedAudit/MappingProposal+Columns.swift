internal import Basis
internal import Formats
internal import Intake
internal import Normalise

/// Proposals for feeds of which nothing is known but their columns.
extension MappingProposal {
  /// Identifiers in the order in which a row hangs on them: a log-in before a device.
  private static let order = [
    "user_id", "crm_id", "email", "phone", "email_sha256", "phone_sha256", "loyalty_id", "ppid",
    "uid2", "euid", "anonymous_id", "cookie", "device_id", "ga_client_id", "gaid", "idfa", "idfv",
  ]

  mutating func proposeByColumns() {
    proposeIdentifiers()
    let signals = columns.filter { if case .signal = role(of: $0) { true } else { false } }
    if !signals.isEmpty {
      proposeSignals(signals)
    } else if let event = eventInput {
      proposeEvents(event)
    } else {
      proposeProfiles()
    }
  }

  private mutating func proposeIdentifiers() {
    for column in columns where column.filled > 0 || rows == 0 {
      guard case .identifier(let namespace) = role(of: column) else { continue }
      mapping.identifiers.append(
        IdentifierRule(namespace: namespace, input: Input(column: column.name)))
      uses[column.name] = "identifier \(namespace)"
    }
    func rank(_ rule: IdentifierRule) -> Int {
      Self.order.firstIndex(of: rule.namespace) ?? Self.order.count
    }
    mapping.identifiers = mapping.identifiers.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }.map(\.element)
  }

  /// Chooses the first column of one of the roles, one with a time of day before one without.
  private mutating func chooseTime(_ roles: [ColumnRole]) {
    for wanted in roles {
      let fitting = columns.filter { role(of: $0) == wanted && $0.times.guess != nil }
      let decided = fitting.first { self.roles[$0.name] == wanted }
      let chosen =
        decided ?? fitting.first { $0.times.guess?.isDateOnly == false } ?? fitting.first
      guard let chosen else { continue }
      mapping.row.time = timeRule(chosen.name)
      uses[chosen.name] = "time"
      if chosen.times.guess?.isDateOnly == true { joinClock(to: chosen) }
      noteAmbiguity(chosen.name)
      return
    }
  }

  /// Reads the time of day from a column of its own, where the date has none.
  private mutating func joinClock(to date: ColumnProfile) {
    guard let place = columns.firstIndex(where: { $0.name == date.name }) else { return }
    let behind = columns[(place + 1)...] + columns[..<place]
    let clock = behind.first { column in
      column.filled > 0 && column.clocks.count * 10 >= column.filled * 9
        && column.filled * 10 >= date.filled * 9 && uses[column.name] == nil
    }
    guard let clock else { return }
    let (pattern, isKnown) = clock.clocks.pattern(behind: timeFormat(date.name))
    guard isKnown else { return }
    var input = Input()
    input.columns = [date.name, clock.name]
    mapping.row.time = TimeRule(input: input, format: pattern)
    uses[clock.name] = "time"
  }

  // MARK: Consent

  private mutating func proposeSignals(_ signals: [ColumnProfile]) {
    mapping.row.kinds = [.consent]
    chooseTime([.eventTime, .updateTime, .sentTime])
    var names: [String] = []
    for column in signals {
      guard case .signal(let signal) = role(of: column) else { continue }
      names.append(signal)
      mapping.consents.append(ConsentRule(column: column.name, source: .signal(signal)))
      uses[column.name] = "consent signal \(signal)"
    }
    mapping.consentMap = ConsentRecordSpec.purposes(of: names).mapValues { [$0] }
    for column in columns {
      guard case .attribute(let name, let isPersonal) = role(of: column), name != "ip" else {
        continue
      }
      addAttribute(column, name, isPersonal: isPersonal)
    }
  }

  /// A column that says yes or no to a purpose.
  private mutating func addFlag(_ column: ColumnProfile, _ purpose: String) {
    let words = column.values.keys.sorted()
    mapping.consents.append(
      ConsentRule(
        column: column.name,
        source: .values(
          purpose: purpose, granted: words.filter(ConsentWords.isGranted),
          denied: words.filter(ConsentWords.isDenied))))
    uses[column.name] = "consent \(purpose)"
    let unknown = words.filter { !ConsentWords.isKnown($0) }
    // Anything may stand in such a column by mistake, and mappings are passed on.
    if !unknown.isEmpty {
      remarks[column.name] =
        column.isPersonal
        ? "\(unknown.count) of its values are neither yes nor no to us"
        : "neither yes nor no to us: \(unknown.joined(separator: ", "))"
    }
  }

  // MARK: Profiles

  private mutating func proposeProfiles() {
    mapping.row.kinds = [.profile]
    chooseTime([.updateTime, .eventTime])
    for column in columns where column.filled > 0 && uses[column.name] == nil {
      switch role(of: column) {
      case .attribute(let name, let isPersonal):
        if name != "ip" { addAttribute(column, name, isPersonal: isPersonal) }
      case .consent(let purpose):
        addAttribute(column, ColumnText.snake(column.name), isPersonal: false)
        addFlag(column, purpose)
        mapping.row.kinds = [.profile, .consent]
      case .field(let name): addAttribute(column, name, isPersonal: false)
      case nil:
        guard !looksLikeKey(column) else {
          remarks[column.name] = "every value is another one; an identifier of the sender's?"
          continue
        }
        addAttribute(column, ColumnText.snake(column.name), isPersonal: column.isPersonal)
      default: break
      }
    }
  }

  private func looksLikeKey(_ column: ColumnProfile) -> Bool {
    let distinct = column.counter.distinct.value
    return column.filled > 50 && distinct * 20 > column.filled * 19 && column.shape != .number
      && column.shape != .date
  }

  mutating func addAttribute(_ column: ColumnProfile, _ name: String, isPersonal: Bool) {
    guard !mapping.attributes.contains(where: { $0.name == name }) else { return }
    var rule = valueRule(column, name)
    rule.isPersonal = isPersonal
    rule.definition.isPersonal = isPersonal ? true : nil
    mapping.attributes.append(rule)
    uses[column.name] = "attribute \(name)"
  }

  // MARK: Events

  /// Where a row's event comes from; nil where rows are no events.
  private var eventInput: Input? {
    let hasTime = columns.contains { role(of: $0) == .eventTime && $0.times.guess != nil }
    guard hasTime else { return nil }
    if let column = columns.first(where: { role(of: $0) == .eventName && $0.filled > 0 }) {
      var input = Input(column: column.name)
      input.map = EmailEvents.map(Array(column.values.keys))
      return input
    }
    func has(_ name: String) -> Bool { columns.contains { role(of: $0) == .field(name) } }
    var input = Input()
    if has("order_id"), has("revenue") || (has("price") && has("quantity")) {
      let isStore = has("store") || mapping.identifiers.contains { $0.namespace == "loyalty_id" }
      input.constant = isStore ? "store_purchase" : "purchase"
      return input
    }
    guard has("url") || has("path") else { return nil }
    input.constant = "page_view"
    return input
  }

  private mutating func proposeEvents(_ event: Input) {
    mapping.row.kinds = [.event]
    mapping.row.event = event
    for name in event.columns { uses[name] = "event" }
    chooseTime([.eventTime])
    chooseKey(event)
    if !event.map.isEmpty { proposeUnsubscriptions(event) }
    for column in columns where column.filled > 0 && uses[column.name] == nil {
      switch role(of: column) {
      case .attribute(let name, true):
        if name != "ip" { addAttribute(column, name, isPersonal: true) }
      case .attribute(let name, false), .field(let name): addField(column, name)
      case .consent(let purpose):
        addFlag(column, purpose)
        mapping.row.kinds = [.event, .consent]
      case .sentTime: mapping.row.sentAt = Input(column: column.name)
      case .receivedTime: mapping.row.receivedAt = Input(column: column.name)
      case nil: addField(column, ColumnText.snake(column.name))
      default: break
      }
    }
    if !event.map.isEmpty, !mapping.fields.contains(where: { $0.name == "channel" }) {
      var channel = Input()
      channel.constant = "email"
      mapping.fields.append(ValueRule(name: "channel", input: channel, type: .text))
    }
  }

  private mutating func addField(_ column: ColumnProfile, _ name: String) {
    let snake = ColumnText.snake(column.name)
    let free = mapping.fields.contains { $0.name == name } ? snake : name
    guard !mapping.fields.contains(where: { $0.name == free }) else { return }
    mapping.fields.append(valueRule(column, free))
    uses[column.name] = "field \(free)"
    if free == "user_agent" {
      var device = ValueRule(name: "device", input: Input(column: column.name), type: .text)
      device.meaning = "device"
      if !mapping.fields.contains(where: { $0.name == "device" }) { mapping.fields.append(device) }
    }
  }

  private mutating func chooseKey(_ event: Input) {
    func isUnique(_ column: ColumnProfile) -> Bool {
      column.filled == rows && column.counter.repeats.value <= repeats * 2 + rows / 100
    }
    if let id = columns.first(where: { role(of: $0) == .messageID && $0.filled > 0 }) {
      let key = isUnique(id) ? [id.name] : [id.name] + event.columns
      mapping.row.key = .columns(key)
      uses[id.name] = "key"
    } else if let order = columns.first(where: { role(of: $0) == .field("order_id") }),
      event.columns.isEmpty
    {
      if let line = columns.first(where: { role(of: $0) == .linePosition }) {
        mapping.row.key = .columns([order.name, line.name])
        uses[line.name] = "key"
      } else if isUnique(order) {
        mapping.row.key = .columns([order.name])
      }
    }
  }

  /// Who leaves a mailing list takes consent back.
  private mutating func proposeUnsubscriptions(_ event: Input) {
    guard let name = event.columns.first, let column = column(name) else { return }
    let words = column.values.keys.filter(EmailEvents.isUnsubscription).sorted()
    guard !words.isEmpty else { return }
    mapping.row.kinds = [.event, .consent]
    mapping.consents.append(
      ConsentRule(column: name, source: .values(purpose: "email", granted: [], denied: words)))
  }
}

/// What e-mail tools call what became of a message.
private enum EmailEvents {
  private static let names = [
    "sent": "email_sent", "send": "email_sent", "delivered": "email_delivered",
    "delivery": "email_delivered", "opened": "email_open", "open": "email_open",
    "clicked": "email_click", "click": "email_click", "bounced": "email_bounce",
    "bounce": "email_bounce", "unsubscribed": "email_unsubscribe",
    "unsubscribe": "email_unsubscribe", "complained": "email_complaint",
    "spam": "email_complaint", "complaint": "email_complaint", "versendet": "email_sent",
    "geöffnet": "email_open", "geklickt": "email_click", "abgemeldet": "email_unsubscribe",
  ]

  /// The events of an e-mail tool under the names that reports use; empty for other feeds.
  static func map(_ words: [String]) -> [String: String] {
    var map: [String: String] = [:]
    for word in words { map[word] = names[word.lowercased()] }
    let telling = ["email_open", "email_bounce", "email_unsubscribe"]
    return map.values.contains { telling.contains($0) } && map.count >= 2 ? map : [:]
  }

  static func isUnsubscription(_ word: String) -> Bool {
    names[word.lowercased()] == "email_unsubscribe"
  }
}
