package import Basis

/// What an analyst decided about who is whom.
package struct DecisionRecord: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// An identifier is a unit of its own.
    case split
    /// Two identifiers are not one person.
    case apart
    /// What ties two identifiers directly does not count.
    case cut
    /// Two identifiers are one person.
    case merge
    /// A suspiciously large group is one profile all the same.
    case keep
  }

  package var id: Int64 = 0
  package var kind: Kind
  package var a: UInt32
  package var b: UInt32?
  /// How large the group was that was kept or merged.
  package var size: Int?
  package var at: Timestamp

  package init(_ kind: Kind, _ a: UInt32, _ b: UInt32? = nil, size: Int? = nil, at: Timestamp) {
    (self.kind, self.size, self.at) = (kind, size, at)
    self.a = b.map { min(a, $0) } ?? a
    self.b = b.map { max(a, $0) }
  }
}

/// A pair of nodes that probabilistic linkage holds to be one person.
package struct ProbableLink: Sendable, Equatable {
  package let a: UInt32
  package let b: UInt32
  /// The match weight, a logarithm of odds.
  package let weight: Double
  /// Which set of batches it rests on.
  package let evidence: Int
  /// When the linkage ran that found it.
  package var at = Timestamp(0)

  package init(a: UInt32, b: UInt32, weight: Double, evidence: Int) {
    (self.a, self.b) = (min(a, b), max(a, b))
    (self.weight, self.evidence) = (weight, evidence)
  }
}

/// One run of probabilistic linkage whose links are kept.
package struct LinkageRecord: Sendable, Equatable {
  package var configuration: String
  package var records: Int
  package var compared: Int
  package var links: Int
  package var threshold: Double
  /// The learnt model, as JSON.
  package var model: String
  package var at: Timestamp

  package init(
    configuration: String, records: Int, compared: Int, links: Int, threshold: Double,
    model: String, at: Timestamp
  ) {
    (self.configuration, self.records, self.compared) = (configuration, records, compared)
    (self.links, self.threshold, self.model, self.at) = (links, threshold, model, at)
  }
}

extension Catalogue {
  // MARK: Decisions

  /// All decisions, in the order in which they were made.
  package func decisions() throws(Fault) -> [DecisionRecord] {
    try connection.rows("SELECT id, kind, a, b, size, at FROM identity_decision ORDER BY id") {
      row throws(Fault) in
      guard let kind = DecisionRecord.Kind(rawValue: row.text(1)) else {
        throw Fault(
          .damaged, self.path, reason: "it has an identity decision of an unknown kind",
          remedy: "Update Parterre, or restore a backup")
      }
      var record = DecisionRecord(
        kind, UInt32(truncatingIfNeeded: row.integer(2)),
        row.optionalInteger(3).map { UInt32(truncatingIfNeeded: $0) },
        size: row.optionalInteger(4).map { Int($0) }, at: Timestamp(row.integer(5)))
      record.id = row.integer(0)
      return record
    }
  }

  /// Keeps a decision and returns its number.
  package func add(_ decision: DecisionRecord) throws(Fault) -> Int64 {
    try connection.run(
      "INSERT INTO identity_decision (kind, a, b, size, at) VALUES (?1, ?2, ?3, ?4, ?5)",
      .text(decision.kind.rawValue), .integer(Int64(decision.a)),
      .optional(decision.b.map { Int64($0) }), .optional(decision.size.map { Int64($0) }),
      .integer(decision.at.seconds))
    return connection.lastInsertedID
  }

  package func removeDecision(_ id: Int64) throws(Fault) {
    try connection.run("DELETE FROM identity_decision WHERE id = ?1", .integer(id))
  }

  // MARK: Probable links

  /// The links of the kept linkage whose evidence still stands: no batch of it was taken out.
  package func probableLinks() throws(Fault) -> [ProbableLink] {
    try connection.rows(
      """
      SELECT a, b, weight, evidence, at FROM probable_link
      JOIN linkage_run ON linkage_run.id = run
      WHERE evidence NOT IN (
        SELECT evidence FROM linkage_evidence LEFT JOIN batch ON batch.id = linkage_evidence.batch
        WHERE batch.state IS NULL OR batch.state <> 'kept')
      ORDER BY a, b
      """
    ) { row in
      var link = ProbableLink(
        a: UInt32(truncatingIfNeeded: row.integer(0)),
        b: UInt32(truncatingIfNeeded: row.integer(1)), weight: row.real(2),
        evidence: row.count(3))
      link.at = Timestamp(row.integer(4))
      return link
    }
  }

  /// The linkage whose links are kept; nil where there is none.
  package func linkage() throws(Fault) -> LinkageRecord? {
    try connection.rows(
      """
      SELECT configuration, records, compared, links, threshold, model, at FROM linkage_run
      ORDER BY id DESC LIMIT 1
      """
    ) { row in
      LinkageRecord(
        configuration: row.text(0), records: row.count(1), compared: row.count(2),
        links: row.count(3), threshold: row.real(4), model: row.text(5),
        at: Timestamp(row.integer(6)))
    }.first
  }

  /// Keeps the links of a linkage in the place of those of the one before.
  ///
  /// `evidence` has the batches that each set of evidence names, by its number.
  package func replaceLinkage(
    with run: LinkageRecord, links: [ProbableLink], evidence: [[BatchID]]
  ) throws(Fault) {
    try forgetLinkage()
    try connection.run(
      """
      INSERT INTO linkage_run (configuration, records, compared, links, threshold, model, at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      .text(run.configuration), .count(run.records), .count(run.compared), .count(run.links),
      .real(run.threshold), .text(run.model), .integer(run.at.seconds))
    let id = connection.lastInsertedID
    for (number, batches) in evidence.enumerated() {
      for batch in batches {
        try connection.run(
          "INSERT INTO linkage_evidence VALUES (?1, ?2)", .count(number), .integer(batch.number))
      }
    }
    for link in links {
      try connection.run(
        "INSERT INTO probable_link VALUES (?1, ?2, ?3, ?4, ?5)", .integer(Int64(link.a)),
        .integer(Int64(link.b)), .real(link.weight), .count(link.evidence), .integer(id))
    }
  }

  /// Forgets all probable links.
  package func forgetLinkage() throws(Fault) {
    try connection.run("DELETE FROM probable_link")
    try connection.run("DELETE FROM linkage_evidence")
    try connection.run("DELETE FROM linkage_run")
  }
}
