package import Basis
package import Columns
internal import Requests

/// What the rows of a report can be broken down by.
package enum Dimension: Hashable, Sendable {
  case time(TimeUnit)
  /// The saved segments; a person may be in several of them.
  case segment
  /// A field of the events; where a type has no such field, the person's attribute of that name.
  case field(String)
  /// An attribute of the person; each value of a list is a group of its own.
  case attribute(String)

  /// The word of the command line, and the column's title.
  package var name: String {
    switch self {
    case .time(let unit): unit.rawValue
    case .segment: "segment"
    case .field(let name), .attribute(let name): name
    }
  }

  /// Reads `--by`; a fault that names the nearest word where there is no such dimension.
  package static func parse(
    _ names: [String], types: [String], _ vocabulary: Vocabulary
  ) throws(Fault) -> [Dimension] {
    let fields = types.reduce(into: Set<String>()) {
      $0.formUnion(vocabulary.events[$1]?.keys.map { $0 } ?? [])
    }
    var found: [Dimension] = []
    for name in names {
      let dimension: Dimension
      if let unit = TimeUnit(rawValue: name) {
        dimension = .time(unit)
      } else if name == "segment" {
        dimension = .segment
      } else if fields.contains(name) || AdvertisingTables.advertisingFields.contains(name) {
        dimension = .field(name)
      } else if vocabulary.attributes[name] != nil {
        dimension = .attribute(name)
      } else {
        let known =
          TimeUnit.allCases.map(\.rawValue) + ["segment"] + fields.sorted()
          + vocabulary.attributes.keys.sorted()
        throw Fault(
          .badReport, "--by", reason: "there is nothing called “\(name)” to break down by",
          remedy: NearestName.remedy(for: name, among: known))
      }
      guard !found.contains(dimension) else {
        throw Fault(
          .usage, "--by", reason: "“\(name)” stands there twice", remedy: "Name it once")
      }
      found.append(dimension)
    }
    return found
  }
}
