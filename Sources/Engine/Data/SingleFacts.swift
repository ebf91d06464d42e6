internal import Basis
internal import Columns

/// The facts of an attribute where no unit has two of them, so that nothing has to be weighed.
///
/// That is the first question of most processes: it takes a third of the memory, and thereby of the
/// time, that choosing among values takes.
struct SingleFacts {
  private let facts: FactTable
  private let units: NodeUnits
  /// Whether fact `n` is that of unit `n`, for all units.
  private let isInPlace: Bool

  /// Nil where a unit has two facts.
  init?(_ facts: FactTable, _ units: NodeUnits) {
    var seen = Bitmap(count: units.count)
    var isInPlace = facts.nodes.count == units.count
    for (row, node) in facts.nodes.enumerated() {
      guard let unit = units[node] else {
        isInPlace = false
        continue
      }
      if seen.contains(unit) { return nil }
      seen.insert(unit)
      isInPlace = isInPlace && Int(unit) == row
    }
    (self.facts, self.units, self.isInPlace) = (facts, units, isInPlace)
  }

  /// The values as a column over the units; nil for lists, and for values of another kind.
  func column(as kind: FieldKind) -> Column? {
    switch (kind, facts.values) {
    case (.text(let dictionary), .codes(let codes)):
      return .text(TextColumn(codes: placed(codes, unknown: 0), dictionary: dictionary))
    case (.whole(let whole), .whole(let numbers)):
      return .whole(
        WholeColumn(values: placed(numbers, unknown: WholeColumn.unknown), kind: whole))
    case (.real, .real(let numbers)):
      return .real(RealColumn(values: placed(numbers, unknown: .nan)))
    case (.text, _), (.whole, _), (.real, _), (.list, _): return nil
    }
  }

  private func placed<Value>(_ values: [Value], unknown: Value) -> [Value] {
    if isInPlace { return values }
    var placed = [Value](repeating: unknown, count: units.count)
    for (row, node) in facts.nodes.enumerated() {
      if let unit = units[node] { placed[Int(unit)] = values[row] }
    }
    return placed
  }
}
