package import Basis

/// A fixed sample of an audience's units as an audience of its own, for first answers at large sizes.
///
/// The rows that it has gathered are kept with what the whole keeps. The sample depends on the seed and
/// on the number of units alone, so that an estimate does not move while a segment is edited.
package final class UnitSample: Audience {
  /// The whole that the sample was drawn from.
  package let whole: any Audience
  /// The sampled units' numbers in the whole, ascending; their places are their numbers here.
  package let units: [UInt32]
  package let version: UInt64

  /// Draws `size` units without replacement, each as likely as any other.
  package init(of whole: any Audience, size: Int, seed: UInt64) {
    var random = Seeded(seed)
    let population = whole.unitCount
    var units: [UInt32] = []
    units.reserveCapacity(min(size, population))
    for unit in 0..<population {
      // Of the units that are left, so many are still wanted.
      let wanted = min(size, population) - units.count
      if wanted > 0, random.below(population - unit) < wanted { units.append(UInt32(unit)) }
    }
    (self.whole, self.units) = (whole, units)
    version = Hash64.folded(whole.version ^ 0x5A17_9C01, seed ^ UInt64(units.count) &+ 1)
  }

  package var lens: Lens { whole.lens }
  package var unitCount: Int { units.count }
  package var vocabulary: Vocabulary { whole.vocabulary }

  package func attribute(_ name: String) throws(Fault) -> Column? {
    try kept("attribute \(name)", bytes: units.count * 8) { () throws(Fault) in
      try whole.attribute(name)?.gathering(units)
    }
  }

  package func events(_ type: String) throws(Fault) -> EventTable? {
    try whole.events(type)?.gathering(units)
  }

  package func eventFrame(_ type: String) throws(Fault) -> EventTable? {
    try kept("frame \(type)", bytes: units.count * 8) { () throws(Fault) in
      guard let table = try whole.eventFrame(type) else { return nil }
      return EventTable(starts: table.starts, times: table.times, fields: [:]).gathering(units)
    }
  }

  package func eventField(_ name: String, of event: String) throws(Fault) -> Column? {
    try gathered("field \(event).\(name)", of: event) { () throws(Fault) in
      try whole.eventField(name, of: event)
    }
  }

  package func sessionField(_ name: String, of event: String) throws(Fault) -> Column? {
    try gathered("session \(event).\(name)", of: event) { () throws(Fault) in
      try whole.sessionField(name, of: event)
    }
  }

  /// A column of an event's rows, cut down to those of the sampled units.
  private func gathered(
    _ key: String, of event: String, _ load: () throws(Fault) -> Column?
  ) throws(Fault) -> Column? {
    try kept(key, bytes: units.count * 8) { () throws(Fault) in
      guard let table = try whole.eventFrame(event), let column = try load() else { return nil }
      return column.gathering(table.rows(of: units))
    }
  }

  /// What the whole keeps for this sample under `key`, or what `make` gives now.
  private func kept<Part: DerivedData>(
    _ key: String, bytes: Int, _ make: () throws(Fault) -> Part?
  ) throws(Fault) -> Part? {
    let kept = try whole.derived("sample \(version) \(key)", bytes: bytes, isWorthOnce: true) {
      () throws(Fault) in SampledPart(part: try make())
    }
    return if let kept { kept.part } else { try make() }
  }

  package func units(withNamespace name: String) throws(Fault) -> UnitSet? {
    try whole.units(withNamespace: name).map { sampled($0) }
  }

  package func units(fromSource name: String) throws(Fault) -> UnitSet? {
    try whole.units(fromSource: name).map { sampled($0) }
  }

  package func units(granting purpose: String, asOf instant: Timestamp) throws(Fault) -> UnitSet? {
    try whole.units(granting: purpose, asOf: instant).map { sampled($0) }
  }

  private func sampled(_ set: UnitSet) -> UnitSet {
    UnitSet(units.indices.filter { set.contains(units[$0]) }.map { UInt32($0) })
  }
}

/// What a sample has of a column or a table; nil where the whole has none.
private struct SampledPart<Part: DerivedData>: DerivedData {
  let part: Part?
  var byteCount: Int { part?.byteCount ?? 0 }
}

extension Column {
  /// The rows in `rows`, in that order; dictionaries stay as they are.
  package func gathering(_ rows: [UInt32]) -> Column {
    switch self {
    case .text(let column):
      return .text(
        TextColumn(codes: rows.map { column.codes[Int($0)] }, dictionary: column.dictionary))
    case .whole(let column):
      return .whole(WholeColumn(values: rows.map { column.values[Int($0)] }, kind: column.kind))
    case .real(let column): return .real(RealColumn(values: rows.map { column.values[Int($0)] }))
    case .list(let column):
      var (starts, codes): ([UInt32], [UInt32]) = ([0], [])
      for row in rows {
        codes += column.codes[Int(column.starts[Int(row)])..<Int(column.starts[Int(row) + 1])]
        starts.append(UInt32(codes.count))
      }
      return .list(ListColumn(starts: starts, codes: codes, dictionary: column.dictionary))
    }
  }
}

extension EventTable {
  /// The events of `units`, whose places become their numbers.
  package func gathering(_ units: [UInt32]) -> EventTable {
    var newStarts: [UInt32] = [0]
    for unit in units {
      newStarts.append((newStarts.last ?? 0) + starts[Int(unit) + 1] - starts[Int(unit)])
    }
    let rows = rows(of: units)
    return EventTable(
      starts: newStarts, times: rows.map { times[Int($0)] },
      fields: fields.mapValues { $0.gathering(rows) })
  }

  /// The rows of `units`, unit by unit.
  package func rows(of units: [UInt32]) -> [UInt32] {
    units.flatMap { starts[Int($0)]..<starts[Int($0) + 1] }
  }
}
