internal import Basis
internal import Columns
internal import Intake
internal import Sealing
internal import Storage

/// Merges the blocks of one feed, in the order of the file, into slices ready to be written.
///
/// Everything that numbers things (nodes, codes, keys) happens here, on one thread and in the order
/// of the file, so that the same feed always ends in the same bytes.
struct BatchBuilder {
  let plan: RowPlan
  private(set) var slice: Slice
  private(set) var identifiers: IdentifierSlice
  private(set) var dictionaries: Dictionaries
  private(set) var links = LinkSlice()
  private(set) var quality = BatchQuality()
  private(set) var consents: [ConsentRow] = []
  private(set) var costs: [CostRow] = []
  let rejects: RejectSpool

  private let batch: BatchID
  /// Rows that were given a key of their own, where every row counts.
  private var keyedRows: UInt64 = 0
  private var overlay = HashIndex(capacity: 1 << 16)
  private let known: [IdentifierRunReader]
  private let namespaceCodes: [UInt32]

  struct ConsentRow {
    var sliceNumber: Int
    var row: UInt32
    var node: UInt32
    /// The first identifier of the row, whose record this one repeats; the node itself in that one.
    var owner: UInt32
    /// The keyed hash of the identifier.
    var identifier: UInt64
    var record: LocalConsent
  }

  struct CostRow {
    var sliceNumber: Int
    var row: UInt32
    var record: LocalCost
  }

  init(
    plan: RowPlan, batch: BatchID, firstNode: UInt32, known: [IdentifierRunReader],
    namespaceCodes: [UInt32],
    dictionaries: Dictionaries, rejects: RejectSpool
  ) {
    (self.plan, self.batch, self.rejects) = (plan, batch, rejects)
    self.known = known
    self.namespaceCodes = namespaceCodes
    self.dictionaries = dictionaries
    identifiers = IdentifierSlice(firstNode: firstNode)
    slice = Slice(number: 0, plan: plan)
  }

  /// Adds a block's rows to the slice.
  mutating func add(_ block: Block) throws(Fault) {
    let nodes = try self.nodes(of: block.identifiers)
    let firstRow = UInt32(slice.keys.count)
    slice.keys += plan.countsEveryRow ? uniqueKeys(block.keys.count) : block.keys
    slice.makeRoom()
    addEvents(of: block, nodes, firstRow)
    addFacts(of: block, nodes)
    for link in block.links {
      links.add(
        nodes[Int(link.a)], nodes[Int(link.b)], time: link.time, evidence: link.evidence)
    }
    for consent in block.consents {
      for identifier in [consent.owner] + consent.beside {
        consents.append(
          ConsentRow(
            sliceNumber: slice.number, row: firstRow + consent.row,
            node: nodes[Int(identifier)], owner: nodes[Int(consent.owner)],
            identifier: block.identifiers.hashes[Int(identifier)], record: consent))
      }
    }
    for cost in block.costs {
      costs.append(CostRow(sliceNumber: slice.number, row: firstRow + cost.row, record: cost))
    }
    try rejects.add(block.rejects)
    quality.add(block)
  }

  /// Keys that no other row of the workspace has: batches are never numbered twice.
  private mutating func uniqueKeys(_ count: Int) -> [UInt64] {
    defer { keyedRows += UInt64(count) }
    let first = UInt64(bitPattern: batch.number) << 40 | keyedRows
    return (0..<UInt64(count)).map { Hash64.mixed(first + $0) }
  }

  /// Takes the slice as it is and begins the next one.
  mutating func takeSlice() -> Slice {
    var full = slice
    full.complete()
    slice = Slice(number: full.number + 1, plan: plan)
    return full
  }

  /// Takes away what duplicates of a slice must not bring again: costs, and grants that have a time of
  /// their own.
  ///
  /// A list of people without times is their state today, so what it says counts however often the
  /// same was said before; and a refusal is never passed over.
  mutating func drop(_ duplicates: [Bool], ofSlice number: Int) {
    let hasTimes = plan.mapping.row.time != nil
    consents.removeAll { consent in
      consent.sliceNumber == number && duplicates[Int(consent.row)] && hasTimes
        && consent.record.decisions.allSatisfy(\.isGranted)
    }
    costs.removeAll { $0.sliceNumber == number && duplicates[Int($0.row)] }
  }

  /// The node of each local identifier, numbered now where it is new to the workspace.
  private mutating func nodes(of local: LocalIdentifiers) throws(Fault) -> [UInt32] {
    var nodes: [UInt32] = []
    nodes.reserveCapacity(local.count)
    let values = local.values.span
    var start = 0
    for index in 0..<local.count {
      let end = Int(local.ends[index])
      defer { start = end }
      guard local.isUsed[index] else {
        nodes.append(0)
        continue
      }
      let node = try self.node(
        local.hashes[index], local.namespaces[index], values.extracting(start..<end))
      identifiers.markSeen(node)
      if local.aliases[index] != 0 { try addAlias(local.aliases[index], of: node) }
      nodes.append(node)
    }
    return nodes
  }

