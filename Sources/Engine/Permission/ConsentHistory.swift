package import Basis
internal import Columns
internal import Consent
internal import Formats
package import Requests
internal import Sealing
internal import Storage

extension QuestionDesk {
  /// The consent of a person.
  package func consentHistory(of reference: PersonReference, terms: Terms) throws(Fault)
    -> ConsentHistory
  {
    let audience = try audience(terms.lens)
    return try consentHistory(of: try unit(of: reference, audience), audience, terms.asOf)
  }

  /// The consent of a unit; of a device, that of the person whose it is.
  func consentHistory(of unit: UInt32, _ audience: WorkspaceAudience, _ now: Timestamp)
    throws(Fault) -> ConsentHistory
  {
    let nodes = audience.nodesDeciding(of: unit)
    let names = try names(of: nodes, audience.snapshot)
    let entries = try reading { (workspace) throws(Fault) in
      try LedgerLookup(workspace).records(of: nodes, audience.snapshot.consent.runs)
    }
    // A row is told once, unless each of its identifiers decides for itself.
    let isApart = audience.vocabulary.purposes.contains {
      audience.snapshot.consent.rule(for: $0).scope == .own
    }
    var rows: Set<UInt64> = []
    let told = entries.filter { isApart || rows.insert($0.first).inserted }
    let zone = try zone()
    var standings: [ConsentHistory.Standing] = []
    for purpose in audience.vocabulary.purposes {
      let state = try audience.states(on: purpose, asOf: now)[Int(unit)]
      let explanation = StandingExplanation(
        purpose: purpose, decision: ConsentDecision(rawValue: state) ?? .noSignal,
        rule: audience.snapshot.consent.rule(for: purpose),
        sources: audience.snapshot.consent.interestSources(for: purpose).sorted(), now: now,
        zone: zone, map: audience.decidingMap)
      standings.append(explanation.standing(entries, names: names))
    }
    return ConsentHistory(
      profile: ProfileID(unit), standings: standings,
      records: told.map { found in
        ConsentHistory.Record(
          place: Int(found.place), time: found.entry.time, identifier: names[found.node] ?? "",
          source: found.entry.source, granted: found.entry.granted, refused: found.entry.refused,
          kind: found.entry.kind.rawValue, basis: found.entry.basis.rawValue,
          jurisdiction: found.entry.jurisdiction,
          // A proof may be a whole cell of a feed, and that an address.
          proof: PersonalText.masked(found.proof), hash: found.hash.hex)
      })
  }
}

extension WorkspaceAudience {
  /// The identifiers whose records decide about a unit.
  fileprivate func nodesDeciding(of unit: UInt32) -> Set<UInt32> {
    let own = units.unitOfNode.indices.filter { units.unitOfNode[$0] == unit }
    guard let persons, let first = own.first, let person = persons[UInt32(first)] else {
      return Set(own.map { UInt32($0) })
    }
    let all = persons.unitOfNode
    return Set(all.indices.lazy.filter { all[$0] == person }.map { UInt32($0) })
  }
}

/// Finds the ledger's records of some identifiers.
struct LedgerLookup {
  struct Found {
    let place: UInt64
    /// The place of the first record of its row.
    let first: UInt64
    let node: UInt32
    /// The identifier whose record this one repeats.
    let owner: UInt32
    let entry: LedgerEntry
    let proof: String
    let hash: Digest

    /// As in `ConsentColumn.strings`.
    var stringOfDay: UInt32 {
      StringOfDay.number(entry.kind, Array(proof.utf8).span, at: entry.time)
    }
  }

  private let workspace: Workspace
  private let sections: [LedgerSection]
  private let mask: StreamMask

  init(_ workspace: Workspace) throws(Fault) {
    self.workspace = workspace
    sections = try workspace.catalogue.ledgerSections().filter { $0.kind == .records }
    mask = StreamMask(try workspace.vault.key(for: .subject))
  }

  /// The records that `runs` have of `nodes`, in the order of time and of the chain.
  func records(of nodes: Set<UInt32>, _ runs: [RunFile]) throws(Fault) -> [Found] {
    var pointers: [ConsentRun.Pointer] = []
    for run in runs {
      pointers += try ConsentRun.pointers(in: run).filter { nodes.contains($0.node) }
    }
    var opened: [UInt64: LedgerRun] = [:]
    var found: [Found] = []
    for pointer in pointers.sorted(by: { ($0.time, $0.place) < ($1.time, $1.place) }) {
      guard
        let section = sections.last(where: { $0.first <= pointer.place }),
        pointer.place - section.first < UInt64(section.count), let name = section.run
      else { continue }
      let run: LedgerRun
      if let known = opened[section.first] {
        run = known
      } else {
        run = try LedgerRun(section, try RunFile(path: workspace.columnsFolder + "/" + name))
        opened[section.first] = run
      }
      let row = Int(pointer.place - section.first)
      guard let entry = run.entry(at: row) else { continue }
      let proof = String(
        decoding: mask.apply(run.maskedProof(at: row), number: pointer.salt.number), as: UTF8.self)
      found.append(
        Found(
          place: pointer.place, first: pointer.first, node: pointer.node, owner: pointer.owner,
          entry: entry, proof: proof, hash: run.hash(at: row)))
    }
    return found
  }
}

