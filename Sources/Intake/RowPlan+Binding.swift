package import Basis
package import Formats
internal import Normalise
package import Sealing

extension RowPlan {
  /// Binds a mapping to a file's columns; a column that the file lacks is told with its nearest.
  ///
  /// For feeds without fixed columns, such as JSON, `header` is nil and every column is a path.
  /// `decimal` is the mark of numbers for which the mapping names none.
  package init(
    _ mapping: Mapping, header: [String]?, decimal: DecimalMark = .automatic,
    hashing: (String) throws(Fault) -> KeyedHash,
    erased: ErasedPeople = .nobody
  ) throws(Fault) {
    var binder = ColumnBinder(header: header)
    let feedZone = try Zone.named(mapping.feed.timeZone)
    (self.mapping, self.erased) = (mapping, erased)
    let mark = mapping.feed.decimal.map(DecimalMark.init) ?? decimal
    func condition(_ condition: RowRule.Condition) -> BoundCondition {
      BoundCondition(
        column: binder.column(condition.column), values: condition.values.map { Array($0.utf8) })
    }
    var namespaces: [String] = []
    var identifiers: [BoundIdentifier] = []
    for rule in mapping.identifiers {
      let code = namespaces.firstIndex(of: rule.namespace) ?? namespaces.count
      if code == namespaces.count { namespaces.append(rule.namespace) }
      identifiers.append(
        BoundIdentifier(
          namespace: UInt8(code), name: rule.namespace, input: binder.bind(rule.input),
          rules: IdentifierRules(
            defaultRegion: rule.defaultRegion ?? mapping.feed.defaultRegion),
          regionColumn: rule.regionColumn.map { binder.column($0) },
          conditions: rule.onlyWhen.map { condition($0) },
          hash: try hashing(rule.namespace),
          alias: try IdentifierNamespace(rule.namespace).digestName.map(hashing)))
    }
    self.namespaces = namespaces
    self.identifiers = identifiers
    func value(_ rule: ValueRule) throws(Fault) -> BoundValue {
      var time: TimeReader?
      if rule.type == .date || rule.type == .time {
        let zone = try rule.timeZone.map { (name) throws(Fault) in try Zone.named(name) }
        time = try TimeReader(pattern: rule.format, zone: zone ?? feedZone)
      }
      return BoundValue(
        rule: rule, input: binder.bind(rule.input),
        currencyColumn: rule.currencyColumn.map { binder.column($0) }, time: time, mark: mark)
    }
    func time(_ rule: TimeRule) throws(Fault) -> BoundTime {
      let zone = try rule.timeZone.map { (name) throws(Fault) in try Zone.named(name) }
      return BoundTime(
        input: binder.bind(rule.input),
        reader: try TimeReader(pattern: rule.format, zone: zone ?? feedZone))
    }
    var fields: [BoundValue] = []
    for rule in mapping.fields { fields.append(try value(rule)) }
    var attributes: [BoundValue] = []
    for rule in mapping.attributes { attributes.append(try value(rule)) }
    (self.fields, self.attributes) = (fields, attributes)
    fieldNames = fields.map(\.rule.name)
    fieldTypes = fields.map(\.rule.type)
    attributeNames = attributes.map(\.rule.name)
    attributeTypes = attributes.map(\.rule.type)
    consents = mapping.consents.map { rule in
      BoundConsent(
        column: binder.column(rule.column), rule: rule,
        jurisdiction: rule.jurisdiction.map { binder.bind($0) },
        basis: rule.basis.map { binder.bind($0) }, form: rule.form.map { binder.bind($0) })
    }
    signals =
      if let rules = mapping.workspaceSignals {
        ConsentSignals(rules)
      } else {
        try ConsentSignals(mapping.consentMap)
      }
    let row = mapping.row
    event = row.event.map { binder.bind($0) }
    self.time = try row.time.map { (rule) throws(Fault) in try time(rule) }
    sentAt = try row.sentAt.map { (input) throws(Fault) in try time(TimeRule(input: input)) }
    receivedAt = try row.receivedAt.map { (input) throws(Fault) in
      try time(TimeRule(input: input))
    }
    switch row.key {
    case .wholeRow: (keyColumns, countsEveryRow) = (nil, false)
    case .columns(let names):
      (keyColumns, countsEveryRow) = (names.map { binder.column($0) }, false)
    case .line: (keyColumns, countsEveryRow) = (nil, true)
    }
    skipWhen = row.skipWhen.map { condition($0) }
    onlyWhen = row.onlyWhen.map { condition($0) }
    kindColumn = row.kindsByColumn.map { binder.column($0.column) }
    cost = try mapping.cost.map { (rule) throws(Fault) in
      BoundCost(
        rule: rule, day: try time(rule.day), campaign: binder.bind(rule.campaign),
        channel: binder.bind(rule.channel), impressions: rule.impressions.map { binder.bind($0) },
        clicks: rule.clicks.map { binder.bind($0) }, cost: binder.bind(rule.cost),
        currencyColumn: rule.currencyColumn.map { binder.column($0) },
        mark: rule.decimal.map(DecimalMark.init) ?? mark)
    }
    columns = binder.columns
    sourceColumns = binder.sourceColumns
    try binder.raise()
  }
}

/// Numbers the columns that a mapping uses, and notes those that the file does not have.
private struct ColumnBinder {
  private(set) var columns: [String] = []
  /// For each used column its place in the file.
  private(set) var sourceColumns: [Int] = []
  private let header: [String]?
  private var missing: [String] = []

  init(header: [String]?) { self.header = header }

  mutating func column(_ name: String) -> Int {
    if let known = columns.firstIndex(of: name) { return known }
    columns.append(name)
    if let header {
      if let place = header.firstIndex(of: name) ?? Self.numbered(name, header.count) {
        sourceColumns.append(place)
      } else {
        missing.append(name)
        sourceColumns.append(-1)
      }
    }
    return columns.count - 1
  }

  mutating func bind(_ input: Input) -> BoundInput {
    let places = input.columns.map { column($0) }
    return BoundInput(
      columns: places, input: input, plainColumn: input.isPlain ? places.first : nil)
  }

  func raise() throws(Fault) {
    guard let first = missing.first, let header else { return }
    // Where no name fits, the first line may be somebody's row instead of a header.
    guard missing.count < columns.count else {
      throw Fault(
        .badMapping, "column “\(first)”",
        reason: "the feed has none of the columns that the mapping names",
        remedy: "`parterre audit` shows those that it has; where its first line is no header, "
          + "write header = false under [feed] and name columns #1, #2 and so on")
    }
    let nearest = NearestName.to(first, among: header).map { "Did you mean “\($0)”? " } ?? ""
    throw Fault(
      .badMapping, "column “\(first)”",
      reason: missing.count == 1
        ? "the feed has no such column"
        : "the feed has no such column, nor \(missing.dropFirst().joined(separator: ", "))",
      remedy: nearest + "It has \(header.joined(separator: ", "))")
  }

  /// `#3` names the third column of a file without a header.
  private static func numbered(_ name: String, _ count: Int) -> Int? {
    guard name.hasPrefix("#"), let number = Int(name.dropFirst()), (1...count).contains(number)
    else { return nil }
    return number - 1
  }
}
