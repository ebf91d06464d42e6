/// How many units a purpose may be used for, and what the others were lost to.
package struct CoverageTally: Hashable, Sendable {
  package var granted = 0
  package var interest = 0
  package var refused = 0
  package var expired = 0
  package var noSignal = 0

  package init() {}

  /// All units.
  package var total: Int { granted + interest + refused + expired + noSignal }
  /// The units that may be addressed.
  package var allowed: Int { granted + interest }
  /// The units that may not.
  package var lost: Int { refused + expired + noSignal }

  /// Counts one unit by its decision.
  package mutating func count(_ state: UInt8) { add(1, state) }

  /// Takes back a unit that was counted by this decision.
  mutating func discount(_ state: UInt8) { add(-1, state) }

  private mutating func add(_ number: Int, _ state: UInt8) {
    switch ConsentDecision(rawValue: state) {
    case .granted: granted += number
    case .interest: interest += number
    case .refused: refused += number
    case .expired: expired += number
    case .noSignal, nil: noSignal += number
    }
  }
}

/// A way to divide units: a source, a country, an attribute's values.
package struct CoverageDimension: Sendable {
  package let name: String
  package let values: [String]
  /// The units of each value; a unit may have several values, as it may come from several sources.
  private let members: [[UInt32]]

  /// Makes a dimension in which each unit has one value, by its place in `values`; units beyond the
  /// values have none and are counted under `unknown`.
  package init(name: String, values: [String], ofUnits: [UInt32], unknown: String = "unknown") {
    self.name = name
    var members = [[UInt32]](repeating: [], count: values.count + 1)
    for (unit, value) in ofUnits.enumerated() {
      members[min(Int(value), values.count)].append(UInt32(unit))
    }
    let hasUnknown = members.last?.isEmpty == false
    self.values = hasUnknown ? values + [unknown] : values
    self.members = hasUnknown ? members : members.dropLast()
  }

  /// Makes a dimension from the units of each value, each list ascending.
  package init(name: String, members: [(value: String, units: [UInt32])]) {
    self.name = name
    values = members.map(\.value)
    self.members = members.map(\.units)
  }

  /// The units of the value at `index`, in ascending order.
  package func units(of index: Int) -> [UInt32] { members[index] }

  /// What two ascending lists have in common.
  static func common(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var common: [UInt32] = []
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        common.append(a[i])
        (i, j) = (i + 1, j + 1)
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return common
  }
}

/// Coverage of one purpose by none, one or more dimensions.
package struct Coverage: Sendable {
  /// One line: the values of the dimensions, in their order, and the count.
  package struct Row: Hashable, Sendable {
    package let path: [String]
    package let tally: CoverageTally
  }

  package let purpose: String
  package let total: CoverageTally
  package let rows: [Row]

  /// The units that have one value of each dimension.
  package struct Cell: Hashable, Sendable {
    package let path: [String]
    package let units: [UInt32]

    package init(path: [String], units: [UInt32]) { (self.path, self.units) = (path, units) }
  }

  /// Every combination of the dimensions' values that some unit has; none without dimensions.
  ///
  /// Cost grows with the number of units times the number of values of all dimensions but the last.
  package static func cells(of dimensions: [CoverageDimension]) -> [Cell] {
    var cells: [Cell] = []
    for (place, dimension) in dimensions.enumerated() {
      let parts = dimension.values.indices.map {
        Cell(path: [dimension.values[$0]], units: dimension.units(of: $0))
      }
      if place == 0 {
        cells = parts
      } else {
        cells = cells.flatMap { cell in
          parts.map {
            Cell(path: cell.path + $0.path, units: CoverageDimension.common(cell.units, $0.units))
          }
        }
      }
      cells.removeAll { $0.units.isEmpty }
    }
    return cells
  }

  /// Counts all units, and those of each cell, by their decisions.
  package init(purpose: String, _ units: [UInt8], cells: [Cell]) {
    self.purpose = purpose
    total = units.reduce(into: CoverageTally()) { $0.count($1) }
    rows = cells.map { cell in
      var tally = CoverageTally()
      for unit in cell.units where Int(unit) < units.count { tally.count(units[Int(unit)]) }
      return Row(path: cell.path, tally: tally)
    }
  }

  /// Counts the units under every combination of values that some unit has.
  package init(purpose: String, _ units: [UInt8], by dimensions: [CoverageDimension]) {
    self.init(purpose: purpose, units, cells: Self.cells(of: dimensions))
  }
}
