package import Basis

/// A source as the catalogue keeps it.
package struct SourceRecord: Sendable, Equatable {
  package var id: SourceID
  package var name: String
  package var party: String
  package var kind: String
  package var mapping: String?
  /// Seconds after which a new batch is expected.
  package var expectedInterval: Int64?
  package var monthlyCost: Money?
  package var dropFolder: String?
  package var created: Timestamp

  package init(
    id: SourceID = SourceID(0), name: String, party: String, kind: String, mapping: String? = nil,
    expectedInterval: Int64? = nil, monthlyCost: Money? = nil, dropFolder: String? = nil,
    created: Timestamp
  ) {
    (self.id, self.name, self.party, self.kind) = (id, name, party, kind)
    (self.mapping, self.expectedInterval) = (mapping, expectedInterval)
    (self.monthlyCost, self.dropFolder, self.created) = (monthlyCost, dropFolder, created)
  }
}

extension Catalogue {
  private static let sourceColumns =
    """
    id, name, party, kind, mapping, expected_interval, monthly_cost, currency, drop_folder, created
    """

  package func sources() throws(Fault) -> [SourceRecord] {
    try connection.rows("SELECT \(Self.sourceColumns) FROM source ORDER BY name") {
      Self.source($0)
    }
  }

  package func source(named name: String) throws(Fault) -> SourceRecord? {
    try connection.rows(
      "SELECT \(Self.sourceColumns) FROM source WHERE name = ?1", .text(name)
    ) { Self.source($0) }.first
  }

  /// Adds a source and returns it with its id.
  package func add(_ source: SourceRecord) throws(Fault) -> SourceRecord {
    try connection.run(
      """
      INSERT INTO source (name, party, kind, mapping, expected_interval, monthly_cost, currency,
        drop_folder, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      .text(source.name), .text(source.party), .text(source.kind), .optional(source.mapping),
      .optional(source.expectedInterval), .optional(source.monthlyCost?.minorUnits),
      .optional(source.monthlyCost?.currency.code), .optional(source.dropFolder),
      .integer(source.created.seconds))
    var added = source
    added.id = SourceID(connection.lastInsertedID)
    return added
  }

  /// Writes everything about a source but its name and when it was added.
  package func update(_ source: SourceRecord) throws(Fault) {
    try connection.run(
      """
      UPDATE source SET party = ?2, kind = ?3, mapping = ?4, expected_interval = ?5,
        monthly_cost = ?6, currency = ?7, drop_folder = ?8 WHERE id = ?1
      """,
      .integer(source.id.number), .text(source.party), .text(source.kind),
      .optional(source.mapping), .optional(source.expectedInterval),
      .optional(source.monthlyCost?.minorUnits), .optional(source.monthlyCost?.currency.code),
      .optional(source.dropFolder))
  }

  /// Removes a source that has no batches any more.
  package func remove(_ source: SourceID) throws(Fault) {
    try connection.run(
      "DELETE FROM attribute_priority WHERE source = ?1", .integer(source.number))
    try connection.run(
      "DELETE FROM reject WHERE batch IN (SELECT id FROM batch WHERE source = ?1)",
      .integer(source.number))
    for table in ["batch_field", "batch_flaw", "cost"] {
      try connection.run(
        "DELETE FROM \(table) WHERE batch IN (SELECT id FROM batch WHERE source = ?1)",
        .integer(source.number))
    }
    for table in ["follow", "dropped_file"] {
      try connection.run("DELETE FROM \(table) WHERE source = ?1", .integer(source.number))
    }
    try connection.run("DELETE FROM batch WHERE source = ?1", .integer(source.number))
    try connection.run("DELETE FROM source WHERE id = ?1", .integer(source.number))
  }

  /// Which source's value of an attribute wins: (source, attribute) to priority.
  package func priorities() throws(Fault) -> [(SourceID, String, Int)] {
    try connection.rows(
      "SELECT source, attribute, priority FROM attribute_priority ORDER BY source, attribute"
    ) { (SourceID($0.integer(0)), $0.text(1), $0.count(2)) }
  }

  package func setPriority(_ priority: Int, of attribute: String, in source: SourceID)
    throws(Fault)
  {
    try connection.run(
      """
      INSERT INTO attribute_priority VALUES (?1, ?2, ?3)
      ON CONFLICT (source, attribute) DO UPDATE SET priority = excluded.priority
      """, .integer(source.number), .text(attribute), .count(priority))
  }

  private static func source(_ row: borrowing Row) -> SourceRecord {
    var cost: Money?
    if let units = row.optionalInteger(6), let currency = Currency(row.text(7)) {
      cost = Money(minorUnits: units, currency: currency)
    }
    return SourceRecord(
      id: SourceID(row.integer(0)), name: row.text(1), party: row.text(2), kind: row.text(3),
      mapping: row.optionalText(4), expectedInterval: row.optionalInteger(5), monthlyCost: cost,
      dropFolder: row.optionalText(8), created: Timestamp(row.integer(9)))
  }
}
