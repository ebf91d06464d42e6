import Basis
import Testing

@Suite("Seeded numbers and hashes") struct SeededTests {
  @Test("a seed gives the same numbers for ever")
  func isStable() {
    var random = Seeded(7)
    var again = Seeded(7)
    #expect((0..<100).allSatisfy { _ in random.next() == again.next() })
    var other = Seeded(8)
    #expect(other.next() != again.next())
  }

  @Test("numbers stay below their bound and reach all of it")
  func bounds() {
    var random = Seeded(1)
    let drawn = Set((0..<1_000).map { _ in random.below(7) })
    #expect(drawn == Set(0..<7))
    #expect((0..<1_000).allSatisfy { _ in (3...5).contains(random.within(3...5)) })
  }

  @Test("texts that differ in one byte hash differently")
  func hashes() {
    var seen: Set<UInt64> = []
    for length in 0..<64 {
      for byte in [UInt8(0), 1, 255] {
        var bytes = [UInt8](repeating: 9, count: length)
        if length > 0 { bytes[length / 2] = byte }
        seen.insert(Hash64.of(bytes.span))
      }
    }
    #expect(seen.count == 63 * 3 + 1)
  }
}
