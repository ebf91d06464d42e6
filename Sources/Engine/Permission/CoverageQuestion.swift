package import Basis
internal import Columns
internal import Consent
internal import Segments
internal import Storage

/// How many people may be addressed for a purpose, and what the others were lost to.
package struct CoverageFigures: Sendable, Equatable {
  package var granted = 0
  /// Nothing was said, and a source of theirs may rely on legitimate interest.
  package var interest = 0
  package var refused = 0
  package var expired = 0
  package var noSignal = 0

  package init(
    granted: Int = 0, interest: Int = 0, refused: Int = 0, expired: Int = 0, noSignal: Int = 0
  ) {
    (self.granted, self.interest, self.refused) = (granted, interest, refused)
    (self.expired, self.noSignal) = (expired, noSignal)
  }

  package var allowed: Int { granted + interest }
  package var people: Int { allowed + refused + expired + noSignal }
}

/// The figures of one day, at its last second.
package struct CoverageDay: Sendable, Equatable {
  package let day: CivilDate
  package let figures: CoverageFigures
}

/// How many people may be addressed, by purpose and by whatever else was asked for.
package struct CoverageAnswer: Sendable {
  /// One purpose, in all and in each group.
  package struct Purpose: Sendable {
    package let name: String
    package let total: CoverageFigures
    /// One a group, in the order of `groups`.
    package let byGroup: [CoverageFigures]
    /// Day by day, in all and by group; empty where no days were asked for.
    package let days: [CoverageDay]
    package let daysByGroup: [[CoverageDay]]
  }

  /// The names of the dimensions, purpose not among them.
  package let dimensions: [String]
  /// The values of the dimensions, for each group that has people.
  package let groups: [[String]]
  package let purposes: [Purpose]
  package let population: Int
}

/// What coverage is asked by.
package struct CoverageRequest: Sendable {
  /// Sources, countries or any attribute with few values; `purpose` changes nothing.
  package var dimensions: [String] = []
  /// How many days up to the instant asked about are counted, each at its end.
  package var days: Int?
  /// Counts only people of this segment.
  package var segment: String?

  package init(dimensions: [String] = [], days: Int? = nil, segment: String? = nil) {
    (self.dimensions, self.days, self.segment) = (dimensions, days, segment)
  }
}

extension QuestionDesk {
  /// Counts coverage; the pane, the command and the report make this call.
  package func coverage(_ request: CoverageRequest, terms: Terms) throws(Fault) -> CoverageAnswer {
    let audience = try audience(terms.lens)
    let names = request.dimensions.filter { $0 != "purpose" }
    var map = audience.unitMap
    var population = audience.unitCount
    if let segment = request.segment {
      let (planner, parsed) = try planned(segment, terms)
      let members = try planner.units(parsed).members()
      map = map.restricted(to: members)
      population = members.count
    }
    var dimensions: [CoverageDimension] = []
    for name in names { dimensions.append(try audience.coverageDimension(name)) }
    let counted = map.countedUnits
    let cells = Coverage.cells(of: dimensions).compactMap { cell -> Coverage.Cell? in
      let units = cell.units.filter { counted.contains($0) }
      return units.isEmpty ? nil : Coverage.Cell(path: cell.path, units: units)
    }.sorted { ($1.units.count, $0.path.joined()) < ($0.units.count, $1.path.joined()) }
    var purposes: [CoverageAnswer.Purpose] = []
    for purpose in audience.vocabulary.purposes {
      purposes.append(try audience.coverage(of: purpose, map, cells, request.days, terms.asOf))
    }
    return CoverageAnswer(
      dimensions: names, groups: cells.map(\.path), purposes: purposes, population: population)
  }
}

extension WorkspaceAudience {
  fileprivate func coverage(
    of purpose: String, _ map: UnitMap, _ cells: [Coverage.Cell], _ days: Int?, _ now: Timestamp
  ) throws(Fault) -> CoverageAnswer.Purpose {
    let column = try snapshot.consent.column(of: purpose)
    let rule = snapshot.consent.rule(for: purpose)
    let interested = try interested(in: purpose)
    let states =
      persons == nil
      ? Decisions(column, map, rule, asOf: now, interested: interested).units
      : try self.states(on: purpose, within: map, asOf: now)
    let coverage = Coverage(purpose: purpose, states, cells: cells)
    let outside = map.unitCount - map.countedUnits.count
    var (series, seriesByCell): ([CoverageDay], [[CoverageDay]]) = ([], [])
    if let days {
      let last = Int(now.seconds.dividedByFloor(86_400).quotient)
      let range =
        CivilDate(daysSinceEpoch: last - max(1, days) + 1)...CivilDate(daysSinceEpoch: last)
      func points(_ map: UnitMap) -> [CoverageDay] {
        let outside = map.unitCount - map.countedUnits.count
        return CoverageSeries.daily(column, map, rule, days: range, interested: interested).map {
          CoverageDay(day: $0.day, figures: CoverageFigures($0.tally, outside: outside))
        }
      }
      if persons == nil {
        series = points(map)
        seriesByCell = cells.map { points(map.restricted(to: $0.units)) }
      } else {
        (series, seriesByCell) = try deviceDays(range, of: purpose, map, cells)
      }
    }
    return CoverageAnswer.Purpose(
      name: purpose, total: CoverageFigures(coverage.total, outside: outside),
      byGroup: coverage.rows.map { CoverageFigures($0.tally, outside: 0) }, days: series,
      daysByGroup: seriesByCell)
  }

