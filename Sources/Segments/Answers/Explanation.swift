package import Basis
internal import Columns

/// Why one unit is in a segment, or why it is not.
package struct Explanation: Sendable, Equatable {
  /// What decided a condition.
  package enum Evidence: Sendable, Equatable {
    /// Its parts did, or there is nothing more to say.
    case none
    case value(Value?)
    /// So many events counted; the one that made it true, or the nearest miss.
    case events(count: Int, deciding: Moment?)
    case figure(Double?)
    /// When the first, second or last event was.
    case time(Timestamp?)
    /// The times of the steps that were found one after the other.
    case steps([Timestamp])

    /// An event by its type and time.
    package struct Moment: Sendable, Equatable {
      package let event: String
      package let time: Timestamp
      /// Whether it counts; false for one outside of the window, or that fails a test.
      package let counts: Bool
    }
  }

  package let path: [Int]
  package let holds: Bool
  package let condition: Segment
  package let evidence: Evidence
  package let parts: [Explanation]

  /// The conditions without parts that made the answer what it is.
  ///
  /// In an `and` that fails those are the parts that fail, in an `or` that holds the parts that hold.
  package var deciding: [Explanation] {
    guard !parts.isEmpty else { return [self] }
    switch condition {
    case .and: return parts.filter { holds || !$0.holds }.flatMap(\.deciding)
    case .or: return parts.filter { !holds || $0.holds }.flatMap(\.deciding)
    default: return parts.flatMap(\.deciding)
    }
  }
}

extension SetPlanner {
  /// Explains a segment for one unit; references are followed, their parts below them.
  package func explain(_ segment: Segment, unit: ProfileID) throws(Fault) -> Explanation {
    guard unit.number < unitCount else {
      throw Fault(
        .notFound, "profile", reason: "there is no such profile under this lens", remedy: "")
    }
    return try explain(segment, Int(unit.number), [])
  }

  private func explain(
    _ node: Segment, _ unit: Int, _ path: [Int]
  ) throws(Fault) -> Explanation {
    var parts: [Explanation] = []
    var below = node.children
    if case .reference(let name) = node, let named = references.segments[name.text] {
      below = [named]
    }
    let holds = try units(node).contains(unit)
    for (index, part) in below.enumerated() {
      parts.append(try explain(part, unit, path + [index]))
    }
    return Explanation(
      path: path, holds: holds, condition: node, evidence: try evidence(node, unit), parts: parts)
  }

  private func evidence(_ node: Segment, _ unit: Int) throws(Fault) -> Explanation.Evidence {
    switch node {
    case .everyone, .or, .and, .not, .consent, .has, .from, .reference: return .none
    case .attribute(let name, _): return .value(try column(name).value(at: unit))
    case .behaviour(let behaviour): return try evidence(behaviour, unit)
    case .aggregate(let aggregate): return try figure(aggregate.measure, unit)
    case .recency(let recency):
      let time = try times(recency.anchor)[unit]
      return .time(time < 0 ? nil : Timestamp(time))
    case .sequence(let sequence): return .steps(try steps(sequence, unit))
    case .score(let model, _, _):
      return .figure(try totals(of: model).score(of: unit))
    case .rank(let rank):
      switch rank.key {
      case .attribute(let name): return .value(try column(name).value(at: unit))
      case .measure(let measure): return try figure(measure, unit)
      case .score(let model): return .figure(try totals(of: model).score(of: unit))
      }
    }
  }

  private func figure(_ measure: Measure, _ unit: Int) throws(Fault) -> Explanation.Evidence {
    let (figures, places) = try figures(measure.canonical)
    let figure = figures[unit]
    return .figure(figure.isNaN ? nil : figure / Self.power(of: places))
  }

  /// Rows of one unit's events that count, in order of time.
  private func rows(_ scan: EventScan, _ unit: Int) -> [Int] {
    let (low, high) = scan.window.bounds(unit)
    return (Int(scan.table.starts[unit])..<Int(scan.table.starts[unit + 1])).filter { row in
      let isAllowed = scan.rows.map { $0[row >> 6] >> UInt64(row & 63) & 1 == 1 } ?? true
      return isAllowed && scan.table.times[row] >= low && scan.table.times[row] <= high
    }
  }

  private func evidence(
    _ behaviour: Behaviour, _ unit: Int
  ) throws(Fault) -> Explanation.Evidence {
    let scan = try scan(behaviour.event, behaviour.window, behaviour.filter?.canonical)
    let counting = rows(scan, unit)
    func moment(_ row: Int, counts: Bool) -> Explanation.Evidence.Moment {
      let time = Timestamp(Int64(scan.table.times[row]))
      return .init(event: behaviour.event.text, time: time, counts: counts)
    }
    // The event with which the wanted number was reached, or passed.
    let wanted = behaviour.times?.range.map { $0.lowerBound } ?? 1
    let reached = counting.indices.contains(max(1, wanted) - 1) ? counting[max(1, wanted) - 1] : nil
    if let row = reached ?? counting.last {
      return .events(count: counting.count, deciding: moment(row, counts: true))
    }
    // None counts: the latest there is shows by how much it was missed.
    let any = EventScan(
      table: scan.table, rows: nil, window: UnitWindow(low: 0, high: asOf.seconds),
      cancellation: cancellation)
    return .events(count: 0, deciding: rows(any, unit).last.map { moment($0, counts: false) })
  }

  /// The earliest events that follow each other as the steps say, as far as they go.
  private func steps(_ sequence: EventSequence, _ unit: Int) throws(Fault) -> [Timestamp] {
    var found: [Timestamp] = []
    var last: UInt32?
    for step in sequence.steps {
      let scan = try scan(step.event, sequence.window, step.filter?.canonical)
      let next = rows(scan, unit).map { scan.table.times[$0] }.first { time in
        last.map { time > $0 } ?? true
      }
      guard let next else { break }
      found.append(Timestamp(Int64(next)))
      last = next
    }
    return found
  }
}
