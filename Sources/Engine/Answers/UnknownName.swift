internal import Basis

/// What to tell somebody who wrote a name that the data does not have.
extension Fault {
  /// An attribute that no source has sent.
  static func unknownAttribute(_ name: String, among known: some Sequence<String>) -> Fault {
    Fault(
      .usage, "attribute “\(name)”", reason: "the workspace has no such attribute",
      remedy: NearestName.remedy(for: name, among: known.sorted()))
  }

  /// A kind of identifiers that no source has sent.
  static func unknownNamespace(_ name: String, among known: [String]) -> Fault {
    Fault(
      .usage, "namespace “\(name)”", reason: "the workspace has no such identifiers",
      remedy: NearestName.remedy(for: name, among: known))
  }

  /// An identifier that the workspace's list names; its value is not repeated.
  static func standsForNobody() -> Fault {
    Fault(
      .refused, "the identifier",
      reason: "\(IdentityBasis.badIdentifiersName) says that it stands for nobody",
      remedy: "Take it out of that file where it is somebody's after all")
  }

  /// An identifier that belongs to nobody; its value is not repeated.
  static func nobody(_ namespace: String, among known: [String]) -> Fault {
    guard namespace.isEmpty || known.contains(namespace) else {
      return unknownNamespace(namespace, among: known)
    }
    var remedy = "Check its spelling"
    if known.isEmpty {
      remedy = "The workspace has no identifiers yet; bring a feed in with `parterre ingest`"
    } else if namespace.isEmpty {
      remedy += ", or write it as NAMESPACE:VALUE; there are: \(known.joined(separator: ", "))"
    }
    return Fault(
      .notFound, namespace.isEmpty ? "the identifier" : "“\(namespace)”",
      reason: "nobody has this identifier", remedy: remedy)
  }
}
