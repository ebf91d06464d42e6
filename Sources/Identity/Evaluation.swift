/// How well pairs were found: counted by pairs, as record linkage is judged.
package struct Evaluation: Sendable, Equatable {
  package let truePositives: Int
  package let falsePositives: Int
  package let falseNegatives: Int

  /// Of the pairs that were joined, the share that is right; 1 where none was joined.
  package var precision: Double {
    let found = truePositives + falsePositives
    return found == 0 ? 1 : Double(truePositives) / Double(found)
  }

  /// Of the pairs that are right, the share that was joined; 1 where there is none.
  package var recall: Double {
    let wanted = truePositives + falseNegatives
    return wanted == 0 ? 1 : Double(truePositives) / Double(wanted)
  }

  /// The harmonic mean of precision and recall.
  package var f1: Double {
    let all = 2 * truePositives + falsePositives + falseNegatives
    return all == 0 ? 1 : 2 * Double(truePositives) / Double(all)
  }

  /// Judges groups against the true ones; both are labels by node, `noNode` for not labelled.
  ///
  /// Pairs are counted from the sizes of groups and of their meets, never one by one, so that cost
  /// is that of a sort of the nodes.
  package init(units: [UInt32], truth: [UInt32]) {
    var meets: [UInt64] = []
    for (unit, label) in zip(units, truth) where label != noNode && unit != noNode {
      meets.append(UInt64(unit) << 32 | UInt64(label))
    }
    let found = Self.pairs(meets.map { $0 >> 32 })
    let wanted = Self.pairs(meets.map { $0 & 0xFFFF_FFFF })
    truePositives = Self.pairs(meets)
    (falsePositives, falseNegatives) = (found - truePositives, wanted - truePositives)
  }

  /// Judges groups against pairs that somebody labelled.
  package init(units: [UInt32], labelled: [(a: UInt32, b: UInt32, isMatch: Bool)]) {
    var (right, wrong, missed) = (0, 0, 0)
    for pair in labelled {
      let isJoined = units[Int(pair.a)] == units[Int(pair.b)]
      if isJoined, pair.isMatch { right += 1 }
      if isJoined, !pair.isMatch { wrong += 1 }
      if !isJoined, pair.isMatch { missed += 1 }
    }
    (truePositives, falsePositives, falseNegatives) = (right, wrong, missed)
  }

  private static func pairs(_ labels: [UInt64]) -> Int {
    var total = 0
    var run = 0
    var last: UInt64?
    for label in labels.sorted() {
      run = label == last ? run + 1 : 0
      total += run
      last = label
    }
    return total
  }
}
