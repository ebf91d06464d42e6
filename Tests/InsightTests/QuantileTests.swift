import Basis
import Insight
import Testing

@Suite("Quantiles") struct QuantileTests {
  @Test("they interpolate between neighbours")
  func interpolation() {
    #expect(Quantiles.median([]) == nil)
    #expect(Quantiles.median([7]) == 7)
    #expect(Quantiles.median([4, 1, 3, 2]) == 2.5)
    #expect(Quantiles.value(0.25, of: [40, 10, 20, 30, 0]) == 10)
    #expect(Quantiles.value(1, of: [5, 9, 7]) == 9)
  }

  @Test("counting finds what sorting finds", arguments: UInt64(0)..<6)
  func counting(seed: UInt64) {
    var random = Seeded(seed)
    let values = (0..<9_001).map { _ in UInt32(random.below(seed % 2 == 0 ? 50 : 4_000_000_000)) }
    let sorted = values.sorted()
    for share in [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1] {
      let place = share * 9_000
      let low = Double(sorted[Int(place)])
      let high = Double(sorted[min(9_000, Int(place) + 1)])
      let expected = low + (place - place.rounded(.down)) * (high - low)
      #expect(Quantiles.value(share, of: values) == expected)
    }
  }
}
