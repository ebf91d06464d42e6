package import Basis
internal import Columns
internal import Identity
package import Requests

extension QuestionDesk {
  /// How many people there are, and what they are known by.
  package func peopleOverview(terms: Terms) throws(Fault) -> PeopleOverview {
    let audience = try audience(terms.lens)
    var sizes = [Int](repeating: 0, count: audience.unitCount)
    for unit in audience.units.unitOfNode where unit != NodeUnits.none { sizes[Int(unit)] += 1 }
    let names = audience.snapshot.namespaces
    var identifiers = [Int](repeating: 0, count: names.count)
    for reader in audience.snapshot.identifiers.map(\.reader) {
      for (index, namespace) in try reader.namespaces().enumerated()
      where audience.units[reader.firstNode + UInt32(index)] != nil {
        identifiers[Int(namespace)] += 1
      }
    }
    var namespaces: [PeopleOverview.Namespace] = []
    for (code, name) in names.enumerated() where identifiers[code] > 0 {
      namespaces.append(
        PeopleOverview.Namespace(
          name: name, identifiers: identifiers[code],
          people: try audience.units(withNamespace: name)?.count ?? 0))
    }
    return PeopleOverview(
      people: audience.unitCount,
      namespaces: namespaces.sorted { (-$0.identifiers, $0.name) < (-$1.identifiers, $1.name) },
      sizes: Self.histogram(sizes).map {
        PeopleOverview.Size(from: $0.from, to: $0.to == .max ? nil : $0.to, people: $0.profiles)
      })
  }
}
