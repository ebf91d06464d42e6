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
  /// The field with the browsers' names, and of each of its codes whether it names a crawler.
  private let agentField: Int?
  private var crawlers: [Bool?] = []
  private var typeDictionary = LocalDictionary()
  private var fields: [ValueColumn]
  private var facts: [ValueColumn]
  private let kindColumn: KindColumn?
  private let kinds: RowKinds
  private let times: RowTimes
  private let consents: RowConsents
  private let keys: KeyColumns
  var scratch: [UInt8] = []
  /// What stands around each row where several come in one record, for a reject that can be read
  /// again.
  var envelope: (before: [UInt8], behind: [UInt8])?

  /// What one row brought, before it is known to be usable.
  var rowIdentifiers: [UInt32] = []
  /// The numbers of the fields and of the attributes that have a pending value.
  private var rowFields: [Int] = []
  private var rowFacts: [Int] = []
  /// Values of the row that are left out while the row stays.
  var rowFlaws: [RowFlaw] = []
  /// Of each attribute, whose values its column has, and as of when.
  private var said: [LocalFacts]

  package init(plan: RowPlan, ingestTime: Timestamp) {
    self.plan = plan
    identifierColumns = plan.identifiers.map(IdentifierColumn.init)
    fields = ValueColumn.followed(plan.fields.map(ValueColumn.init))
    facts = ValueColumn.followed(plan.attributes.map(ValueColumn.init))
    agentField = plan.fields.firstIndex { $0.rule.name == "user_agent" && $0.type == .text }
    kindColumn = KindColumn(plan)
    kinds = RowKinds(plan.mapping.row.kinds)
    times = RowTimes(plan, ingestTime: ingestTime.seconds)
    consents = RowConsents(plan)
    keys = KeyColumns(plan)
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
    let (time, isOwn) = try times.seconds(of: row, isNeeded: kinds.contains(.event))
    try readIdentifiers(row)
    let isNobody = rowIdentifiers.isEmpty
    let mayBeNobody =
      kinds == .event && (!rowFlaws.isEmpty || plan.mapping.row.keepsNobody)
    guard !isNobody || mayBeNobody else {
      throw RowProblem(nil, .noIdentifier, "none of its identifiers has a usable value")
    }
    rowFields.removeAll(keepingCapacity: true)
    rowFacts.removeAll(keepingCapacity: true)
    if kinds.contains(.event) { try Self.read(&fields, row, &rowFields, &rowFlaws) }
    if !isNobody { try Self.read(&facts, row, &rowFacts, &rowFlaws) }
    var type: UInt32 = 0
    if kinds.contains(.event) { type = try eventType(of: row, event) }
    // A column tells which of a feed's rows speak of consent; else all do, where the mapping reads it.
    let mayConsent = kindColumn == nil || kinds.contains(.consent)
    var records: [LocalConsent] = []
    if mayConsent, let owner = rowIdentifiers.first {
      records = try consents.records(row, owner, UInt32(time), hasOwnTime: isOwn)
    }
    commit(row, raw, kinds, UInt32(time), type, records)
  }

  private mutating func commit(
    _ row: RowText, _ raw: Span<UInt8>, _ kinds: RowKinds, _ time: UInt32, _ type: UInt32,
    _ consents: [LocalConsent]
  ) {
    let number = UInt32(block.keys.count)
    block.keys.append(keys.key(of: row, raw, number))
    for identifier in rowIdentifiers { block.identifiers.isUsed[Int(identifier)] = true }
    if kinds.contains(.event) {
      let event = block.eventRows.count
      block.eventRows.append(number)
      block.eventOwners.append(rowIdentifiers.first.map { $0 + 1 } ?? 0)
      block.eventTimes.append(time)
      block.eventTypes.append(type)
      block.eventBots.append(isBot())
      for index in rowFields { fields[index].keep(asRow: event) }
    }
    if let owner = rowIdentifiers.first {
      for index in rowFacts {
        facts[index].keep(asRow: said[index].owners.count)
        said[index].owners.append(owner)
        said[index].times.append(time)
      }
      let evidence: LinkSlice.Evidence = kinds.contains(.profile) ? .profile : .event
      // Each with each: which of them join people is only known by the rules of the day.
      for (place, first) in rowIdentifiers.enumerated() {
        for second in rowIdentifiers[(place + 1)...] where second != first {
          block.links.append(LocalLink(a: first, b: second, time: time, evidence: evidence))
        }
      }
    }
    for consent in consents {
      var record = consent
      record.row = number
      record.beside = rowIdentifiers.filter { $0 != consent.owner }
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

  /// Reads the row's values of `columns` and lists those that it has in `present`; what is left out
  /// of the row becomes a flaw.
  private static func read(
    _ columns: inout [ValueColumn], _ row: RowText, _ present: inout [Int],
    _ flaws: inout [RowFlaw]
  ) throws(RowProblem) {
    // Looked at through a span, so that it is asked once a row whether the list is shared.
    var columns = columns.mutableSpan
    for index in columns.indices {
      if let leader = columns[index].leader {
        guard !columns[index].lacksText(row), case .code(let code) = columns[leader].pending else {
          continue
        }
        if try !columns[index].take(code) {
          try columns[index].learn(code, columns[leader].text(of: code))
        }
        guard columns[index].isPending else { continue }
      } else {
        guard try columns[index].read(row) else { continue }
      }
      if columns[index].pending.isLeftOut {
        let name = columns[index].rule.rule.name
        flaws.append(RowFlaw(field: name, reason: RejectReason.notAllowed.rawValue))
      } else {
        present.append(index)
      }
    }
  }

  /// Whether the row's browser calls itself a crawler.
  private mutating func isBot() -> Bool {
    guard let agentField, rowFields.contains(agentField),
      case .code(let code) = fields[agentField].pending
    else { return false }
    let place = Int(code)
    if place >= crawlers.count {
      crawlers += [Bool?](repeating: nil, count: place + 1 - crawlers.count)
    }
    let isBot: Bool
    if let known = crawlers[place] {
      isBot = known
    } else {
      let agent = Array((fields[agentField].text(of: code) ?? "").utf8)
      isBot = UserAgent(agent.span).isBot
      crawlers[place] = isBot
    }
    if isBot { block.bots += 1 }
    return isBot
  }

  // MARK: Cost

  private mutating func takeCost(_ row: RowText, _ raw: Span<UInt8>) throws(RowProblem) {
    guard let cost = plan.cost else {
      throw RowProblem(nil, .badStructure, "the mapping says no cost columns")
    }
    let record = try CostReader.read(cost, row)
    let number = UInt32(block.keys.count)
    block.keys.append(keys.key(of: row, raw, number))
    block.costs.append(
      LocalCost(
        row: number, day: record.day, campaign: record.campaign, channel: record.channel,
        impressions: record.impressions, clicks: record.clicks, cost: record.cost))
  }

  /// The bytes of a row as a reject keeps them.
  private func kept(_ span: Span<UInt8>) -> [UInt8] {
    var bytes = envelope?.before ?? []
    bytes.reserveCapacity(bytes.count + span.count)
    for index in 0..<span.count { bytes.append(span[index]) }
    return bytes + (envelope?.behind ?? [])
  }
}
