/// Exact quantiles of whole numbers, interpolated between neighbours as SQL's `quantile_cont` does.
package enum Quantiles {
  /// The value below which `share` of the values lie, nil where there are none; linear.
  package static func value(_ share: Double, of values: [UInt32]) -> Double? {
    guard let last = values.indices.last else { return nil }
    let place = share * Double(last)
    let lower = min(max(0, Int(place)), last)
    let rest = place - Double(lower)
    let low = Double(nth(lower, of: values))
    guard rest > 0, lower < last else { return low }
    return low + rest * (Double(nth(lower + 1, of: values)) - low)
  }

  package static func median(_ values: [UInt32]) -> Double? { value(0.5, of: values) }

  /// The value that would stand at `index` if the values were sorted.
  ///
  /// Two counting passes, over the high and then the low half of the bits, instead of a sort: the
  /// times between the steps of a funnel are half a million numbers each.
  static func nth(_ index: Int, of values: [UInt32]) -> UInt32 {
    guard values.count > 4_096 else { return values.sorted()[index] }
    var left = index
    var counts = [Int](repeating: 0, count: 65_536)
    for value in values { counts[Int(value >> 16)] += 1 }
    let high = bin(&left, counts)
    counts = [Int](repeating: 0, count: 65_536)
    for value in values where Int(value >> 16) == high { counts[Int(value & 0xFFFF)] += 1 }
    return UInt32(high) << 16 | UInt32(bin(&left, counts))
  }

  /// The bin that holds the value with `left` values before it, which becomes its place in the bin.
  private static func bin(_ left: inout Int, _ counts: [Int]) -> Int {
    for (bin, count) in counts.enumerated() {
      if left < count { return bin }
      left -= count
    }
    return counts.count - 1
  }
}
