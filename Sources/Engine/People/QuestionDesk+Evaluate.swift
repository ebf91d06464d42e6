package import Basis
internal import Columns
internal import Identity

/// How well identity resolution does against labels.
package struct IdentityScore: Sendable, Equatable {
  /// How the labels were written: `clusters` or `pairs`.
  package let kind: String
  package let labelled: Int
  /// Labels of identifiers that the workspace has no data of; they do not count.
  package let unknown: Int
  package let truePositives: Int
  package let falsePositives: Int
  package let falseNegatives: Int
  package let precision: Double
  package let recall: Double
  package let f1: Double

  init(kind: String, labelled: Int, unknown: Int, _ evaluation: Evaluation) {
    (self.kind, self.labelled, self.unknown) = (kind, labelled, unknown)
    truePositives = evaluation.truePositives
    falsePositives = evaluation.falsePositives
    falseNegatives = evaluation.falseNegatives
    (precision, recall, f1) = (evaluation.precision, evaluation.recall, evaluation.f1)
  }
}

extension QuestionDesk {
  /// Judges the profiles of a lens against a file of labels.
  ///
  /// The file has the columns `namespace`, `value` and a third with whose it is, or
  /// `namespace_a`, `value_a`, `namespace_b`, `value_b` and, where not all pairs match, `match`.
  package func evaluate(truth file: String, terms: Terms) throws(Fault) -> IdentityScore {
    let table = try DelimitedTable(file: file)
    let audience = try audience(terms.lens)
    let (snapshot, population) = try peopleNow()
    let units = audience.units.unitOfNode
    func nodes(_ namespace: String, _ value: String) throws(Fault) -> [UInt32?] {
      let (namespaces, values) = (try table.needed(namespace), try table.needed(value))
      return try self.nodes(
        of: zip(namespaces, values).map { IdentifierReference(namespace: $0, value: $1) },
        snapshot, population)
    }
    guard table.column("namespace_a") == nil else {
      return try Self.pairs(
        table, try nodes("namespace_a", "value_a"), try nodes("namespace_b", "value_b"), units)
    }
    let found = try nodes("namespace", "value")
    let label = table.names.first { !["namespace", "value"].contains($0.lowercased()) }
    let labels = try table.needed(label ?? "person")
    var numbers: [String: UInt32] = [:]
    var truth = [UInt32](repeating: noNode, count: units.count)
    for (node, label) in zip(found, labels) where !label.isEmpty {
      guard let node, Int(node) < units.count else { continue }
      let number = numbers[label] ?? UInt32(numbers.count)
      numbers[label] = number
      truth[Int(node)] = number
    }
    return IdentityScore(
      kind: "clusters", labelled: table.rowCount, unknown: found.count { $0 == nil },
      Evaluation(units: units, truth: truth))
  }

  private static func pairs(
    _ table: DelimitedTable, _ first: [UInt32?], _ second: [UInt32?], _ units: [UInt32]
  ) throws(Fault) -> IdentityScore {
    let marks = table.column("match") ?? table.column("is_match")
    var labelled: [(a: UInt32, b: UInt32, isMatch: Bool)] = []
    var unknown = 0
    for row in first.indices {
      var isMatch = true
      if let marks {
        guard let mark = Self.match(marks[row]) else {
          throw Fault(
            .malformed, table.file, reason: "its mark is neither a match nor a non-match",
            remedy: "Write 1 or 0, true or false, yes or no",
            place: Fault.Place(file: table.file, line: row + 2))
        }
        isMatch = mark
      }
      guard let a = first[row], let b = second[row], Int(max(a, b)) < units.count else {
        unknown += 1
        continue
      }
      labelled.append((a, b, isMatch))
    }
    return IdentityScore(
      kind: "pairs", labelled: table.rowCount, unknown: unknown,
      Evaluation(units: units, labelled: labelled))
  }

  private static func match(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "1.0", "true", "yes", "match", "m": true
    case "0", "0.0", "false", "no", "non-match", "u": false
    default: nil
    }
  }
}
