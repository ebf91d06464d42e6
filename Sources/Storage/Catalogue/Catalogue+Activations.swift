package import Basis

/// One delivery of an audience to a destination.
package struct ActivationRecord: Sendable, Equatable {
  /// How far a delivery has come.
  package enum State: String, Sendable {
    /// Its files are whole and durable under other names; only the names are missing.
    case moving
    /// A server has taken some of its batches.
    case sending
    case done
  }

  package var id: Int64 = 0
  package var segment: String
  package var expression: String
  package var destination: String
  package var file: String
  package var asOf: Timestamp
  package var rows: Int
  package var sha256: String
  package var waterfall: String
  package var manifest: String
  package var at: Timestamp
  package var state = State.done
  /// The version of a saved segment.
  package var version: Int?
  /// The campaign whose hold-out was kept back.
  package var campaign: String?
  package var added: Int?
  package var removed: Int?
  package var batches = 0
  package var batchesSent = 0

  package init(
    segment: String, expression: String, destination: String, file: String, asOf: Timestamp,
    rows: Int, sha256: String, waterfall: String, manifest: String, at: Timestamp
  ) {
    (self.segment, self.expression) = (segment, expression)
    (self.destination, self.file, self.asOf, self.rows) = (destination, file, asOf, rows)
    (self.sha256, self.waterfall, self.manifest, self.at) = (sha256, waterfall, manifest, at)
  }
}

/// One file of a delivery.
package struct ActivationFile: Sendable, Equatable {
  package var path: String
  /// The name that it has until the delivery is recorded.
  package var writtenAs: String
  package var rows: Int
  package var bytes: Int
  package var sha256: String

  package init(path: String, writtenAs: String, rows: Int, bytes: Int, sha256: String) {
    (self.path, self.writtenAs) = (path, writtenAs)
    (self.rows, self.bytes, self.sha256) = (rows, bytes, sha256)
  }
}

/// People who are never delivered: a segment, or a list of identifiers by their keyed hashes.
package struct SuppressionRecord: Sendable, Equatable {
  package var name: String
  /// The only destination that it holds for; nil for all.
  package var destination: String?
  package var expression: String?
  package var namespace: String?
  package var hashes: [UInt64]
  package var created: Timestamp

  package init(
    name: String, destination: String?, expression: String?, namespace: String?,
    hashes: [UInt64], created: Timestamp
  ) {
    (self.name, self.destination, self.expression) = (name, destination, expression)
    (self.namespace, self.hashes, self.created) = (namespace, hashes, created)
  }
}

extension Catalogue {
  private static let activationColumns = """
    id, segment, expression, destination, file, as_of, rows, sha256, waterfall, manifest, at,
      state, version, campaign, added, removed, batches, batches_sent
    """

  /// All deliveries, the oldest first.
  package func activations() throws(Fault) -> [ActivationRecord] {
    try connection.rows("SELECT \(Self.activationColumns) FROM activation ORDER BY id") {
      Self.activation($0)
    }
  }

  /// The last finished delivery of a segment to a destination.
  package func lastActivation(of segment: String, to destination: String) throws(Fault)
    -> ActivationRecord?
  {
    try connection.rows(
      """
      SELECT \(Self.activationColumns) FROM activation
      WHERE destination = ?1 AND segment = ?2 AND state = 'done' ORDER BY id DESC LIMIT 1
      """, .text(destination), .text(segment)
    ) { Self.activation($0) }.first
  }

  /// Deliveries that a kill has cut short, the oldest first.
  package func unfinishedActivations() throws(Fault) -> [ActivationRecord] {
    try connection.rows(
      "SELECT \(Self.activationColumns) FROM activation WHERE state <> 'done' ORDER BY id"
    ) { Self.activation($0) }
  }

  /// The smallest node of each person that a delivery held.
  package func members(ofActivation id: Int64) throws(Fault) -> [UInt32] {
    try nodes("SELECT members FROM activation WHERE id = ?1", id)
  }

  /// The smallest node of each person that a delivery kept back to compare with.
  package func heldOut(ofActivation id: Int64) throws(Fault) -> [UInt32] {
    try nodes("SELECT held_out FROM activation WHERE id = ?1", id)
  }

  /// The nodes of the identifiers that the destination has after a delivery; nil where it was made
  /// before these were kept.
  package func identifiers(ofActivation id: Int64) throws(Fault) -> [UInt32]? {
    try connection.rows(
      "SELECT nodes FROM activation_identifiers WHERE activation = ?1", .integer(id)
    ) { Self.numbers($0.blob(0)) as [UInt32] }.first
  }

  /// The finished deliveries that kept somebody back, the oldest first.
  package func activationsWithHeldOut() throws(Fault) -> [Int64] {
    try connection.rows(
      "SELECT id FROM activation WHERE length(held_out) > 0 AND state = 'done' ORDER BY id"
    ) { $0.integer(0) }
  }

  package func files(ofActivation id: Int64) throws(Fault) -> [ActivationFile] {
    try connection.rows(
      """
      SELECT path, written_as, rows, bytes, sha256 FROM activation_file
      WHERE activation = ?1 ORDER BY number
      """, .integer(id)
    ) {
      ActivationFile(
        path: $0.text(0), writtenAs: $0.text(1), rows: $0.count(2), bytes: $0.count(3),
        sha256: $0.text(4))
    }
  }

