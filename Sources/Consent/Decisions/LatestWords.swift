package import Basis

/// The latest record of each identifier, packed into one word: its time, then 1 for a refusal.
///
/// The larger word is the later record, and at equal times the refusal: one comparison decides, and
/// the order of arrival cannot matter.
enum LatestWords {
  static let nothing = Int64.min

  /// The word of one record.
  @inline(__always)
  static func word(time: Int64, isGranted: Bool) -> Int64 { time << 1 | (isGranted ? 0 : 1) }

  /// The words of all nodes, of records up to `now`.
  ///
  /// Linear in the records, once they are arranged.
  static func of(
    _ column: ConsentColumn, _ map: UnitMap, _ scope: ConsentScope, until now: Timestamp
  ) -> [Int64] {
    var latest = NodeWords(column, map, scope)
    for record in 0..<column.count where latest.column.times[record] <= now.seconds {
      latest.take(record)
    }
    return latest.words
  }
}

extension ConsentColumn {
  /// A record that is the latest word of its identifier, or one of several.
  package struct Latest {
    /// Its place in the column.
    package let record: Int
    /// From when it counts.
    package let counted: Timestamp
  }

  /// The records up to `now` that decide about their identifiers; the column lies in the order of time.
  package func latest(_ map: UnitMap, _ scope: ConsentScope, until now: Timestamp) -> [Latest] {
    var latest = NodeWords(self, map, scope)
    let known = nodes.indices.filter {
      times[$0] <= now.seconds && Int(nodes[$0]) < map.units.count
    }
    for record in known { latest.take(record) }
    return known.compactMap { record in
      let word = latest.word(of: record)
      guard latest.words[Int(nodes[record])] == word else { return nil }
      return Latest(record: record, counted: Timestamp(word >> 1))
    }
  }
}

/// Where a grant is too old to hold, at one instant.
struct DecisionBorder {
  /// The earliest time whose grant still holds.
  let cutoff: Int64

  init(_ rule: DecisionRule, _ now: Timestamp) {
    cutoff = rule.expiry?.cutoff(at: now).seconds ?? Int64.min >> 1
  }

  /// What the latest record of an identifier, or of a unit, means.
  @inline(__always)
  func decision(_ word: Int64) -> UInt8 {
    if word == LatestWords.nothing { return ConsentDecision.noSignal.rawValue }
    if word & 1 == 1 { return ConsentDecision.refused.rawValue }
    let isHeld = word >> 1 >= cutoff
    return isHeld ? ConsentDecision.granted.rawValue : ConsentDecision.expired.rawValue
  }
}

extension ConsentScope {
  /// What two identifiers' decisions make of their unit, where each has one of its own.
  ///
  /// Linked ones: the strictest. Each its own: the one by which the unit can still be reached.
  @inline(__always)
  func combined(_ a: UInt8, _ b: UInt8) -> UInt8 {
    switch self {
    case .linked, .latest: max(a, b)
    case .own: Self.reach[Int(a)] >= Self.reach[Int(b)] ? a : b
    }
  }

  /// How well a unit can be reached by an identifier, by the raw value of its decision.
  private static let reach: [UInt8] = ConsentDecision.allCases.map { decision in
    switch decision {
    case .granted: 4
    case .interest: 3
    case .refused: 2
    case .expired: 1
    case .noSignal: 0
    }
  }
}
