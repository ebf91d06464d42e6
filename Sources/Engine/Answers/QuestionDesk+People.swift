package import Basis
internal import Columns
internal import Identity
internal import Insight
internal import Normalise
package import Requests
internal import Sealing
internal import Segments
internal import Storage

extension QuestionDesk {
  /// The people with an identifier of this value, in one namespace or in any.
  package func findPeople(_ search: PersonSearch, terms: Terms) throws(Fault) -> [PersonMatch] {
    let audience = try audience(terms.lens)
    let namespaces = search.namespace.map { [$0] } ?? audience.vocabulary.namespaces
    var matches: [PersonMatch] = []
    for namespace in namespaces {
      guard let node = try node(namespace, search.value, audience.snapshot),
        let unit = audience.units[node], !matches.contains(where: { $0.profile.number == unit })
      else { continue }
      let identifiers = try identifiers(of: [unit], nil, audience, nil)[unit]?.values ?? [:]
      matches.append(
        PersonMatch(
          profile: ProfileID(unit), namespace: namespace,
          shown: Mask.masked(search.value, namespace: namespace),
          identifiers: identifiers.values.reduce(0) { $0 + $1.count },
          lastSeen: try moments(of: unit, audience).last?.time))
    }
    return matches
  }

  /// One profile whole.
  package func person(_ reference: PersonReference, reveal: Bool, terms: Terms) throws(Fault)
    -> PersonView
  {
    let audience = try audience(terms.lens)
    let unit = try unit(of: reference, audience)
    if reveal {
      try writing { (workspace) throws(Fault) in
        try workspace.catalogue.audit("reveal", "profile", "1 profile", at: clock())
      }
    }
    let moments = try moments(of: unit, audience).filter { $0.time <= terms.asOf }
    return PersonView(
      profile: ProfileID(unit), lens: terms.lens, isRevealed: reveal,
      identifiers: try identifiersShown(unit, audience, reveal: reveal),
      attributes: try attributesShown(unit, audience, reveal: reveal),
      consent: try consentShown(unit, audience, terms.asOf),
      timeline: Array(moments.suffix(200).reversed()), momentsInAll: moments.count,
      segments: try memberships(unit, terms))
  }

  /// The node of an identifier by its keyed hash, in its canonical form.
  func node(_ namespace: String, _ value: String, _ snapshot: Snapshot) throws(Fault) -> UInt32? {
    var canonical: [UInt8] = []
    let bytes = Array(value.utf8)
    let verdict = IdentifierRules().canonicalise(
      bytes.span, as: IdentifierNamespace(namespace), into: &canonical)
    guard verdict == .usable else { return nil }
    return try reading { (workspace) throws(Fault) in
      let hash = try workspace.vault.lookup(namespace: namespace).of(canonical.span)
      for run in snapshot.identifiers {
        if let node = try run.reader.node(of: hash) { return node }
      }
      return nil
    }
  }

  private func consentShown(_ unit: UInt32, _ audience: WorkspaceAudience, _ instant: Timestamp)
    throws(Fault) -> [PersonView.Consent]
  {
    try consentHistory(of: unit, audience, instant).standings.map { standing in
      let state: PersonView.Consent.State =
        switch standing.state {
        case .granted, .interest: .granted
        case .refused: .refused
        case .expired: .expired
        case .noSignal: .noSignal
        }
      return PersonView.Consent(
        purpose: standing.purpose, state: state, source: standing.source, since: standing.since,
        expires: standing.expires)
    }
  }

  /// Everything that the unit did, oldest first, in sessions by the workspace's rule.
  private func moments(of unit: UInt32, _ audience: WorkspaceAudience) throws(Fault)
    -> [PersonView.Moment]
  {
    var moments: [(campaign: UInt32, moment: PersonView.Moment)] = []
    var own: [(type: String, table: EventTable)] = []
    for type in audience.vocabulary.events.keys.sorted() {
      if let table = try audience.events(type) { own.append((type, table.rows(of: Int(unit)))) }
    }
    let rule = audience.snapshot.sessionRule
    let campaigns = rule.splitsOnCampaign ? SessionCampaigns(own) : nil
    for (type, table) in own {
      let codes = campaigns?.keys(type, table)
      for row in 0..<table.rowCount {
        let details = ["campaign", "category", "product", "path"].compactMap {
          table.fields[$0]?.value(at: row)?.shown
        }
        let moment = PersonView.Moment(
          time: Timestamp(Int64(table.times[row])), startsSession: false, event: type,
          detail: details.joined(separator: " · "),
          source: table.fields["source"]?.value(at: row)?.shown ?? "")
        moments.append((codes?[row] ?? 0, moment))
      }
    }
    moments.sort { a, b in
      (a.moment.time, a.moment.event, a.campaign, a.moment.detail)
        < (b.moment.time, b.moment.event, b.campaign, b.moment.detail)
    }
    let times = moments.map { UInt32(clamping: $0.moment.time.seconds) }
    let sessions = Sessions(
      SessionEvents(
        starts: [0, UInt32(times.count)], times: times, ids: (0..<UInt64(times.count)).map { $0 },
        campaigns: moments.map(\.campaign)), rule: rule)
    for index in moments.indices {
      moments[index].moment.startsSession =
        index == 0 || sessions.ofEvent[index] != sessions.ofEvent[index - 1]
    }
    return moments.map(\.moment)
  }

  /// The saved segments that a unit is in, by name; in one that cannot be counted nobody is.
  func memberships(_ unit: UInt32, _ terms: Terms) throws(Fault) -> [String] {
    let planner = try planner(terms)
    var names: [String] = []
    for (name, segment) in planner.references.segments
    where planner.checker.obstacles(to: segment).isEmpty {
      if try planner.units(segment).contains(Int(unit)) { names.append(name) }
    }
    return names.sorted()
  }
}

extension EventTable {
  /// The rows of one unit as a table of their own.
  fileprivate func rows(of unit: Int) -> EventTable {
    let own = Int(starts[unit])..<Int(starts[unit + 1])
    return EventTable(
      starts: [0, UInt32(own.count)], times: Array(times[own]),
      fields: fields.mapValues { $0.rows(own) })
  }
}
