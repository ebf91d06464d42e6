internal import Basis

/// Conditions that differ from one in a single bound, a step to either side.
extension Segment {
  /// The same condition with a bound that is a little lower or higher; empty where it has none.
  var neighbours: [Segment] {
    switch self {
    case .attribute(let name, .compare(let comparison, let literal)):
      guard case .number(let number) = literal.content, comparison.hasDirection else { return [] }
      return number.neighbours.map {
        .attribute(name, .compare(comparison, Literal(.number($0))))
      }
    case .behaviour(let behaviour): return behaviour.neighbours.map { .behaviour($0) }
    case .aggregate(let aggregate): return aggregate.neighbours.map { .aggregate($0) }
    case .recency(let recency): return recency.neighbours.map { .recency($0) }
    case .sequence(let sequence): return sequence.neighbours.map { .sequence($0) }
    case .score(let model, let comparison, let number):
      return number.neighbours.map { .score(model, comparison, $0) }
    case .rank(let rank): return rank.neighbours.map { .rank($0) }
    case .attribute, .everyone, .or, .and, .not, .consent, .has, .from, .reference: return []
    }
  }
}

extension Behaviour {
  fileprivate var neighbours: [Behaviour] {
    // Without a number it is at least once.
    let times = (times ?? Times(.atLeast, 1)).neighbours.map { (times) in
      var other = self
      other.times = times
      return other
    }
    let windows = window.neighbours.map { (window) in
      var other = self
      other.window = window
      return other
    }
    return times + windows
  }
}

extension Times {
  fileprivate var neighbours: [Times] {
    switch bound {
    case .exactly: [Times(.atLeast, count), Times(.atMost, count)]
    // Never is fewer than once; at least no times says nothing.
    case .atLeast, .fewerThan: [count - 1, count + 1].filter { $0 > 0 }.map { Times(bound, $0) }
    case .atMost, .moreThan: [count - 1, count + 1].filter { $0 >= 0 }.map { Times(bound, $0) }
    }
  }
}

extension Aggregate {
  fileprivate var neighbours: [Aggregate] {
    var found = measure.window.neighbours.map { (window) in
      var other = self
      other.measure.window = window
      return other
    }
    guard case .number(let number) = operand else { return found }
    let numbers = measure.function.countsOnes ? number.nextWhole : number.neighbours
    switch comparison {
    case .equal:
      found += [Comparison.lessOrEqual, .greaterOrEqual].map { Aggregate(measure, $0, operand) }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      found += numbers.map { Aggregate(measure, comparison, .number($0)) }
    case .notEqual: break
    }
    return found
  }
}

extension Recency {
  fileprivate var neighbours: [Recency] {
    switch test {
    case .ago(let comparison, let span):
      guard comparison.hasDirection else { return [] }
      return span.neighbours.map { Recency(anchor, .ago(comparison, $0)) }
    case .within(let span, let event):
      return span.neighbours.map { Recency(anchor, .within($0, ofFirst: event)) }
    case .between, .since, .before: return []
    }
  }
}

extension EventSequence {
  fileprivate var neighbours: [EventSequence] {
    var found = (within?.neighbours ?? []).map { (within) in
      var other = self
      other.within = within
      return other
    }
    if absence != nil {
      var other = self
      other.absence = nil
      found.append(other)
    }
    return found
      + window.neighbours.map { (window) in
        var other = self
        other.window = window
        return other
      }
  }
}

extension Rank {
  fileprivate var neighbours: [Rank] {
    switch amount {
    case .profiles(let count):
      return [count / 2, count * 2].filter { $0 != count && $0 > 0 }
        .map { Rank(end, .profiles($0), by: key) }
    case .percent(let number):
      return number.neighbours.filter { $0.double <= 100 }
        .map { Rank(end, .percent($0), by: key) }
    }
  }
}

extension Window? {
  /// Half and twice the stretch, or none at all in place of one between dates.
  fileprivate var neighbours: [Window?] {
    switch self {
    case nil: []
    case .last(let span): span.neighbours.map { .last($0) }
    case .between, .since, .before: [nil]
    case .ago(let near, let far): far.neighbours.map { .ago(near, $0) }
    case .around(let near, let far, let direction, let anchor):
      far.neighbours.map { .around(near, $0, direction, anchor) }
    }
  }
}

extension TimeSpan {
  fileprivate var neighbours: [TimeSpan] {
    [count / 2, count * 2].filter { $0 != count && $0 > 0 }.map { TimeSpan($0, unit) }
  }
}

extension DecimalNumber {
  /// Half and twice the number.
  fileprivate var neighbours: [DecimalNumber] {
    [multiplied(by: 5, shift: 1), multiplied(by: 2, shift: 0)].compactMap(\.self)
      .filter { $0.normalized != normalized }
  }

  /// The numbers that are one less and one more, where it counts something.
  fileprivate var nextWhole: [DecimalNumber] {
    guard let whole = Int(normalized.text) else { return neighbours }
    return [whole - 1, whole + 1].filter { $0 >= 0 }.map { DecimalNumber($0) }
  }
}

extension Comparison {
  fileprivate var hasDirection: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .equal, .notEqual: false
    }
  }
}

extension Measure.Function {
  /// Whether its figures are numbers of something, of which one more or less makes a difference.
  fileprivate var countsOnes: Bool {
    switch self {
    case .count, .distinct, .days, .gap: true
    case .sum, .avg, .min, .max: false
    }
  }
}
