package import Basis
internal import Identity
internal import Requests
internal import Storage

/// A profile that grew suspiciously large, with what holds it together most weakly.
package struct ProposedSplit: Sendable, Equatable {
  /// Names the group until a smaller node joins it.
  package let number: UInt32
  package let size: Int
  /// The two ends of the weakest bridge; nil where every part is held by two chains or more.
  package let bridge: (first: String, second: String)?
  package let evidence: String?
  package let strength: Int?
  /// How many identifiers would leave with the smaller side.
  package let smallerSide: Int?
  /// The identifier with most neighbours.
  package let hub: String
  package let hubNeighbours: Int

  package static func == (a: Self, b: Self) -> Bool {
    a.number == b.number && a.size == b.size && a.hub == b.hub
      && a.bridge?.first == b.bridge?.first && a.bridge?.second == b.bridge?.second
  }
}

extension QuestionDesk {
  /// The large groups that nobody has decided about, the largest first.
  package func proposals() throws(Fault) -> [ProposedSplit] {
    let (snapshot, population) = try peopleNow()
    let records = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.decisions()
    }
    let open = Self.openProposals(population, records)
    let nodes = open.flatMap { proposal in
      [proposal.hub] + (proposal.bridge.map { [$0.a, $0.b] } ?? [])
    }
    let names = try names(of: nodes, snapshot)
    return open.map { proposal in
      ProposedSplit(
        number: population.people.clusters.smallest[Int(proposal.unit)], size: proposal.size,
        bridge: proposal.bridge.map { (names[$0.a] ?? "", names[$0.b] ?? "") },
        evidence: proposal.bridge?.evidence.word, strength: proposal.bridge?.strength,
        smallerSide: proposal.bridge?.smallerSide, hub: names[proposal.hub] ?? "",
        hubNeighbours: proposal.hubNeighbours)
    }
  }

  /// Splits a large group: cuts its weakest bridge, or isolates its hub where there is none.
  package func acceptProposal(_ number: UInt32, isTrial: Bool, now: Timestamp)
    throws(Fault) -> DecisionEffect
  {
    let (proposal, population) = try openProposal(number)
    let record =
      proposal.bridge.map { DecisionRecord(.cut, $0.a, $0.b, at: now) }
      ?? DecisionRecord(.split, proposal.hub, at: now)
    return try decide(record, population, isTrial: isTrial)
  }

  /// Lets a large group be as it is until it grows further.
  package func keepProposal(_ number: UInt32, now: Timestamp) throws(Fault) -> DecisionEffect {
    let (proposal, population) = try openProposal(number)
    return try decide(
      DecisionRecord(.keep, number, size: proposal.size, at: now), population, isTrial: false)
  }

  /// What the top line says of large groups; nil where there is nothing to decide.
  func proposalsToDecide() throws(Fault) -> AttentionItem? {
    let (_, population) = try peopleNow()
    let records = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.decisions()
    }
    let count = Self.openProposals(population, records).count
    guard count > 0 else { return nil }
    return AttentionItem(
      .note, .workspace, text: "\(count) profiles are suspiciously large", kind: "large profiles")
  }

  /// The proposals that no decision lets be.
  static func openProposals(_ population: Population, _ records: [DecisionRecord])
    -> [SplitProposal]
  {
    let clusters = population.people.clusters
    let kept = records.filter { $0.kind == .keep }
    return population.resolver.proposals(for: clusters).filter { proposal in
      !kept.contains { record in
        record.a == clusters.smallest[Int(proposal.unit)] && (record.size ?? 0) >= proposal.size
      }
    }
  }

  private func openProposal(_ number: UInt32) throws(Fault) -> (SplitProposal, Population) {
    let (_, population) = try peopleNow()
    let records = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.decisions()
    }
    let clusters = population.people.clusters
    let found = Self.openProposals(population, records)
      .first { clusters.smallest[Int($0.unit)] == number }
    guard let found else {
      throw Fault(
        .notFound, "proposal \(number)", reason: "there is no such proposal",
        remedy: "`parterre identity proposals` lists them")
    }
    return (found, population)
  }
}
