package import Basis
internal import Consent
internal import Formats

extension Mapping {
  /// Reads a mapping file; every problem in it is told at once.
  package static func parse(_ text: String, file: String) throws(Fault) -> Mapping {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "a mapping", code: .badMapping)
    var mapping = Mapping()
    if let feed = reader.table("feed") { mapping.feed = Feed(feed) }
    if let row = reader.table("row") { mapping.row = RowRule(row) }
    mapping.identifiers = reader.tables("identifier").compactMap(IdentifierRule.init)
    mapping.attributes = reader.tables("attribute").compactMap(ValueRule.init)
    mapping.fields = reader.tables("field").compactMap(ValueRule.init)
    mapping.consents = reader.tables("consent").compactMap(ConsentRule.init)
    if let map = reader.table("consent_map") {
      for purpose in map.keys { mapping.consentMap[purpose] = map.signalRules(purpose) }
    }
    mapping.cost = reader.table("cost").flatMap(CostRule.init)
    FeedbackRule(reader.table("feedback"))?.apply(to: &mapping)
    reader.refuseOthers()
    try reader.problems.raise()
    return mapping
  }
}

extension Feed {
  fileprivate init(_ reader: TOMLReader) {
    kind = reader.choice("format", of: FeedKind.self)
    delimiter = reader.byte("delimiter")
    quote = reader.byte("quote")
    encoding = reader.string("encoding")
    if let encoding, TextEncoding(name: encoding) == nil {
      reader.problem(
        "encoding", "“\(encoding)” is no encoding that is known",
        "Write utf-8, utf-16 or windows-1252")
    }
    hasHeader = reader.boolean("header")
    timeZone = reader.text("time_zone") { (name) throws(Fault) in try Zone.named(name) } ?? "UTC"
    defaultRegion = reader.string("default_region")
    decimal = reader.decimalMark("decimal")
    reader.refuseOthers()
  }
}

