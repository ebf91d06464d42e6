internal import Basis
internal import Columns
internal import Consent
internal import Sealing
internal import Storage

/// What a check of the consent ledger found.
struct LedgerFindings {
  /// How many entries the chain has, withdrawals among them.
  var entries = 0
  var rootsChecked = 0
  /// What is wrong, each naming the record concerned.
  var findings: [String] = []
  var notes: [String] = []
}

/// Checks the whole ledger: the chain against itself and its roots, then the columns that questions
/// are asked of against the chain, record by record.
struct LedgerCheck {
  let catalogue: Catalogue
  let folder: String
  /// Nil where the key is not at hand; seals, identifiers and proofs are then not looked at.
  let vault: Vault?
  /// Is told how many entries were checked and how many there are; returns false to stop.
  var progress: (Int, Int?) -> Bool = { _, _ in true }
  private var found = LedgerFindings()
  private var runs: [LedgerRun] = []
  private var withdrawn: Set<BatchID> = []

  /// How many findings are told one by one.
  private static let limit = 200

  init(catalogue: Catalogue, folder: String, vault: Vault?) {
    (self.catalogue, self.folder, self.vault) = (catalogue, folder, vault)
  }

  /// Runs the check; `roots` are earlier ones that were kept elsewhere.
  mutating func run(against roots: [LedgerRoot] = []) throws(Fault) -> LedgerFindings {
    try checkChain(roots)
    found.findings += try catalogue.changedTables().filter(Catalogue.ledgerTables.contains).map {
      "rows of the table “\($0)” were changed by something else than Parterre"
    }
    try checkBatches()
    try checkColumns()
    let left = found.findings.count - Self.limit
    if left > 0 { found.findings = found.findings.prefix(Self.limit) + ["and \(left) more"] }
    return found
  }

  // MARK: The chain

  private mutating func checkChain(_ roots: [LedgerRoot]) throws(Fault) {
    let sections = try catalogue.ledgerSections()
    let total = sections.reduce(0) { $0 + $1.count }
    var check = ChainCheck(
      Catalogue.ledgerName, end: try catalogue.sealedLedgerEnd(),
      roots: try catalogue.ledgerRoots(), further: roots, key: try vault?.key(for: .chain))
    for section in sections {
      switch section.kind {
      case .withdrawal:
        withdrawn.insert(section.batch)
        let content = LedgerWithdrawal(
          time: section.at, batch: section.batch, source: section.source
        ).canonical
        check.check(
          ChainLink(
            sequence: section.first, content: content, previous: section.previous,
            hash: section.hash))
      case .records: try checkRecords(section, &check)
      }
      check.grew(to: section.first &+ UInt64(clamping: section.count) &- 1, at: section.at)
      guard progress(Int(check.entries), total) else {
        throw Fault(
          .interrupted, "the check", reason: "it was stopped", remedy: "Run it again when you like")
      }
    }
    found.findings = check.finish() + found.findings
    (found.entries, found.rootsChecked) = (Int(check.entries), check.rootsChecked)
  }

  private mutating func checkRecords(_ section: LedgerSection, _ check: inout ChainCheck)
    throws(Fault)
  {
    let run: LedgerRun
    do throws(Fault) {
      run = try LedgerRun(section, try RunFile(path: folder + "/" + (section.run ?? "")))
    } catch {
      found.findings.append(
        "the file of the records from \(section.first) on cannot be read: \(error.reason)")
      return
    }
    if run.count != section.count {
      found.findings.append(
        "the catalogue states \(Counted.text(section.count, "record")) from \(section.first) on, "
          + "there are \(run.count)")
    }
    var previous = section.previous
    for row in 0..<run.count {
      check.check(run.link(at: row, after: previous))
      previous = run.hash(at: row)
    }
    runs.append(run)
  }

  /// What counts is what the ledger says was brought and not taken out.
  private mutating func checkBatches() throws(Fault) {
    let recorded = Set(runs.map(\.section.batch))
    for batch in try catalogue.batches() where recorded.contains(batch.id) {
      switch (batch.state, withdrawn.contains(batch.id)) {
      case (.kept, true):
        found.findings.append(
          "batch \(batch.id.number) counts, though the ledger says that it was taken out")
      case (.undone, false):
        found.findings.append(
          "batch \(batch.id.number) does not count, though the ledger does not say why")
      case (.kept, false), (.undone, true): break
      }
    }
  }

  // MARK: The columns

  private struct Word: Hashable {
    let node: UInt32
    let time: UInt32
    let isGranted: Bool
    /// As in `ConsentColumn.strings`; 0 where the key is not at hand, and with it no proof.
    let string: UInt32
  }

  private mutating func checkColumns() throws(Fault) {
    var files: [RunFile] = []
    for record in try catalogue.runs(of: .consent) {
      // A file that cannot be opened is told where files are checked; its records are missing here.
      guard let file = try? RunFile(path: folder + "/" + record.name) else { continue }
      if file.has("\(ConsentRun.byRecord)/places") {
        files.append(file)
      } else {
        found.notes.append(
          "\(record.name) is older than the consent ledger and has no proof in it.")
      }
    }
    var pointers: [ConsentRun.Pointer] = []
    for file in files { pointers += try ConsentRun.pointers(in: file) }
    pointers.sort { $0.place < $1.place }
    let expected = try checkPointers(pointers)
    try checkPresence(pointers)
    var purposes = Set(expected.keys)
    for file in files { purposes.formUnion(try file.texts("purposes")) }
    for purpose in purposes.sorted() where purpose != ConsentRun.byRecord {
      let column = try ConsentRun.column(of: purpose, in: files)
      compare(purpose, expected[purpose] ?? [:], column)
    }
  }

