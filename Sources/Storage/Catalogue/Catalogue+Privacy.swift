package import Basis

/// One link of the chain of erasure receipts as it is stored.
package struct StoredReceipt: Sendable, Equatable {
  package let sequence: Int64
  package let entry: [UInt8]
  package let previous: [UInt8]
  package let hash: [UInt8]

  package init(sequence: Int64, entry: [UInt8], previous: [UInt8], hash: [UInt8]) {
    (self.sequence, self.entry, self.previous, self.hash) = (sequence, entry, previous, hash)
  }
}

/// Erased people: their tombstones, the receipts, and the places in the catalogue that named them.
extension Catalogue {
  /// A text of the catalogue that may mention somebody, by where it stands.
  package struct FreeText: Hashable, Sendable {
    package let table: String
    package let column: String
    package let text: String
  }

  /// The keyed hashes of all erased identifiers, ascending by their stored form.
  package func tombstones() throws(Fault) -> [UInt64] {
    try connection.rows("SELECT hash FROM tombstone ORDER BY hash") {
      UInt64(bitPattern: $0.integer(0))
    }
  }

  package func addTombstone(_ hash: UInt64) throws(Fault) {
    try connection.run(
      "INSERT OR IGNORE INTO tombstone VALUES (?1)", .integer(Int64(bitPattern: hash)))
  }

  /// The receipts of all erasures, in their order.
  package func receipts() throws(Fault) -> [StoredReceipt] {
    try connection.rows("SELECT sequence, entry, previous, hash FROM erasure ORDER BY sequence") {
      StoredReceipt(
        sequence: $0.integer(0), entry: $0.blob(1), previous: $0.blob(2), hash: $0.blob(3))
    }
  }

  package func add(_ receipt: StoredReceipt) throws(Fault) {
    try connection.run(
      "INSERT INTO erasure VALUES (?1, ?2, ?3, ?4)", .integer(receipt.sequence),
      .blob(receipt.entry), .blob(receipt.previous), .blob(receipt.hash))
  }

  /// Calls `body` with every reject, waiting or retried, a piece at a time.
  package func forEachReject(_ body: (SealedReject) throws(Fault) -> Void) throws(Fault) {
    var last: Int64 = 0
    while true {
      let rejects = try connection.rows(
        """
        SELECT id, batch, state, raw, sealed, detail FROM reject WHERE id > ?1 ORDER BY id LIMIT 1000
        """, .integer(last)
      ) {
        SealedReject(
          id: $0.integer(0), batch: BatchID($0.integer(1)), isOpen: $0.text(2) == "open",
          raw: $0.blob(3), isSealed: $0.integer(4) != 0, detail: $0.text(5))
      }
      guard let end = rejects.last else { return }
      last = end.id
      for reject in rejects { try body(reject) }
    }
  }

  /// Removes a reject; its batch counts it no longer.
  package func remove(rejectOf batch: BatchID, _ id: Int64, isOpen: Bool) throws(Fault) {
    try connection.run("DELETE FROM reject WHERE id = ?1", .integer(id))
    guard isOpen else { return }
    try connection.run(
      "UPDATE batch SET rejected = rejected - 1, rows = rows - 1 WHERE id = ?1",
      .integer(batch.number))
  }

  /// Puts sealed bytes in the place of a reject's plain ones.
  package func seal(_ reject: SealedReject, as sealed: [UInt8]) throws(Fault) {
    try connection.run(
      "UPDATE reject SET raw = ?2, sealed = 1 WHERE id = ?1", .integer(reject.id), .blob(sealed))
  }

  /// A list of nodes that a delivery keeps, in four bytes each.
  package enum DeliveryList: Sendable, CaseIterable {
    /// The smallest node of each person who was delivered, and of each who was held out.
    case members, heldOut
    /// The identifiers that the destination has.
    case identifiers

    fileprivate var place: (table: String, key: String, column: String) {
      switch self {
      case .members: ("activation", "id", "members")
      case .heldOut: ("activation", "id", "held_out")
      case .identifiers: ("activation_identifiers", "activation", "nodes")
      }
    }
  }

