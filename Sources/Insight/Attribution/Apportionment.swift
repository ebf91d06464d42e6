/// Rounds shares so that the rounded figures add up to the total that they share.
package enum Apportionment {
  /// Whole parts of `total` in proportion to `weights`: rounded down, and what is left given one by
  /// one to the largest remainders, of equal ones to the earlier.
  ///
  /// Negative weights are taken as they are: the parts then round towards them in the same way.
  package static func parts(of total: Int, _ weights: [Double]) -> [Int] {
    let sum = weights.reduce(0, +)
    guard sum != 0, sum.isFinite else {
      var parts = [Int](repeating: 0, count: weights.count)
      if !parts.isEmpty { parts[0] = total }
      return parts
    }
    let exact = weights.map { $0 / sum * Double(total) }
    var parts = exact.map { Int($0.rounded(.down)) }
    let order = exact.indices.sorted { a, b in
      let (x, y) = (exact[a] - exact[a].rounded(.down), exact[b] - exact[b].rounded(.down))
      return x == y ? a < b : x > y
    }
    var left = total - parts.reduce(0, +)
    var index = 0
    while left != 0, !order.isEmpty {
      // What floating point took away beyond one each is taken from the smallest remainders.
      let place =
        left > 0 ? order[index % order.count] : order[order.count - 1 - index % order.count]
      parts[place] += left > 0 ? 1 : -1
      left += left > 0 ? -1 : 1
      index += 1
    }
    return parts
  }
}
