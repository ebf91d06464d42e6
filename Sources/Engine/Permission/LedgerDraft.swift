internal import Basis
internal import Columns
internal import Consent
internal import Intake
internal import Sealing
internal import Storage

/// The ledger's entries of a batch before its transaction: its columns, and where the chain then ends.
///
/// The chain's end is read before and written in the batch's transaction; one writer at a time is
/// what makes that right.
struct LedgerDraft {
  private let batch: BatchID
  private let source: String
  private let now: Timestamp
  private let mask: StreamMask
  private let start: LedgerChain
  private(set) var end: LedgerChain
  private(set) var columns = LedgerColumns()
  private(set) var salts: [RecordSalt] = []
  private var random = SecureRandom()

  init(_ workspace: Workspace, batch: BatchID, source: SourceID, now: Timestamp) throws(Fault) {
    (self.batch, self.now) = (batch, now)
    self.source = try workspace.catalogue.sources().first { $0.id == source }?.name ?? ""
    mask = StreamMask(try workspace.vault.key(for: .subject))
    start = try workspace.catalogue.ledgerEnd()
    end = start
  }

  /// The place in the chain of the draft's first record.
  var first: UInt64 { start.count + 1 }

  /// Appends a record of the batch.
  mutating func append(_ row: BatchBuilder.ConsentRow) {
    let salt = RecordSalt(Int64(bitPattern: random.next()))
    let record = row.record
    let signal = Array(record.proof.utf8)
    // A form's version is a part of what proves the answer.
    let proof = record.form.isEmpty ? signal : Array("form=\(record.form) ".utf8) + signal
    let kind = SignalKind(word: record.signal) ?? .flag
    let origin = SignalOrigin(of: kind, signal.span)
    let decisions = record.decisions
    let entry = LedgerEntry(
      time: Timestamp(Int64(record.time)), batch: batch, who: salt.who(row.identifier),
      source: source, kind: kind,
      basis: ConsentRecord.LegalBasis(rawValue: record.basis) ?? origin.basis,
      jurisdiction: record.jurisdiction.isEmpty ? origin.jurisdiction : record.jurisdiction,
      granted: decisions.filter(\.isGranted).map(\.purpose).sorted(),
      refused: decisions.filter { !$0.isGranted }.map(\.purpose).sorted(),
      evidence: salt.evidence(proof))
    let link = end.append(entry.canonical)
    columns.append(
      entry, hash: link.hash, maskedProof: mask.apply(proof, number: salt.number))
    salts.append(salt)
  }

  /// The section as the catalogue names it, with its records in the column file `run`.
  func section(in run: String) -> LedgerSection {
    LedgerSection(
      first: first, count: columns.count, kind: .records, batch: batch, source: source, at: now,
      run: run, previous: start.head, hash: end.head)
  }
}
