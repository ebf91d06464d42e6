package import Basis
internal import Columns
package import Segments

/// The traits that people may have: values of attributes, what they did how often and how lately,
/// values of their events' fields such as campaigns, and the sources that know them.
package struct TraitCatalogue: Sendable {
  /// What traits may be made of.
  package struct Facts: Sendable {
    package var attributes: [String]
    package var events: [String]
    /// Fields with texts, of events that are among `events`.
    package var fields: [(event: String, field: String)]
    package var sources: [String]

    package init(
      attributes: [String], events: [String], fields: [(event: String, field: String)],
      sources: [String]
    ) {
      (self.attributes, self.events, self.fields) = (attributes, events, fields)
      self.sources = sources
    }
  }

  /// As of the planner's instant; of events that came later nothing is seen.
  package let planner: SetPlanner
  package let facts: Facts
  /// Those whose most frequent values are looked at.
  package let base: Segment

  package init(_ planner: SetPlanner, facts: Facts, base: Segment) {
    (self.planner, self.facts, self.base) = (planner, facts, base)
  }

  private static let valuesOfAttribute = 20
  private static let valuesOfField = 8
  /// Texts of so many kinds are names and addresses, which nobody has in common.
  private static let mostTexts = 10_000

  /// Every trait with the people who have it; `progress` hears how far it is and may stop it.
  package func traits(progress: (Int, Int) -> Bool) throws(Fault) -> [Trait] {
    let conditions = try conditions()
    var traits: [Trait] = []
    for (index, condition) in conditions.enumerated() {
      guard progress(index, conditions.count) else {
        throw Fault(.interrupted, "the model", reason: "it was stopped", remedy: "")
      }
      traits.append(Trait(condition, try planner.units(condition)))
    }
    return traits
  }

  private func conditions() throws(Fault) -> [Segment] {
    var conditions: [Segment] = []
    for name in facts.attributes where !hasTooManyTexts(try planner.audience.attribute(name)) {
      conditions += try values(.attribute(name), Self.valuesOfAttribute)
    }
    for event in facts.events {
      conditions += Self.recencies(Name(event)) + Self.frequencies(Name(event))
    }
    for (event, field) in facts.fields
    where !hasTooManyTexts(try planner.audience.eventField(field, of: event)) {
      conditions += try values(.field(event: event, field: field), Self.valuesOfField)
    }
    return conditions + facts.sources.map { .from(Name($0)) }
  }

  private func hasTooManyTexts(_ column: Column?) -> Bool {
    switch column {
    case .text(let column): column.dictionary.texts.count > Self.mostTexts
    case .list(let column): column.dictionary.texts.count > Self.mostTexts
    case .whole, .real: false
    case nil: true
    }
  }

  private func values(_ key: Facet.Key, _ top: Int) throws(Fault) -> [Segment] {
    try planner.facet(base, by: key, top: top, order: .size).rows
      .filter { $0.inside >= TraitScreen.fewestPeople }.map(\.condition)
  }

  // MARK: Behaviour

  /// How long ago the last event was, in stretches that do not overlap.
  static func recencies(_ event: Name) -> [Segment] {
    let ends = [7, 30, 90].map { TimeSpan($0, .day) }
    func last(_ comparison: Comparison, _ span: TimeSpan) -> Segment {
      .recency(Recency(Anchor(.last, event), .ago(comparison, span)))
    }
    var stretches: [Segment] = []
    var start: TimeSpan?
    for end in ends {
      let upTo = last(.less, end)
      stretches.append(start.map { .and([last(.greaterOrEqual, $0), upTo]) } ?? upTo)
      start = end
    }
    return stretches + (start.map { [last(.greaterOrEqual, $0)] } ?? [])
  }

  /// How many events there were, in stretches that do not overlap.
  static func frequencies(_ event: Name) -> [Segment] {
    func did(_ bound: Times.Bound, _ count: Int) -> Segment {
      .behaviour(Behaviour(event, times: Times(bound, count)))
    }
    return [
      did(.exactly, 1), .and([did(.atLeast, 2), did(.atMost, 4)]),
      .and([did(.atLeast, 5), did(.atMost, 9)]), did(.atLeast, 10),
    ]
  }
}
