package import Basis
internal import Identity
internal import Storage

/// A stored decision about who is whom.
package struct IdentityDecision: Sendable, Equatable {
  package let number: Int64
  /// `split`, `apart`, `cut`, `merge` or `keep`.
  package let kind: String
  package let first: String
  package let second: String?
  package let at: Timestamp
}

/// What a decision comes to, or would come to.
package struct DecisionEffect: Sendable, Equatable {
  /// Nil where nothing was stored.
  package let number: Int64?
  /// How many decisions were stored, numbered one after the other from `number` on.
  package var stored = 1
  package let profilesBefore: Int
  package let profilesAfter: Int
  /// Profiles that are divided, and profiles that come of several.
  package let divided: Int
  package let joined: Int
}

extension QuestionDesk {
  /// What an analyst can decide about two identifiers.
  package enum PairDecision: String, Sendable { case merge, apart }

  /// Makes an identifier a profile of its own; with `isTrial` it only says what would come of it.
  package func split(_ reference: IdentifierReference, isTrial: Bool, now: Timestamp)
    throws(Fault) -> DecisionEffect
  {
    let (snapshot, population) = try peopleNow()
    let node = try node(of: reference, snapshot, population)
    return try decide(
      [DecisionRecord(.split, node, at: now)], population, isTrial: isTrial)
  }

  /// Decides that two identifiers are one person, or that they are not.
  package func decide(
    _ kind: PairDecision, _ a: IdentifierReference, _ b: IdentifierReference, isTrial: Bool,
    now: Timestamp
  ) throws(Fault) -> DecisionEffect {
    let (snapshot, population) = try peopleNow()
    let first = try node(of: a, snapshot, population)
    let second = try node(of: b, snapshot, population)
    guard first != second else {
      throw Fault(
        .usage, "the two identifiers", reason: "they are the same", remedy: "Name two")
    }
    var record = DecisionRecord(kind == .merge ? .merge : .apart, first, second, at: now)
    if kind == .merge { record.size = Self.size([first, second], population.people.clusters) }
    return try decide([record], population, isTrial: isTrial)
  }

  /// Every decision that stands, oldest first.
  package func identityDecisions() throws(Fault) -> [IdentityDecision] {
    let (snapshot, _) = try peopleNow()
    let records = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.decisions()
    }
    let names = try names(of: records.flatMap { [$0.a] + ($0.b.map { [$0] } ?? []) }, snapshot)
    return records.map { record in
      IdentityDecision(
        number: record.id, kind: record.kind.rawValue, first: names[record.a] ?? "",
        second: record.b.flatMap { names[$0] }, at: record.at)
    }
  }

  /// Takes a decision back, as if it had never been made.
  package func undoDecision(_ number: Int64, now: Timestamp) throws(Fault) -> DecisionEffect {
    let (_, population) = try peopleNow()
    let records = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.decisions()
    }
    guard let record = records.first(where: { $0.id == number }) else {
      throw Fault(
        .notFound, "decision \(number)", reason: "there is no such decision",
        remedy: "`parterre identity decisions` lists them")
    }
    let effect = Self.effect(
      of: records.filter { $0.id != number }, number: number, population)
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      try catalogue.transaction { () throws(Fault) in
        try catalogue.removeDecision(number)
        try catalogue.raiseDataVersion()
        try catalogue.audit(
          "identity undo", record.kind.rawValue, "decision \(number)", at: now)
      }
    }
    return effect
  }

  /// Stores decisions in one transaction, unless they are only tried or one stands already.
  func decide(_ records: [DecisionRecord], _ population: Population, isTrial: Bool)
    throws(Fault) -> DecisionEffect
  {
    let known = try reading { (workspace) throws(Fault) in try workspace.catalogue.decisions() }
    for record in records {
      let same = known.last { $0.a == record.a && $0.b == record.b }
      if let same, same.kind == record.kind, same.kind != .keep || same.size == record.size {
        throw Fault(
          .alreadyExists, "the decision", reason: "it was made before, as number \(same.id)",
          remedy: "`parterre identity undo \(same.id)` takes it back")
      }
    }
    let number = isTrial ? nil : try store(records)
    var effect = Self.effect(of: known + records, number: number, population)
    effect.stored = isTrial ? 0 : records.count
    return effect
  }

  /// Returns the number of the first decision.
  private func store(_ records: [DecisionRecord]) throws(Fault) -> Int64? {
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      return try catalogue.transaction { () throws(Fault) in
        var first: Int64?
        for record in records {
          let number = try catalogue.add(record)
          first = first ?? number
          try catalogue.audit(
            "identity \(record.kind.rawValue)", "decision \(number)",
            "node \(record.a)" + (record.b.map { ", node \($0)" } ?? ""), at: record.at)
        }
        try catalogue.raiseDataVersion()
        return first
      }
    }
  }

  /// How many identifiers the units of a few nodes have together.
  private static func size(_ nodes: [UInt32], _ clusters: Clusters) -> Int {
    let units = Set(nodes.map { clusters.units[Int($0)] })
    return clusters.units.count { units.contains($0) }
  }

  /// Compares the profiles as they are with those under other decisions.
  private static func effect(
    of records: [DecisionRecord], number: Int64?, _ population: Population
  ) -> DecisionEffect {
    var decisions = Decisions()
    for record in records { decisions.apply(record) }
    let resolver = population.resolver.deciding(decisions)
    let (before, after) = (population.people.clusters, resolver.people().clusters)
    let change = ClusterChange(from: before, to: after)
    let counted = population.count(before)
    return DecisionEffect(
      number: number, profilesBefore: counted, profilesAfter: counted + change.difference,
      divided: change.divided, joined: change.joined)
  }
}
