import Basis
import CSQLite
import Columns
import Segments
import Testing

/// SQLite in memory over the tables that `SQLPlanner` asks.
final class Oracle {
  private var database: OpaquePointer?

  init(_ world: SampleWorld, _ calendar: CalendarDays) {
    sqlite3_open(":memory:", &database)
    run(
      """
      CREATE TABLE units(id INTEGER PRIMARY KEY);
      CREATE TABLE attributes(unit INTEGER, name TEXT, text TEXT, folded TEXT, number NUMERIC);
      CREATE TABLE events(id INTEGER PRIMARY KEY, unit INTEGER, type TEXT, time INTEGER);
      CREATE TABLE event_fields(event INTEGER, name TEXT, text TEXT, folded TEXT, number NUMERIC);
      CREATE TABLE namespaces(unit INTEGER, name TEXT);
      CREATE TABLE sources(unit INTEGER, name TEXT);
      CREATE TABLE consents(unit INTEGER, purpose TEXT, granted INTEGER, withdrawn INTEGER);
      CREATE TABLE zone_days(day INTEGER, starts INTEGER PRIMARY KEY);
      CREATE TABLE zone_offsets(starts INTEGER PRIMARY KEY, seconds INTEGER);
      BEGIN;
      """)
    fill(world, calendar)
    run(
      """
      CREATE INDEX a ON attributes(unit, name);
      CREATE INDEX e ON events(unit, type, time);
      CREATE INDEX f ON event_fields(event, name);
      CREATE INDEX c ON consents(unit);
      CREATE INDEX n ON namespaces(unit);
      CREATE INDEX s ON sources(unit);
      COMMIT;
      """)
  }

  deinit { sqlite3_close(database) }

  func run(_ sql: String) {
    let status = sqlite3_exec(database, sql, nil, nil, nil)
    if status != SQLITE_OK { Issue.record("\(String(cString: sqlite3_errmsg(database)))\n\(sql)") }
  }

  /// The first column of a query's rows; nil where the query is refused.
  func numbers(_ sql: String) -> [UInt32]? {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
      Issue.record("\(String(cString: sqlite3_errmsg(database)))\n\(sql)")
      return nil
    }
    var found: [UInt32] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      found.append(UInt32(sqlite3_column_int64(statement, 0)))
    }
    return found
  }

  private func fill(_ world: SampleWorld, _ calendar: CalendarDays) {
    for unit in 0..<world.unitCount { run("INSERT INTO units VALUES(\(unit))") }
    for (name, column) in world.attributes {
      for unit in 0..<world.unitCount { insert("attributes", unit, name, column, unit) }
    }
    var event = 0
    for (type, table) in world.tables.sorted(by: { $0.key < $1.key }) {
      for unit in 0..<world.unitCount {
        for row in Int(table.starts[unit])..<Int(table.starts[unit + 1]) {
          run("INSERT INTO events VALUES(\(event), \(unit), '\(type)', \(table.times[row]))")
          for (name, column) in table.fields { insert("event_fields", event, name, column, row) }
          event += 1
        }
      }
    }
    for (name, set) in world.namespaces {
      for unit in set.members() { run("INSERT INTO namespaces VALUES(\(unit), '\(name)')") }
    }
    for (name, set) in world.sources {
      for unit in set.members() { run("INSERT INTO sources VALUES(\(unit), '\(name)')") }
    }
    for (purpose, entries) in world.consents {
      for (unit, entry) in entries.enumerated() {
        guard let entry else { continue }
        let withdrawn = entry.withdrawn.map { "\($0)" } ?? "NULL"
        run("INSERT INTO consents VALUES(\(unit), '\(purpose)', \(entry.granted), \(withdrawn))")
      }
    }
    guard calendar.changesOffset else { return }
    let last = Int64(SampleWorld.firstDay + SampleWorld.days + 40)
    for day in Int64(SampleWorld.firstDay - 450)...last {
      run("INSERT INTO zone_days VALUES(\(day), \(calendar.start(ofDay: day)))")
      // Every hour is written down, so that no change is missed.
      for hour in 0..<24 {
        let instant = day * 86_400 + Int64(hour) * 3_600
        run("INSERT INTO zone_offsets VALUES(\(instant), \(calendar.offset(at: instant)))")
      }
    }
  }

  private func insert(_ table: String, _ owner: Int, _ name: String, _ column: Column, _ row: Int) {
    func text(_ code: UInt32, _ dictionary: TextDictionary) {
      guard let text = dictionary[code] else { return }
      let folded = SimpleFolding.folded(text)
      run("INSERT INTO \(table) VALUES(\(owner), '\(name)', '\(text)', '\(folded)', NULL)")
    }
    func number(_ number: String) {
      run("INSERT INTO \(table) VALUES(\(owner), '\(name)', NULL, NULL, \(number))")
    }
    switch column {
    case .text(let column): text(column.codes[row], column.dictionary)
    case .list(let column):
      for index in Int(column.starts[row])..<Int(column.starts[row + 1]) {
        text(column.codes[index], column.dictionary)
      }
    case .whole(let column):
      if column.values[row] != WholeColumn.unknown { number("\(column.values[row])") }
    case .real(let column): if !column.values[row].isNaN { number("\(column.values[row])") }
    }
  }
}
