internal import Basis

/// Conditions that differ from one in a single bound, a step to either side.
extension Segment {
  /// The same condition with a bound that is a little lower or higher; empty where it has none.
  var neighbours: [Segment] {
    switch self {
    case .attribute(let name, let test): return test.neighbours.map { .attribute(name, $0) }
    case .behaviour(let behaviour): return behaviour.neighbours.map { .behaviour($0) }
    case .aggregate(let aggregate): return aggregate.neighbours.map { .aggregate($0) }
    case .recency(let recency): return recency.neighbours.map { .recency($0) }
    case .sequence(let sequence): return sequence.neighbours.map { .sequence($0) }
    case .score(let model, let comparison, let number):
      return number.neighbours.map { .score(model, comparison, $0) }
    case .rank(let rank): return rank.neighbours.map { .rank($0) }
    case .everyone, .or, .and, .not, .consent, .has, .from, .reference: return []
    }
  }
}

extension Test {
  fileprivate var neighbours: [Test] {
    switch self {
    case .compare(let comparison, let literal):
      guard comparison.hasDirection else { return [] }
      return literal.neighbours.map { .compare(comparison, $0) }
    case .between(let low, let high):
      switch (low.content, high.content) {
      case (.number(let least), .number(let most)):
        let below = least.neighbours.filter { $0.double <= most.double }
        let above = most.neighbours.filter { $0.double >= least.double }
        return below.map { .between(Literal(.number($0)), high) }
          + above.map { .between(low, Literal(.number($0))) }
      case (.moment(let first), .moment(let last)):
        return Moment.neighbours(first, last).map {
          .between(Literal(.moment($0)), Literal(.moment($1)))
        }
      default: return []
      }
    case .member, .text, .known: return []
    }
  }
}

extension Literal {
  fileprivate var neighbours: [Literal] {
    switch content {
    case .number(let number): number.neighbours.map { Literal(.number($0)) }
    case .moment(let moment): moment.neighbours.map { Literal(.moment($0)) }
    case .text, .boolean: []
    }
  }
}

extension Behaviour {
  fileprivate var neighbours: [Behaviour] {
    // Without a number it is at least once.
    let numbers = (times ?? Times(.atLeast, 1)).neighbours
    return variants(of: self, \.times, numbers) + variants(of: self, \.window, window.neighbours)
      + variants(of: self, \.filter, filter.neighbours)
  }
}

extension Filter {
  /// The same tests with one of them moved a step, or left out of several that must all pass.
  fileprivate var neighbours: [Filter] {
    switch self {
    case .test(let name, let test): return test.neighbours.map { .test(name, $0) }
    case .any(let parts): return Self.replaced(in: parts).map { .any($0) }
    case .all(let parts):
      let fewer = parts.indices.map { index in
        parts.enumerated().filter { $0.offset != index }.map(\.element)
      }
      return (Self.replaced(in: parts) + fewer).map { $0.count == 1 ? $0[0] : .all($0) }
    }
  }

  private static func replaced(in parts: [Filter]) -> [[Filter]] {
    parts.indices.flatMap { variants(of: parts, \.[$0], parts[$0].neighbours) }
  }
}

extension Filter? {
  /// The tests moved, and none at all.
  fileprivate var neighbours: [Filter?] {
    guard let filter = self else { return [] }
    return filter.neighbours + [nil]
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
    var found =
      variants(of: self, \.measure.window, measure.window.neighbours)
      + variants(of: self, \.measure.filter, measure.filter.neighbours)
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
    moved + variants(of: self, \.anchor.filter, anchor.filter.neighbours)
  }

  private var moved: [Recency] {
    switch test {
    case .ago(let comparison, let span):
      guard comparison.hasDirection else { return [] }
      return span.neighbours.map { Recency(anchor, .ago(comparison, $0)) }
    case .within(let span, let event):
      return span.neighbours.map { Recency(anchor, .within($0, ofFirst: event)) }
    case .between(let first, let last):
      return Moment.neighbours(first, last).map { Recency(anchor, .between($0, $1)) }
    case .since(let moment): return moment.neighbours.map { Recency(anchor, .since($0)) }
    case .before(let moment): return moment.neighbours.map { Recency(anchor, .before($0)) }
    }
  }
}

extension EventSequence {
  fileprivate var neighbours: [EventSequence] {
    let spans = variants(of: self, \.within, within?.neighbours ?? [])
    let withoutAbsence = absence == nil ? [] : variants(of: self, \.absence, [nil])
    let filters = steps.indices.flatMap {
      variants(of: self, \.steps[$0].filter, steps[$0].filter.neighbours)
    }
    return spans + withoutAbsence + filters + variants(of: self, \.window, window.neighbours)
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
  /// Half and twice the stretch, dates moved, or none at all in place of dates.
  fileprivate var neighbours: [Window?] {
    switch self {
    case nil: []
    case .last(let span): span.neighbours.map { .last($0) }
    case .between(let first, let last):
      Moment.neighbours(first, last).map { .between($0, $1) } + [nil]
    case .since(let moment): moment.neighbours.map { .since($0) } + [nil]
    case .before(let moment): moment.neighbours.map { .before($0) } + [nil]
    case .ago(let near, let far):
      far.neighbours.filter { $0.seconds >= near.seconds }.map { .ago(near, $0) }
    case .around(let near, let far, let direction, let anchor):
      far.neighbours.filter { $0.seconds >= near.seconds }
        .map { .around(near, $0, direction, anchor) }
    }
  }
}

extension TimeSpan {
  fileprivate var neighbours: [TimeSpan] {
    [count / 2, count * 2].filter { $0 != count && $0 > 0 }.map { TimeSpan($0, unit) }
  }
}

extension Moment {
  /// Thirty days earlier and later.
  fileprivate var neighbours: [Moment] { [-30, 30].compactMap { moved(days: $0) } }

  /// The stretch made twice and half as long at either end.
  fileprivate static func neighbours(_ first: Moment, _ last: Moment) -> [(Moment, Moment)] {
    let length = max(1, last.date.daysSinceEpoch - first.date.daysSinceEpoch + 1)
    let steps = [-length, length / 2].filter { $0 != 0 }
    return steps.compactMap { step in first.moved(days: step).map { ($0, last) } }
      + steps.compactMap { step in last.moved(days: -step).map { (first, $0) } }
  }

  /// The same time of another day; nil where its year has not four digits.
  private func moved(days: Int) -> Moment? {
    let moved = CivilDate(daysSinceEpoch: date.daysSinceEpoch + days)
    guard (0...9999).contains(moved.year) else { return nil }
    return switch self {
    case .day: .day(moved)
    case .local(_, let time): .local(moved, time)
    case .utc(_, let time): .utc(moved, time)
    }
  }

  private var date: CivilDate {
    switch self {
    case .day(let date), .local(let date, _), .utc(let date, _): date
    }
  }
}

extension DecimalNumber {
  /// Half and twice the number, and of a small whole number one less and one more as well.
  fileprivate var neighbours: [DecimalNumber] {
    let scaled = [multiplied(by: 5, shift: 1), multiplied(by: 2, shift: 0)].compactMap(\.self)
      .filter { $0.normalized != normalized }
    guard let whole = Int(normalized.text), (1...10).contains(whole) else { return scaled }
    return scaled + nextWhole.filter { !scaled.contains($0) }
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

/// Copies of a condition that differ from it in one part.
private func variants<Whole, Part>(
  of whole: Whole, _ part: WritableKeyPath<Whole, Part>, _ values: [Part]
) -> [Whole] {
  values.map { value in
    var other = whole
    other[keyPath: part] = value
    return other
  }
}
