package import Basis
internal import CSQLite

/// One SQLite connection, owned by one worker.
///
/// A class, because SQLite's handle has an identity and must be closed once; it is not Sendable, so
/// the compiler keeps it with its owner.
@safe package final class Connection {
  /// What may be done with the file.
  package enum Access: Sendable { case readWrite, readOnly }

  let handle: OpaquePointer
  private let path: String
  private var statements: [String: OpaquePointer] = unsafe [:]

  package init(path: String, access: Access) throws(Fault) {
    self.path = path
    var opened: OpaquePointer?
    let flags =
      access == .readOnly
      ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let status = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard status == SQLITE_OK, let opened = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      if let refused = FileSystem.refusal(of: path) { throw refused }
      throw Fault(
        .store, path, reason: "the catalogue cannot be opened",
        remedy: "Check that the folder is a workspace and that you may read it")
    }
    unsafe handle = opened
    unsafe sqlite3_busy_timeout(handle, 5_000)
    // What a client writes into the file by hand must not run code here.
    _ = unsafe pt_sqlite_config_flag(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    _ = unsafe pt_sqlite_config_flag(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    if access == .readWrite {
      try execute("PRAGMA journal_mode = WAL")
      try execute("PRAGMA synchronous = FULL")
      try execute("PRAGMA secure_delete = ON")
    }
    try execute("PRAGMA foreign_keys = ON")
  }

  deinit {
    while let (_, statement) = unsafe statements.popFirst() { unsafe sqlite3_finalize(statement) }
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs one or more statements that answer nothing.
  package func execute(_ sql: String) throws(Fault) {
    guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw fault(sql) }
  }

  /// Runs one statement with values for its parameters.
  package func run(_ sql: String, _ bindings: SQLValue...) throws(Fault) {
    let statement = try unsafe prepared(sql, bindings)
    defer { unsafe sqlite3_reset(statement) }
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW: continue
      case SQLITE_DONE: return
      default: throw fault(sql)
      }
    }
  }

  /// Runs a query and maps each of its rows.
  package func rows<Answer>(
    _ sql: String, _ bindings: SQLValue..., map: (borrowing Row) throws(Fault) -> Answer
  ) throws(Fault) -> [Answer] {
    try rows(sql, bindings, map: map)
  }

  /// Runs a query with a list of values and maps each of its rows.
  package func rows<Answer>(
    _ sql: String, _ bindings: [SQLValue], map: (borrowing Row) throws(Fault) -> Answer
  ) throws(Fault) -> [Answer] {
    let statement = try unsafe prepared(sql, bindings)
    defer { unsafe sqlite3_reset(statement) }
    var answers: [Answer] = []
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW: answers.append(try map(unsafe Row(statement: statement)))
      case SQLITE_DONE: return answers
      default: throw fault(sql)
      }
    }
  }

  /// Runs a query of one number.
  package func number(_ sql: String, _ bindings: SQLValue...) throws(Fault) -> Int64? {
    try rows(sql, bindings) { row in row.optionalInteger(0) }.first ?? nil
  }

  package var lastInsertedID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// Runs `body` in one transaction: all of it happens or nothing does.
  package func transaction<Answer>(_ body: () throws(Fault) -> Answer) throws(Fault) -> Answer {
    try framed(begin: "BEGIN IMMEDIATE", end: "COMMIT", undo: "ROLLBACK", body)
  }

  /// Runs `body` on one unchanging state while others go on writing.
  package func reading<Answer>(_ body: () throws(Fault) -> Answer) throws(Fault) -> Answer {
    try framed(begin: "BEGIN", end: "COMMIT", undo: "ROLLBACK", body)
  }

  /// Runs `body` so that all of it happens or nothing does, inside a transaction or alone.
  package func savepoint<Answer>(_ body: () throws(Fault) -> Answer) throws(Fault) -> Answer {
    try framed(
      begin: "SAVEPOINT part", end: "RELEASE part", undo: "ROLLBACK TO part; RELEASE part", body)
  }

  private func framed<Answer>(
    begin: String, end: String, undo: String, _ body: () throws(Fault) -> Answer
  ) throws(Fault) -> Answer {
    try execute(begin)
    do {
      let answer = try body()
      try execute(end)
      return answer
    } catch {
      // The first failure is the one to report; a rollback can only fail after SQLite did one.
      unsafe sqlite3_exec(handle, undo, nil, nil, nil)
      throw error
    }
  }

  /// Writes a consistent copy of the whole file, for its owner alone, while others go on reading
  /// and writing.
  package func copy(to target: String) throws(Fault) {
    if FileSystem.kind(of: target) == nil { try FileSystem.write([], to: target) }
    try run("VACUUM INTO ?1", .text(target))
  }

  private func prepared(
    _ sql: String, _ bindings: [SQLValue]
  ) throws(Fault) -> OpaquePointer {
    let statement: OpaquePointer
    if let known = unsafe statements[sql] {
      unsafe statement = known
    } else {
      var made: OpaquePointer?
      let status = unsafe sqlite3_prepare_v2(handle, sql, -1, &made, nil)
      guard status == SQLITE_OK, let made = unsafe made else { throw fault(sql) }
      unsafe statements[sql] = made
      unsafe statement = made
    }
    for (index, value) in bindings.enumerated() {
      guard unsafe bind(value, to: statement, at: Int32(index + 1)) == SQLITE_OK else {
        throw fault(sql)
      }
    }
    return unsafe statement
  }

  private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch value {
    case .null: unsafe sqlite3_bind_null(statement, index)
    case .integer(let number): unsafe sqlite3_bind_int64(statement, index, number)
    case .real(let number): unsafe sqlite3_bind_double(statement, index, number)
    case .text(let text):
      unsafe sqlite3_bind_text(statement, index, text, -1, pt_sqlite_transient())
    case .blob(let bytes):
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe buffer.isEmpty
          ? sqlite3_bind_zeroblob(statement, index, 0)
          : sqlite3_bind_blob64(
            statement, index, buffer.baseAddress, UInt64(buffer.count), pt_sqlite_transient())
      }
    }
  }

  private func fault(_ sql: String) -> Fault {
    let code = unsafe sqlite3_errcode(handle)
    let reason = unsafe String(cString: sqlite3_errmsg(handle))
    switch code & 0xFF {
    case SQLITE_FULL, SQLITE_IOERR:
      return FileSystem.diskFull(path, reason: reason)
    case SQLITE_BUSY, SQLITE_LOCKED:
      return Fault(
        .locked, path, reason: "another program is writing to it",
        remedy: "Wait for it to end, then run it again")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      return Fault(
        .damaged, path, reason: reason,
        remedy: "Restore the workspace from a backup with `parterre restore`")
    case SQLITE_READONLY, SQLITE_CANTOPEN:
      // Readers of a database in WAL mode keep their place in a file beside it.
      return Fault(
        .unwritable, FileSystem.parent(of: path),
        reason: "the catalogue needs a folder that you may write to, for reading too",
        remedy: "Make it writable for you, or copy the workspace to where you may write")
    default:
      for lost in ["no such table: ", "no such column: "] where reason.hasPrefix(lost) {
        let (kind, name) = (
          lost.contains("table") ? "table" : "column", reason.dropFirst(lost.count)
        )
        return Fault(
          .damaged, path,
          reason: "its \(kind) “\(name)” is missing; something else than Parterre changed it",
          remedy: "Restore the workspace from a backup with `parterre restore`")
      }
      return Fault(
        .store, path, reason: "\(reason) in “\(sql.prefix(60))”",
        remedy: "Run `parterre verify`")
    }
  }
}

