internal import Basis
internal import Dispatch
internal import Synchronization

/// Runs loops over units on all cores, each stretch with figures of its own that are merged at the end.
enum Stretches {
  /// How many stretches there are: enough to share between cores, few enough for large figures.
  static let most = 8

  /// Adds up what `body` makes of stretches of `0..<count`, in the order of the stretches.
  static func merged<Figures: Sendable>(
    over count: Int, bounds: [Int]? = nil, from empty: Figures,
    _ body: @Sendable (Range<Int>, inout Figures) -> Void,
    merge: (inout Figures, Figures) -> Void
  ) -> Figures {
    let edges = bounds ?? Self.even(count)
    let parts = Mutex([Figures?](repeating: nil, count: max(0, edges.count - 1)))
    DispatchQueue.concurrentPerform(iterations: max(0, edges.count - 1)) { index in
      var figures = empty
      body(edges[index]..<edges[index + 1], &figures)
      parts.withLock { $0[index] = figures }
    }
    var total = empty
    for case .some(let part) in parts.withLock({ $0 }) { merge(&total, part) }
    return total
  }

  private static func even(_ count: Int) -> [Int] {
    let pieces = max(1, min(most, count / 1_024))
    return (0...pieces).map { count * $0 / pieces }
  }

  /// Units cut into stretches of about as many rows each, since a few units may have most rows.
  static func bounds(_ starts: [UInt32], most: Int = most) -> [Int] {
    let units = max(0, starts.count - 1)
    let rows = Int(starts.last ?? 0)
    let pieces = max(1, min(most, rows / 4_096))
    var edges = [0]
    for piece in 1..<max(2, pieces) where pieces > 1 {
      let wanted = UInt32(rows / pieces * piece)
      var (low, high) = (edges[edges.count - 1], units)
      while low < high {
        let middle = (low + high) / 2
        if starts[middle] < wanted { low = middle + 1 } else { high = middle }
      }
      edges.append(low)
    }
    edges.append(units)
    return edges
  }
}