  /// Holds each pointer against its record; returns the words that the columns must have, each with
  /// the places of the records that say it.
  private mutating func checkPointers(_ pointers: [ConsentRun.Pointer]) throws(Fault)
    -> [String: [Word: [UInt64]]]
  {
    let hashes = try identifierHashes(Set(pointers.map(\.node)))
    let mask = try vault.map { (vault) throws(Fault) in
      StreamMask(try vault.key(for: .subject))
    }
    var expected: [String: [Word: [UInt64]]] = [:]
    var last: UInt64 = 0
    for pointer in pointers {
      if pointer.place == last {
        found.findings.append("the columns have record \(pointer.place) twice")
      }
      last = pointer.place
      guard let (run, row) = record(at: pointer.place), let entry = run.entry(at: row) else {
        found.findings.append("the columns have record \(pointer.place), the ledger has not")
        continue
      }
      if withdrawn.contains(run.section.batch) {
        found.findings.append("the columns have record \(pointer.place), which was taken out")
      }
      var differences: [String] = []
      if entry.time.seconds != Int64(pointer.time) { differences.append("time") }
      var string: UInt32 = 0
      if let mask {
        let known = hashes[pointer.node] ?? []
        if !known.contains(where: { pointer.salt.who($0) == entry.who }) {
          differences.append("identifier")
        }
        let proof = mask.apply(run.maskedProof(at: row), number: pointer.salt.number)
        if pointer.salt.evidence(proof) != entry.evidence { differences.append("proof") }
        if !entry.granted.isEmpty {
          string = StringOfDay.number(entry.kind, proof.span, at: entry.time)
        }
      }
      if !differences.isEmpty {
        found.findings.append(
          "record \(pointer.place) has another \(differences.joined(separator: " and ")) in the "
            + "columns than in the ledger")
      }
      for (names, isGranted) in [(entry.granted, true), (entry.refused, false)] {
        let word = Word(
          node: pointer.node, time: pointer.time, isGranted: isGranted,
          string: isGranted ? string : 0)
        for name in names { expected[name, default: [:]][word, default: []].append(pointer.place) }
      }
    }
    return expected
  }

  /// Every record that counts has its place in the columns, unless its person is gone.
  private mutating func checkPresence(_ pointers: [ConsentRun.Pointer]) throws(Fault) {
    let present = Set(pointers.map(\.place))
    var missing: [UInt64] = []
    for run in runs where !withdrawn.contains(run.section.batch) {
      for row in 0..<run.count where !present.contains(run.section.first + UInt64(row)) {
        missing.append(run.section.first + UInt64(row))
      }
    }
    guard !missing.isEmpty else { return }
    let mayLack = try catalogue.hasTombstones() ? missing.count : catalogue.forgottenRecords()
    if missing.count <= mayLack {
      found.notes.append(
        Counted.text(missing.count, "consent record is", "consent records are")
          + " anonymous: their people were erased or fell out of retention.")
    } else {
      found.findings += missing.map { "record \($0) is missing from the columns" }
    }
  }

  private mutating func compare(
    _ purpose: String, _ expected: [Word: [UInt64]], _ column: ConsentColumn
  ) {
    var actual: [Word: Int] = [:]
    for row in 0..<column.count {
      let word = Word(
        node: column.nodes[row], time: UInt32(clamping: column.times[row]),
        isGranted: column.isGranted[row],
        string: vault == nil || column.strings.isEmpty ? 0 : column.strings[row])
      actual[word, default: 0] += 1
    }
    var changed: Set<UInt64> = []
    for (word, places) in expected {
      let count = actual.removeValue(forKey: word) ?? 0
      if count < places.count { changed.formUnion(places) }
    }
    for place in changed.sorted() {
      found.findings.append("the columns lack what record \(place) says about \(purpose)")
    }
    let strangers = actual.values.reduce(0, +)
    if strangers > 0 {
      found.findings.append(
        "the columns have \(Counted.text(strangers, "word")) about \(purpose) that no record says")
    }
  }

  // MARK: Looking up

  private func record(at place: UInt64) -> (run: LedgerRun, row: Int)? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].section.first <= place { low = middle + 1 } else { high = middle }
    }
    guard low > 0, place - runs[low - 1].section.first < UInt64(runs[low - 1].count) else {
      return nil
    }
    return (runs[low - 1], Int(place - runs[low - 1].section.first))
  }

  /// The keyed hashes that lead to each of some nodes.
  private func identifierHashes(_ nodes: Set<UInt32>) throws(Fault) -> [UInt32: [UInt64]] {
    var hashes: [UInt32: [UInt64]] = [:]
    for record in try catalogue.runs(of: .identifiers) {
      let file = try RunFile(path: folder + "/" + record.name)
      let entries = try IdentifierRunReader(file).entries()
      for (hash, node) in zip(entries.hashes, entries.nodes) where nodes.contains(node) {
        hashes[node, default: []].append(hash)
      }
    }
    return hashes
  }
}
