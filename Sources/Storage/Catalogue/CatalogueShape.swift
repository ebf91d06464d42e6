package import Basis

/// What a catalogue consists of: its tables with their columns, its indexes and whatever else is in it.
///
/// What it must be is read off a catalogue that the migrations make in memory, so that no list of
/// tables has to be kept.
package struct CatalogueShape: Sendable {
  private let columns: [String: Set<String>]
  private let others: [String: Other]

  /// An index; a view or a trigger, of which Parterre makes none.
  private struct Other: Equatable {
    let type: String
    let table: String
    /// The columns of an index with their order, whether it is unique and which rows it leaves out; empty
    /// for anything else.
    let form: String
  }

  private init(_ connection: Connection) throws(Fault) {
    var columns: [String: Set<String>] = [:]
    for (table, column) in try connection.rows(
      """
      SELECT m.name, c.name FROM main.sqlite_schema m, pragma_table_xinfo(m.name) c
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid
      """, map: { ($0.text(0), $0.text(1)) })
    {
      columns[table, default: []].insert(column)
    }
    var others: [String: Other] = [:]
    for (name, other) in try connection.rows(
      """
      SELECT m.name, m.type, m.tbl_name, ifnull(
        (SELECT group_concat(ifnull(name, '') || "desc" || coll) FROM pragma_index_xinfo(m.name)
          WHERE key), '') || ifnull(
        (SELECT ' ' || "unique" || iif(partial, substr(m.sql, instr(upper(m.sql), ' WHERE ')), '')
          FROM pragma_index_list(m.tbl_name) WHERE name = m.name), '')
      FROM main.sqlite_schema m WHERE m.type <> 'table' AND m.name NOT LIKE 'sqlite%'
      ORDER BY m.name
      """, map: { ($0.text(0), Other(type: $0.text(1), table: $0.text(2), form: $0.text(3))) })
    {
      others[name] = other
    }
    (self.columns, self.others) = (columns, others)
  }

  /// What Parterre makes.
  package static func expected() throws(Fault) -> CatalogueShape {
    let connection = try Connection(path: ":memory:", access: .readWrite)
    try Migrations.migrate(connection, path: ":memory:")
    return try CatalogueShape(connection)
  }

  /// The names of all tables, in order.
  package var tables: [String] { columns.keys.sorted() }

  /// What something else than Parterre did to a catalogue's shape.
  package struct Problems: Sendable, Equatable {
    /// Tables and columns that are gone: no question that needs them can be answered.
    package var missing: [String] = []
    package var others: [String] = []
  }

  fileprivate func problems(of connection: Connection) throws(Fault) -> Problems {
    let actual = try CatalogueShape(connection)
    var problems = Problems()
    for table in tables {
      guard let found = actual.columns[table] else {
        problems.missing.append("the table “\(table)” is missing")
        continue
      }
      let wanted = columns[table] ?? []
      for column in wanted.subtracting(found).sorted() {
        problems.missing.append("the table “\(table)” lacks its column “\(column)”")
      }
      for column in found.subtracting(wanted).sorted() {
        problems.others.append("the table “\(table)” was given the column “\(column)”")
      }
    }
    for (name, other) in others.sorted(by: { $0.key < $1.key }) {
      guard let found = actual.others[name] else {
        problems.others.append("the \(other.type) “\(name)” is missing")
        continue
      }
      guard found != other else { continue }
      problems.others.append("the \(other.type) “\(name)” was replaced by another")
    }
    for table in actual.tables where columns[table] == nil {
      problems.others.append("the table “\(table)” was added")
    }
    for (name, other) in actual.others.sorted(by: { $0.key < $1.key }) where others[name] == nil {
      problems.others.append("the \(other.type) “\(name)” was added")
    }
    return problems
  }
}

extension Catalogue {
  /// What something else than Parterre did to the catalogue's tables as such; rows are another matter.
  package func shapeProblems() throws(Fault) -> CatalogueShape.Problems {
    try CatalogueShape.expected().problems(of: connection)
  }
}
