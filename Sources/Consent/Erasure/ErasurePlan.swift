package import Basis

/// A place where something about a person is kept, in the order in which it is erased.
///
/// The tombstone comes first: if the machine stops between two steps, no feed can bring the person
/// back meanwhile. Identifiers go last of the data, for the steps before find the person by them;
/// the files are rewritten after everything, and the receipt tells only what was done.
package enum ErasurePlace: String, Sendable, CaseIterable, Comparable {
  case tombstone
  case segmentMembers = "segment_members"
  case modelTraining = "model_training"
  case exportedMembers = "exported_members"
  case rejects
  case attributes
  case events
  case consentProofs = "consent_proofs"
  case subjectSalt = "subject_salt"
  case links
  case identifiers
  case files
  case receipt

  package static func < (a: ErasurePlace, b: ErasurePlace) -> Bool { a.order < b.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// What is done there, for the plan that is shown beforehand.
  package var action: String {
    switch self {
    case .tombstone: "leave keyed hashes of each identifier, so that no feed brings it back"
    case .segmentMembers: "take out of stored segment members"
    case .modelTraining:
      "mark models that may have learned from them; their scores go with their data"
    case .exportedMembers: "take out of the member lists of exports"
    case .rejects: "remove rejected rows"
    case .attributes: "remove attributes"
    case .events: "remove events"
    case .consentProofs: "remove raw proofs of consent; the ledger's entries stay, anonymous"
    case .subjectSalt: "drop the salt that ties ledger entries to the person"
    case .links: "remove links between identifiers"
    case .identifiers: "remove identifiers"
    case .files: "rewrite files, free pages and the write-ahead log"
    case .receipt: "write a receipt into the audit log"
    }
  }
}

/// What an erasure will do, worked out before anything is touched.
package struct ErasurePlan: Hashable, Sendable {
  /// One step and how many rows, lists or files it concerns.
  package struct Step: Hashable, Sendable {
    package let place: ErasurePlace
    package let count: Int
  }

  /// One file that a destination was given with the person in it.
  package struct Delivery: Hashable, Sendable {
    package let destination: String
    package let activation: Int64
    package let time: Timestamp

    package init(destination: String, activation: Int64, time: Timestamp) {
      (self.destination, self.activation, self.time) = (destination, activation, time)
    }
  }

  /// A destination that must be told, by a removal file.
  package struct Notice: Hashable, Sendable {
    package let destination: String
    package let deliveries: Int
    package let last: Timestamp
  }

  package let steps: [Step]
  package let notices: [Notice]

  /// Makes the plan for a person with `identifiers` identifiers of whom `counts` things are kept.
  ///
  /// Places where nothing is kept are left out; the salt, the files and the receipt never are.
  package init(identifiers: Int, counts: [ErasurePlace: Int], deliveries: [Delivery]) {
    var counts = counts
    counts[.tombstone] = identifiers
    counts[.identifiers] = identifiers
    for place in [ErasurePlace.subjectSalt, .files, .receipt] {
      counts[place] = max(1, counts[place] ?? 0)
    }
    steps = ErasurePlace.allCases.compactMap { place in
      counts[place].flatMap { $0 > 0 ? Step(place: place, count: $0) : nil }
    }
    let byDestination = Dictionary(grouping: deliveries, by: \.destination)
    notices = byDestination.keys.sorted().map { name in
      let files = byDestination[name] ?? []
      return Notice(
        destination: name, deliveries: Set(files.map(\.activation)).count,
        last: files.map(\.time).max() ?? Timestamp(0))
    }
  }

  /// The steps that are left after `done`, so that a stopped erasure is taken up where it was.
  package func steps(after done: ErasurePlace?) -> [Step] {
    guard let done else { return steps }
    return steps.filter { $0.place > done }
  }
}
