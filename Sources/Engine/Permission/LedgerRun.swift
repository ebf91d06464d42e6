internal import Basis
internal import Columns
internal import Consent
internal import Sealing
internal import Storage

/// The ledger's records of one batch as columns, while they are gathered.
struct LedgerColumns {
  private(set) var count = 0
  private var times: [UInt32] = []
  private var kinds = NameColumn()
  private var bases = NameColumn()
  private var jurisdictions = NameColumn()
  private var purposes = NameColumn()
  /// The purposes of each record, one bit each by the order of `purposes`.
  private var granted: [Int64] = []
  private var refused: [Int64] = []
  private var who: [UInt8] = []
  private var evidence: [UInt8] = []
  private var hashes: [UInt8] = []
  private var proofLengths: [UInt32] = []
  private var proofs: [UInt8] = []

  mutating func append(_ entry: LedgerEntry, hash: Digest, maskedProof: [UInt8]) {
    count += 1
    times.append(UInt32(clamping: entry.time.seconds))
    kinds.append(entry.kind.rawValue)
    bases.append(entry.basis.rawValue)
    jurisdictions.append(entry.jurisdiction)
    granted.append(mask(entry.granted))
    refused.append(mask(entry.refused))
    for index in 0..<32 {
      who.append(entry.who[index])
      evidence.append(entry.evidence[index])
      hashes.append(hash[index])
    }
    proofLengths.append(UInt32(maskedProof.count))
    proofs += maskedProof
  }

  private mutating func mask(_ names: [String]) -> Int64 {
    names.reduce(0) { $0 | 1 << Int64(purposes.code(of: $1)) }
  }

  func run() -> RunWriter {
    var run = RunWriter()
    run.add("times", times)
    for (name, column) in [("kind", kinds), ("basis", bases), ("jurisdiction", jurisdictions)] {
      run.add(name, column.codes)
      run.add("\(name)/names", texts: column.names)
    }
    run.add("purpose/names", texts: purposes.names)
    run.add("granted", granted)
    run.add("refused", refused)
    run.add("who", bytes: who)
    run.add("evidence", bytes: evidence)
    run.add("hashes", bytes: hashes)
    run.add("proofs/lengths", proofLengths)
    run.add("proofs/bytes", bytes: proofs)
    return run
  }
}

/// A column of few different names.
private struct NameColumn {
  private(set) var names: [String] = []
  private(set) var codes: [UInt32] = []
  private var known: [String: UInt32] = [:]

  mutating func append(_ name: String) { codes.append(code(of: name)) }

  mutating func code(of name: String) -> UInt32 {
    if let code = known[name] { return code }
    let code = UInt32(names.count)
    known[name] = code
    names.append(name)
    return code
  }
}

/// Reads the records of one section of the ledger.
struct LedgerRun {
  let section: LedgerSection
  let count: Int
  private let times: [UInt32]
  private let kinds: (codes: [UInt32], names: [String])
  private let bases: (codes: [UInt32], names: [String])
  private let jurisdictions: (codes: [UInt32], names: [String])
  private let purposes: [String]
  private let granted: [Int64]
  private let refused: [Int64]
  private let who: [UInt8]
  private let evidence: [UInt8]
  private let hashes: [UInt8]
  private let proofStarts: [Int]
  private let proofs: [UInt8]

  init(_ section: LedgerSection, _ file: RunFile) throws(Fault) {
    self.section = section
    times = try file.numbers("times")
    count = times.count
    func names(_ name: String) throws(Fault) -> (codes: [UInt32], names: [String]) {
      (try file.numbers(name), try file.texts("\(name)/names"))
    }
    kinds = try names("kind")
    bases = try names("basis")
    jurisdictions = try names("jurisdiction")
    purposes = try file.texts("purpose/names")
    granted = try file.integers("granted")
    refused = try file.integers("refused")
    who = try file.bytes("who")
    evidence = try file.bytes("evidence")
    hashes = try file.bytes("hashes")
    proofs = try file.bytes("proofs/bytes")
    var starts = [0]
    for length in try file.numbers("proofs/lengths") {
      starts.append(starts[starts.count - 1] + Int(length))
    }
    proofStarts = starts
    let isWhole =
      [kinds.codes.count, bases.codes.count, jurisdictions.codes.count, granted.count]
      .allSatisfy { $0 == count } && refused.count == count && starts.count == count + 1
      && starts[count] == proofs.count
      && [who.count, evidence.count, hashes.count].allSatisfy { $0 == count * 32 }
      && purposes.count <= 64
    guard isWhole else { throw file.damage("its columns are not of one length") }
  }

  /// The record at `row`; nil where it holds a word that this program does not know.
  func entry(at row: Int) -> LedgerEntry? {
    guard let kind = Self.name(kinds, row).flatMap(SignalKind.init(rawValue:)),
      let basis = Self.name(bases, row).flatMap(ConsentRecord.LegalBasis.init(rawValue:)),
      let jurisdiction = Self.name(jurisdictions, row), let who = digest(who, row),
      let evidence = digest(evidence, row)
    else { return nil }
    return LedgerEntry(
      time: Timestamp(Int64(times[row])), batch: section.batch, who: who, source: section.source,
      kind: kind, basis: basis, jurisdiction: jurisdiction, granted: names(granted[row]),
      refused: names(refused[row]), evidence: evidence)
  }

  /// The record at `row` as it is chained behind an entry with the hash `previous`.
  func link(at row: Int, after previous: Digest) -> ChainLink {
    ChainLink(
      sequence: section.first + UInt64(row), content: entry(at: row)?.canonical ?? [],
      previous: previous, hash: hash(at: row))
  }

  func hash(at row: Int) -> Digest { digest(hashes, row) ?? .zero }

  /// The proof of the record at `row`, as it is masked.
  func maskedProof(at row: Int) -> [UInt8] {
    Array(proofs[proofStarts[row]..<proofStarts[row + 1]])
  }

  private func names(_ mask: Int64) -> [String] {
    purposes.indices.filter { mask >> Int64($0) & 1 == 1 }.map { purposes[$0] }.sorted()
  }

  private static func name(_ column: (codes: [UInt32], names: [String]), _ row: Int) -> String? {
    let code = Int(column.codes[row])
    return code < column.names.count ? column.names[code] : nil
  }

  private func digest(_ bytes: [UInt8], _ row: Int) -> Digest? {
    Digest(Array(bytes[(row * 32)..<(row * 32 + 32)]))
  }
}
