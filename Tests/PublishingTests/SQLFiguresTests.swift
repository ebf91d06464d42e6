import Basis
import Engine
import Requests
import Testing

/// Holds every report's figures to plain SQL over the same rows, in words that share no code with them.
///
/// Campaigns are held to it beside their golden files, match rates where feedback is tested.
@Suite("Reports against SQL") struct SQLFiguresTests {
  private static let terms = QuestionDesk.Terms(asOf: SampleReports.asOf)
  private static let period = ["from": "2026-09-01", "to": "2026-10-31"]
  /// The same days, by when they begin in the workspace's zone.
  private static let inPeriod = within(20_697..<20_758)

  /// The condition that an event lies in whole days since 1970-01-01.
  private static func within(_ days: Range<Int>, _ time: String = "time") -> String {
    func start(_ day: Int) -> String { "(SELECT starts FROM zone_days WHERE day = \(day))" }
    return "\(time) >= \(start(days.lowerBound)) AND \(time) < \(start(days.upperBound))"
  }

  private func sql(_ query: String) throws -> [[Value?]] {
    var rows: [[Value?]] = []
    try SampleReports.shared.get().desk.sql(
      query, terms: Self.terms, names: { _ in },
      row: {
        rows.append($0)
        return true
      })
    return rows
  }

  private func integers(_ query: String) throws -> [[Int]] {
    try sql(query).map { row in row.map { Int(Self.number($0) ?? -1) } }
  }

  private static func number(_ value: Value?) -> Double? {
    switch value {
    case .integer(let number)?: Double(number)
    case .number(let number)?: number
    default: nil
    }
  }

  private static func text(_ value: Value?) -> String? {
    if case .text(let text)? = value { text } else { nil }
  }

  /// A report's table, with the figures of its rows by the titles of its columns.
  private struct Figures {
    let table: ReportTable

    func number(_ row: ReportTable.Row, _ title: String) throws -> Double? {
      let column = try #require(table.columns.firstIndex { $0.title == title }, "\(title)")
      switch row.cells[column] {
      case .integer(let number): return Double(number)
      case .number(let number): return number
      default: return nil
      }
    }

    func integer(_ row: ReportTable.Row, _ title: String) throws -> Int {
      Int(try number(row, title) ?? -1)
    }

    func row(_ name: String) throws -> ReportTable.Row {
      try #require(table.rows.first { $0.cells[0] == .text(name) }, "\(name)")
    }
  }

  private func report(_ name: String, _ settings: [String: String]) throws -> Figures {
    Figures(table: try SampleReports.shared.get().report(name, settings))
  }

  /// The days of the steps of a table, by its column of dates.
  private func days(_ row: ReportTable.Row, _ length: Int) -> Range<Int>? {
    for case .date(let date) in row.cells {
      return date.daysSinceEpoch..<date.daysSinceEpoch + length
    }
    return nil
  }

  @Test("frequency and reach")
  func frequency() throws {
    let found = try report("frequency", Self.period)
    let wanted = try integers(
      """
      WITH seen AS (
        SELECT unit, count(*) AS times, min(time) AS first FROM events
        WHERE type = 'ad_impression' AND \(Self.inPeriod) GROUP BY unit)
      SELECT min(times, 10), count(*), sum(times), sum(EXISTS (
        SELECT 1 FROM events e WHERE e.unit = seen.unit AND e.time > seen.first
          AND e.type IN ('purchase', 'store_purchase') AND \(Self.within(20_697..<20_758, "e.time"))))
      FROM seen GROUP BY 1 ORDER BY 1
      """)
    #expect(wanted.count > 5)
    for row in wanted {
      let own = try found.row(row[0] == 10 ? "10+" : "\(row[0])")
      #expect(try found.integer(own, "People") == row[1])
      #expect(try found.integer(own, "Impressions") == row[2])
      #expect(try found.integer(own, "Responders") == row[3], "\(row[0])")
    }
  }

