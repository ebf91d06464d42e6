package import Basis
internal import Columns
internal import Formats
internal import Normalise
internal import Sealing

/// Turns the rows of one chunk into a block; each thread has one of its own.
///
/// A row comes as cells; it leaves as values in the block, or as a reject. A row's values are only
/// kept once all of it has been understood, so that a reject leaves nothing behind.
package struct BlockBuilder {
  let plan: RowPlan
  package internal(set) var block = Block()
  var identifierIndex = HashIndex(capacity: 1 << 12)
  var identifierColumns: [IdentifierColumn]
  private var agentMemo = HashIndex()
  private var typeDictionary = LocalDictionary()
  private var fields: [ValueColumn]
  private var facts: [ValueColumn]
  private let kindColumn: KindColumn?
  private let kinds: RowKinds
  private let time: TimeColumn?
  private let sentAt: TimeColumn?
  private let receivedAt: TimeColumn?
  private let keyColumns: [Int]?
  var scratch: [UInt8] = []
  /// What stands around each row where several come in one record, for a reject that can be read
  /// again.
  var envelope: (before: [UInt8], behind: [UInt8])?

  /// What one row brought, before it is known to be usable.
  var rowIdentifiers: [UInt32] = []
  /// Values of the row that are left out while the row stays.
  var rowFlaws: [RowFlaw] = []
  /// Of each attribute, whose values its column has, and as of when.
  private var said: [LocalFacts]
  private let ingestTime: Int64

  package init(plan: RowPlan, ingestTime: Timestamp) {
    self.plan = plan
    self.ingestTime = ingestTime.seconds
    identifierColumns = plan.identifiers.map(IdentifierColumn.init)
    fields = plan.fields.map(ValueColumn.init)
    facts = plan.attributes.map(ValueColumn.init)
    kindColumn = KindColumn(plan)
    kinds = RowKinds(plan.mapping.row.kinds)
    time = plan.time.map(TimeColumn.init)
    sentAt = plan.sentAt.map(TimeColumn.init)
    receivedAt = plan.receivedAt.map(TimeColumn.init)
    // A list of its own, whose references no other core counts.
    keyColumns = plan.keyColumns.map { columns in columns.map { $0 } }
    said = plan.attributes.map { _ in LocalFacts() }
  }

  /// Hands over the block; the builder is spent.
  package consuming func finish() -> Block {
    block.typeTexts = typeDictionary.texts
    block.fields = fields.map { $0.finish() }
    block.facts = said
    for index in facts.indices { block.facts[index].column = facts[index].finish() }
    return block
  }

  /// Takes a row that could not even be cut into cells.
  package mutating func reject(
    line: Int, field: String? = nil, _ reason: RejectReason, _ detail: String, raw: Span<UInt8>
  ) {
    block.rowCount += 1
    refuse(RowProblem(field, reason, detail), raw, line)
  }

  /// Keeps a row that cannot be used, or counts it where it is of somebody who was erased.
  private mutating func refuse(_ problem: RowProblem, _ raw: Span<UInt8>, _ line: Int) {
    if problem.reason == .erased || plan.erased.mentioned(in: raw, plan.identifiers) {
      block.erased += 1
      return
    }
    block.rejects.append(
      BlockReject(
        line: line, field: problem.field, reason: problem.reason, detail: problem.detail,
        raw: kept(raw)))
  }

  /// Takes one row: its cells, the text they lie in, and its raw bytes for the key and for a reject.
  package mutating func add(
    _ cells: RowCells, in text: Span<UInt8>, raw: Span<UInt8>, line: Int
  ) {
    unsafe text.withUnsafeBufferPointer { text in
      unsafe cells.scratch.withUnsafeBufferPointer { scratch in
        unsafe cells.cells.withUnsafeBufferPointer { cells in
          add(unsafe RowText(cells: cells, text: text, scratch: scratch), raw, line)
        }
      }
    }
  }

  private mutating func add(_ row: RowText, _ raw: Span<UInt8>, _ line: Int) {
    if let condition = plan.skipWhen, row.matches(condition) {
      block.skipped += 1
      return
    }
    if let condition = plan.onlyWhen, !row.matches(condition) {
      block.skipped += 1
      return
    }
    if kinds.contains(.cost), let cost = plan.cost,
      CostReader.isTotal(cost, row, isMeta: plan.mapping.feed.kind == .metaAds)
    {
      block.skipped += 1
      return
    }
    block.rowCount += 1
    rowFlaws.removeAll(keepingCapacity: true)
    do {
      try take(row, raw)
      for flaw in rowFlaws { block.note(flaw, line: line) }
    } catch {
      refuse(error, raw, line)
    }
  }

  // MARK: One row

  private mutating func take(_ row: RowText, _ raw: Span<UInt8>) throws(RowProblem) {
    let (kinds, event) = try kinds(of: row)
    guard !kinds.isEmpty else {
      block.rowCount -= 1
      block.skipped += 1
      return
    }
    if kinds.contains(.cost) {
      try takeCost(row, raw)
      return
    }
    let time = try time(of: row, isNeeded: kinds.contains(.event))
    try readIdentifiers(row)
    let isNobody = rowIdentifiers.isEmpty
    let mayBeNobody =
      kinds == .event && (!rowFlaws.isEmpty || plan.mapping.row.keepsNobody)
    guard !isNobody || mayBeNobody else {
      throw RowProblem(nil, .noIdentifier, "none of its identifiers has a usable value")
    }
    if kinds.contains(.event) { try readFields(row) }
    if !isNobody { try readFacts(row) }
    var type: UInt32 = 0
    if kinds.contains(.event) { type = try eventType(of: row, event) }
    // A column tells which of a feed's rows speak of consent; else all do, where the mapping reads it.
    let mayConsent = kindColumn == nil || kinds.contains(.consent)
    let consent = mayConsent && !isNobody ? try consents(of: row, UInt32(time)) : []
    commit(row, raw, kinds, UInt32(time), type, consent)
  }

  private mutating func commit(
    _ row: RowText, _ raw: Span<UInt8>, _ kinds: RowKinds, _ time: UInt32, _ type: UInt32,
    _ consents: [LocalConsent]
  ) {
    let number = UInt32(block.keys.count)
    block.keys.append(key(of: row, raw, number))
    for identifier in rowIdentifiers { block.identifiers.isUsed[Int(identifier)] = true }
    if kinds.contains(.event) {
      let event = block.eventRows.count
      block.eventRows.append(number)
      block.eventOwners.append(rowIdentifiers.first.map { $0 + 1 } ?? 0)
      block.eventTimes.append(time)
      block.eventTypes.append(type)
      block.eventBots.append(isBot(row))
      for index in fields.indices { fields[index].keep(asRow: event) }
    }
    if let owner = rowIdentifiers.first {
      for index in facts.indices where facts[index].pending.isKnown {
        facts[index].keep(asRow: said[index].owners.count)
        said[index].owners.append(owner)
        said[index].times.append(time)
      }
      let evidence: LinkSlice.Evidence = kinds.contains(.profile) ? .profile : .event
      for other in rowIdentifiers.dropFirst() where other != owner {
        block.links.append(LocalLink(a: owner, b: other, time: time, evidence: evidence))
      }
    }
    for consent in consents {
      var record = consent
      record.row = number
      block.consents.append(record)
    }
  }

  private func kinds(of row: RowText) throws(RowProblem) -> (kinds: RowKinds, event: String?) {
    guard let kindColumn else { return (kinds, nil) }
    guard let entry = kindColumn.entry(row) else {
      throw RowProblem(
        kindColumn.name, .badStructure, "it is none of the kinds of row that the mapping knows")
    }
    return entry
  }

  // MARK: Time

  private func time(of row: RowText, isNeeded: Bool) throws(RowProblem) -> Int64 {
    guard let time, let seconds = try time.seconds(row) else {
      guard !isNeeded else {
        throw RowProblem(time?.name, .missingTime, "an event needs a time")
      }
      return ingestTime
    }
    var corrected = seconds
    if let sent = try sentAt?.seconds(row), let received = try receivedAt?.seconds(row) {
      corrected =
        ClockSkew.corrected(
          original: Timestamp(seconds), sent: Timestamp(sent), received: Timestamp(received),
          now: Timestamp(ingestTime)
        )?.instant.seconds ?? seconds
    }
    guard corrected >= 0, corrected <= ingestTime + 86_400 else {
      throw RowProblem(
        time.name, .timeOutOfRange,
        corrected < 0 ? "it lies before 1970" : "it lies more than a day in the future")
    }
    return corrected
  }

  // MARK: Values

  /// The code of the row's event; `known` is its name where its kind says it.
  private mutating func eventType(of row: RowText, _ known: String?) throws(RowProblem) -> UInt32 {
    if let known { return typeDictionary.code(of: known) }
    guard let rule = plan.event else {
      throw RowProblem(nil, .missingEvent, "the mapping names no event")
    }
    let code: UInt32
    if rule.columns.count == 1, rule.input.constant == nil {
      code = row.with(rule.columns[0]) { text in
        let hash = Hash64.of(text)
        return typeDictionary.known(hash)
          ?? typeDictionary.add(hash, canonical: rule.text(row).map { EventName.canonical($0) })
      }
    } else {
      code = rule.text(row).map { typeDictionary.code(of: EventName.canonical($0)) } ?? 0
    }
    guard code != 0 else { throw RowProblem(rule.name, .missingEvent, "the event has no name") }
    return code
  }

  private mutating func readFields(_ row: RowText) throws(RowProblem) {
    for index in fields.indices {
      try fields[index].read(row)
      if fields[index].pending.isLeftOut { leaveOut(fields[index].rule.rule.name) }
    }
  }

  private mutating func readFacts(_ row: RowText) throws(RowProblem) {
    for index in facts.indices {
      try facts[index].read(row)
      if facts[index].pending.isLeftOut { leaveOut(facts[index].rule.rule.name) }
    }
  }

  private mutating func leaveOut(_ name: String) {
    rowFlaws.append(RowFlaw(field: name, reason: RejectReason.notAllowed.rawValue))
  }

  /// Whether the row's browser calls itself a crawler.
  private mutating func isBot(_ row: RowText) -> Bool {
    guard let column = plan.agentColumn else { return false }
    let isBot = row.with(column) { text in
      guard text.count > 0 else { return false }
      let hash = Hash64.of(text)
      if let known = agentMemo.value(for: hash) { return known == 1 }
      let isBot = UserAgent(text).isBot
      _ = agentMemo.insert(hash, isBot ? 1 : 0)
      return isBot
    }
    if isBot { block.bots += 1 }
    return isBot
  }

  // MARK: Cost, key

  private mutating func takeCost(_ row: RowText, _ raw: Span<UInt8>) throws(RowProblem) {
    guard let cost = plan.cost else {
      throw RowProblem(nil, .badStructure, "the mapping says no cost columns")
    }
    let record = try CostReader.read(cost, row)
    let number = UInt32(block.keys.count)
    block.keys.append(key(of: row, raw, number))
    block.costs.append(
      LocalCost(
        row: number, day: record.day, campaign: record.campaign, channel: record.channel,
        impressions: record.impressions, clicks: record.clicks, cost: record.cost))
  }

  private func key(of row: RowText, _ raw: Span<UInt8>, _ number: UInt32) -> UInt64 {
    // Where every row counts, the batch gives each a key that no other has.
    if plan.countsEveryRow { return UInt64(number) }
    guard let keyColumns else { return Hash64.of(raw) }
    var key = RowKey.start
    var isEmpty = true
    for column in keyColumns {
      row.with(column) { text in
        if text.count > 0 { isEmpty = false }
        key = RowKey.of(text, after: key)
      }
    }
    // A row without a message id is known by its content.
    return isEmpty ? Hash64.of(raw) : key
  }

  /// The bytes of a row as a reject keeps them.
  private func kept(_ span: Span<UInt8>) -> [UInt8] {
    var bytes = envelope?.before ?? []
    bytes.reserveCapacity(bytes.count + span.count)
    for index in 0..<span.count { bytes.append(span[index]) }
    return bytes + (envelope?.behind ?? [])
  }
}
