package import Basis

/// An attribute or an event's field with its type.
package struct FieldRecord: Sendable, Equatable {
  package enum Owner: String, Sendable { case event, attribute }

  package var owner: Owner
  package var name: String
  package var type: ValueType
  /// For money: how many decimal places the stored minor units have.
  package var decimalPlaces: Int
  package var isPersonal: Bool
  /// The taxonomy's definition as TOML, where one was given.
  package var definition: String?

  package init(
    owner: Owner, name: String, type: ValueType, decimalPlaces: Int = 2, isPersonal: Bool = false,
    definition: String? = nil
  ) {
    (self.owner, self.name, self.type) = (owner, name, type)
    (self.decimalPlaces, self.isPersonal) = (decimalPlaces, isPersonal)
    self.definition = definition
  }
}

extension Catalogue {
  package func fields() throws(Fault) -> [FieldRecord] {
    try connection.rows(
      """
      SELECT owner, name, type, decimal_places, personal, definition FROM field ORDER BY owner, name
      """
    ) { row in
      FieldRecord(
        owner: FieldRecord.Owner(rawValue: row.text(0)) ?? .attribute, name: row.text(1),
        type: ValueType(rawValue: row.text(2)) ?? .text, decimalPlaces: row.count(3),
        isPersonal: row.integer(4) != 0, definition: row.optionalText(5))
    }
  }

  package func put(_ field: FieldRecord) throws(Fault) {
    try connection.run(
      """
      INSERT INTO field VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (owner, name) DO UPDATE
      SET personal = max(personal, excluded.personal),
        definition = coalesce(excluded.definition, definition)
      """,
      .text(field.owner.rawValue), .text(field.name), .text(field.type.rawValue),
      .count(field.decimalPlaces), .integer(field.isPersonal ? 1 : 0),
      .optional(field.definition))
  }

  /// Which fields each type of event has been seen with.
  package func eventFields() throws(Fault) -> [(event: String, field: String)] {
    try connection.rows("SELECT event, field FROM event_field ORDER BY event, field") {
      ($0.text(0), $0.text(1))
    }
  }

  package func putEventField(_ event: String, _ field: String) throws(Fault) {
    try connection.run(
      "INSERT OR IGNORE INTO event_field VALUES (?1, ?2)", .text(event), .text(field))
  }

  /// Namespaces by their code, in the order of the codes.
  package func namespaces() throws(Fault) -> [String] {
    try connection.rows("SELECT name FROM namespace ORDER BY code") { $0.text(0) }
  }

  package func addNamespace(_ name: String, code: Int) throws(Fault) {
    try connection.run("INSERT INTO namespace VALUES (?1, ?2)", .count(code), .text(name))
  }
}
