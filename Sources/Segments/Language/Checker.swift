internal import Basis
package import Columns

/// Checks a tree's names and types against what a workspace knows.
package struct Checker: Sendable {
  package let vocabulary: Vocabulary
  package let references: References

  package init(_ vocabulary: Vocabulary, references: References = References()) {
    (self.vocabulary, self.references) = (vocabulary, references)
  }

  /// Returns every problem, in the order of the text.
  package func problems(in segment: Segment) -> [Problem] {
    var found = references.problems(in: segment)
    for (_, node) in segment.nodes {
      if let field = fieldAmongAttributes(node, of: segment) {
        found.append(field)
      } else {
        check(node, &found)
      }
    }
    return found.sorted {
      ($0.place.lowerBound, $0.message) < ($1.place.lowerBound, $1.message)
    }
  }

  /// Returns the problems for which the segment has no answer, those of its references among them.
  package func obstacles(to segment: Segment) -> [Problem] {
    let own = problems(in: segment).filter { !$0.isSlip }
    guard own.isEmpty, let place = segment.references.first?.place,
      let whole = try? references.resolved(segment)
    else { return own }
    return problems(in: whole).filter { !$0.isSlip }.map {
      Problem(at: place, $0.message, expected: $0.expected, suggestion: $0.suggestion)
    }
  }

  /// Reads and checks `text`; throws the first problem, with the number of the others.
  package func checked(_ text: String) throws(Problem) -> Segment {
    let segment = try Segment(parsing: text)
    guard let problem = problems(in: segment).first else { return segment }
    throw problem
  }

  private func check(_ node: Segment, _ found: inout [Problem]) {
    switch node {
    case .everyone, .or, .and, .not, .reference: break
    case .attribute(let name, let test):
      if let type = attribute(name, &found) { check(test, of: name, type: .plain(type), &found) }
    case .behaviour(let behaviour):
      check(behaviour.event, behaviour.window, behaviour.filter, &found)
    case .aggregate(let aggregate):
      check(aggregate.measure, &found)
      if case .measure(let other) = aggregate.operand { check(other, &found) }
    case .recency(let recency):
      check(recency.anchor.event, nil, recency.anchor.filter, &found)
      switch recency.test {
      case .within(_, let event): check(event, nil, nil, &found)
      case .between(let low, let high):
        check(low, high, at: recency.anchor.event.place, &found)
      case .ago, .since, .before: break
      }
    case .sequence(let sequence):
      for step in sequence.steps + [sequence.absence].compactMap(\.self) {
        check(step.event, nil, step.filter, &found)
      }
      check(sequence.window, at: sequence.steps.first?.event.place, &found)
    case .consent(let purposes):
      for name in purposes { known(name, "purpose", vocabulary.purposes, &found) }
    case .has(let name): known(name, "namespace", vocabulary.namespaces, &found)
    case .from(let name): known(name, "source", vocabulary.sources, &found)
    case .score(let model, _, _): known(model, "model", references.models.keys, &found)
    case .rank(let rank):
      switch rank.key {
      case .measure(let measure): check(measure, &found)
      case .score(let model): known(model, "model", references.models.keys, &found)
      case .attribute(let name):
        guard let type = attribute(name, &found), !type.hasOrder else { break }
        found.append(
          Problem(at: name.place ?? 0..<0, "\(name) is \(type.shown), which has no order"))
      }
    }
  }

  /// A field of an event that `or` parted from the tests behind `where`.
  private func fieldAmongAttributes(_ node: Segment, of segment: Segment) -> Problem? {
    guard case .attribute(let name, _) = node, vocabulary.attributeType(name.text) == nil else {
      return nil
    }
    for (_, other) in segment.nodes {
      guard case .behaviour(let behaviour) = other, behaviour.filter != nil,
        vocabulary.fieldType(name.text, of: behaviour.event.text) != nil
      else { continue }
      return Problem(
        at: name.place ?? 0..<0, "\(name) is a field of \(behaviour.event), not an attribute",
        expected: ["parentheses around the tests behind `where`"])
    }
    return nil
  }

  // MARK: Names

  private func known(
    _ name: Name, _ kind: String, _ names: some Sequence<String>, _ found: inout [Problem]
  ) {
    guard !names.contains(name.text) else { return }
    guard names.contains(where: { _ in true }) else {
      found.append(
        Problem(
          at: name.place ?? 0..<0, "there is no \(kind) \(name); this workspace has no \(kind)s"))
      return
    }
    let known = names.sorted()
    let nearest = known.nearest(to: name.text).map { Keywords.name($0) }
    found.append(
      Problem(
        at: name.place ?? 0..<0, "there is no \(kind) \(name)",
        expected: nearest == nil ? Self.few(known) : [], suggestion: nearest))
  }

  /// Names to choose from, shortened to what can be read at a glance.
  private static func few(_ names: [String]) -> [String] {
    let shown = names.prefix(12).map { Keywords.name($0) }
    return names.count > shown.count ? shown + ["one of \(names.count - shown.count) more"] : shown
  }

  private func attribute(_ name: Name, _ found: inout [Problem]) -> ValueType? {
    if let type = vocabulary.attributeType(name.text) { return type }
    known(name, "attribute", vocabulary.attributeNames, &found)
    return nil
  }

  // MARK: Events

  private func check(
    _ event: Name, _ window: Window?, _ filter: Filter?, _ found: inout [Problem]
  ) {
    known(event, "event", vocabulary.events.keys, &found)
    check(window, at: event.place, &found)
    if let filter, vocabulary.events[event.text] != nil { check(filter, of: event, &found) }
  }

  private func check(_ window: Window?, at place: Range<Int>?, _ found: inout [Problem]) {
    switch window {
    case .around(_, _, _, let anchor): check(anchor.event, nil, anchor.filter, &found)
    case .between(let low, let high): check(low, high, at: place, &found)
    case .last, .since, .before, .ago, nil: break
    }
  }

  /// Two dates the wrong way round hold no instant.
  func check(
    _ low: Moment, _ high: Moment, at place: Range<Int>?, _ found: inout [Problem]
  ) {
    let moments = TestCompiler(calendar: .utc)
    guard moments.range(of: low).low > moments.range(of: high).high else { return }
    found.append(
      Problem(
        at: place ?? 0..<0, "\(low.text) is later than \(high.text), so that nothing lies between",
        suggestion: "`between \(high.text) and \(low.text)`", isSlip: true))
  }

  private func check(_ filter: Filter, of event: Name, _ found: inout [Problem]) {
    switch filter {
    case .all(let parts), .any(let parts):
      for part in parts { check(part, of: event, &found) }
    case .test(let field, let test):
      guard let type = self.field(field, of: event, &found) else { return }
      check(test, of: field, type: type, &found)
    }
  }

  private func field(_ name: Name, of event: Name, _ found: inout [Problem]) -> FieldType? {
    if let type = vocabulary.fieldType(name.text, of: event.text) { return type }
    let isAttribute = vocabulary.attributes[name.text] != nil
    let nearest = vocabulary.fieldNames(of: event.text).nearest(to: name.text)
      .map { Keywords.name($0) }
    found.append(
      Problem(
        at: name.place ?? 0..<0, "\(event) has no field \(name)",
        expected: isAttribute || nearest != nil
          ? [] : Self.few(vocabulary.fieldNames(of: event.text).sorted()),
        suggestion: isAttribute
          ? "the attribute: put parentheses around `did … where …`" : nearest))
    return nil
  }

  private func check(_ measure: Measure, _ found: inout [Problem]) {
    check(measure.event, measure.window, measure.filter, &found)
    guard let field = measure.field, vocabulary.events[measure.event.text] != nil,
      let type = self.field(field, of: measure.event, &found)
    else { return }
    switch measure.function {
    case .count, .distinct, .days, .gap: break
    case .sum, .avg, .min, .max:
      guard !type.isNumeric else { break }
      found.append(
        Problem(
          at: field.place ?? 0..<0,
          "\(measure.function.rawValue) needs numbers, and \(field) is \(type.shown)"))
    }
  }
}
