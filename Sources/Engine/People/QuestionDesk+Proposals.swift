package import Basis
internal import Identity
internal import Requests
internal import Storage

/// A group that grew suspiciously large and is held apart, with the link that would make it one.
package struct ProposedSplit: Sendable, Equatable {
  /// Names the group until a smaller node joins it.
  package let number: UInt32
  package let size: Int
  /// How many identifiers each part has, the largest first.
  package let parts: [Int]
  /// The two ends of the weakest bridge, masked.
  package let first: String
  package let second: String
  package let evidence: String
  package let strength: Int
  /// How many identifiers the smaller of the two parts has that the bridge would join.
  package let smallerSide: Int
  /// How many pairs of identifiers are held apart.
  package let heldPairs: Int
  /// The identifier with most neighbours.
  package let hub: String
  package let hubNeighbours: Int
}

extension QuestionDesk {
  /// The groups that are held apart until somebody decides, the largest first.
  package func proposals() throws(Fault) -> [ProposedSplit] {
    let (snapshot, population) = try peopleNow()
    let proposals = population.people.proposals
    let names = try names(
      of: proposals.flatMap { [$0.hub, $0.bridge.a, $0.bridge.b] }, snapshot)
    return proposals.map { proposal in
      ProposedSplit(
        number: proposal.group, size: proposal.size, parts: proposal.parts,
        first: names[proposal.bridge.a] ?? "", second: names[proposal.bridge.b] ?? "",
        evidence: proposal.bridge.evidence.word, strength: proposal.bridge.strength,
        smallerSide: proposal.bridge.smallerSide, heldPairs: proposal.heldPairs,
        hub: names[proposal.hub] ?? "", hubNeighbours: proposal.hubNeighbours)
    }
  }

  /// Makes a proposed split final: nothing that ties the two parts at the weakest bridge counts.
  package func acceptProposal(_ number: UInt32, isTrial: Bool, now: Timestamp)
    throws(Fault) -> DecisionEffect
  {
    let (proposal, population) = try proposal(number)
    return try decide(
      Self.pairs(across: proposal, population.people).map { pair in
        DecisionRecord(.cut, pair.a, pair.b, at: now)
      }, population, isTrial: isTrial)
  }

  /// Lets a large group be one profile until it grows further.
  package func keepProposal(_ number: UInt32, isTrial: Bool, now: Timestamp)
    throws(Fault) -> DecisionEffect
  {
    let (proposal, population) = try proposal(number)
    return try decide(
      [DecisionRecord(.keep, number, size: proposal.size, at: now)], population, isTrial: isTrial)
  }

  /// What the top line says of large groups; nil where there is nothing to decide.
  func proposalsToDecide() throws(Fault) -> AttentionItem? {
    let count = try peopleNow().1.people.proposals.count
    guard count > 0 else { return nil }
    return AttentionItem(
      .note, .workspace,
      text: count == 1
        ? "1 suspiciously large profile is held apart"
        : "\(count) suspiciously large profiles are held apart", kind: "large profile")
  }

  /// The pairs that are held between the two parts which the weakest bridge would join.
  private static func pairs(across proposal: SplitProposal, _ people: Resolution)
    -> [Decisions.Pair]
  {
    let units = people.clusters.units
    let parts = Set([units[Int(proposal.bridge.a)], units[Int(proposal.bridge.b)]])
    return people.refused.compactMap { refusal in
      guard case .suspicious(proposal.group, _) = refusal.reason,
        Set([units[Int(refusal.a)], units[Int(refusal.b)]]) == parts
      else { return nil }
      return Decisions.Pair(refusal.a, refusal.b)
    }
  }

  private func proposal(_ number: UInt32) throws(Fault) -> (SplitProposal, Population) {
    let (_, population) = try peopleNow()
    guard let found = population.people.proposals.first(where: { $0.group == number }) else {
      throw Fault(
        .notFound, "proposal \(number)", reason: "there is no such proposal",
        remedy: "`parterre identity proposals` lists them")
    }
    return (found, population)
  }
}
