internal import Basis
internal import Intake

/// Writes a proposed mapping as TOML, with what the feed showed beside each column.
struct MappingText {
  private var lines: [String] = []
  private let remarks: [String: String]
  private let columns: [String: AuditColumn]

  /// The text of a proposal for a file.
  static func text(of proposal: MappingProposal, file: String, _ audit: FeedAudit) -> String {
    var writer = MappingText(
      remarks: proposal.remarks,
      columns: Dictionary(audit.columns.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a }))
    writer.lines.append("# Proposed by `parterre audit` for \(Self.oneLine(file)).")
    writer.lines.append(
      "# Check it before the first ingest; `parterre help audit` says how it came about.")
    writer.writeFeed(proposal.mapping.feed)
    writer.writeRow(proposal.mapping)
    for rule in proposal.mapping.identifiers { writer.write(rule) }
    for rule in proposal.mapping.attributes { writer.write(rule, as: "attribute") }
    for rule in proposal.mapping.fields { writer.write(rule, as: "field") }
    for rule in proposal.mapping.consents { writer.write(rule) }
    writer.writeConsentMap(proposal.mapping.consentMap)
    if let cost = proposal.mapping.cost { writer.write(cost) }
    let unused = audit.columns.filter { $0.use == nil && $0.filled > 0 }
    if !unused.isEmpty { writer.lines += ["", "# Not used:"] }
    for column in unused {
      let remark = proposal.remarks[column.name].map { "; " + $0 } ?? ""
      let personal = column.isPersonal ? "; personal data" : ""
      writer.lines.append(
        "#   \(Self.oneLine(column.name)) (\(column.type)\(personal)\(remark))")
    }
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private init(remarks: [String: String], columns: [String: AuditColumn]) {
    (self.remarks, self.columns) = (remarks, columns)
  }

  // MARK: Sections

  private mutating func writeFeed(_ feed: Feed) {
    lines += ["", "[feed]"]
    if let kind = feed.kind { set("format", TOMLText.quoted(kind.rawValue)) }
    if let delimiter = feed.delimiter { set("delimiter", Self.character(delimiter)) }
    if feed.hasHeader == false { set("header", "false") }
    if let decimal = feed.decimal { set("decimal", Self.character(decimal)) }
    if feed.timeZone != "UTC" {
      set("time_zone", TOMLText.quoted(feed.timeZone), "taken from the language of the columns")
    }
    if let region = feed.defaultRegion {
      set("default_region", TOMLText.quoted(region), "for phone numbers without a country code")
    }
  }

  private mutating func writeRow(_ mapping: Mapping) {
    let row = mapping.row
    // Tracking calls say themselves what they are.
    guard mapping.feed.kind != .segment else { return }
    lines += ["", "[row]"]
    set(
      row.kinds.count == 1 ? "kind" : "kinds",
      row.kinds.count == 1
        ? TOMLText.quoted(row.kinds[0].rawValue) : TOMLText.list(row.kinds.map(\.rawValue)))
    if let event = row.event {
      set("event", "{ " + Self.input(event).joined(separator: ", ") + " }")
    }
    if let time = row.time {
      set("time", Self.time(time), time.input.columns.first.flatMap { remarks[$0] })
    }
    if let sent = row.sentAt?.columns.first { set("sent_at", TOMLText.quoted(sent)) }
    if let received = row.receivedAt?.columns.first {
      set("received_at", TOMLText.quoted(received))
    }
    switch row.key {
    case .wholeRow: break
    case .columns(let names): set("key", TOMLText.list(names), "what makes two rows the same")
    case .line: set("key", TOMLText.quoted("#line"))
    }
  }

  private mutating func write(_ rule: IdentifierRule) {
    begin("identifier", rule.input)
    set("namespace", TOMLText.quoted(rule.namespace))
    lines += Self.input(rule.input)
  }

  private mutating func write(_ rule: ValueRule, as section: String) {
    begin(section, rule.input)
    set("name", TOMLText.quoted(rule.name))
    lines += Self.input(rule.input)
    if rule.type != .text { set("type", TOMLText.quoted(rule.type.rawValue)) }
    if let format = rule.format { set("format", TOMLText.quoted(format)) }
    if let column = rule.currencyColumn { set("currency_column", TOMLText.quoted(column)) }
    if let currency = rule.currency { set("currency", TOMLText.quoted(currency.code)) }
    if rule.isMicros { set("micros", "true", "it counts millionths") }
    if let meaning = rule.meaning { set("meaning", TOMLText.quoted(meaning)) }
    if rule.isPersonal { set("personal", "true") }
  }

