internal import Basis

extension Segment {
  /// The same question in one fixed wording: groups flat, sorted and without repetition, negations
  /// gathered, constants folded, and tests of one attribute merged.
  ///
  /// Two segments with equal canonical text ask the same; its text is what answers are kept under.
  package var canonical: Segment {
    switch self {
    case .everyone, .recency, .has, .from, .reference, .rank: return simplifiedFilters
    case .attribute(let name, let test): return .attribute(name, test.canonical)
    case .score(let model, let comparison, let number):
      return .score(model, comparison, number.normalized)
    case .consent(let purposes):
      let distinct = Set(purposes).sorted { $0.text < $1.text }
      return distinct.count == 1 ? .consent(distinct) : Self.all(distinct.map { .consent([$0]) })
    case .not(let part): return Self.negated(part.canonical)
    case .behaviour(let behaviour): return behaviour.canonical
    case .aggregate(let aggregate):
      return aggregate.asBehaviour?.canonical ?? .aggregate(aggregate.canonical)
    case .sequence: return simplifiedFilters
    case .and(let parts): return Self.all(parts.map(\.canonical))
    case .or(let parts): return Self.any(parts.map(\.canonical))
    }
  }

  static let none = Segment.not(.everyone)

  private var simplifiedFilters: Segment {
    switch self {
    case .recency(var recency):
      recency.anchor.filter = recency.anchor.filter?.canonical
      return .recency(recency)
    case .sequence(var sequence):
      for index in sequence.steps.indices {
        sequence.steps[index].filter = sequence.steps[index].filter?.canonical
      }
      sequence.absence = sequence.absence.map {
        EventSequence.Step($0.event, filter: $0.filter?.canonical)
      }
      sequence.window = sequence.window?.canonical
      return .sequence(sequence)
    case .rank(var rank):
      if case .measure(let measure) = rank.key { rank.key = .measure(measure.canonical) }
      if case .percent(let number) = rank.amount { rank.amount = .percent(number.normalized) }
      return .rank(rank)
    case .everyone, .or, .and, .not, .attribute, .behaviour, .aggregate, .consent, .has, .from,
      .reference, .score:
      return self
    }
  }

  static func negated(_ part: Segment) -> Segment {
    if case .not(let inner) = part { inner } else { .not(part) }
  }

  /// The canonical `and` of canonical parts.
  static func all(_ parts: [Segment]) -> Segment {
    let flat = parts.flatMap { part in
      if case .and(let inner) = part { inner } else { [part] }
    }
    let merged = mergingBounds(flat.filter { $0 != .everyone })
    let (distinct, texts) = sorted(merged)
    if distinct.contains(none) || isContradictory(texts) { return none }
    return distinct.count > 1 ? .and(distinct) : distinct.first ?? .everyone
  }

  /// The canonical `or` of canonical parts.
  static func any(_ parts: [Segment]) -> Segment {
    let flat = parts.flatMap { part in
      if case .or(let inner) = part { inner } else { [part] }
    }
    let merged = mergingValues(flat.filter { $0 != none })
    let (distinct, texts) = sorted(merged)
    if distinct.contains(.everyone) || isContradictory(texts) { return .everyone }
    return distinct.count > 1 ? .or(distinct) : distinct.first ?? none
  }

  private static func sorted(_ parts: [Segment]) -> (parts: [Segment], texts: Set<ExactText>) {
    var byText: [ExactText: Segment] = [:]
    for part in parts { byText[ExactText(part.description)] = part }
    return (byText.sorted { $0.key < $1.key }.map(\.value), Set(byText.keys))
  }

  /// Whether one text stands beside its own negation.
  private static func isContradictory(_ texts: Set<ExactText>) -> Bool {
    texts.contains {
      $0.text.hasPrefix("not ") && texts.contains(ExactText(String($0.text.dropFirst(4))))
    }
  }

  /// Turns a lower and an upper bound of one attribute into `between`, both of which include it.
  private static func mergingBounds(_ parts: [Segment]) -> [Segment] {
    var lows: [Name: [Int]] = [:]
    var highs: [Name: [Int]] = [:]
    for (index, part) in parts.enumerated() {
      guard case .attribute(let name, .compare(let comparison, let literal)) = part,
        literal.hasOrder
      else { continue }
      if comparison == .greaterOrEqual { lows[name, default: []].append(index) }
      if comparison == .lessOrEqual { highs[name, default: []].append(index) }
    }
    var result = parts
    var merged: Set<Int> = []
    for (name, low) in lows {
      // Several bounds on one side are left alone: only one pair is certain to be a range.
      guard let high = highs[name], low.count == 1, high.count == 1,
        case .attribute(_, .compare(_, let from)) = parts[low[0]],
        case .attribute(_, .compare(_, let to)) = parts[high[0]]
      else { continue }
      result[low[0]] = .attribute(name, .between(from, to))
      merged.insert(high[0])
    }
    return result.indices.filter { !merged.contains($0) }.map { result[$0] }
  }

  /// Turns several wanted values of one attribute into one list.
  private static func mergingValues(_ parts: [Segment]) -> [Segment] {
    var values: [Name: [Literal]] = [:]
    var rest: [Segment] = []
    for part in parts {
      switch part {
      case .attribute(let name, .compare(.equal, let literal)):
        values[name, default: []].append(literal)
      case .attribute(let name, .member(let literals, negated: false)):
        values[name, default: []] += literals
      default: rest.append(part)
      }
    }
    return rest
      + values.map { .attribute($0.key, Test.member($0.value, negated: false).canonical) }
  }
}