/// A value for a parameter of a statement.
package enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  package static func optional(_ number: Int64?) -> SQLValue {
    number.map(SQLValue.integer) ?? .null
  }
  package static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
  package static func count(_ number: Int) -> SQLValue { .integer(Int64(number)) }
}

/// The current row of a running query; the closure that gets it cannot keep it.
@safe package struct Row: ~Copyable {
  let statement: OpaquePointer

  package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }
  package func count(_ column: Int32) -> Int { Int(integer(column)) }
  package func real(_ column: Int32) -> Double { unsafe sqlite3_column_double(statement, column) }

  package func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(statement, column) == SQLITE_NULL
  }

  package func optionalInteger(_ column: Int32) -> Int64? {
    isNull(column) ? nil : integer(column)
  }

  package func text(_ column: Int32) -> String {
    guard let start = unsafe sqlite3_column_text(statement, column) else { return "" }
    let count = Int(unsafe sqlite3_column_bytes(statement, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  package func blob(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(statement, column) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(statement, column))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The value of a column as it is stored.
  package func value(_ column: Int32) -> SQLValue {
    switch unsafe sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_FLOAT: .real(real(column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_BLOB: .blob(blob(column))
    default: .null
    }
  }

  package func name(_ column: Int32) -> String {
    unsafe String(cString: sqlite3_column_name(statement, column))
  }
}
