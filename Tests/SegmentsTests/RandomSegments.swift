import Basis
import Columns
import Segments

/// Draws trees of every construct of the language over the names of `SampleWorld`.
struct RandomSegments {
  var random: Seeded
  /// The wildest names and values are for the printer; the oracle gets those that mean something.
  var names: SampleNames

  init(_ seed: UInt64, names: SampleNames = .meaningful) {
    random = Seeded(seed)
    self.names = names
  }

  mutating func segment(depth: Int = 3) -> Segment {
    guard depth > 0, random.chance(0.6) else { return condition() }
    switch random.below(5) {
    case 0, 1: return .and((0..<random.within(2...3)).map { _ in segment(depth: depth - 1) })
    case 2, 3: return .or((0..<random.within(2...3)).map { _ in segment(depth: depth - 1) })
    default: return .not(segment(depth: depth - 1))
    }
  }

  mutating func condition() -> Segment {
    switch random.below(24) {
    case 0: return .everyone
    case 1...5: return attribute()
    case 6...10: return .behaviour(behaviour())
    case 11...13: return .aggregate(aggregate())
    case 14...15: return .recency(recency())
    case 16...17: return .sequence(sequence())
    case 18:
      return .consent((0..<random.within(1...2)).map { _ in Name(random.pick(names.purposes)) })
    case 19: return .has(Name(random.pick(names.namespaces)))
    case 20: return .from(Name(random.pick(names.sources)))
    case 21:
      return names.references.isEmpty ? .everyone : .reference(Name(random.pick(names.references)))
    case 22:
      return names.models.isEmpty
        ? .everyone : .score(Name(random.pick(names.models)), comparison(), number())
    default: return .rank(rank())
    }
  }

  mutating func comparison() -> Comparison { random.pick(Comparison.allCases) }

  mutating func number() -> DecimalNumber {
    let texts = [
      "0", "1", "2", "5", "10", "2.5", "-1", "0.25", "30", "1.50", "19.99", "3.999", "0.3",
      "1.1",
    ]
    return DecimalNumber(random.pick(texts)) ?? DecimalNumber(0)
  }

  // MARK: Tests

  mutating func attribute() -> Segment {
    let (name, type) = random.pick(names.attributes)
    return .attribute(Name(name), test(.plain(type)))
  }

  mutating func literal(_ type: FieldType) -> Literal {
    switch type {
    case .plain(.text), .plain(.list): Literal(.text(random.pick(names.values)))
    case .plain(.number), .plain(.integer), .plain(.money): Literal(.number(number()))
    case .plain(.boolean): Literal(.boolean(random.chance(0.5)))
    case .plain(.date): Literal(.moment(.day(day())))
    case .plain(.time): Literal(.moment(moment()))
    case .weekday:
      random.chance(0.5)
        ? Literal(.number(DecimalNumber(random.within(1...7))))
        : Literal(.text(random.pick(["monday", "Tue", "sunday"])))
    }
  }

  mutating func day() -> CivilDate {
    CivilDate(daysSinceEpoch: SampleWorld.firstDay + random.within(-2...SampleWorld.days + 2))
  }

  mutating func moment() -> Moment {
    let time = CivilTime(secondOfDay: random.pick([0, 3_600, 43_200, 86_399, 7_261]))
    return switch random.below(4) {
    case 0: .local(day(), time)
    case 1: .utc(day(), time)
    default: .day(day())
    }
  }

  mutating func test(_ type: FieldType) -> Test {
    let isLettered = type == .plain(.text) || type == .plain(.list)
    switch random.below(isLettered ? 6 : 5) {
    case 0: return .known(random.chance(0.5))
    case 1:
      return .member(
        (0..<random.within(1...3)).map { _ in literal(type) }, negated: random.chance(0.4))
    case 2 where !isLettered && type != .plain(.boolean):
      return .between(literal(type), literal(type))
    case 2...4:
      let hasOrder = !isLettered && type != .plain(.boolean)
      return .compare(hasOrder ? comparison() : random.pick([.equal, .notEqual]), literal(type))
    default:
      return .text(
        random.pick(TextOperator.allCases), random.pick(names.fragments),
        negated: random.chance(0.4))
    }
  }

  mutating func filter(_ event: String, depth: Int = 2) -> Filter {
    if depth > 0, random.chance(0.35) {
      let parts = (0..<random.within(2...3)).map { _ in filter(event, depth: depth - 1) }
      return random.chance(0.5) ? .all(parts) : .any(parts)
    }
    let (name, type) = random.pick(names.fields(of: event))
    return .test(Name(name), test(type))
  }

  // MARK: Events

