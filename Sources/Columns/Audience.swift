package import Basis

/// All that can be asked of one version of the data under one lens.
///
/// Units are numbered from 0 to `unitCount - 1`; a unit's number is only valid for this audience.
/// Answers are loaded when first asked for and kept by the implementation; nil means that there is
/// no such name in the workspace.
package protocol Audience: Sendable {
  var lens: Lens { get }
  var unitCount: Int { get }
  /// Changes whenever an answer could; part of every cached result's key.
  var version: UInt64 { get }
  var vocabulary: Vocabulary { get }
  /// The audience that this one is a sample of, or else itself: both have the same dictionaries.
  var whole: any Audience { get }

  func attribute(_ name: String) throws(Fault) -> Column?
  func events(_ type: String) throws(Fault) -> EventTable?
  /// The events of a type without their fields, for what asks for no field or for one only.
  func eventFrame(_ type: String) throws(Fault) -> EventTable?
  /// One field of the events of a type, in the order of their table.
  func eventField(_ name: String, of event: String) throws(Fault) -> Column?
  func units(withNamespace name: String) throws(Fault) -> UnitSet?
  func units(fromSource name: String) throws(Fault) -> UnitSet?
  /// The units that have granted `purpose` at `instant`.
  func units(granting purpose: String, asOf instant: Timestamp) throws(Fault) -> UnitSet?
  /// What the events of a type have from the visit that they are part of, one value a row.
  func sessionField(_ name: String, of event: String) throws(Fault) -> Column?
  /// What was made from the columns under `key` before, or what `make` gives now.
  ///
  /// Nil where it is not worth making: for an audience that keeps nothing, where `bytes` is too much,
  /// and the first time that it is asked for, unless it `isWorthOnce`.
  func derived<Derived: DerivedData>(
    _ key: String, bytes: Int, isWorthOnce: Bool, _ make: () throws(Fault) -> Derived
  ) throws(Fault) -> Derived?
}

extension Audience {
  package var whole: any Audience { self }

  package func eventFrame(_ type: String) throws(Fault) -> EventTable? { try events(type) }

  package func eventField(_ name: String, of event: String) throws(Fault) -> Column? {
    try events(event)?.fields[name]
  }

  /// An audience that keeps nothing.
  package func derived<Derived: DerivedData>(
    _ key: String, bytes: Int, isWorthOnce: Bool, _ make: () throws(Fault) -> Derived
  ) throws(Fault) -> Derived? { nil }

  /// A table of a type's events with those of the named fields that it has.
  package func fields(
    _ names: [String], of event: String, on frame: EventTable
  ) throws(Fault) -> EventTable {
    var columns: [String: Column] = [:]
    for name in names { columns[name] = try eventField(name, of: event) }
    return EventTable(starts: frame.starts, times: frame.times, fields: columns)
  }

  /// An audience that knows of no visits.
  package func sessionField(_ name: String, of event: String) throws(Fault) -> Column? { nil }
}

/// The names that a workspace knows, with the types that a checker needs.
package struct Vocabulary: Sendable, Equatable {
  package var attributes: [String: ValueType] = [:]
  /// Event types with their fields.
  package var events: [String: [String: ValueType]] = [:]
  /// What every event has from the visit that it is part of, such as the landing page.
  package var sessionFields: [String: ValueType] = [:]
  package var namespaces: [String] = []
  package var sources: [String] = []
  package var purposes: [String] = []
  /// What recency, frequency and monetary scores are made of; nil where there are none.
  package var rfm: RFMTerms?
  package init() {}
}

/// The event whose time and number, and the measure whose sum, profiles are scored by.
package struct RFMTerms: Sendable, Equatable {
  package let event: String
  package let measure: String
  package init(event: String, measure: String) { (self.event, self.measure) = (event, measure) }
}
