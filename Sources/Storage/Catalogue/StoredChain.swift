internal import Basis
internal import Consent
internal import Sealing

/// The end of one chain and its periodic roots, as the catalogue keeps them.
///
/// The end is sealed with a key that is not in the catalogue: whoever cuts entries off, or rewrites
/// a whole chain so that its hashes fit again, cannot make the seal.
struct StoredChain {
  let connection: Connection
  let name: String
  /// Nil where the workspace's key is not at hand; what is stored then has no seal.
  let key: SecretKey?
  var schedule = RootSchedule()

  /// The growing end; an empty chain where nothing was appended yet.
  func end() throws(Fault) -> LedgerChain {
    let states = try connection.rows("SELECT state FROM chain_end WHERE chain = ?1", .text(name)) {
      $0.blob(0)
    }
    guard let state = states.first else { return LedgerChain(name: name) }
    guard let chain = LedgerChain(state: state) else {
      throw Fault(
        .damaged, "the \(name) chain", reason: "its end was changed and cannot be continued",
        remedy: "Run `parterre verify`, then `parterre restore` from a backup")
    }
    return chain
  }

  /// Keeps `chain` as the new end, and a root of it where one is due.
  func keep(_ chain: LedgerChain, at time: Timestamp) throws(Fault) {
    let root = chain.root(at: time.seconds)
    let seal = seal(root)
    try connection.run(
      """
      INSERT INTO chain_end VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (chain) DO UPDATE
      SET state = excluded.state, at = excluded.at, seal = excluded.seal
      """, .text(name), .blob(chain.state), .integer(time.seconds), .blob(seal))
    let last = try roots(newest: 1).first?.root
    guard schedule.isDue(after: last, count: chain.count, now: time) else { return }
    try connection.run(
      "INSERT INTO chain_root VALUES (?1, ?2, ?3, ?4, ?5, ?6)", .text(name),
      .integer(Int64(root.count)), .blob(root.head.bytes), .blob(root.tree.bytes),
      .integer(root.time), .blob(seal))
  }

  /// The end as a root with its seal; nil where nothing was appended yet.
  func sealedEnd() throws(Fault) -> SealedRoot? {
    let rows = try connection.rows(
      "SELECT state, at, seal FROM chain_end WHERE chain = ?1", .text(name)
    ) { (LedgerChain(state: $0.blob(0)), $0.integer(1), $0.blob(2)) }
    return rows.first.map { SealedRoot(root: $0.0?.root(at: $0.1), seal: $0.2) }
  }

  /// The newest roots, latest first.
  func roots(newest limit: Int = -1) throws(Fault) -> [SealedRoot] {
    try connection.rows(
      """
      SELECT count, head, tree, at, seal FROM chain_root WHERE chain = ?1
      ORDER BY count DESC LIMIT ?2
      """, .text(name), .count(limit)
    ) { row in
      var root: LedgerRoot?
      if let head = Digest(row.blob(1)), let tree = Digest(row.blob(2)) {
        root = LedgerRoot(
          count: UInt64(bitPattern: row.integer(0)), head: head, tree: tree, time: row.integer(3))
      }
      return SealedRoot(root: root, seal: row.blob(4))
    }
  }

  private func seal(_ root: LedgerRoot) -> [UInt8] { key.map { root.seal($0).bytes } ?? [] }
}
