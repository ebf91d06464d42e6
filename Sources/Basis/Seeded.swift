/// A small generator whose numbers depend on its seed alone, on every machine (xoshiro256**).
package struct Seeded: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  package init(_ seed: UInt64) {
    var mixer = seed
    func draw() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      return Hash64.mixed(mixer)
    }
    state = (draw(), draw(), draw(), draw())
  }

  package mutating func next() -> UInt64 {
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let carried = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= carried
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// A number from 0 up to but not including `bound`, by multiplication, without rejection.
  ///
  /// The standard library's own method may change between releases; this one may not, because
  /// generated feeds are promised to be the same bytes for the same arguments.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in `range`.
  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// A number from 0 up to but not including 1.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// True with a chance of `probability`.
  package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// One of `choices`, which must not be empty.
  package mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[below(choices.count)]
  }

  private func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}
