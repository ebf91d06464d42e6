/// A test of how often something happened.
package struct Behaviour: Hashable, Sendable {
  /// True for `did not`: the complement of the rest.
  package var isNegated = false
  package var event: Name
  package var times: Times?
  package var window: Window?
  package var filter: Filter?

  package init(
    _ event: Name, isNegated: Bool = false, times: Times? = nil, window: Window? = nil,
    filter: Filter? = nil
  ) {
    (self.event, self.isNegated, self.times) = (event, isNegated, times)
    (self.window, self.filter) = (window, filter)
  }
}

/// How many times something must have happened.
package struct Times: Hashable, Sendable {
  package enum Bound: String, Hashable, Sendable, CaseIterable {
    case atLeast = "at least"
    case atMost = "at most"
    case exactly = "exactly"
    case moreThan = "more than"
    case fewerThan = "fewer than"
  }

  package var bound: Bound
  package var count: Int
  package init(_ bound: Bound, _ count: Int) { (self.bound, self.count) = (bound, count) }

  /// The counts that satisfy it; nil where none does.
  package var range: ClosedRange<Int>? {
    switch bound {
    case .atLeast: count...Int.max
    case .atMost: 0...count
    case .exactly: count...count
    case .moreThan: (count + 1)...Int.max
    case .fewerThan: count == 0 ? nil : 0...(count - 1)
    }
  }
}

/// The stretch of time in which events count.
package indirect enum Window: Hashable, Sendable {
  case last(TimeSpan)
  /// Both ends included; a day as an end is included as a whole.
  case between(Moment, Moment)
  case since(Moment)
  case before(Moment)
  case ago(TimeSpan, TimeSpan)
  case around(TimeSpan, TimeSpan, Direction, Anchor)

  package enum Direction: String, Hashable, Sendable, CaseIterable { case after, before }
}

/// One event of a profile by its place in time.
package struct Anchor: Hashable, Sendable {
  package enum Position: String, Hashable, Sendable, CaseIterable { case first, second, last }

  package var position: Position
  package var event: Name
  package var filter: Filter?
  package init(_ position: Position, _ event: Name, filter: Filter? = nil) {
    (self.position, self.event, self.filter) = (position, event, filter)
  }
}

/// Tests that one and the same event must pass.
package indirect enum Filter: Hashable, Sendable {
  case test(Name, Test)
  case all([Filter])
  case any([Filter])
}

/// A figure for each profile, made from its events of one type.
package struct Measure: Hashable, Sendable {
  package enum Function: String, Hashable, Sendable, CaseIterable {
    case sum, avg, min, max, distinct, count, days, gap

    /// Whether it works on a field of the event rather than on the event alone.
    package var needsField: Bool {
      switch self {
      case .sum, .avg, .min, .max, .distinct: true
      case .count, .days, .gap: false
      }
    }
  }

  package var function: Function
  package var event: Name
  package var field: Name?
  package var window: Window?
  package var filter: Filter?

  package init(
    _ function: Function, _ event: Name, field: Name? = nil, window: Window? = nil,
    filter: Filter? = nil
  ) {
    (self.function, self.event, self.field) = (function, event, field)
    (self.window, self.filter) = (window, filter)
  }
}

/// A measure compared with a number or with another measure.
package struct Aggregate: Hashable, Sendable {
  package enum Operand: Hashable, Sendable {
    case number(DecimalNumber)
    case measure(Measure)
  }

  package var measure: Measure
  package var comparison: Comparison
  package var operand: Operand
  package init(_ measure: Measure, _ comparison: Comparison, _ operand: Operand) {
    (self.measure, self.comparison, self.operand) = (measure, comparison, operand)
  }
}

/// A test of when the first, second or last event of a kind was.
package struct Recency: Hashable, Sendable {
  package enum Test: Hashable, Sendable {
    case ago(Comparison, TimeSpan)
    case between(Moment, Moment)
    case since(Moment)
    case before(Moment)
    /// From the first such event on, at most that much later.
    case within(TimeSpan, ofFirst: Name)
  }

  package var anchor: Anchor
  package var test: Test
  package init(_ anchor: Anchor, _ test: Test) { (self.anchor, self.test) = (anchor, test) }
}

/// Events that must follow each other, each later than the one before.
package struct EventSequence: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package var event: Name
    package var filter: Filter?
    package init(_ event: Name, filter: Filter? = nil) {
      (self.event, self.filter) = (event, filter)
    }
  }

  package var steps: [Step]
  /// What must not follow the last step.
  package var absence: Step?
  package var within: TimeSpan?
  package var window: Window?

  package init(
    _ steps: [Step], absence: Step? = nil, within: TimeSpan? = nil, window: Window? = nil
  ) {
    (self.steps, self.absence, self.within, self.window) = (steps, absence, within, window)
  }
}

/// The highest or lowest profiles by a figure.
package struct Rank: Hashable, Sendable {
  package enum End: String, Hashable, Sendable, CaseIterable { case top, bottom }
  package enum Amount: Hashable, Sendable {
    /// A share of the profiles whose figure is known, rounded up.
    case percent(DecimalNumber)
    case profiles(Int)
  }
  package enum Key: Hashable, Sendable {
    case attribute(Name)
    case measure(Measure)
    /// The score of a model.
    case score(Name)
  }

  package var end: End
  package var amount: Amount
  package var key: Key
  package init(_ end: End, _ amount: Amount, by key: Key) {
    (self.end, self.amount, self.key) = (end, amount, key)
  }
}
