internal import Glibc

/// Two to the power of minus age by half-life, for ages in whole seconds, from two small tables.
///
/// A power is the product of that of the age's upper and of its lower bits: a multiplication instead of
/// a call of `exp2`, and right to the last two bits.
package struct HalfLifeWeights: Sendable {
  private static let bits: UInt32 = 11
  private let halfLife: Double
  private var lower: [Double]
  private var upper: [Double] = []

  package init(halfLife: Double) {
    self.halfLife = halfLife
    lower = (0..<(1 << Int(Self.bits))).map { exp2(-Double($0) / halfLife) }
  }

  /// Makes the table reach to ages up to `age`.
  package mutating func reach(_ age: UInt32) {
    let needed = Int(age >> Self.bits) + 1
    for step in upper.count..<max(upper.count, needed) {
      upper.append(exp2(-Double(step << Int(Self.bits)) / halfLife))
    }
  }

  /// The weight of an age that the table reaches to.
  @inline(__always)
  package func weight(of age: UInt32) -> Double {
    lower[Int(age & (1 << Self.bits - 1))] * upper[Int(age >> Self.bits)]
  }
}
