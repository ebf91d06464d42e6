package import Basis
internal import CSQLite

/// Runs a user's own SQL over tables in memory and views of the catalogue, and can change nothing.
///
/// What a query may touch is decided by SQLite's authorizer while it is prepared: the tables that
/// were added, the views below, functions and nothing else. The catalogue's own tables are seen
/// through those views alone, which leave out whatever is personal.
///
/// A class, because it owns an open connection.
package final class QueryReader {
  private let connection: Connection
  /// The catalogue's own tables.
  ///
  /// A class, because SQLite hands its address to the authorizer.
  private final class Hidden: Sendable {
    let names: Set<String>
    init(_ names: Set<String>) { self.names = names }
  }
  private let hidden: Hidden
  private let failure = TableModule.Failure()

  /// A table or view that a query may name, with its columns.
  package struct Table: Sendable {
    package let name: String
    package let columns: [String]
    package let about: String
  }

  package init(path: String, tables: [MemoryTable]) throws(Fault) {
    connection = try Connection(path: path, access: .readOnly)
    try connection.execute("PRAGMA temp_store = MEMORY")
    for view in CatalogueViews.all {
      try connection.execute("CREATE TEMP VIEW \(view.name) AS \(view.query)")
    }
    hidden = Hidden(
      Set(
        try connection.rows("SELECT name FROM main.sqlite_schema WHERE type = 'table'") {
          $0.text(0)
        }))
    for table in tables {
      guard unsafe TableModule.add(table, to: connection.handle, failure) == SQLITE_OK else {
        throw fault()
      }
      // Declaring a table writes to SQLite's own schema, which the authorizer will forbid.
      try connection.execute("SELECT 1 FROM \(table.name) LIMIT 0")
    }
    unsafe sqlite3_set_authorizer(
      connection.handle, Self.authorize, Unmanaged.passUnretained(hidden).toOpaque())
  }

  /// What a query may read of the catalogue.
  package func views() throws(Fault) -> [Table] {
    try CatalogueViews.all.map { (view) throws(Fault) in
      var columns: [String] = []
      try run("SELECT * FROM \(view.name) LIMIT 0", names: { columns = $0 }, row: { _ in true })
      return Table(name: view.name, columns: columns, about: view.about)
    }
  }

  /// Runs one query and hands over each of its rows, until `row` says that it wants no more; `names`
  /// come first, once.
  package func run(
    _ sql: String, names: ([String]) throws(Fault) -> Void,
    row: ([SQLValue]) throws(Fault) -> Bool
  ) throws(Fault) {
    var made: OpaquePointer?
    var rest: UnsafePointer<CChar>?
    var isAlone = true
    let status = unsafe sql.withCString { text in
      let status = unsafe sqlite3_prepare_v2(connection.handle, text, -1, &made, &rest)
      isAlone =
        unsafe rest.map { unsafe String(cString: $0) }?.allSatisfy { $0.isWhitespace } ?? true
      return status
    }
    guard status == SQLITE_OK else { throw fault() }
    guard isAlone else {
      unsafe sqlite3_finalize(made)
      throw Fault(
        .usage, "the query", reason: "there is more than one statement",
        remedy: "Ask one query at a time")
    }
    guard let statement = unsafe made else {
      throw Fault(
        .usage, "the query", reason: "it is empty", remedy: "`parterre sql --tables` lists tables")
    }
    defer { unsafe sqlite3_finalize(statement) }
    let columns = 0..<(unsafe sqlite3_column_count(statement))
    try names(columns.map { unsafe String(cString: sqlite3_column_name(statement, $0)) })
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW:
        guard try row(columns.map { unsafe Row(statement: statement).value($0) }) else { return }
      case SQLITE_DONE: return
      default: throw fault()
      }
    }
  }

  private func fault() -> Fault {
    if let fault = failure.fault { return fault }
    let reason = unsafe String(cString: sqlite3_errmsg(connection.handle))
    let isForbidden =
      unsafe sqlite3_errcode(connection.handle) == SQLITE_AUTH || reason.contains("prohibited")
    return Fault(
      .usage, "the query", reason: reason,
      remedy: isForbidden
        ? "Only reading is possible; `parterre sql --tables` lists what can be read"
        : "`parterre sql --tables` lists the tables and their columns")
  }

  /// Lets a query read, and nothing else; `view` is the view through which a table is read.
  private static let authorize:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, UnsafePointer<CChar>?
    ) -> Int32 = { hidden, action, first, second, database, view in
      switch action {
      case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
      case SQLITE_FUNCTION:
        let name = unsafe second.map { unsafe String(cString: $0) } ?? ""
        return name == "load_extension" ? SQLITE_DENY : SQLITE_OK
      case SQLITE_READ:
        let table = unsafe first.map { unsafe String(cString: $0) } ?? ""
        if unsafe view != nil { return SQLITE_OK }
        // Counting the rows of a view reads no column of its tables, and is asked about without the view.
        let column = unsafe second.map { unsafe String(cString: $0) } ?? ""
        if column.isEmpty, !table.hasPrefix("sqlite_") { return SQLITE_OK }
        guard let hidden = unsafe hidden, !table.hasPrefix("sqlite_") else { return SQLITE_DENY }
        let names = unsafe Unmanaged<Hidden>.fromOpaque(hidden).takeUnretainedValue().names
        return names.contains(table) ? SQLITE_DENY : SQLITE_OK
      default: return SQLITE_DENY
      }
    }
}