  /// The states of the units of `map`; others have given no signal.
  private func states(on purpose: String, within map: UnitMap, asOf instant: Timestamp)
    throws(Fault) -> [UInt8]
  {
    var states = try states(on: purpose, asOf: instant)
    let counted = map.countedUnits
    for unit in states.indices where !counted.contains(UInt32(unit)) {
      states[unit] = ConsentDecision.noSignal.rawValue
    }
    return states
  }

  /// Counts devices day by day, in all and by cell, by what their persons say: each day is decided
  /// anew.
  private func deviceDays(
    _ days: ClosedRange<CivilDate>, of purpose: String, _ map: UnitMap, _ cells: [Coverage.Cell]
  ) throws(Fault) -> (all: [CoverageDay], byCell: [[CoverageDay]]) {
    let outside = map.unitCount - map.countedUnits.count
    var all: [CoverageDay] = []
    var byCell = [[CoverageDay]](repeating: [], count: cells.count)
    for number in days.lowerBound.daysSinceEpoch...days.upperBound.daysSinceEpoch {
      let end = Timestamp(Int64(number + 1) * 86_400 - 1)
      let states = try states(on: purpose, within: map, asOf: end)
      let coverage = Coverage(purpose: purpose, states, cells: cells)
      let day = CivilDate(daysSinceEpoch: number)
      all.append(CoverageDay(day: day, figures: CoverageFigures(coverage.total, outside: outside)))
      for (place, row) in coverage.rows.enumerated() {
        byCell[place].append(CoverageDay(day: day, figures: CoverageFigures(row.tally, outside: 0)))
      }
    }
    return (all, byCell)
  }

  /// Divides the units by source or by the values of an attribute.
  fileprivate func coverageDimension(_ name: String) throws(Fault) -> CoverageDimension {
    if name == "source" {
      var members: [(value: String, units: [UInt32])] = []
      for source in vocabulary.sources {
        members.append((source, try units(fromSource: source)?.members() ?? []))
      }
      return CoverageDimension(name: name, members: members)
    }
    guard let column = try attribute(name) else {
      let known = ["source", "purpose"] + vocabulary.attributes.keys.sorted()
      throw Fault(
        .usage, "--by “\(name)”", reason: "it is neither “source” nor an attribute",
        remedy: NearestName.remedy(for: name, among: known))
    }
    try snapshot.refusePersonal(name)
    if case .text(let column) = column {
      return CoverageDimension(
        name: name, values: column.dictionary.texts,
        ofUnits: column.codes.map { $0 == 0 ? UInt32.max : $0 - 1 })
    }
    return try dimension(name, of: column)
  }

  /// Divides the units by the values of an attribute that is no text.
  private func dimension(_ name: String, of column: Column) throws(Fault) -> CoverageDimension {
    var members: [String: [UInt32]] = [:]
    for unit in 0..<unitCount {
      switch column.value(at: unit) {
      case .list(let texts)?:
        for text in Set(texts) { members[text, default: []].append(UInt32(unit)) }
      case let value?: members[value.shown, default: []].append(UInt32(unit))
      case nil: members["unknown", default: []].append(UInt32(unit))
      }
      guard members.count <= Self.mostGroups else {
        throw Fault(
          .refused, "“\(name)”", reason: "it has more than \(Self.mostGroups) values",
          remedy: "Group by an attribute with fewer")
      }
    }
    return CoverageDimension(
      name: name,
      members: members.sorted { $0.key < $1.key }.map { (value: $0.key, units: $0.value) })
  }

  private static let mostGroups = 1_000
}

extension CoverageFigures {
  /// The figures of a tally that also counted units `outside` of what was asked about, as silent.
  fileprivate init(_ tally: CoverageTally, outside: Int) {
    self.init(
      granted: tally.granted, interest: tally.interest, refused: tally.refused,
      expired: tally.expired, noSignal: tally.noSignal - outside)
  }
}

extension UnitMap {
  /// The same map without the identifiers of all other units.
  fileprivate func restricted(to members: [UInt32]) -> UnitMap {
    let kept = Bitmap(members)
    return UnitMap(
      units: units.map { $0 != Self.none && kept.contains($0) ? $0 : Self.none },
      unitCount: unitCount)
  }

  /// The units that have an identifier.
  fileprivate var countedUnits: Bitmap { Bitmap(units.lazy.filter { $0 != Self.none }) }
}