  @Test("audience growth")
  func growth() throws {
    // From a Monday to a Sunday, so that all weeks are whole.
    let found = try report(
      "audience-growth", ["from": "2026-08-31", "to": "2026-10-25", "unit": "week"])
    #expect(found.table.rows.count == 8)
    for row in found.table.rows {
      let week = try #require(days(row, 7))
      let active = try integers(
        "SELECT count(DISTINCT unit) FROM events WHERE \(Self.within(week))")[0][0]
      let rest = try integers(
        """
        SELECT sum(\(Self.within(week, "first"))), sum(\(Self.within(week, "last + 2592000"))),
          sum(first < (SELECT starts FROM zone_days WHERE day = \(week.upperBound)))
        FROM (SELECT min(time) AS first, max(time) AS last FROM events GROUP BY unit)
        """)[0]
      let own = try ["Active", "New", "Lost", "Known so far"].map { try found.integer(row, $0) }
      #expect(own == [active] + rest)
    }
  }

  @Test("consent at the end of the period")
  func consent() throws {
    let found = try report("consent", ["last": "30d"])
    let wanted = try sql("SELECT purpose, count(DISTINCT unit) FROM consents GROUP BY purpose")
    #expect(!wanted.isEmpty)
    for row in wanted {
      let last = try #require(
        found.table.rows.last { $0.cells[0] == .text(Self.text(row[0]) ?? "") })
      #expect(try found.number(last, "Granted") == Self.number(row[1]))
    }
  }

  @Test("segments")
  func segments() throws {
    let found = try report("segments", Self.period)
    let sample = try SampleReports.shared.get()
    var checked = 0
    for row in found.table.rows where !row.isTotal {
      guard case .text(let name) = row.cells[0] else { continue }
      let members = try sample.desk.sql("@\"\(name)\"", terms: Self.terms)
      let wanted = try sql(
        """
        WITH members AS (\(members))
        SELECT (SELECT count(*) FROM members), count(DISTINCT unit), sum(revenue) FROM events
        WHERE type IN ('purchase', 'store_purchase') AND \(Self.inPeriod)
          AND unit IN (SELECT id FROM members)
        """)[0]
      #expect(try found.number(row, "People") == Self.number(wanted[0]))
      #expect(try found.number(row, "Converted") == Self.number(wanted[1]))
      let revenue = ((Self.number(wanted[2]) ?? 0) * 100).rounded()
      #expect(try found.number(row, "Revenue") == revenue, "\(name)")
      checked += 1
    }
    #expect(checked > 2)
  }

  @Test("sources")
  func sources() throws {
    let found = try report("sources", ["last": "90d"])
    let wanted = try sql(
      """
      SELECT name, count(*), sum((SELECT count(*) FROM sources s WHERE s.unit = own.unit) = 1)
      FROM sources own GROUP BY name
      """)
    #expect(wanted.count > 5)
    for row in wanted {
      let own = try found.row(Self.text(row[0]) ?? "")
      #expect(try found.number(own, "People") == Self.number(row[1]))
      #expect(try found.number(own, "Only here") == Self.number(row[2]))
    }
  }

  @Test("data quality")
  func quality() throws {
    let found = try report("quality", ["last": "90d"])
    let wanted = try sql(
      """
      SELECT source, count(*), sum(rows), sum(accepted) * 1.0 / sum(rows),
        sum(duplicates) * 1.0 / sum(rows)
      FROM batches WHERE state = 'kept' GROUP BY source
      """)
    #expect(wanted.count > 5)
    for row in wanted {
      let own = try found.row(Self.text(row[0]) ?? "")
      for (place, title) in ["Batches", "Rows", "Accepted", "Doubled"].enumerated() {
        let expected = try #require(Self.number(row[place + 1]))
        #expect(abs((try found.number(own, title) ?? -1) - expected) < 1e-12, "\(title)")
      }
    }
  }

  @Test("the funnel")
  func funnel() throws {
    var settings = Self.period
    settings["steps"] = "page_view > product_view > purchase"
    let found = try report("funnel", settings)
    func next(_ type: String, after time: String) -> String {
      """
      (SELECT min(e.time) FROM events e WHERE e.unit = way.unit AND e.type = '\(type)'
        AND e.time > \(time) AND \(Self.within(20_697..<20_758, "e.time")))
      """
    }
    let wanted = try integers(
      """
      WITH one AS (
        SELECT unit, min(time) AS first FROM events
        WHERE type = 'page_view' AND \(Self.inPeriod) GROUP BY unit),
      two AS (SELECT unit, \(next("product_view", after: "way.first")) AS second FROM one way),
      three AS (SELECT unit, second, \(next("purchase", after: "way.second")) AS third FROM two way)
      SELECT count(*), count(second), count(third) FROM three
      """)[0]
    #expect(try found.table.rows.map { try found.integer($0, "People") } == wanted)
    #expect(wanted[2] > 10)
  }

  @Test("retention")
  func retention() throws {
    let found = try report(
      "retention",
      [
        "first": "page_view", "return": "add_to_cart", "unit": "week", "periods": "6",
        "to": "2026-10-25",
      ])
    var checked = 0
    for row in found.table.rows where !row.isTotal {
      guard let week = days(row, 7) else { continue }
      let cohort = """
        SELECT unit FROM events WHERE type = 'page_view' GROUP BY unit
        HAVING \(Self.within(week, "min(time)"))
        """
      let people = try integers("SELECT count(*) FROM (\(cohort))")[0][0]
      #expect(try found.integer(row, "People") == people)
      for step in 0..<6 {
        guard let shown = try found.number(row, "\(step)"), week.upperBound + 7 * step <= 20_758
        else { continue }
        let back = try integers(
          """
          SELECT count(DISTINCT unit) FROM events
          WHERE type = 'add_to_cart' AND unit IN (\(cohort))
            AND \(Self.within(week.lowerBound + 7 * step..<week.upperBound + 7 * step))
          """)[0][0]
        #expect(abs(shown - Double(back) / Double(people)) < 1e-12, "\(week) \(step)")
        checked += 1
      }
    }
    #expect(checked > 10)
  }

  @Test("sessions")
  func sessions() throws {
    var settings = Self.period
    (settings["events"], settings["by"]) = ("page_view,product_view,add_to_cart", "none")
    (settings["rule"], settings["gap"]) = ("ga4", "30m")
    let found = try report("sessions", settings)
    let wanted = try integers(
      """
      SELECT count(*), count(DISTINCT unit) FROM (
        SELECT unit, time, time - lag(time) OVER (PARTITION BY unit ORDER BY time) AS pause
        FROM events WHERE type IN ('page_view', 'product_view', 'add_to_cart'))
      WHERE (pause IS NULL OR pause > 1800) AND \(Self.inPeriod)
      """)[0]
    let total = try #require(found.table.rows.last)
    #expect(try [found.integer(total, "Sessions"), found.integer(total, "People")] == wanted)
    #expect(wanted[0] > 500)
  }

  @Test("journeys")
  func journeys() throws {
    let found = try report(
      "journeys", ["to": "purchase", "since": "2026-09-01", "until": "2026-10-31"])
    let wanted = try integers(
      "SELECT count(*) FROM events WHERE type = 'purchase' AND \(Self.inPeriod)")[0][0]
    #expect(try found.integer(try #require(found.table.rows.last), "Journeys") == wanted)
    #expect(wanted > 50)
  }

  @Test("attribution by last, first and linear")
  func attribution() throws {
    var settings = Self.period
    settings.merge(
      [
        "conversion": "purchase", "click": "page_view,product_view", "visit": "0m",
        "view-window": "0d", "by": "device", "model": "last,first,linear", "decimals": "6",
      ], uniquingKeysWith: { own, _ in own })
    let found = try report("attribution", settings)
    let wanted = try sql(
      """
      WITH touches AS (
        SELECT p.id, t.device, t.time FROM events p JOIN events t
          ON t.unit = p.unit AND t.time <= p.time AND t.time >= p.time - 2592000
        WHERE p.type = 'purchase' AND \(Self.within(20_697..<20_758, "p.time"))
          AND t.type IN ('page_view', 'product_view') AND t.device IS NOT NULL),
      placed AS (
        SELECT device, row_number() OVER (PARTITION BY id ORDER BY time, device) AS place,
          count(*) OVER (PARTITION BY id) AS touches FROM touches)
      SELECT device, sum(place = touches), sum(place = 1), sum(1.0 / touches)
      FROM placed GROUP BY device
      """)
    #expect(wanted.count > 2)
    for row in wanted {
      let own = try found.row(Self.text(row[0]) ?? "")
      for (place, title) in ["Last", "First", "Linear"].enumerated() {
        let expected = try #require(Self.number(row[place + 1]))
        #expect(abs((try found.number(own, title) ?? -1) - expected) < 1e-5, "\(title)")
      }
    }
  }
}
