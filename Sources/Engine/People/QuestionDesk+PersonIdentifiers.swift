internal import Basis
internal import Columns
internal import Identity
internal import Requests
internal import Storage

extension QuestionDesk {
  /// The identifiers of a unit, each with the strongest evidence that ties it to the others.
  func identifiersShown(_ unit: UInt32, _ audience: WorkspaceAudience, reveal: Bool)
    throws(Fault) -> [PersonView.Identifier]
  {
    let (snapshot, population) = try peopleNow()
    let nodes = Self.nodes(of: unit, audience)
    let names = try names(of: nodes, snapshot, reveal: reveal)
    let evidence = population.resolver.evidence(of: nodes)
    return nodes.compactMap { node -> PersonView.Identifier? in
      guard let name = names[node] else { return nil }
      let reference = IdentifierReference(name)
      let own = evidence[node]
      let sources = Set(own?.sources ?? []).sorted().compactMap { number in
        snapshot.sources.first { $0.id.number == Int64(number) }?.name
      }
      return PersonView.Identifier(
        namespace: reference.namespace, shown: reference.value,
        source: sources.joined(separator: ", "),
        because: own.map { "\($0.evidence.word), \($0.links)×" } ?? "alone",
        confidence: own?.evidence == .probable
          ? own.flatMap { snapshot.identity.weight(node, $0.other) }
            .map { LinkageModel.probability(ofWeight: $0) } : nil,
        lastSeen: own.flatMap { $0.lastTime == 0 ? nil : Timestamp(Int64($0.lastTime)) })
    }.sorted { ($0.namespace, $0.shown) < ($1.namespace, $1.shown) }
  }

  /// The attributes of a unit with the source of each winning value.
  func attributesShown(_ unit: UInt32, _ audience: WorkspaceAudience, reveal: Bool)
    throws(Fault) -> [PersonView.Attribute]
  {
    let snapshot = audience.snapshot
    let facts = PersonFacts(nodes: Self.nodes(of: unit, audience), audience)
    var shown: [PersonView.Attribute] = []
    for (name, type) in audience.vocabulary.attributes.sorted(by: { $0.key < $1.key }) {
      guard let winner = try facts.winner(of: name, type) else { continue }
      let text = winner.value.shown
      shown.append(
        PersonView.Attribute(
          name: name,
          shown: reveal || !snapshot.isPersonal(name) ? text : Mask.masked(text, namespace: name),
          source: snapshot.sources.first { $0.id == winner.source }?.name ?? "",
          time: winner.time, contradictions: winner.contradictions))
    }
    return shown
  }

  /// The nodes of a unit, ascending.
  private static func nodes(of unit: UInt32, _ audience: WorkspaceAudience) -> [UInt32] {
    audience.units.unitOfNode.indices.filter { audience.units.unitOfNode[$0] == unit }
      .map { UInt32($0) }
  }
}