  /// The number that the next delivery gets.
  package func nextActivation() throws(Fault) -> Int64 {
    (try connection.number("SELECT max(id) FROM activation") ?? 0) + 1
  }

  /// Records a delivery with its files, the smallest node of each person in it, and the identifiers
  /// that the destination has after it.
  package func add(
    _ activation: ActivationRecord, files: [ActivationFile], members: [UInt32],
    identifiers: [UInt32], heldOut: [UInt32]
  ) throws(Fault) {
    try connection.run(
      """
      INSERT INTO activation (id, segment, expression, destination, file, as_of, rows, sha256,
        waterfall, manifest, at, state, version, campaign, added, removed, batches, batches_sent,
        members, held_out)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
        ?19, ?20)
      """,
      .integer(activation.id), .text(activation.segment), .text(activation.expression),
      .text(activation.destination), .text(activation.file), .integer(activation.asOf.seconds),
      .count(activation.rows), .text(activation.sha256), .text(activation.waterfall),
      .text(activation.manifest), .integer(activation.at.seconds),
      .text(activation.state.rawValue), .optional(activation.version.map(Int64.init)),
      .optional(activation.campaign), .optional(activation.added.map(Int64.init)),
      .optional(activation.removed.map(Int64.init)), .count(activation.batches),
      .count(activation.batchesSent), .blob(Self.bytes(members)), .blob(Self.bytes(heldOut)))
    try connection.run(
      "INSERT INTO activation_identifiers VALUES (?1, ?2)", .integer(activation.id),
      .blob(Self.bytes(identifiers)))
    for (number, file) in files.enumerated() {
      try connection.run(
        "INSERT INTO activation_file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        .integer(activation.id), .count(number), .text(file.path), .text(file.writtenAs),
        .count(file.rows), .count(file.bytes), .text(file.sha256))
    }
  }

  package func set(_ state: ActivationRecord.State, ofActivation id: Int64) throws(Fault) {
    try connection.run(
      "UPDATE activation SET state = ?2 WHERE id = ?1", .integer(id), .text(state.rawValue))
  }

  /// Notes that a server has taken so many batches.
  package func setBatchesSent(_ count: Int, ofActivation id: Int64) throws(Fault) {
    try connection.run(
      "UPDATE activation SET batches_sent = ?2 WHERE id = ?1", .integer(id), .count(count))
  }

  /// Forgets a delivery that never came about.
  package func removeActivation(_ id: Int64) throws(Fault) {
    try connection.run("DELETE FROM activation WHERE id = ?1", .integer(id))
  }

  // MARK: Suppression

  /// All standing suppressions, by name.
  package func suppressions() throws(Fault) -> [SuppressionRecord] {
    try connection.rows(
      """
      SELECT name, destination, expression, namespace, hashes, created FROM suppression
      ORDER BY name
      """
    ) {
      SuppressionRecord(
        name: $0.text(0), destination: $0.optionalText(1), expression: $0.optionalText(2),
        namespace: $0.optionalText(3), hashes: Self.numbers($0.blob(4)),
        created: Timestamp($0.integer(5)))
    }
  }

  /// Adds a suppression, or replaces the one of the same name.
  package func put(_ suppression: SuppressionRecord) throws(Fault) {
    try connection.run(
      "INSERT OR REPLACE INTO suppression VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      .text(suppression.name), .optional(suppression.destination),
      .optional(suppression.expression), .optional(suppression.namespace),
      .blob(Self.bytes(suppression.hashes)), .integer(suppression.created.seconds))
  }

  package func removeSuppression(_ name: String) throws(Fault) {
    try connection.run("DELETE FROM suppression WHERE name = ?1", .text(name))
  }

  // MARK: Rows

  private static func activation(_ row: borrowing Row) -> ActivationRecord {
    var record = ActivationRecord(
      segment: row.text(1), expression: row.text(2), destination: row.text(3), file: row.text(4),
      asOf: Timestamp(row.integer(5)), rows: row.count(6), sha256: row.text(7),
      waterfall: row.text(8), manifest: row.text(9), at: Timestamp(row.integer(10)))
    record.id = row.integer(0)
    record.state = ActivationRecord.State(rawValue: row.text(11)) ?? .done
    record.version = row.optionalInteger(12).map { Int($0) }
    record.campaign = row.optionalText(13)
    record.added = row.optionalInteger(14).map { Int($0) }
    record.removed = row.optionalInteger(15).map { Int($0) }
    (record.batches, record.batchesSent) = (row.count(16), row.count(17))
    return record
  }

  private func nodes(_ sql: String, _ id: Int64) throws(Fault) -> [UInt32] {
    let found: [[UInt32]] = try connection.rows(sql, .integer(id)) { Self.numbers($0.blob(0)) }
    return found.first ?? []
  }

  /// Numbers as little-endian bytes, one after the other.
  static func bytes<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * MemoryLayout<Number>.size)
    for number in numbers {
      for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
      }
    }
    return bytes
  }

  static func numbers<Number: FixedWidthInteger>(_ bytes: [UInt8]) -> [Number] {
    let size = MemoryLayout<Number>.size
    return stride(from: 0, to: bytes.count - bytes.count % size, by: size).map { start in
      (0..<size).reversed().reduce(0) { $0 << 8 | Number(bytes[start + $1]) }
    }
  }
}
