package import Basis
internal import Consent
internal import Sealing

extension QuestionDesk {
  /// Proves a record, counted from 1, to whoever has the root in `rootFile`.
  package func provenRecord(_ record: Int, under rootFile: String) throws(Fault) -> String {
    let root = try Self.root(in: rootFile)
    guard record >= 1, UInt64(record) <= root.count else {
      throw Fault(
        .notFound, "record \(record)", reason: "the root stands for the records 1 to \(root.count)",
        remedy: "`parterre consent show` tells the numbers of somebody's records; "
          + "`parterre consent root` makes a root of all")
    }
    return try reading { (workspace) throws(Fault) in
      let links = try LedgerLinks(workspace)
      let hashes = try links.hashes(upTo: Int(clamping: root.count))
      guard hashes.count == Int(clamping: root.count), let link = try links.link(at: record) else {
        throw Self.contradiction(rootFile)
      }
      let proof = RecordProof(
        link: link,
        inclusion: MerkleTree(hashes).inclusionProof(of: record - 1, in: hashes.count))
      guard proof.holds(under: root) else { throw Self.contradiction(rootFile) }
      return LedgerProof.record(proof).exported
    }
  }

  /// Proves to whoever has both roots that the ledger only grew between them.
  package func provenGrowth(from oldFile: String, to newFile: String) throws(Fault) -> String {
    let (old, new) = (try Self.root(in: oldFile), try Self.root(in: newFile))
    guard old.count > 0, old.count <= new.count else {
      throw Fault(
        .usage, oldFile,
        reason:
          "its root stands for \(Counted.text(Int(old.count), "record")), the other for \(new.count)",
        remedy: "Name the older root with --since and the newer one with --root")
    }
    return try reading { (workspace) throws(Fault) in
      let hashes = try LedgerLinks(workspace).hashes(upTo: Int(clamping: new.count))
      guard hashes.count == Int(clamping: new.count) else { throw Self.contradiction(newFile) }
      let proof = MerkleTree(hashes).extensionProof(
        from: Int(old.count), to: Int(clamping: new.count))
      guard proof.holds(from: old, to: new) else { throw Self.contradiction(oldFile) }
      return LedgerProof.growth(proof).exported
    }
  }

  /// Checks a proof against kept roots alone; no workspace is needed.
  package static func checkProof(
    _ file: String, under rootFile: String, since oldFile: String?
  ) throws(Fault) -> ProofReport {
    let root = try root(in: rootFile)
    switch try LedgerProof(exported: try FileSystem.readText(file), file: file) {
    case .record(let proof):
      let holds = proof.holds(under: root)
      return ProofReport(
        holds: holds, place: proof.inclusion.index + 1, count: proof.inclusion.count,
        facts: holds ? facts(of: proof.link) : [], isGrowth: false)
    case .growth(let proof):
      guard let oldFile else {
        throw Fault(
          .usage, "--since", reason: "the proof leads from an older root to a newer one",
          remedy: "Name the file of the older root with --since")
      }
      return ProofReport(
        holds: proof.holds(from: try Self.root(in: oldFile), to: root), place: proof.old,
        count: proof.new, facts: [], isGrowth: true)
    }
  }

  private static func facts(of link: ChainLink) -> [ProofReport.Fact] {
    var facts: KeyValuePairs<String, String> = [:]
    if let entry = LedgerEntry(link) {
      facts = [
        "when": entry.time.iso8601, "source": entry.source, "batch": "\(entry.batch.number)",
        "signal": entry.kind.rawValue, "granted": entry.granted.joined(separator: ", "),
        "refused": entry.refused.joined(separator: ", "), "basis": entry.basis.rawValue,
        "law": entry.jurisdiction, "who": entry.who.hex, "evidence": entry.evidence.hex,
      ]
    } else if let withdrawal = LedgerWithdrawal(link) {
      facts = [
        "when": withdrawal.time.iso8601, "source": withdrawal.source,
        "batch taken out": "\(withdrawal.batch.number)",
      ]
    }
    return facts.map { ProofReport.Fact(name: $0.key, value: $0.value) }
  }

  private static func root(in file: String) throws(Fault) -> LedgerRoot {
    try LedgerRoot(exported: try FileSystem.readText(file), file: file)
  }

  private static func contradiction(_ file: String) -> Fault {
    Fault(
      .damaged, file, reason: "the ledger does not begin with what this root was taken of",
      remedy: "`parterre consent verify --root \(file)` tells what was changed")
  }
}
