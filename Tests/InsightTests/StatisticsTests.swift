import Basis
import Insight
import Testing

@Suite("Intervals and tests") struct StatisticsTests {
  @Test("Wilson's interval is the published one")
  func wilson() throws {
    let interval = try #require(Statistics.wilson(10, of: 100))
    #expect(abs(interval.low - 0.05523) < 0.00001)
    #expect(abs(interval.high - 0.17437) < 0.00001)
    #expect(try #require(Statistics.wilson(0, of: 10)).low == 0)
    #expect(try #require(Statistics.wilson(10, of: 10)).high == 1)
    #expect(Statistics.wilson(0, of: 0) == nil)
    #expect(Statistics.wilson(3, of: 2) == nil)
  }

  @Test("the two-proportion test gives the p-value of its z")
  func twoProportions() throws {
    // Pooled share 0.2, standard error 0.04, z = 2.5.
    let comparison = try #require(Statistics.compared(50, of: 200, with: 30, of: 200))
    #expect(abs(comparison.p - 0.012419) < 0.000001)
    #expect(abs(comparison.difference - 0.1) < 1e-12)
    #expect(abs(try #require(comparison.lift) - 2.0 / 3) < 1e-12)
    #expect(comparison.isSignificant)
  }

  @Test("Newcombe's interval is the published one")
  func newcombe() throws {
    // Newcombe 1998, example (a): 56 of 70 against 48 of 80.
    let comparison = try #require(Statistics.compared(56, of: 70, with: 48, of: 80))
    #expect(abs(comparison.low - 0.0524) < 0.0001)
    #expect(abs(comparison.high - 0.3339) < 0.0001)
  }

  @Test(
    "an interval holds its difference, and turns with its arguments", arguments: UInt64(0)..<200)
  func intervalsHold(seed: UInt64) throws {
    var random = Seeded(seed)
    let (n, m) = (random.within(1...500), random.within(1...500))
    let (a, b) = (random.below(n + 1), random.below(m + 1))
    let there = try #require(Statistics.compared(a, of: n, with: b, of: m))
    let back = try #require(Statistics.compared(b, of: m, with: a, of: n))
    #expect(there.low <= there.difference + 1e-12 && there.difference <= there.high + 1e-12)
    #expect(abs(there.low + back.high) < 1e-9 && abs(there.p - back.p) < 1e-12)
    #expect((0...1).contains(there.p))
  }
}
