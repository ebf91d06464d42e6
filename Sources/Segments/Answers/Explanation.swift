package import Basis
internal import Columns

/// Why one unit is in a segment, or why it is not.
package struct Explanation: Sendable, Equatable {
  /// What decided a condition.
  package enum Evidence: Sendable, Equatable {
    /// Its parts did, or there is nothing more to say.
    case none
    case value(Value?)
    /// So many events counted; the one that decided, or came nearest to it.
    case events(count: Int, deciding: Moment?)
    case figure(Double?)
    /// When the first, second or last event was.
    case time(Timestamp?)
    case steps(Steps)

    /// An event by its type and time.
    package struct Moment: Sendable, Equatable {
      package let event: String
      package let time: Timestamp
      package let role: Role
    }

    /// What an event has to do with how many were asked for.
    package enum Role: Sendable, Equatable {
      /// With it there were as many as it takes.
      case enough
      /// It is the first of those that are too many.
      case tooMany
      /// It is the last that counts, and not enough do.
      case tooFew
      /// It is the last there is, and does not count: outside of the window, or it fails a test.
      case outside
    }

    /// The steps of a sequence as they were found, and what keeps it from holding.
    package struct Steps: Sendable, Equatable {
      package enum Obstacle: Sendable, Equatable {
        /// Nothing comes after the last one found.
        case missing
        /// All of them come, but never in a shorter time than this.
        case tooLong
        /// What must not follow came then.
        case followed(Timestamp)
      }

      package let times: [Timestamp]
      /// Nil where the sequence holds.
      package let obstacle: Obstacle?
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
    func events(_ row: Int?, _ role: Explanation.Evidence.Role) -> Explanation.Evidence {
      let moment = row.map { row in
        let time = Timestamp(Int64(scan.table.times[row]))
        return Explanation.Evidence.Moment(event: behaviour.event.text, time: time, role: role)
      }
      return .events(count: counting.count, deciding: moment)
    }
    let wanted = (behaviour.times ?? Times(.atLeast, 1)).range
    if let wanted, counting.count > wanted.upperBound {
      return events(counting[wanted.upperBound], .tooMany)
    }
    if let least = wanted?.lowerBound, least > 0, !counting.isEmpty {
      return counting.count < least
        ? events(counting.last, .tooFew) : events(counting[least - 1], .enough)
    }
    guard counting.isEmpty else { return events(nil, .enough) }
    // None counts: the latest there is shows by how much it was missed.
    let any = EventScan(
      table: scan.table, rows: nil, window: UnitWindow(low: 0, high: asOf.seconds),
      cancellation: cancellation)
    return events(rows(any, unit).last, .outside)
  }

  private func steps(
    _ sequence: EventSequence, _ unit: Int
  ) throws(Fault) -> Explanation.Evidence.Steps {
    func times(_ step: EventSequence.Step) throws(Fault) -> [Int64] {
      let scan = try scan(step.event, sequence.window, step.filter?.canonical)
      return rows(scan, unit).map { Int64(scan.table.times[$0]) }
    }
    var steps: [[Int64]] = []
    for step in sequence.steps { steps.append(try times(step)) }
    var absent: [Int64]?
    if let absence = sequence.absence { absent = try times(absence) }
    return SequenceTrace(
      candidates: steps, absent: absent, within: sequence.within?.seconds
    ).found()
  }
}
