/// What kind of row put two identifiers together.
package enum LinkEvidence: UInt8, Sendable, CaseIterable {
  case event = 0
  case profile = 1
  case alias = 2
  case consent = 3
  /// A pair that probabilistic linkage holds to be one person.
  case probable = 4
  /// An analyst's own merge.
  case merge = 5

  /// How much the kind is worth where links of equal strength compete; more comes first.
  package var rank: UInt8 {
    switch self {
    case .merge: 5
    case .alias: 4
    case .profile: 3
    case .event: 2
    case .consent: 1
    case .probable: 0
    }
  }
}

/// Links between nodes as columns of equal length; the direction of a link means nothing.
package struct LinkColumns: Sendable, Equatable {
  package var a: [UInt32] = []
  package var b: [UInt32] = []
  /// Seconds since 1970-01-01 00:00 UTC.
  package var time: [UInt32] = []
  package var source: [UInt16] = []
  /// Raw values of `LinkEvidence`; an unknown one counts as an event.
  package var evidence: [UInt8] = []
  package var batch: [UInt32] = []

  package init() {}

  package init(
    a: [UInt32], b: [UInt32], time: [UInt32], source: [UInt16], evidence: [UInt8], batch: [UInt32]
  ) {
    precondition(
      a.count == b.count && a.count == time.count && a.count == source.count
        && a.count == evidence.count && a.count == batch.count, "columns differ in length")
    (self.a, self.b, self.time) = (a, b, time)
    (self.source, self.evidence, self.batch) = (source, evidence, batch)
  }

  package var count: Int { a.count }

  /// Adds one link.
  package mutating func append(
    _ a: UInt32, _ b: UInt32, time: UInt32, source: UInt16 = 0, evidence: LinkEvidence = .event,
    batch: UInt32 = 0
  ) {
    self.a.append(a)
    self.b.append(b)
    self.time.append(time)
    self.source.append(source)
    self.evidence.append(evidence.rawValue)
    self.batch.append(batch)
  }

  /// Adds all links of `other`; cost grows with their number.
  package mutating func append(_ other: LinkColumns) {
    guard count > 0 else {
      self = other
      return
    }
    a += other.a
    b += other.b
    time += other.time
    source += other.source
    evidence += other.evidence
    batch += other.batch
  }

  /// The links without those of `batches`, as if they had never come.
  package func removing(batches: Set<UInt32>) -> LinkColumns {
    filter { !batches.contains(batch[$0]) }
  }

  /// The links whose rows `isKept` names.
  package func filter(_ isKept: (Int) -> Bool) -> LinkColumns {
    var kept = LinkColumns()
    for row in 0..<count where isKept(row) {
      kept.append(
        a[row], b[row], time: time[row], source: source[row], evidence: evidence(at: row),
        batch: batch[row])
    }
    return kept
  }

  /// All links but the first `number`.
  func dropping(first number: Int) -> LinkColumns {
    LinkColumns(
      a: Array(a.dropFirst(number)), b: Array(b.dropFirst(number)),
      time: Array(time.dropFirst(number)), source: Array(source.dropFirst(number)),
      evidence: Array(evidence.dropFirst(number)), batch: Array(batch.dropFirst(number)))
  }

  func evidence(at row: Int) -> LinkEvidence { LinkEvidence(rawValue: evidence[row]) ?? .event }

  /// The other end of a link.
  func other(than node: UInt32, at row: Int) -> UInt32 { a[row] ^ b[row] ^ node }

  /// The pair of nodes as one word, smaller first.
  func pair(at row: Int) -> UInt64 { nodePair(a[row], b[row]) }
}

/// Two nodes as one word, smaller first, so that direction is gone.
func nodePair(_ a: UInt32, _ b: UInt32) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }

/// Stands for no node and no unit.
package let noNode = UInt32.max