extension RowRule {
  fileprivate init(_ reader: TOMLReader) {
    if reader.has("kinds") {
      kinds = (reader.strings("kinds") ?? []).compactMap { name in
        guard let kind = Kind(rawValue: name) else {
          reader.problem(
            "kinds", "“\(name)” is no kind of row",
            "Write \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
          return nil
        }
        return kind
      }
    } else if let kind = reader.choice("kind", of: Kind.self) {
      kinds = [kind]
    }
    if let event = reader.table("event") {
      self.event = Input(event)
      event.refuseOthers()
    }
    if let time = reader.table("time") { self.time = TimeRule(time) }
    if let sent = reader.string("sent_at") { sentAt = Input(column: sent) }
    if let received = reader.string("received_at") { receivedAt = Input(column: received) }
    if let key = reader.strings("key") {
      self.key = key == ["#line"] ? .line : .columns(key)
    }
    skipWhen = reader.table("skip_when").flatMap(Condition.init)
    onlyWhen = reader.table("only_when").flatMap(Condition.init)
    reader.refuseOthers()
  }
}

extension TOMLReader {
  /// The text at a key; what keeps it from being read is a problem at its place.
  fileprivate func text<Answer>(
    _ key: String, _ read: (String) throws(Fault) -> Answer
  ) -> String? {
    guard let text = string(key) else { return nil }
    do throws(Fault) {
      _ = try read(text)
    } catch {
      problem(key, "\(error.subject): \(error.reason)", error.remedy)
    }
    return text
  }
}

extension RowRule.Condition {
  fileprivate init?(_ reader: TOMLReader) {
    guard let column = reader.string("column"), let values = reader.strings("equals") else {
      reader.problem("column", "a condition has a column and values", "Write column and equals")
      return nil
    }
    self.init(column: column, values: values)
    reader.refuseOthers()
  }
}

extension Input {
  fileprivate init(_ reader: TOMLReader) {
    if let column = reader.string("column") { columns = [column] }
    if let several = reader.strings("columns") { columns = several }
    if let several = reader.strings("first_of") { (columns, takesFirst) = (several, true) }
    join = reader.string("join") ?? " "
    constant = reader.string("constant")
    isTrimmed = reader.boolean("trim") ?? true
    split = reader.string("split")
    part = reader.integer("part")
    letterCase = reader.string("case").flatMap(Case.init)
    map = reader.texts("map") ?? [:]
    mapDefault = reader.string("map_default")
    fallback = reader.string("default")
    if columns.isEmpty, constant == nil {
      reader.problem("column", "it says no column", "Write column = \"…\" or constant = \"…\"")
    }
  }
}

extension TimeRule {
  fileprivate init(_ reader: TOMLReader) {
    input = Input(reader)
    format = reader.text("format") { (text) throws(Fault) in
      try TimeFormat.compiled(pattern: text)
    }
    timeZone = reader.text("time_zone") { (name) throws(Fault) in try Zone.named(name) }
    reader.refuseOthers()
  }
}

extension IdentifierRule {
  fileprivate init?(_ reader: TOMLReader) {
    guard let namespace = reader.string("namespace") else {
      reader.problem("namespace", "an identifier has no namespace", "Write namespace = \"email\"")
      return nil
    }
    self.init(namespace: namespace, input: Input(reader))
    regionColumn = reader.string("region_column")
    defaultRegion = reader.string("default_region")
    let conditions =
      reader.isTable("only_when")
      ? [reader.table("only_when")].compactMap { $0 } : reader.tables("only_when")
    onlyWhen = conditions.compactMap(RowRule.Condition.init)
    reader.refuseOthers()
  }
}

extension ValueRule {
  fileprivate init?(_ reader: TOMLReader) {
    guard let name = reader.string("name") else {
      reader.problem("name", "it has no name", "Write name = \"…\"")
      return nil
    }
    let type = reader.choice("type", of: ValueType.self) ?? .text
    self.init(name: name, input: Input(reader), type: type)
    format = reader.text("format") { (text) throws(Fault) in
      if type == .date || type == .time { _ = try TimeFormat.compiled(pattern: text) }
    }
    timeZone = reader.text("time_zone") { (name) throws(Fault) in try Zone.named(name) }
    decimal = reader.decimalMark("decimal")
    isMicros = reader.boolean("micros") ?? false
    if let code = reader.string("currency") {
      currency = Currency(code)
      if currency == nil {
        reader.problem("currency", "“\(code)” is no currency", "Write three letters such as EUR")
      }
    }
    currencyColumn = reader.string("currency_column")
    priority = reader.integer("priority") ?? 0
    definition = AttributeDefinition(name: name, reading: reader)
    isPersonal = definition.isPersonal ?? false
    meaning = reader.string("meaning")
    if let meaning, !Meaning.names.contains(meaning) {
      reader.problem(
        "meaning", "“\(meaning)” is no meaning",
        NearestName.remedy(for: meaning, among: Meaning.names))
    }
    reader.refuseOthers()
  }
}

extension ConsentRule {
  fileprivate init?(_ reader: TOMLReader) {
    let column = reader.string("column")
    let signal = reader.string("signal")
    let purpose = reader.string("purpose")
    let granted = reader.strings("granted") ?? []
    let denied = reader.strings("denied") ?? []
    let (jurisdiction, basis) = (reader.input("jurisdiction"), reader.input("basis"))
    let form = reader.input("form")
    reader.refuseOthers()
    guard let column else {
      reader.problem("column", "a consent has no column", "Write column = \"…\"")
      return nil
    }
    if let signal, SignalKind(word: signal) == nil {
      let names = SignalKind.allCases.map(\.word)
      reader.problem(
        "signal", "“\(signal)” is not a signal", NearestName.remedy(for: signal, among: names))
    }
    if let name = basis?.constant, ConsentRecord.LegalBasis(rawValue: name) == nil {
      let names = ConsentRecord.LegalBasis.allCases.map(\.rawValue)
      reader.problem(
        "basis", "“\(name)” is not a legal basis", NearestName.remedy(for: name, among: names))
    }
    if let signal {
      self.init(column: column, source: .signal(signal))
    } else if let purpose {
      self.init(
        column: column, source: .values(purpose: purpose, granted: granted, denied: denied))
    } else {
      reader.problem("purpose", "a consent has neither purpose nor signal", "Write one of them")
      return nil
    }
    (self.jurisdiction, self.basis, self.form) = (jurisdiction, basis, form)
  }
}

extension CostRule {
  fileprivate init?(_ reader: TOMLReader) {
    let day =
      reader.isTable("day")
      ? reader.table("day").map(TimeRule.init)
      : reader.string("day").map { TimeRule(input: Input(column: $0)) }
    guard let day, let campaign = reader.input("campaign"), let cost = reader.input("cost") else {
      reader.problem("day", "a cost needs day, campaign and cost", "Name their columns")
      return nil
    }
    var channel = Input()
    channel.constant = "unknown"
    self.init(day: day, campaign: campaign, channel: reader.input("channel") ?? channel, cost: cost)
    impressions = reader.input("impressions")
    clicks = reader.input("clicks")
    decimal = reader.decimalMark("decimal")
    isMicros = reader.boolean("micros") ?? false
    // Three letters are a currency; anything else names the column that has it.
    let written = reader.string("currency")
    currency = written.flatMap { Currency($0) }
    currencyColumn = reader.string("currency_column") ?? (currency == nil ? written : nil)
    reader.refuseOthers()
  }
}

extension TOMLReader {
  /// One rule for a purpose or a list of them; what is wrong in one is a problem at its place.
  fileprivate func signalRules(_ purpose: String) -> [String]? {
    let texts = strings(purpose)
    for text in texts ?? [] {
      do throws(SignalRuleError) {
        _ = try SignalRule(text)
      } catch {
        problem(
          purpose, "in the rule “\(text)” at character \(error.column): \(error.reason)",
          error.expected)
      }
    }
    return texts
  }

  /// A column by its name, or a table that says more of it, or a constant.
  fileprivate func input(_ key: String) -> Input? {
    guard isTable(key) else { return string(key).map { Input(column: $0) } }
    return table(key).map { table in
      defer { table.refuseOthers() }
      return Input(table)
    }
  }

  /// A comma or a point.
  fileprivate func decimalMark(_ key: String) -> UInt8? {
    guard let mark = byte(key) else { return nil }
    if mark == UInt8(ascii: ",") || mark == UInt8(ascii: ".") { return mark }
    problem(key, "it is no decimal mark", "Write \",\" or \".\"")
    return nil
  }

  /// One character that stands for a byte.
  fileprivate func byte(_ key: String) -> UInt8? {
    guard let text = string(key) else { return nil }
    if let byte = text.utf8.first, text.utf8.count == 1 { return byte }
    problem(key, "“\(text)” is not one character", "Write one ASCII character")
    return nil
  }
}
