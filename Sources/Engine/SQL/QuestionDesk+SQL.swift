package import Basis
internal import Sealing
internal import Storage

extension QuestionDesk {
  /// A table that SQL can read.
  package struct SQLTableList: Sendable {
    package let name: String
    package let columns: [String]
    package let about: String
  }

  /// Runs a user's own query, which can change nothing; each row is handed over as it is found, until
  /// `row` says that it wants no more.
  package func sql(
    _ query: String, terms: Terms, names: ([String]) throws(Fault) -> Void,
    row: ([Value?]) throws(Fault) -> Bool
  ) throws(Fault) {
    try QueryReader(path: catalogue, tables: try memoryTables(terms)).run(
      query, names: names,
      row: { (cells) throws(Fault) in try row(cells.map(Self.value)) })
  }

  /// Every table that a query can name.
  package func sqlTables(terms: Terms) throws(Fault) -> [SQLTableList] {
    let tables = try memoryTables(terms)
    let views = try QueryReader(path: catalogue, tables: tables).views()
    return tables.map {
      SQLTableList(
        name: $0.name, columns: $0.columns.map(\.name), about: SQLTables.abouts[$0.name] ?? "")
    } + views.map { SQLTableList(name: $0.name, columns: $0.columns, about: $0.about) }
  }

  private var catalogue: String { path + "/" + Workspace.catalogueName }

  private func memoryTables(_ terms: Terms) throws(Fault) -> [MemoryTable] {
    let firstEvent = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.runs(of: .events).compactMap(\.firstEvent).min()
    }
    return SQLTables(
      audience: try audience(terms.lens), asOf: terms.asOf, firstEvent: firstEvent
    ).all()
  }

  private static func value(_ cell: SQLValue) -> Value? {
    switch cell {
    case .null: nil
    case .integer(let number): .integer(number)
    case .real(let number): .number(number)
    case .text(let text): .text(text)
    case .blob(let bytes): .text(Hex.text(of: bytes))
    }
  }
}
