package import Basis

/// Attributes that may be used for certain purposes alone.
extension Catalogue {
  private static let prefix = "attribute_purposes/"

  /// The purposes by attribute, for those that need any.
  package func attributePurposes() throws(Fault) -> [(attribute: String, purposes: [String])] {
    try connection.rows(
      "SELECT key, value FROM setting WHERE substr(key, 1, ?1) = ?2 ORDER BY key",
      .count(Self.prefix.count), .text(Self.prefix)
    ) {
      (
        String($0.text(0).dropFirst(Self.prefix.count)),
        $0.text(1).split(separator: ",").map(String.init)
      )
    }
  }

  /// Lets an attribute leave the workspace only of people who grant all of `purposes`.
  package func restrict(_ attribute: String, to purposes: [String]) throws(Fault) {
    guard !purposes.isEmpty else {
      return try connection.run(
        "DELETE FROM setting WHERE key = ?1", .text(Self.prefix + attribute))
    }
    try set(Self.prefix + attribute, purposes.joined(separator: ","))
  }
}
