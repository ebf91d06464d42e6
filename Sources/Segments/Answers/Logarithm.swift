/// Logarithms without a mathematics library, to about fifteen digits.
enum Logarithm {
  /// The logarithm to base 2 of a positive finite number.
  static func base2(_ value: Double) -> Double {
    // value = significand · 2^exponent; with z = (s − 1) / (s + 1), ln s = 2 (z + z³/3 + z⁵/5 + …).
    var significand = value.significand
    var exponent = Double(value.exponent)
    if significand > 1.414_213_562_373_095 {
      significand /= 2
      exponent += 1
    }
    let z = (significand - 1) / (significand + 1)
    let square = z * z
    var (term, sum) = (z, z)
    for odd in stride(from: 3.0, through: 27, by: 2) {
      term *= square
      sum += term / odd
    }
    return exponent + 2 * sum / 0.693_147_180_559_945_3
  }
}