  /// Which of some nodes the list of each delivery has; one list is in memory at a time.
  package func nodes(_ list: DeliveryList, among wanted: Set<UInt32>) throws(Fault) -> [Int64:
    [UInt32]]
  {
    let (table, key, column) = list.place
    let found = try connection.rows("SELECT \(key), \(column) FROM \(table)") { row in
      (row.integer(0), (Self.numbers(row.blob(1)) as [UInt32]).filter(wanted.contains))
    }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// The deliveries that hold any of some nodes, as a person or as an identifier.
  package func deliveries(with nodes: Set<UInt32>) throws(Fault) -> Set<Int64> {
    var found: Set<Int64> = []
    for list in [DeliveryList.members, .identifiers] {
      let own = try self.nodes(list, among: nodes)
      found.formUnion(own.keys.filter { own[$0]?.isEmpty == false })
    }
    return found
  }

  /// Takes some nodes out of all lists of deliveries.
  package func removeFromDeliveries(_ nodes: Set<UInt32>) throws(Fault) {
    for list in DeliveryList.allCases {
      let (table, key, column) = list.place
      for (delivery, own) in try self.nodes(list, among: nodes) where !own.isEmpty {
        let all =
          try connection.rows(
            "SELECT \(column) FROM \(table) WHERE \(key) = ?1", .integer(delivery)
          ) { Self.numbers($0.blob(0)) as [UInt32] }.first ?? []
        try connection.run(
          "UPDATE \(table) SET \(column) = ?2 WHERE \(key) = ?1", .integer(delivery),
          .blob(Self.bytes(all.filter { !nodes.contains($0) })))
      }
    }
  }

  /// Removes an analyst's decisions and probable links about any of these nodes.
  package func forgetIdentities(of nodes: Set<UInt32>) throws(Fault) {
    func isOne(_ node: Int64) -> Bool { nodes.contains(UInt32(truncatingIfNeeded: node)) }
    for table in ["identity_decision", "probable_link"] {
      let pairs = try connection.rows("SELECT DISTINCT a, b FROM \(table)") {
        ($0.integer(0), $0.optionalInteger(1))
      }
      for (a, b) in pairs where isOne(a) || b.map(isOne) ?? false {
        try connection.run(
          "DELETE FROM \(table) WHERE a = ?1 AND b IS ?2", .integer(a), .optional(b))
      }
    }
  }

  /// Notes what a delivered file is now that lines of it are gone.
  package func set(_ file: ActivationFile, in delivery: Int64) throws(Fault) {
    try connection.run(
      """
      UPDATE activation_file SET rows = ?3, bytes = ?4, sha256 = ?5
      WHERE activation = ?1 AND path = ?2
      """, .integer(delivery), .text(file.path), .count(file.rows), .count(file.bytes),
      .text(file.sha256))
    // A delivery in several files goes by the hash of the first.
    try connection.run(
      """
      UPDATE activation SET sha256 = ?3 WHERE id = ?1 AND (file = ?2 OR ?2 =
        (SELECT path FROM activation_file WHERE activation = ?1 ORDER BY number LIMIT 1))
      """, .integer(delivery), .text(file.path), .text(file.sha256))
  }

  /// Puts another text in the place of a delivery's manifest.
  package func setManifest(_ text: String, of delivery: Int64) throws(Fault) {
    try connection.run(
      "UPDATE activation SET manifest = ?2 WHERE id = ?1", .integer(delivery), .text(text))
  }

  /// Every text of every table, each once, apart from chains, which never hold a person's data.
  package func freeTexts() throws(Fault) -> [FreeText] {
    var texts: [FreeText] = []
    let tables = try connection.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ) { $0.text(0) }
    for table in tables where !Self.isChained(table) {
      let columns = try connection.rows(
        "SELECT name FROM pragma_table_info(?1) WHERE type = 'TEXT' AND pk = 0 ORDER BY cid",
        .text(table)
      ) { $0.text(0) }
      for column in columns {
        texts += try connection.rows(
          "SELECT DISTINCT \"\(column)\" FROM \"\(table)\" WHERE \"\(column)\" IS NOT NULL ORDER BY 1"
        ) { FreeText(table: table, column: column, text: $0.text(0)) }
      }
    }
    return texts
  }

  /// Puts another text in the place of one that mentioned somebody.
  package func replace(_ old: FreeText, with text: String) throws(Fault) {
    try connection.run(
      "UPDATE \"\(old.table)\" SET \"\(old.column)\" = ?2 WHERE \"\(old.column)\" = ?1",
      .text(old.text), .text(text))
  }

  private static func isChained(_ table: String) -> Bool {
    ["audit", "ledger", "consent", "erasure", "sqlite"].contains { table.hasPrefix($0) }
  }
}

/// A reject with its bytes as they are stored.
package struct SealedReject: Sendable, Equatable {
  package let id: Int64
  package let batch: BatchID
  package let isOpen: Bool
  package let raw: [UInt8]
  package let isSealed: Bool
  package let detail: String
}
