package import Basis
internal import Columns
internal import Identity
internal import Storage

/// Why two identifiers are one unit, or why they are not.
package struct IdentityExplanation: Sendable, Equatable {
  /// Two identifiers that were seen together, with the strongest evidence of it.
  package struct Step: Sendable, Equatable {
    package let from: String
    package let to: String
    package let evidence: String
    /// Nil for a decision.
    package let source: String?
    package let batch: Int64?
    package let file: String?
    package let time: Timestamp?
    /// From 0 to 100, by the weaker identifier's rule.
    package let strength: Int
    package let sightings: Int
    /// From 0 to 1; nil for a certain link.
    package let confidence: Double?
    /// Why this pair is not one person; nil where it is.
    package let obstacle: String?
  }

  package let isOne: Bool
  package let a: String
  package let b: String
  /// The chain from one to the other; empty where nothing ties them.
  package let chain: [Step]
  /// The answer in a sentence.
  package let reason: String
}

extension QuestionDesk {
  /// The chain of evidence that makes two identifiers one unit, or what is in the way.
  package func explain(
    _ a: IdentifierReference, _ b: IdentifierReference, reveal: Bool, terms: Terms
  ) throws(Fault) -> IdentityExplanation {
    let (snapshot, population) = try peopleNow()
    let first = try node(of: a, snapshot, population)
    let second = try node(of: b, snapshot, population)
    if reveal { try noteReveal("explain", "2 identifiers") }
    let explanation = population.resolver.explain(first, second, in: population.people)
    var nodes = Set([first, second])
    for step in explanation.chain {
      nodes.formUnion([step.from, step.to])
      if let obstacle = step.obstacle { nodes.formUnion(obstacle.nodes) }
    }
    let names = try names(of: nodes, snapshot, reveal: reveal)
    let steps = try steps(explanation.chain, names, snapshot, population.resolver)
    let clusters = try population.clusters(terms.lens, snapshot)
    let isOne = clusters.units[Int(first)] == clusters.units[Int(second)]
    var places: [String] = []
    if isOne, !explanation.isOnePerson, terms.lens == .household {
      let units = population.people.clusters.units
      places = try self.places(
        try population.households(snapshot).chain(
          from: units[Int(first)], to: units[Int(second)]), snapshot, reveal: reveal)
    }
    return IdentityExplanation(
      isOne: isOne, a: names[first] ?? "", b: names[second] ?? "", chain: steps,
      reason: first == second
        ? "they are the same identifier"
        : Self.reason(isOne, explanation, steps, terms.lens, places))
  }

  /// The places that make a household of two persons, in words.
  private func places(_ chain: [Households.Place], _ snapshot: Snapshot, reveal: Bool)
    throws(Fault) -> [String]
  {
    let nodes = chain.compactMap { HouseholdPlaces.node(of: $0.key) }
    let names = try names(of: nodes, snapshot, reveal: reveal)
    let attribute = snapshot.identity.rules.household.attribute
    var texts: TextDictionary?
    if nodes.count < chain.count,
      case .text(let dictionary) = try snapshot.kind(.attribute, attribute, .text)
    {
      texts = dictionary
    }
    var words: [String] = []
    for place in chain {
      var name = ""
      if let node = HouseholdPlaces.node(of: place.key) {
        name = names[node] ?? ""
      } else if let text = texts?[UInt32(truncatingIfNeeded: place.key)] {
        name = reveal ? text : Mask.masked(text, namespace: attribute)
      }
      let who = "\(name) that \(place.persons.count) persons share"
      switch place.kind {
      case .address: words.append("the address \(who)")
      case .network: words.append("the network \(who) on \(Counted.text(place.days, "day")) in all")
      }
    }
    return words
  }

  private static func reason(
    _ isOne: Bool, _ explanation: Explanation, _ steps: [IdentityExplanation.Step], _ lens: Lens,
    _ places: [String]
  ) -> String {
    switch (isOne, explanation.isOnePerson, lens) {
    case (true, true, _):
      return "they are one \(lens.rawValue), by a chain of \(steps.count)"
    case (true, false, _):
      guard !places.isEmpty else {
        return "they are two persons of one household, by a probable link"
      }
      return "they are two persons of one household, by \(places.joined(separator: ", then by "))"
    case (false, true, .device): return "they are one person on two devices"
    case (false, _, _):
      guard !steps.isEmpty else { return "no chain of identifiers ties them" }
      return steps.compactMap(\.obstacle).first ?? "no link between them counts"
    }
  }

