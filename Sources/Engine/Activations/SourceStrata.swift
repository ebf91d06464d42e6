internal import Columns

/// People told apart by which sources know them, with how many of each kind a channel has matched.
///
/// Who is known from one provider alone is matched as such people were before; a rate by source would
/// count those whom several know several times.
struct SourceStrata {
  private let sources: [DenseSet]
  private var strata: [UInt64: (sent: Int, known: Int)] = [:]

  /// People of a kind that few were sent of are judged by the rate of all; this many weigh as much.
  private static let weightOfAll = 10.0

  /// Of more than 64 sources only the first 64 are told apart.
  init(_ sources: [DenseSet], sent: DenseSet, known: DenseSet) {
    self.sources = Array(sources.prefix(64))
    sent.forEachMember { unit in
      let key = kind(of: unit)
      strata[key, default: (0, 0)].sent += 1
      if known.contains(unit) { strata[key, default: (0, 0)].known += 1 }
      return true
    }
  }

  private func kind(of unit: Int) -> UInt64 {
    var kind: UInt64 = 0
    for (place, source) in sources.enumerated() where source.contains(unit) { kind |= 1 << place }
    return kind
  }

  /// How many of some people should be matched, where `rate` is that of all who were sent.
  func expected(of people: DenseSet, rate: Double) -> Int {
    var expected = 0.0
    people.forEachMember { unit in
      let (sent, known) = strata[kind(of: unit)] ?? (0, 0)
      expected += (Double(known) + Self.weightOfAll * rate) / (Double(sent) + Self.weightOfAll)
      return true
    }
    return Int(expected.rounded())
  }
}