extension Literal {
  /// The same value in one spelling: texts are folded, since no comparison tells their cases apart.
  ///
  /// Digits stay, since for a text attribute `01` and `1` differ.
  var canonical: Literal {
    if case .text(let text) = content {
      Literal(.text(SimpleFolding.folded(text)))
    } else {
      Literal(content)
    }
  }

  var hasOrder: Bool {
    switch content {
    case .number, .moment: true
    case .text, .boolean: false
    }
  }
}

extension Test {
  var canonical: Test {
    switch self {
    case .compare(let comparison, let literal): return .compare(comparison, literal.canonical)
    case .between(let low, let high): return .between(low.canonical, high.canonical)
    case .text(let operation, let text, let negated):
      return .text(operation, SimpleFolding.folded(text), negated: negated)
    case .known: return self
    case .member(let literals, let negated):
      let distinct = Set(literals.map(\.canonical)).map { (ExactText(Printer.literal($0)), $0) }
        .sorted { $0.0 < $1.0 }.map(\.1)
      guard distinct.count == 1 else { return .member(distinct, negated: negated) }
      return .compare(negated ? .notEqual : .equal, distinct[0])
    }
  }
}

extension Filter {
  var canonical: Filter {
    func sorted(_ parts: [Filter]) -> [Filter] {
      Set(parts).map { (ExactText(Printer.filter($0)), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
    switch self {
    case .test(let name, let test): return .test(name, test.canonical)
    case .all(let parts):
      let flat = parts.map(\.canonical).flatMap { part in
        if case .all(let inner) = part { inner } else { [part] }
      }
      let distinct = sorted(flat)
      return distinct.count == 1 ? distinct[0] : .all(distinct)
    case .any(let parts):
      let flat = parts.map(\.canonical).flatMap { part in
        if case .any(let inner) = part { inner } else { [part] }
      }
      let distinct = sorted(flat)
      return distinct.count == 1 ? distinct[0] : .any(distinct)
    }
  }
}

extension Window {
  var canonical: Window {
    switch self {
    case .last, .between, .since, .before: return self
    case .ago(let a, let b): return a.seconds <= b.seconds ? self : .ago(b, a)
    case .around(let a, let b, let direction, var anchor):
      anchor.filter = anchor.filter?.canonical
      let isOrdered = a.seconds <= b.seconds
      return .around(isOrdered ? a : b, isOrdered ? b : a, direction, anchor)
    }
  }
}

extension Measure {
  var canonical: Measure {
    Measure(function, event, field: field, window: window?.canonical, filter: filter?.canonical)
  }
}

extension Aggregate {
  /// A count of events compared with a whole number, said as `did`; nil for anything else.
  var asBehaviour: Segment? {
    guard measure.function == .count, measure.field == nil, case .number(let number) = operand,
      let count = Int(number.normalized.text), (0..<1_000_000_000).contains(count)
    else { return nil }
    let bound: Times.Bound =
      switch comparison {
      case .equal, .notEqual: .exactly
      case .less: .fewerThan
      case .lessOrEqual: .atMost
      case .greater: .moreThan
      case .greaterOrEqual: .atLeast
      }
    return .behaviour(
      Behaviour(
        measure.event, isNegated: comparison == .notEqual, times: Times(bound, count),
        window: measure.window, filter: measure.filter))
  }

  var canonical: Aggregate {
    switch operand {
    case .number(let number):
      return Aggregate(measure.canonical, comparison, .number(number.normalized))
    case .measure(let other):
      let (mine, others) = (measure.canonical, other.canonical)
      // One of the two orders that say the same.
      if ExactText(Printer.measure(others)) < ExactText(Printer.measure(mine)) {
        return Aggregate(others, comparison.mirrored, .measure(mine))
      }
      return Aggregate(mine, comparison, .measure(others))
    }
  }
}

extension Behaviour {
  /// The behaviour as `did …`, `did … exactly n times`, or the complement of one of them.
  var canonical: Segment {
    let (least, most): (Int, Int?)
    switch times?.bound {
    case nil: (least, most) = (1, nil)
    case .atLeast: (least, most) = (times?.count ?? 1, nil)
    case .moreThan: (least, most) = ((times?.count ?? 0) + 1, nil)
    case .exactly: (least, most) = (times?.count ?? 1, times?.count)
    case .atMost: (least, most) = (0, times?.count)
    case .fewerThan: (least, most) = (0, (times?.count ?? 0) - 1)
    }
    func atLeast(_ count: Int) -> Segment {
      guard count > 0 else { return .everyone }
      return .behaviour(
        Behaviour(
          event, times: count == 1 ? nil : Times(.atLeast, count), window: window?.canonical,
          filter: filter?.canonical))
    }
    let positive: Segment
    if let most, most == least, least > 0 {
      positive = .behaviour(
        Behaviour(
          event, times: Times(.exactly, least), window: window?.canonical,
          filter: filter?.canonical))
    } else if let most {
      positive = Segment.negated(atLeast(most + 1))
    } else {
      positive = atLeast(least)
    }
    return isNegated ? Segment.negated(positive) : positive
  }
}
