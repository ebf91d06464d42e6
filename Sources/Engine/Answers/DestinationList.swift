internal import Activation
package import Basis

/// The destinations as the faces show them.
package struct DestinationList: Sendable {
  package let name: String
  package let title: String
  package let purposes: [String]
  package let columns: [String]
  package let minimum: Int

  package static let all = Destination.all.map { destination in
    DestinationList(
      name: destination.name, title: destination.title, purposes: destination.purposes,
      columns: destination.columns.map(\.name), minimum: destination.minimum)
  }

  package static var names: [String] { all.map(\.name) }

  /// The destination of a name, with the identifiers that a generic one is to carry.
  static func destination(_ name: String, ids: [String]?) throws(Fault) -> Destination {
    switch (name, ids) {
    case ("csv", let ids?): return .csv(ids)
    case ("jsonl", let ids?): return .jsonLines(ids)
    case (_, .some):
      throw Fault(
        .usage, "--ids", reason: "\(name) has columns of its own",
        remedy: "Choose identifiers for csv and jsonl only")
    case (_, nil):
      if let known = Destination.all.first(where: { $0.name == name }) { return known }
      throw Fault(
        .notFound, "destination “\(name)”", reason: "there is none of this name",
        remedy: "There are: \(names.joined(separator: ", "))")
    }
  }
}

/// One delivery that was made.
package struct Delivery: Sendable {
  package let id: Int64
  package let segment: String
  package let destination: String
  package let file: String
  package let rows: Int
  package let sha256: String
  package let asOf: Timestamp
  package let at: Timestamp
}