  mutating func maybeFilter(_ event: String) -> Filter? {
    random.chance(0.35) ? filter(event) : nil
  }

  mutating func event() -> String { random.pick(names.events) }

  mutating func span() -> TimeSpan {
    switch random.below(8) {
    case 0: TimeSpan(random.within(0...90), .minute)
    case 1...2: TimeSpan(random.within(0...48), .hour)
    case 3: TimeSpan(random.within(0...3), .week)
    case 4: TimeSpan(1, random.pick([.month, .year]))
    default: TimeSpan(random.within(0...20), .day)
    }
  }

  mutating func window() -> Window {
    switch random.below(6) {
    case 0: .last(span())
    case 1: .between(moment(), moment())
    case 2: .since(moment())
    case 3: .before(moment())
    case 4: .ago(span(), span())
    default: around()
    }
  }

  private mutating func around() -> Window {
    let event = event()
    let anchor = Anchor(random.pick([.first, .last]), Name(event), filter: maybeFilter(event))
    return .around(span(), span(), random.pick(Window.Direction.allCases), anchor)
  }

  mutating func maybeWindow() -> Window? { random.chance(0.6) ? window() : nil }

  mutating func behaviour() -> Behaviour {
    let event = event()
    let times =
      random.chance(0.5)
      ? Times(random.pick(Times.Bound.allCases), random.pick([0, 1, 1, 2, 3, 5])) : nil
    return Behaviour(
      Name(event), isNegated: random.chance(0.25), times: times, window: maybeWindow(),
      filter: maybeFilter(event))
  }

  mutating func measure() -> Measure {
    let event = event()
    let function = random.pick(Measure.Function.allCases)
    var field: Name?
    switch function {
    case .sum, .avg, .min, .max: field = Name(random.pick(names.numericFields(of: event)))
    case .distinct: field = Name(random.pick(names.fields(of: event)).name)
    case .count: field = random.chance(0.3) ? Name(random.pick(names.fields(of: event)).name) : nil
    case .days, .gap: break
    }
    return Measure(
      function, Name(event), field: field, window: maybeWindow(), filter: maybeFilter(event))
  }

  mutating func aggregate() -> Aggregate {
    Aggregate(
      measure(), comparison(), random.chance(0.7) ? .number(number()) : .measure(measure()))
  }

  mutating func recency() -> Recency {
    let event = event()
    let anchor = Anchor(
      random.pick(Anchor.Position.allCases), Name(event), filter: maybeFilter(event))
    let test: Recency.Test =
      switch random.below(7) {
      case 0: .between(moment(), moment())
      case 1: .since(moment())
      case 2: .before(moment())
      case 3: .within(span(), ofFirst: Name(self.event()))
      default: .ago(comparison(), span())
      }
    return Recency(anchor, test)
  }

  mutating func sequence() -> EventSequence {
    func step() -> EventSequence.Step {
      let event = event()
      return EventSequence.Step(Name(event), filter: random.chance(0.25) ? filter(event) : nil)
    }
    return EventSequence(
      (0..<random.within(1...4)).map { _ in step() },
      absence: random.chance(0.35) ? step() : nil,
      within: random.chance(0.5) ? span() : nil, window: random.chance(0.4) ? window() : nil)
  }

  mutating func rank() -> Rank {
    let amount: Rank.Amount =
      random.chance(0.5)
      ? .percent(
        DecimalNumber(random.pick(["0", "1", "10", "12.5", "50", "100"])) ?? DecimalNumber(1))
      : .profiles(random.within(0...30))
    let key: Rank.Key =
      switch random.below(5) {
      case 0, 1: .attribute(Name(random.pick(names.orderedAttributes)))
      case 2, 3: .measure(measure())
      case _ where names.models.isEmpty: .measure(measure())
      default: .score(Name(random.pick(names.models)))
      }
    return Rank(random.pick(Rank.End.allCases), amount, by: key)
  }

  /// A model of conditions that ask no other model, half of them as chances.
  mutating func scorecard() -> Scorecard {
    var terms: [Scorecard.Term] = []
    while terms.count < 6 {
      let condition = condition()
      guard condition.models.isEmpty, condition.references.isEmpty else { continue }
      terms.append(.init(condition, points: random.within(-1_500...1_500)))
    }
    // A condition of something that the data does not have any more holds for nobody.
    terms.append(.init(.attribute("gone", .known(true)), points: 9_000))
    return Scorecard(
      purpose: random.pick(names.purposes), base: random.within(-500...500), terms: terms,
      scale: random.chance(0.5) ? .chance : .share(lowest: -2_000, highest: 2_000))
  }
}
