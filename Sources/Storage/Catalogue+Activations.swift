package import Basis

/// One delivery of an audience to a destination.
package struct ActivationRecord: Sendable, Equatable {
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

  package init(
    segment: String, expression: String, destination: String, file: String, asOf: Timestamp,
    rows: Int, sha256: String, waterfall: String, manifest: String, at: Timestamp
  ) {
    (self.segment, self.expression) = (segment, expression)
    (self.destination, self.file, self.asOf, self.rows) = (destination, file, asOf, rows)
    (self.sha256, self.waterfall, self.manifest, self.at) = (sha256, waterfall, manifest, at)
  }
}

extension Catalogue {
  /// All deliveries, the oldest first.
  package func activations() throws(Fault) -> [ActivationRecord] {
    try connection.rows(
      """
      SELECT id, segment, expression, destination, file, as_of, rows, sha256, waterfall, manifest,
        at FROM activation ORDER BY id
      """
    ) { row in
      var record = ActivationRecord(
        segment: row.text(1), expression: row.text(2), destination: row.text(3),
        file: row.text(4), asOf: Timestamp(row.integer(5)), rows: row.count(6),
        sha256: row.text(7), waterfall: row.text(8), manifest: row.text(9),
        at: Timestamp(row.integer(10)))
      record.id = row.integer(0)
      return record
    }
  }

  /// Records a delivery with the smallest node of each person that was delivered.
  package func add(_ activation: ActivationRecord, members: [UInt32]) throws(Fault) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(members.count * 4)
    for node in members {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: node >> UInt32(shift)))
      }
    }
    try connection.run(
      """
      INSERT INTO activation (segment, expression, destination, file, as_of, rows, sha256,
        waterfall, manifest, at, members) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """,
      .text(activation.segment), .text(activation.expression), .text(activation.destination),
      .text(activation.file), .integer(activation.asOf.seconds), .count(activation.rows),
      .text(activation.sha256), .text(activation.waterfall), .text(activation.manifest),
      .integer(activation.at.seconds), .blob(bytes))
  }
}
