package import Basis
internal import Columns

/// How something is distributed within a segment, against everyone.
package struct Facet: Sendable, Equatable {
  /// What is looked at.
  package enum Key: Hashable, Sendable {
    case attribute(String)
    /// Which events the units have had.
    case events
    /// A field's values, each unit counted once for each value it has had.
    case field(event: String, field: String)
    /// The same over all events that have the field, such as the campaigns of clicks and openings.
    case anyField(String)
    case sources
    case namespaces
    case purposes
  }

  package enum Order: Sendable { case size, distinction }

  package struct Row: Sendable, Equatable {
    package let label: String
    /// Units of the segment with it, and units of all.
    package let inside: Int
    package let everyone: Int
    /// The share of the segment, and the share of all units.
    package let share: Double
    package let baseline: Double
    /// How many times the baseline the share is; nil where nobody has it.
    package let lift: Double?
    /// How much the value tells the segment apart, from 0 to 1.
    package let distinction: Double
    /// The condition that says the same.
    package let condition: Segment
  }

  package let rows: [Row]
  /// How many different values there are, shown or not.
  package let valueCount: Int
  package let segmentCount: Int
  package let unitCount: Int
}

extension SetPlanner {
  /// Distributes a segment's units over the values of `key`, and keeps the first `top` rows.
  package func facet(
    _ segment: Segment, by key: Facet.Key, top: Int = 20, order: Facet.Order = .distinction
  ) throws(Fault) -> Facet {
    let whole = try prepared(segment)
    let set = try self.set(whole)
    let choice = FacetChoice(
      top: top, order: order, segmentCount: set.count, unitCount: unitCount)
    let found = try keptValues(key, of: whole, within: set, choice)
    return Facet(
      rows: choice.rows(of: found.values), valueCount: found.count, segmentCount: set.count,
      unitCount: unitCount)
  }

  /// A value before it is compared.
  struct FacetValue {
    let label: String
    let inside: Int
    let everyone: Int
    let condition: Segment
  }

  /// Values that somebody has: all of them, or of very many those that come first.
  struct FacetValues {
    let values: [FacetValue]
    /// How many there are, here or not.
    let count: Int

    init(_ values: [FacetValue], of count: Int) { (self.values, self.count) = (values, count) }

    init(_ values: [FacetValue]) {
      let values = values.filter { $0.everyone > 0 }
      self.init(values, of: values.count)
    }
  }

  /// The values of `key`, from an earlier answer about the same segment where there is one.
  private func keptValues(
    _ key: Facet.Key, of whole: Segment, within set: DenseSet, _ choice: FacetChoice
  ) throws(Fault) -> FacetValues {
    let text = timedKey("v", "\(key) \(whole.description)")
    if case .facet(let known) = cache.entry(text) { return FacetValues(known) }
    let found = try values(key, within: set, choice)
    // Answers of more values than are kept are rare, large, and counted anew each time.
    if found.count <= FacetChoice.mostLabelled { cache.store(.facet(found.values), text) }
    return found
  }

  private func values(
    _ key: Facet.Key, within set: DenseSet, _ choice: FacetChoice
  ) throws(Fault) -> FacetValues {
    switch key {
    case .attribute(let name): return try attributeValues(Name(name), within: set, choice)
    case .field(let event, let field):
      return try fieldValues([Name(event)], Name(field), within: set, choice)
    case .anyField(let field):
      let events = audience.vocabulary.events.filter { $0.value[field] == .text }.keys.sorted()
      return try fieldValues(events.map { Name($0) }, Name(field), within: set, choice)
    case .events:
      let names = audience.vocabulary.events.keys.sorted()
      return try conditions(names, within: set) { .behaviour(Behaviour(Name($0))) }
    case .sources:
      return try conditions(audience.vocabulary.sources, within: set) { .from(Name($0)) }
    case .namespaces:
      return try conditions(audience.vocabulary.namespaces, within: set) { .has(Name($0)) }
    case .purposes:
      return try conditions(audience.vocabulary.purposes, within: set) { .consent([Name($0)]) }
    }
  }

  private func conditions(
    _ names: [String], within set: DenseSet, _ condition: (String) -> Segment
  ) throws(Fault) -> FacetValues {
    var found: [FacetValue] = []
    for name in names {
      let condition = condition(name)
      let units = try units(condition)
      found.append(
        FacetValue(
          label: name, inside: units.intersectionCount(set), everyone: units.count,
          condition: condition))
    }
    return FacetValues(found)
  }
}
