package import Basis
package import Columns

/// Writes segments as SQL for SQLite over plain tables: the slow, obvious second opinion.
///
/// The tables it asks (texts also stand folded by `SimpleFolding`):
///
///     units(id)
///     attributes(unit, name, text, folded, number)      a row for each known value; a list has several
///     events(id, unit, type, time)                      time in seconds since 1970-01-01 00:00 UTC
///     event_fields(event, name, text, folded, number)   as attributes
///     namespaces(unit, name), sources(unit, name)
///     consents(unit, purpose, granted, withdrawn)       seconds; withdrawn is null while it holds
///     zone_days(day, starts)                            when each day begins; asked in zones that change
///     zone_offsets(starts, seconds)                     likewise
///
/// `number` holds numbers as they are, amounts in minor units, booleans as 0 and 1, dates in days and
/// times in seconds since 1970. It answers the tree as it stands, without any simplification.
package struct SQLPlanner: Sendable {
  package let vocabulary: Vocabulary
  package let asOf: Timestamp
  package let calendar: CalendarDays
  package let references: References
  /// Decimal places of amounts of money.
  package let moneyPlaces: Int

  package init(
    _ vocabulary: Vocabulary, asOf: Timestamp, calendar: CalendarDays = .utc,
    references: References = References(), moneyPlaces: Int = 2
  ) {
    (self.vocabulary, self.asOf, self.calendar) = (vocabulary, asOf, calendar)
    (self.references, self.moneyPlaces) = (references, moneyPlaces)
  }

  /// A query for the ids of the units that the segment holds, in ascending order.
  package func query(for segment: Segment) throws(Problem) -> String {
    let condition = condition(try references.resolved(segment), unit: "u.id")
    return "SELECT u.id FROM units u\nWHERE \(condition)\nORDER BY u.id"
  }

  // MARK: Conditions

  /// A condition that is 0 or 1 for every unit, never null, so that `NOT` is the complement.
  func condition(_ node: Segment, unit: String) -> String {
    switch node {
    case .everyone: return "1"
    case .or(let parts):
      return "(\(parts.map { condition($0, unit: unit) }.joined(separator: "\n OR ")))"
    case .and(let parts):
      return "(\(parts.map { condition($0, unit: unit) }.joined(separator: "\n AND ")))"
    case .not(let part): return "NOT \(condition(part, unit: unit))"
    case .attribute(let name, let test):
      let type = FieldType.plain(vocabulary.attributeType(name.text) ?? .text)
      let table = rfmRows(name) ?? "attributes"
      let rows = "SELECT 1 FROM \(table) a WHERE a.unit = \(unit) AND a.name = \(quoted(name))"
      return tested(test, type: type, rows: rows, alias: "a")
    case .behaviour(let behaviour):
      let count = "(SELECT COUNT(*) \(events(behaviour, unit: unit)))"
      let (comparison, number) = Self.comparison(behaviour.times)
      return "\(behaviour.isNegated ? "NOT " : "")(\(count) \(comparison) \(number))"
    case .aggregate(let aggregate): return self.aggregate(aggregate, unit: unit)
    case .recency(let recency): return self.recency(recency, unit: unit)
    case .sequence(let sequence): return self.sequence(sequence, unit: unit)
    case .consent(let purposes):
      let parts = purposes.map { purpose in
        "EXISTS (SELECT 1 FROM consents c WHERE c.unit = \(unit) AND c.purpose = \(quoted(purpose))"
          + " AND c.granted <= \(asOf.seconds)"
          + " AND (c.withdrawn IS NULL OR c.withdrawn > \(asOf.seconds)))"
      }
      return "(\(parts.joined(separator: " AND ")))"
    case .has(let name):
      return
        "EXISTS (SELECT 1 FROM namespaces n WHERE n.unit = \(unit) AND n.name = \(quoted(name)))"
    case .from(let name):
      return "EXISTS (SELECT 1 FROM sources s WHERE s.unit = \(unit) AND s.name = \(quoted(name)))"
    case .reference: return "0"
    case .score(let model, let comparison, let number):
      return score(model, comparison, number, unit: unit)
    case .rank(let rank): return self.rank(rank, unit: unit)
    }
  }

  private func events(_ behaviour: Behaviour, unit: String) -> String {
    events(behaviour.event, behaviour.window, behaviour.filter, unit: unit, alias: "e")
  }

  private static func comparison(_ times: Times?) -> (String, Int) {
    guard let times else { return (">=", 1) }
    return switch times.bound {
    case .atLeast: (">=", times.count)
    case .atMost: ("<=", times.count)
    case .exactly: ("=", times.count)
    case .moreThan: (">", times.count)
    case .fewerThan: ("<", times.count)
    }
  }

  private func aggregate(_ aggregate: Aggregate, unit: String) -> String {
    let (mine, places) = measure(aggregate.measure, unit: unit)
    let comparison = aggregate.comparison.rawValue
    switch aggregate.operand {
    case .number(let number):
      return "IFNULL(\(mine) \(comparison) \(number.double(scaledBy: places)), 0)"
    case .measure(let other):
      let (others, otherPlaces) = measure(other, unit: unit)
      let shift = max(places, otherPlaces)
      let left = scaled(mine, from: places, to: shift)
      let right = scaled(others, from: otherPlaces, to: shift)
      return "IFNULL(\(left) \(comparison) \(right), 0)"
    }
  }

  /// A figure of so many places in the unit of more of them.
  private func scaled(_ figure: String, from places: Int, to more: Int) -> String {
    guard places < more else { return figure }
    let factor = SetPlanner.power(of: more - places)
    return rounded("SELECT \(figure) * \(factor) AS figure", places: more)
  }

  private func recency(_ recency: Recency, unit: String) -> String {
    let time = anchorTime(recency.anchor, unit: unit)
    let now = asOf.seconds
    let test: String
    switch recency.test {
    case .ago(let comparison, let span):
      switch comparison {
      case .equal, .notEqual:
        test = "(\(now) - \(time)) / \(span.unit.seconds) \(comparison.rawValue) \(span.count)"
      case .less, .lessOrEqual, .greater, .greaterOrEqual:
        test = "\(now) - \(time) \(comparison.rawValue) \(span.seconds)"
      }
    case .between(let low, let high): test = during(.between(low, high), time)
    case .since(let moment): test = during(.since(moment), time)
    case .before(let moment): test = during(.before(moment), time)
    case .within(let span, let event):
      let window = Window.around(TimeSpan(0, span.unit), span, .after, Anchor(.first, event))
      test =
        "(SELECT \(during(window, "t.at")) FROM \(anchor(of: window, unit: unit))"
        + "(SELECT \(time) AS at LIMIT 1) t)"
    }
    return "IFNULL(\(test), 0)"
  }

  private func sequence(_ sequence: EventSequence, unit: String) -> String {
    var tables: [String] = []
    var tests: [String] = []
    for (index, step) in sequence.steps.enumerated() {
      let alias = "s\(index)"
      tables.append("events \(alias)")
      tests += eventTests(step.event, sequence.window, step.filter, unit: unit, alias: alias)
      if index > 0 { tests.append("\(alias).time > s\(index - 1).time") }
    }
    let last = "s\(sequence.steps.count - 1)"
    if let within = sequence.within {
      tests.append("\(last).time - s0.time <= \(within.seconds)")
    }
    if let absence = sequence.absence {
      var absent = eventTests(
        absence.event, sequence.window, absence.filter, unit: unit, alias: "x")
      absent.append("x.time > \(last).time")
      if let within = sequence.within { absent.append("x.time <= s0.time + \(within.seconds)") }
      tests.append("NOT EXISTS (SELECT 1 FROM events x WHERE \(absent.joined(separator: " AND ")))")
    }
    let anchor = anchor(of: sequence.window, unit: unit)
    return "EXISTS (SELECT 1 FROM \(anchor)\(tables.joined(separator: ", "))"
      + " WHERE \(tests.joined(separator: " AND ")))"
  }

  private func rank(_ rank: Rank, unit: String) -> String {
    let figure: String
    switch rank.key {
    case .measure(let measure): figure = self.measure(measure, unit: "r.id").sql
    case .score(let model): figure = rankFigure(byScoreOf: model, unit: "r.id")
    case .attribute(let name):
      let table = rfmRows(name) ?? "attributes"
      figure =
        "(SELECT k.number FROM \(table) k WHERE k.unit = r.id AND k.name = \(quoted(name)))"
    }
    let direction = rank.end == .top ? "DESC" : "ASC"
    let isChosen =
      switch rank.amount {
      case .profiles(let count): "place <= \(count)"
      // A share rounded up: the place before is still below the share.
      case .percent(let number): "(place - 1) * 100.0 < known * \(number.text)"
      }
    return """
      \(unit) IN (SELECT id FROM (
        SELECT id, ROW_NUMBER() OVER (ORDER BY figure \(direction), id) AS place,
          COUNT(*) OVER () AS known
        FROM (SELECT r.id AS id, \(figure) AS figure FROM units r) WHERE figure IS NOT NULL)
        WHERE \(isChosen))
      """
  }
}
