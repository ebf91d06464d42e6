internal import Basis
internal import CSQLite
internal import Synchronization

/// Teaches SQLite to read a `MemoryTable`: the callbacks of a virtual table.
///
/// SQLite calls these on the thread that runs the query. The table and the place in it travel
/// through SQLite as retained references, each given back in the callback that ends its life.
enum TableModule {
  /// A class, because SQLite passes it around as an address.
  final class Box: Sendable {
    let table: MemoryTable
    let failure: Failure
    init(_ table: MemoryTable, _ failure: Failure) { (self.table, self.failure) = (table, failure) }
  }

  /// Why a table could not be read, which SQLite itself can only pass on as words.
  ///
  /// A class, because all tables of a connection share it with whoever asks.
  final class Failure: Sendable {
    private let first = Mutex<Fault?>(nil)
    var fault: Fault? { first.withLock { $0 } }
    func note(_ fault: Fault) { first.withLock { $0 = $0 ?? fault } }
  }

  /// Where a cursor is.
  ///
  /// A class, because SQLite passes it around as an address.
  private final class Walk {
    let table: MemoryTable
    let failure: Failure
    private var ranges: [Range<Int>] = []
    private var range = 0
    private(set) var row = 0

    init(_ box: Box) { (table, failure) = (box.table, box.failure) }

    var isOver: Bool { range >= ranges.count }

    func start(_ ranges: [Range<Int>]) throws(Fault) {
      self.ranges = ranges.filter { !$0.isEmpty }
      range = 0
      row = self.ranges.first?.lowerBound ?? 0
      try skipHoles()
    }

    func next() throws(Fault) {
      step()
      try skipHoles()
    }

    private func step() {
      row += 1
      guard row >= ranges[range].upperBound else { return }
      range += 1
      if !isOver { row = ranges[range].lowerBound }
    }

    private func skipHoles() throws(Fault) {
      while !isOver, !(try table.isPresent(row)) { step() }
    }
  }

  /// Makes `table` known to a connection under its name; `failure` learns what it could not read.
  static func add(_ table: MemoryTable, to handle: OpaquePointer, _ failure: Failure) -> Int32 {
    let box = unsafe Unmanaged.passRetained(Box(table, failure)).toOpaque()
    return unsafe sqlite3_create_module_v2(handle, table.name, callbacks, box) { box in
      if let box = unsafe box { unsafe Unmanaged<Box>.fromOpaque(box).release() }
    }
  }

