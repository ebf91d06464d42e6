internal import Basis
internal import Columns

/// Events, windows and measures in SQL.
extension SQLPlanner {
  /// What follows `SELECT …` to range over the events that count, under the name `alias`.
  func events(
    _ event: Name, _ window: Window?, _ filter: Filter?, unit: String, alias: String
  ) -> String {
    let tests = eventTests(event, window, filter, unit: unit, alias: alias)
    return "FROM \(anchor(of: window, unit: unit))events \(alias)"
      + " WHERE \(tests.joined(separator: " AND "))"
  }

  func eventTests(
    _ event: Name, _ window: Window?, _ filter: Filter?, unit: String, alias: String
  ) -> [String] {
    var tests = [
      "\(alias).unit = \(unit)", "\(alias).type = \(quoted(event))",
      "\(alias).time <= \(asOf.seconds)",
    ]
    if let window { tests.append(during(window, "\(alias).time")) }
    if let filter { tests.append(self.filter(filter, of: event, alias: alias)) }
    return tests
  }

  /// The time of a unit's first, second or last event; null where there is none.
  func anchorTime(_ anchor: Anchor, unit: String) -> String {
    let events = events(anchor.event, nil, anchor.filter, unit: unit, alias: "n")
    return switch anchor.position {
    case .first: "(SELECT MIN(n.time) \(events))"
    case .last: "(SELECT MAX(n.time) \(events))"
    case .second: "(SELECT n.time \(events) ORDER BY n.time LIMIT 1 OFFSET 1)"
    }
  }

  // MARK: Windows

  /// The table `w` of one row, for `FROM`: when the event was that a window hangs on, and its day.
  ///
  /// Nothing for other windows. The limits keep SQLite from finding the event again for every row that is
  /// compared with it.
  func anchor(of window: Window?, unit: String) -> String {
    guard case .around(_, _, _, let anchor) = window else { return "" }
    return "(SELECT a.at AS at, \(day("a.at")) AS day"
      + " FROM (SELECT \(anchorTime(anchor, unit: unit)) AS at LIMIT 1) a LIMIT 1) w, "
  }

  /// Whether `time` lies in a window; null where the window hangs on an event that is not there.
  ///
  /// What it hangs on stands in the table that `anchor` makes.
  func during(_ window: Window, _ time: String) -> String {
    let now = asOf.seconds
    let moments = TestCompiler(calendar: calendar)
    switch window {
    case .last(let span):
      return "(\(time) > \(now - span.seconds) AND \(time) <= \(now))"
    case .between(let from, let to):
      return
        "(\(time) >= \(moments.range(of: from).low) AND \(time) <= \(moments.range(of: to).high))"
    case .since(let moment): return "(\(time) >= \(moments.range(of: moment).low))"
    case .before(let moment): return "(\(time) < \(moments.range(of: moment).low))"
    case .ago(let a, let b):
      let (near, far) = (min(a.seconds, b.seconds), max(a.seconds, b.seconds))
      return "(\(time) > \(now - far) AND \(time) <= \(now - near))"
    case .around(let a, let b, let direction, _):
      let (near, far) = a.seconds <= b.seconds ? (a, b) : (b, a)
      return "(\(distance(time, direction, in: near.unit)) >= \(amount(near))"
        + " AND \(distance(time, direction, in: far.unit)) <= \(amount(far)))"
    }
  }

  private func amount(_ span: TimeSpan) -> Int64 {
    span.unit.countsDays ? span.days : span.seconds
  }

  private func distance(
    _ time: String, _ direction: Window.Direction, in unit: TimeSpan.Unit
  ) -> String {
    let (mine, anchor) = unit.countsDays ? (day(time), "w.day") : (time, "w.at")
    return direction == .after ? "(\(mine) - \(anchor))" : "(\(anchor) - \(mine))"
  }

  /// The calendar day of an instant.
  func day(_ time: String) -> String {
    guard calendar.changesOffset else {
      // Shifted by a hundred days, so that the division rounds down around 1970, too.
      return "((\(time) + \(calendar.offset(at: 0) + 8_640_000)) / 86400 - 100)"
    }
    return
      "(SELECT z.day FROM zone_days z WHERE z.starts <= \(time) ORDER BY z.starts DESC LIMIT 1)"
  }

