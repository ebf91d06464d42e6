import Basis
import Engine
import Formats

/// A user's own SQL over everything the workspace holds.
enum SQLCommand {
  static let all: [CommandSpec] = [
    CommandSpec(
      "sql", "ask in SQL; nothing can be changed", operands: "QUERY", count: 0...1,
      options: [
        CommandSpec.option("file", "FILE", "read the query from a file (also -f)"),
        CommandSpec.option(
          "format", "FORMAT", "how the rows are printed (table)", choices: ["table", "csv", "json"]),
        CommandSpec.option("limit", "N", "stop after so many rows"),
        CommandSpec.flag("tables", "list the tables and their columns"),
      ],
      discussion: """
        The query is SQLite's SQL over tables of people, attributes, events, consents and the
        catalogue, under the lens and the instant asked about. Identifiers' values are not among
        them, and attributes that are personal data are left out. What `parterre segment sql`
        prints can be run here: it finds the same people by another way. With --json each row is
        one line. CSV and JSON are printed as rows are found, a table when all of them are known;
        a query ends early with --limit, with Ctrl-C, and when nobody reads its output any more.
        """,
      examples: [
        "parterre sql --tables",
        "parterre sql 'SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC'",
        "parterre sql \"$(parterre segment sql @Buyers)\" --format csv",
      ], run: run)
  ]

  private static func run(_ line: Invocation) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: line.globals.workspace)
    let terms = try line.globals.terms()
    if line.has("tables") {
      list(try desk.sqlTables(terms: terms), asJSON: line.globals.isJSON)
      return .done
    }
    let format = line.globals.isJSON ? "json" : line.value("format") ?? "table"
    let query = try query(line)
    let limit = try line.integer("limit") ?? .max
    var titles: [String] = []
    var rows: [[Value?]] = []
    var count = 0
    try desk.sql(
      query, terms: terms,
      names: { names in
        titles = names
        if format == "csv" { Output.line(csv(names)) }
      },
      row: { row in
        guard count < limit else { return false }
        count += 1
        switch format {
        case "json": Output.json(.object(zip(titles, row).map { ($0, $1.map(json) ?? .null) }))
        case "csv": Output.line(csv(row.map { $0.map(plain) ?? "" }))
        default: rows.append(row)
        }
        return count < limit && Output.isRead
      })
    if format == "table" { table(titles, rows) }
    return .done
  }

  private static func query(_ line: Invocation) throws(Fault) -> String {
    if let file = line.value("file") { return try FileSystem.readText(file) }
    guard let query = line.operands.first else {
      throw Fault(
        .usage, "parterre sql", reason: "there is no query",
        remedy: "Give it in quotes or with -f FILE; --tables lists what can be asked")
    }
    return query
  }

  private static func table(_ titles: [String], _ rows: [[Value?]]) {
    let areNumbers = titles.indices.map { column in
      rows.allSatisfy { row in
        switch row[column] {
        case nil, .integer, .number: true
        default: false
        }
      }
    }
    var table = TextTable(
      titles.indices.map { (titles[$0], areNumbers[$0] && !rows.isEmpty ? .right : .left) })
    for row in rows { table.add(row.map { $0.map(plain) ?? "–" }) }
    table.lines.forEach { Output.line($0) }
  }

  private static func list(_ tables: [QuestionDesk.SQLTableList], asJSON: Bool) {
    if asJSON {
      for table in tables {
        Output.json(
          .object([
            ("table", .string(table.name)), ("about", .string(table.about)),
            ("columns", .array(table.columns.map { JSON.string($0) })),
          ]))
      }
      return
    }
    for table in tables {
      Output.line("\(table.name): \(table.about)")
      wrapped(table.columns).forEach { Output.line("    " + $0) }
    }
  }

  private static func wrapped(_ words: [String]) -> [String] {
    var lines: [String] = []
    for word in words {
      if let last = lines.last, last.count + word.count + 2 <= 74 {
        lines[lines.count - 1] = last + ", " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  private static func json(_ value: Value) -> JSON {
    switch value {
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    default: .string(plain(value))
    }
  }

  private static func plain(_ value: Value) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .text(let text): text
    case .boolean(let isTrue): isTrue ? "1" : "0"
    case .date(let date): date.iso8601
    case .time(let time): time.iso8601
    case .list(let texts): texts.joined(separator: ", ")
    case .money(let money): "\(money.minorUnits)"
    }
  }

  private static func csv(_ cells: [String]) -> String {
    cells.map(CSVText.field).joined(separator: ",")
  }
}
