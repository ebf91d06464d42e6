package import Basis
internal import Columns
package import Requests
internal import Storage

extension QuestionDesk {
  /// How many people may be addressed for each purpose, in all and by country or source.
  package func consentCoverage(_ request: ConsentRequest, terms: Terms) throws(Fault)
    -> ConsentCoverage
  {
    let audience = try audience(terms.lens)
    let (groups, members) = try groups(request.breakdown, audience)
    var purposes: [ConsentCoverage.Purpose] = []
    for purpose in audience.vocabulary.purposes {
      let states = try audience.snapshot.consent.states(
        of: purpose, asOf: terms.asOf, units: audience.units)
      let soon = try audience.snapshot.consent.states(
        of: purpose, asOf: terms.asOf.advanced(by: 30 * 86_400), units: audience.units)
      let expiring = states.indices.count { states[$0] == .granted && soon[$0] == .expired }
      let trend = try audience.snapshot.consent.daily(
        of: purpose, days: 30, until: terms.asOf)
      purposes.append(
        ConsentCoverage.Purpose(
          name: purpose, total: Self.tally(states, states.indices.map { UInt32($0) }),
          byGroup: members.map { Self.tally(states, $0) }, expiringSoon: expiring,
          granted: trend.granted, withdrawn: trend.refused))
    }
    return ConsentCoverage(
      breakdown: request.breakdown, groups: groups, purposes: purposes, asOf: terms.asOf,
      population: audience.unitCount)
  }

  private func groups(
    _ breakdown: ConsentRequest.Breakdown, _ audience: WorkspaceAudience
  ) throws(Fault) -> (names: [String], members: [[UInt32]]) {
    switch breakdown {
    case .source:
      var members: [[UInt32]] = []
      let names = audience.vocabulary.sources
      for name in names {
        members.append(try audience.units(fromSource: name)?.members() ?? [])
      }
      return (names, members)
    case .country:
      guard case .text(let column)? = try audience.attribute("country") else { return ([], []) }
      var byCode: [UInt32: [UInt32]] = [:]
      for (unit, code) in column.codes.enumerated() {
        byCode[code, default: []].append(UInt32(unit))
      }
      let order = byCode.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      return (order.map { column.dictionary[$0.key] ?? "unknown" }, order.map(\.value))
    }
  }

  private static func tally(_ states: [ConsentState], _ units: [UInt32]) -> ConsentTally {
    var tally = ConsentTally(granted: 0, refused: 0, expired: 0, noSignal: 0)
    for unit in units {
      switch states[Int(unit)] {
      case .granted: tally.granted += 1
      case .refused: tally.refused += 1
      case .expired: tally.expired += 1
      case .noSignal: tally.noSignal += 1
      }
    }
    return tally
  }
}

extension ConsentData {
  /// How many records granted and refused a purpose on each of the last days, oldest first.
  func daily(of purpose: String, days: Int, until instant: Timestamp) throws(Fault) -> (
    granted: [Int], refused: [Int]
  ) {
    var granted = [Int](repeating: 0, count: days)
    var refused = granted
    let start = instant.seconds - Int64(days) * 86_400
    for (time, isGranted) in try records(of: purpose) {
      let day = Int((Int64(time) - start).dividedByFloor(86_400).quotient)
      guard (0..<days).contains(day) else { continue }
      if isGranted { granted[day] += 1 } else { refused[day] += 1 }
    }
    return (granted, refused)
  }

  private func records(of purpose: String) throws(Fault) -> [(UInt32, Bool)] {
    var records: [(UInt32, Bool)] = []
    for run in runs where run.has("\(purpose)/nodes") {
      let granted = try run.numbers("\(purpose)/granted")
      for (row, time) in try run.numbers("\(purpose)/times").enumerated() {
        records.append((time, granted[row] == 1))
      }
    }
    return records
  }
}