  /// The callbacks, which must stay where they are as long as any connection is open.
  nonisolated(unsafe) private static let callbacks: UnsafePointer<sqlite3_module> = {
    var module = sqlite3_module()
    unsafe module.xConnect = { handle, box, _, _, made, _ in
      guard let box = unsafe box, let made = unsafe made else { return SQLITE_ERROR }
      let shared = unsafe Unmanaged<Box>.fromOpaque(box).takeUnretainedValue()
      let status = unsafe sqlite3_declare_vtab(handle, shared.table.declaration)
      guard status == SQLITE_OK else { return status }
      let place = UnsafeMutablePointer<pt_sqlite_table>.allocate(capacity: 1)
      unsafe place.initialize(to: pt_sqlite_table())
      unsafe place.pointee.table = unsafe Unmanaged.passRetained(shared).toOpaque()
      unsafe made.pointee = unsafe UnsafeMutableRawPointer(place)
        .assumingMemoryBound(to: sqlite3_vtab.self)
      return SQLITE_OK
    }
    unsafe module.xDisconnect = { table in
      guard let place = unsafe tablePlace(table) else { return SQLITE_ERROR }
      unsafe Unmanaged<Box>.fromOpaque(place.pointee.table).release()
      unsafe place.deinitialize(count: 1)
      unsafe place.deallocate()
      return SQLITE_OK
    }
    unsafe module.xBestIndex = { table, plan in
      guard let place = unsafe tablePlace(table), let plan = unsafe plan else {
        return SQLITE_ERROR
      }
      let keys = unsafe box(place).table.keys
      unsafe plan.pointee.estimatedCost = 1e7
      for index in 0..<Int(unsafe plan.pointee.nConstraint) {
        let constraint = unsafe plan.pointee.aConstraint[index]
        guard constraint.usable != 0, Int32(constraint.op) == SQLITE_INDEX_CONSTRAINT_EQ,
          let key = keys.firstIndex(where: { $0.column == Int(constraint.iColumn) })
        else { continue }
        unsafe plan.pointee.aConstraintUsage[index].argvIndex = 1
        unsafe plan.pointee.idxNum = Int32(key + 1)
        unsafe plan.pointee.estimatedCost = 10
        unsafe plan.pointee.estimatedRows = 10
        break
      }
      return SQLITE_OK
    }
    unsafe module.xOpen = { table, made in
      guard let place = unsafe tablePlace(table), let made = unsafe made else {
        return SQLITE_ERROR
      }
      let cursor = UnsafeMutablePointer<pt_sqlite_cursor>.allocate(capacity: 1)
      unsafe cursor.initialize(to: pt_sqlite_cursor())
      let walk = unsafe Walk(box(place))
      unsafe cursor.pointee.walk = unsafe Unmanaged.passRetained(walk).toOpaque()
      unsafe made.pointee = unsafe UnsafeMutableRawPointer(cursor)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    unsafe module.xClose = { cursor in
      guard let place = unsafe cursorPlace(cursor) else { return SQLITE_ERROR }
      unsafe Unmanaged<Walk>.fromOpaque(place.pointee.walk).release()
      unsafe place.deinitialize(count: 1)
      unsafe place.deallocate()
      return SQLITE_OK
    }
    unsafe module.xFilter = { cursor, index, _, count, values in
      unsafe attempt(cursor) { (walk: Walk) throws(Fault) in
        // A key that is no whole number is left to SQLite, which compares every row itself.
        if index > 0, count == 1, let value = unsafe values?[0],
          unsafe sqlite3_value_type(value) == SQLITE_INTEGER
        {
          let key = walk.table.keys[Int(index) - 1]
          try walk.start(try key.rows(unsafe sqlite3_value_int64(value)))
        } else {
          try walk.start([0..<(try walk.table.rowCount())])
        }
      }
    }
    unsafe module.xNext = { cursor in
      unsafe attempt(cursor) { (walk: Walk) throws(Fault) in try walk.next() }
    }
    unsafe module.xEof = { cursor in
      guard let place = unsafe cursorPlace(cursor) else { return 1 }
      return unsafe walk(place).isOver ? 1 : 0
    }
    unsafe module.xColumn = { cursor, context, column in
      unsafe attempt(cursor) { (walk: Walk) throws(Fault) in
        unsafe give(try walk.table.value(walk.row, Int(column)), to: context)
      }
    }
    unsafe module.xRowid = { cursor, row in
      guard let place = unsafe cursorPlace(cursor), let row = unsafe row else {
        return SQLITE_ERROR
      }
      unsafe row.pointee = Int64(unsafe walk(place).row)
      return SQLITE_OK
    }
    let place = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    unsafe place.initialize(to: module)
    return unsafe UnsafePointer(place)
  }()

  private static func tablePlace(_ table: UnsafeMutablePointer<sqlite3_vtab>?)
    -> UnsafeMutablePointer<pt_sqlite_table>?
  {
    unsafe UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: pt_sqlite_table.self)
  }

  private static func cursorPlace(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?)
    -> UnsafeMutablePointer<pt_sqlite_cursor>?
  {
    unsafe UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: pt_sqlite_cursor.self)
  }

  private static func box(_ place: UnsafeMutablePointer<pt_sqlite_table>) -> Box {
    unsafe Unmanaged<Box>.fromOpaque(place.pointee.table).takeUnretainedValue()
  }

  private static func walk(_ place: UnsafeMutablePointer<pt_sqlite_cursor>) -> Walk {
    unsafe Unmanaged<Walk>.fromOpaque(place.pointee.walk).takeUnretainedValue()
  }

  /// Runs a step of a cursor; a fault becomes the table's message, which SQLite passes on.
  private static func attempt(
    _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ body: (Walk) throws(Fault) -> Void
  ) -> Int32 {
    guard let place = unsafe cursorPlace(cursor) else { return SQLITE_ERROR }
    do throws(Fault) {
      try body(unsafe walk(place))
      return SQLITE_OK
    } catch {
      unsafe walk(place).failure.note(error)
      unsafe pt_sqlite_set_message(place.pointee.base.pVtab, "\(error)")
      return SQLITE_ERROR
    }
  }

  private static func give(_ value: SQLValue, to context: OpaquePointer?) {
    switch value {
    case .null: unsafe sqlite3_result_null(context)
    case .integer(let number): unsafe sqlite3_result_int64(context, number)
    case .real(let number): unsafe sqlite3_result_double(context, number)
    case .text(let text): unsafe sqlite3_result_text(context, text, -1, pt_sqlite_transient())
    case .blob(let bytes):
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe sqlite3_result_blob64(
          context, buffer.baseAddress, UInt64(buffer.count), pt_sqlite_transient())
      }
    }
  }
}
