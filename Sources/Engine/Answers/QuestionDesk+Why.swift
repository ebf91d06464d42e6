package import Basis
internal import Columns
package import Requests
internal import Segments

extension QuestionDesk {
  /// Why a person is in a segment, or why not, condition by condition, with what decided each.
  package func why(_ text: String, _ reference: PersonReference, terms: Terms) throws(Fault)
    -> WhyAnswer
  {
    let (planner, segment) = try planned(text, terms)
    let audience = try audience(terms.lens)
    let unit = try unit(of: reference, audience)
    let explanation = try planner.explain(segment, unit: ProfileID(unit))
    let words = ExplanationWords(planner: planner, unit: Int(unit)) {
      audience.snapshot.isPersonal($0)
    }
    let deciding = Set(explanation.deciding.map(\.path))
    var nodes: [WhyAnswer.Node] = []
    func visit(_ node: Explanation) throws(Fault) {
      nodes.append(
        WhyAnswer.Node(
          text: node.condition.description, depth: node.path.count, holds: node.holds,
          because: try words.because(node), decides: deciding.contains(node.path)))
      for part in node.parts { try visit(part) }
    }
    try visit(explanation)
    return WhyAnswer(isMember: explanation.holds, nodes: nodes)
  }

  /// The unit of a person under an audience's lens.
  func unit(of reference: PersonReference, _ audience: WorkspaceAudience) throws(Fault) -> UInt32 {
    switch reference {
    case .profile(let profile):
      guard Int(profile.number) < audience.unitCount else {
        throw Fault(
          .notFound, "profile \(profile.number)", reason: "there is no such profile",
          remedy: "Profiles are numbered from 0 to \(audience.unitCount - 1)")
      }
      return profile.number
    case .identifier(let namespace, let value):
      return try first(
        of: IdentifierReference(namespace: namespace, value: value), audience.snapshot,
        isBad: { (node) throws(Fault) in try peopleNow().population.isBad(node) }
      ) { audience.units[$0] }
    }
  }
}