  private func hour(_ time: String) -> String {
    let offset =
      calendar.changesOffset
      ? "(SELECT z.seconds FROM zone_offsets z WHERE z.starts <= \(time) ORDER BY z.starts DESC LIMIT 1)"
      : "\(calendar.offset(at: 0))"
    return "((\(time) + \(offset) + 8640000) % 86400 / 3600)"
  }

  /// What every event has, made from its time; nil for a field that is kept.
  private func builtIn(_ field: Name, alias: String) -> String? {
    switch field.text {
    case "date": day("\(alias).time")
    case "hour": hour("\(alias).time")
    case "weekday": "((\(day("\(alias).time")) + 3) % 7 + 1)"
    default: nil
    }
  }

  // MARK: Filters

  private func filter(_ filter: Filter, of event: Name, alias: String) -> String {
    switch filter {
    case .all(let parts):
      return
        "(\(parts.map { self.filter($0, of: event, alias: alias) }.joined(separator: " AND ")))"
    case .any(let parts):
      return "(\(parts.map { self.filter($0, of: event, alias: alias) }.joined(separator: " OR ")))"
    case .test(let name, let test):
      let type = vocabulary.fieldType(name.text, of: event.text) ?? .plain(.text)
      if let value = builtIn(name, alias: alias) {
        return tested(test, type: type, value: value)
      }
      let rows =
        "SELECT 1 FROM event_fields f WHERE f.event = \(alias).id AND f.name = \(quoted(name))"
      return tested(test, type: type, rows: rows, alias: "f")
    }
  }

  // MARK: Measures

  /// A unit's figure, null where it is unknown, and its decimal places.
  func measure(_ measure: Measure, unit: String) -> (sql: String, places: Int) {
    let tests = eventTests(measure.event, measure.window, measure.filter, unit: unit, alias: "e")
    let condition = tests.joined(separator: " AND ")
    let tables = "\(anchor(of: measure.window, unit: unit))events e"
    guard let field = measure.field else {
      switch measure.function {
      case .days:
        return ("(SELECT COUNT(DISTINCT \(day("e.time"))) FROM \(tables) WHERE \(condition))", 0)
      case .gap:
        let gaps =
          "SELECT \(day("e.time")) - LAG(\(day("e.time"))) OVER (ORDER BY e.time, e.id) AS days"
        return ("(SELECT MAX(days) FROM (\(gaps) FROM \(tables) WHERE \(condition)))", 0)
      case .sum, .avg, .min, .max, .distinct, .count:
        return ("(SELECT COUNT(*) FROM \(tables) WHERE \(condition))", 0)
      }
    }
    let type = vocabulary.fieldType(field.text, of: measure.event.text) ?? .plain(.text)
    let isLettered = type == .plain(.text) || type == .plain(.list)
    var value = isLettered ? "f.folded" : "f.number"
    var rows =
      "FROM \(tables) JOIN event_fields f ON f.event = e.id AND f.name = \(quoted(field))"
      + " WHERE \(condition)"
    if let made = builtIn(field, alias: "e") {
      (value, rows) = (made, "FROM \(tables) WHERE \(condition)")
    }
    let places = type == .plain(.money) ? moneyPlaces : 0
    switch measure.function {
    case .sum:
      return (sum("SELECT IFNULL(SUM(\(value)), 0) AS figure \(rows)", of: type), places)
    case .avg:
      return (rounded("SELECT AVG(\(value)) AS figure \(rows)", places: places), places)
    case .min: return ("(SELECT MIN(\(value)) \(rows))", places)
    case .max: return ("(SELECT MAX(\(value)) \(rows))", places)
    case .distinct: return ("(SELECT COUNT(DISTINCT \(value)) \(rows))", 0)
    case .count, .days, .gap: return ("(SELECT COUNT(DISTINCT e.id) \(rows))", 0)
    }
  }

  /// A sum, which is a decimal again where it is made of binary fractions.
  private func sum(_ query: String, of type: FieldType) -> String {
    type == .plain(.number) ? rounded(query, places: 0) : "(\(query))"
  }

  /// What a query gives as `figure`, as a decimal.
  func rounded(_ query: String, places: Int) -> String {
    let cases = DecimalRounding(places: places).scales.map {
      "WHEN ABS(figure) < \($0.below) THEN ROUND(figure * \($0.parts)) / \($0.parts)"
    }
    return "(SELECT CASE \(cases.joined(separator: " ")) ELSE figure END FROM (\(query)))"
  }
}