  private mutating func node(
    _ hash: UInt64, _ namespace: UInt8, _ value: Span<UInt8>
  ) throws(Fault) -> UInt32 {
    let (node, isNew) = overlay.insert(hash, identifiers.nextNode)
    guard isNew else { return node }
    for run in known {
      if let old = try run.node(of: hash) {
        overlay.replace(hash, old)
        return old
      }
    }
    identifiers.append(hash: hash, namespace: namespaceCodes[Int(namespace)], value: value)
    return node
  }

  /// Ties a node to the one that its digest is already known as, or makes the digest lead to it.
  private mutating func addAlias(_ hash: UInt64, of node: UInt32) throws(Fault) {
    let (known, isNew) = overlay.insert(hash, node)
    guard isNew else {
      links.add(known, node, time: 0, evidence: .alias)
      return
    }
    for run in self.known {
      guard let old = try run.node(of: hash) else { continue }
      overlay.replace(hash, old)
      links.add(old, node, time: 0, evidence: .alias)
      return
    }
    identifiers.addAlias(hash, of: node)
  }

  private mutating func addEvents(of block: Block, _ nodes: [UInt32], _ firstRow: UInt32) {
    let first = slice.events.count
    let typeCodes = dictionaries.codes(ofNames: block.typeTexts, in: DictionaryKey.eventTypes)
    slice.events.types += block.eventTypes.map { $0 == 0 ? 0 : typeCodes[Int($0) - 1] }
    slice.events.times += block.eventTimes
    slice.events.bots += block.eventBots
    slice.events.nodes += block.eventOwners.map { $0 == 0 ? 0 : nodes[Int($0) - 1] }
    slice.eventRows += block.eventRows.map { $0 + firstRow }
    for (index, column) in block.fields.enumerated() {
      let name = plan.fieldNames[index]
      let key = DictionaryKey.key(.event, name)
      slice.append(globalised(column, key), toField: name, from: first)
    }
  }

  private mutating func addFacts(of block: Block, _ nodes: [UInt32]) {
    for (index, facts) in block.facts.enumerated() {
      let name = plan.attributeNames[index]
      let values = globalised(facts.column, DictionaryKey.key(.attribute, name))
      slice.append(
        nodes: facts.owners.map { nodes[Int($0)] }, times: facts.times, values: values,
        toAttribute: name)
    }
  }

  /// A column with the workspace's codes in the place of the block's.
  private mutating func globalised(_ column: LocalColumn, _ key: String) -> ValueBuffer {
    guard !column.texts.isEmpty else { return column.values }
    let codes = [0] + dictionaries.codes(of: column.texts, in: key)
    switch column.values {
    case .codes(let local): return .codes(local.map { codes[Int($0)] })
    case .lists(let starts, let local):
      return .lists(starts: starts, codes: local.map { codes[Int($0)] })
    case .whole, .real: return column.values
    }
  }
}

/// The dictionaries of the workspace while a batch adds to them.
struct Dictionaries {
  private var byKey: [String: GrowingDictionary] = [:]
  private let runs: [RunFile]
  private let vault: Vault

  init(runs: [RunFile], vault: Vault) { (self.runs, self.vault) = (runs, vault) }

  /// Reads the dictionaries that a batch will need.
  mutating func load(_ keys: [String]) throws(Fault) {
    for key in keys where byKey[key] == nil {
      let vault = vault
      byKey[key] = GrowingDictionary(
        known: try GrowingDictionary.read(
          key, from: runs,
          open: { (sealed) throws(Fault) in
            try vault.open(sealed, context: DictionaryKey.sealingContext)
          }))
    }
  }

  /// The codes of a block's texts, given now where they are new.
  mutating func codes(of texts: PackedTexts, in key: String) -> [UInt32] {
    // Taken out while it grows, so that it is not looked for, nor copied, at every text.
    var dictionary = byKey.removeValue(forKey: key) ?? GrowingDictionary()
    defer { byKey[key] = dictionary }
    return texts.map { dictionary.code(of: $0) }
  }

  /// The codes of a block's names, of which those are one that read the same: `é` may be one character
  /// or a letter and its accent.
  mutating func codes(ofNames names: PackedTexts, in key: String) -> [UInt32] {
    var dictionary = byKey.removeValue(forKey: key) ?? GrowingDictionary()
    defer { byKey[key] = dictionary }
    return (0..<names.count).map { index in
      let name = names[index] ?? ""
      if let place = dictionary.texts.firstIndex(of: name) { return UInt32(place + 1) }
      return dictionary.code(of: name)
    }
  }

  func text(of code: UInt32, in key: String) -> String? { byKey[key]?.text(of: code) }

  /// How many texts of a key this batch saw for the first time.
  func newCount(_ key: String) -> Int {
    byKey[key].map { $0.texts.count - $0.knownCount } ?? 0
  }

  /// The new texts as a run, sealed where their field is personal; nil where there are none.
  func run(personal: Set<String>) throws(Fault) -> RunWriter? {
    var run = RunWriter()
    let empty = run.byteCount
    let vault = vault
    let seal = { (plain: [UInt8]) throws(Fault) in
      vault.seal(plain, context: DictionaryKey.sealingContext)
    }
    for key in byKey.keys.sorted() {
      try byKey[key]?.writeNew(to: &run, as: key, seal: personal.contains(key) ? seal : nil)
    }
    return run.byteCount == empty ? nil : run
  }
}