/// Tells in words why a purpose stands as it does.
private struct StandingExplanation {
  let purpose: String
  let decision: ConsentDecision
  let rule: DecisionRule
  /// The sources that may rely on legitimate interest.
  let sources: [String]
  let now: Timestamp
  let zone: Zone
  /// The units that decide.
  let map: UnitMap

  func standing(_ entries: [LedgerLookup.Found], names: [UInt32: String])
    -> ConsentHistory.Standing
  {
    let deciding = deciding(entries)
    let record = deciding?.0
    let expires = deciding.flatMap { decision == .refused ? nil : rule.expiry?.end(from: $0.1) }
    return ConsentHistory.Standing(
      purpose: purpose, state: state,
      reason: reason(record, entries, names: names, expires: expires),
      source: record?.entry.source ?? "", since: record?.entry.time, expires: expires,
      record: record.map { Int($0.place) })
  }

  private var state: ConsentHistory.Standing.State {
    switch decision {
    case .granted: .granted
    case .refused: .refused
    case .expired: .expired
    case .interest: .interest
    case .noSignal: .noSignal
    }
  }

  /// The record that made the decision, and from when it counts: of those that hold for their
  /// identifiers the latest that says so.
  private func deciding(_ entries: [LedgerLookup.Found]) -> (LedgerLookup.Found, Timestamp)? {
    let said = entries.filter {
      $0.entry.refused.contains(purpose) || $0.entry.granted.contains(purpose)
    }
    let isGranted = said.map { !$0.entry.refused.contains(purpose) }
    let column = ConsentColumn(
      nodes: said.map(\.node), owners: said.map(\.owner), times: said.map(\.entry.time.seconds),
      isGranted: isGranted,
      strings: zip(said, isGranted).map { found, isGranted in
        isGranted ? found.stringOfDay : 0
      },
      statements: said.map { Int64($0.first) + 1 })
    return column.latest(map, rule.scope, until: now)
      .filter { isGranted[$0.record] == (decision != .refused) }
      .filter { latest in
        guard decision == .granted, let expiry = rule.expiry else { return true }
        return expiry.end(from: latest.counted) > now
      }
      .map { (said[$0.record], $0.counted) }
      .max { a, b in
        // A string that came again on its day says nothing new, nor do the further records of a row.
        (a.1, b.0.entry.time, a.0.first, b.0.place) < (b.1, a.0.entry.time, b.0.first, a.0.place)
      }
  }

  /// Whether a string that granted before `refusal` came again later on its day, which looks newer.
  private func hasStringAgain(_ entries: [LedgerLookup.Found], after refusal: LedgerLookup.Found)
    -> Bool
  {
    let grants = entries.filter {
      $0.entry.time <= now && $0.entry.granted.contains(purpose) && $0.stringOfDay != 0
    }
    let earlier = Set(
      grants.lazy.filter { $0.entry.time <= refusal.entry.time }.map(\.stringOfDay))
    return grants.contains {
      $0.entry.time > refusal.entry.time && earlier.contains($0.stringOfDay)
    }
  }

  private func reason(
    _ deciding: LedgerLookup.Found?, _ entries: [LedgerLookup.Found], names: [UInt32: String],
    expires: Timestamp?
  ) -> String {
    switch decision {
    case .noSignal: return "nothing was ever said"
    case .interest:
      return "nothing was said, and \(sources.joined(separator: ", ")) may rely on "
        + "legitimate interest"
    case .granted, .refused, .expired: break
    }
    guard let deciding else { return "recorded before the ledger was kept" }
    let who = names[deciding.node] ?? "an identifier"
    let said = "by \(who) through \(deciding.entry.source) (\(deciding.entry.kind.rawValue))"
    switch (decision, expires) {
    case (.refused, _):
      return "refused \(said)"
        + (hasStringAgain(entries, after: deciding)
          ? "; the string that came again since counts from when it first came" : "")
    case (.expired, let end?): return "granted \(said), ran out \(zone.day(end))"
    case (_, let end?): return "granted \(said), holds until \(zone.day(end))"
    case (_, nil): return "granted \(said)"
    }
  }
}

extension Zone {
  fileprivate func day(_ time: Timestamp) -> String { local(at: time).date.iso8601 }
}