  private mutating func write(_ rule: ConsentRule) {
    begin("consent", Input(column: rule.column))
    set("column", TOMLText.quoted(rule.column))
    switch rule.source {
    case .signal(let signal): set("signal", TOMLText.quoted(signal))
    case .values(let purpose, let granted, let denied):
      set("purpose", TOMLText.quoted(purpose))
      if !granted.isEmpty { set("granted", TOMLText.list(granted)) }
      if !denied.isEmpty { set("denied", TOMLText.list(denied)) }
    }
  }

  private mutating func writeConsentMap(_ map: [String: [String]]) {
    guard !map.isEmpty else { return }
    lines += ["", "# What the signals say about our purposes."]
    if map.values.joined().contains(where: { $0.contains("vendor:") }) {
      lines.append(
        "# Vendor \(ConsentRecordSpec.vendor) is Google; write the numbers of those that serve you."
      )
    }
    lines.append("[consent_map]")
    for (purpose, rules) in map.sorted(by: { $0.key < $1.key }) {
      let texts = rules.map(TOMLText.quoted)
      set(purpose, texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]")
    }
  }

  private mutating func write(_ cost: CostRule) {
    lines += ["", "[cost]"]
    set("day", Self.time(cost.day))
    set("campaign", "{ " + Self.input(cost.campaign).joined(separator: ", ") + " }")
    set("channel", "{ " + Self.input(cost.channel).joined(separator: ", ") + " }")
    for (key, input) in [("impressions", cost.impressions), ("clicks", cost.clicks)] {
      if let name = input?.columns.first { set(key, TOMLText.quoted(name)) }
    }
    let name = cost.cost.columns.first ?? ""
    set("cost", TOMLText.quoted(name), remarks[name])
    if let column = cost.currencyColumn { set("currency_column", TOMLText.quoted(column)) }
    if let currency = cost.currency { set("currency", TOMLText.quoted(currency.code)) }
    if cost.isMicros { set("micros", "true", "it counts millionths") }
  }

  // MARK: Lines

  /// Begins a table of a list, with what the feed showed of its column.
  private mutating func begin(_ section: String, _ input: Input) {
    lines.append("")
    if let name = input.columns.first, let column = columns[name] {
      let share = column.rows == 0 ? 0 : column.filled * 100 / column.rows
      let about = column.distinct.isExact ? "" : "about "
      var remark =
        "\(share == 0 && column.filled > 0 ? "<1" : String(share)) % filled, \(about)\(Counted.text(column.distinct.value, "different value"))"
      if let more = remarks[name] { remark += "; " + more }
      lines.append("# \(Self.oneLine(remark))")
    }
    lines.append("[[\(section)]]")
  }

  private mutating func set(_ key: String, _ value: String, _ remark: String? = nil) {
    lines.append("\(key) = \(value)" + (remark.map { "  # " + Self.oneLine($0) } ?? ""))
  }

  private static func input(_ input: Input) -> [String] {
    var lines: [String] = []
    if input.columns.count == 1 { lines.append("column = \(TOMLText.quoted(input.columns[0]))") }
    if input.columns.count > 1 { lines.append("columns = \(TOMLText.list(input.columns))") }
    if let constant = input.constant { lines.append("constant = \(TOMLText.quoted(constant))") }
    if let split = input.split { lines.append("split = \(TOMLText.quoted(split))") }
    if !input.map.isEmpty { lines.append("map = \(TOMLText.table(input.map))") }
    return lines
  }

  private static func time(_ rule: TimeRule) -> String {
    var parts = input(rule.input)
    if let format = rule.format { parts.append("format = \(TOMLText.quoted(format))") }
    return "{ " + parts.joined(separator: ", ") + " }"
  }

  private static func character(_ byte: UInt8) -> String {
    TOMLText.quoted(String(Character(Unicode.Scalar(byte))))
  }

  /// A comment must not end before its line does.
  private static func oneLine(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
  }
}