  private func steps(
    _ chain: [Explanation.Step], _ names: [UInt32: String], _ snapshot: Snapshot,
    _ resolver: IdentityResolver
  ) throws(Fault) -> [IdentityExplanation.Step] {
    try reading { (workspace) throws(Fault) in
      var steps: [IdentityExplanation.Step] = []
      for step in chain {
        let isFed = step.evidence != .merge && step.evidence != .probable
        let batch = isFed ? try workspace.catalogue.batch(BatchID(Int64(step.batch))) : nil
        let weight = snapshot.identity.weight(step.from, step.to)
        steps.append(
          IdentityExplanation.Step(
            from: names[step.from] ?? "", to: names[step.to] ?? "", evidence: step.evidence.word,
            source: batch.flatMap { batch in
              snapshot.sources.first { $0.id == batch.source }?.name
            }, batch: batch?.id.number, file: batch?.name,
            time: step.time == 0 ? nil : Timestamp(Int64(step.time)), strength: step.strength,
            sightings: step.sightings,
            confidence: step.evidence == .probable
              ? weight.map { LinkageModel.probability(ofWeight: $0) } : nil,
            obstacle: step.obstacle?.sentence(names, resolver)))
      }
      return steps
    }
  }
}

extension IdentityBasis {
  /// The match weight of a probable link, if there is one between two nodes.
  func weight(_ a: UInt32, _ b: UInt32) -> Double? {
    probable.first { $0.a == min(a, b) && $0.b == max(a, b) }?.weight
  }
}

extension LinkEvidence {
  /// The kind of evidence as a reader sees it.
  var word: String {
    switch self {
    case .event: "event"
    case .profile: "profile row"
    case .alias: "alias"
    case .consent: "consent record"
    case .probable: "probable"
    case .merge: "decision"
    }
  }
}

extension Explanation.Obstacle {
  fileprivate var nodes: [UInt32] {
    switch self {
    case .bad(let node), .isolated(let node), .nonJoining(let node), .shared(let node): [node]
    case .decision(let a, let b): [a, b]
    case .suspicious: []
    case .cut, .probableIsOff, .limit: []
    }
  }

  /// What keeps a link from joining, as a sentence's end.
  fileprivate func sentence(_ names: [UInt32: String], _ resolver: IdentityResolver) -> String {
    func rule(_ node: UInt32) -> (name: String, rule: IdentityRules.Namespace) {
      let name = resolver.namespaceNames[Int(resolver.namespaces[Int(node)])]
      return (name, resolver.rules.rule(for: name))
    }
    switch self {
    case .bad(let node):
      return "\(IdentityBasis.badIdentifiersName) says that \(names[node] ?? "") stands for nobody"
    case .isolated(let node):
      return "\(names[node] ?? "") was split off by a decision"
    case .nonJoining(let node):
      return "an identifier of \(rule(node).name) belongs to one person and never joins two"
    case .shared(let node):
      let most = rule(node).rule.sharedAbove ?? 0
      return "\(names[node] ?? "") was seen with more than \(most) log-ins and joins nobody"
    case .cut: return "a decision cut this link"
    case .probableIsOff: return "probable links do not count under this lens"
    case .limit(let namespace):
      let name = resolver.namespaceNames[Int(namespace)]
      guard let limit = resolver.rules.rule(for: name).limit else { return "a limit of \(name)" }
      let window = limit.days.map { " within \(Counted.text($0, "day"))" } ?? ""
      return "one profile would have more than \(Counted.text(limit.count, "identifier")) of "
        + "\(name)\(window)"
    case .decision(let a, let b):
      return "a decision keeps \(names[a] ?? "") and \(names[b] ?? "") apart"
    case .suspicious(let group, let size):
      return
        "they would be one profile of \(size) identifiers, suspiciously many: it is held apart "
        + "as proposal \(group) until somebody decides"
    }
  }
}
