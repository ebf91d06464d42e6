import Basis
import Columns
import Support
import Testing

@Suite("Packed integers") struct PackedIntegersTests {
  @Test("unpacking gives back what was packed", arguments: UInt64(0)..<60)
  func packingLosesNothing(seed: UInt64) {
    var random = Seeded(seed)
    let count = random.pick([0, 1, 7, 1_023, 1_024, 1_025, 5_000])
    let width = random.within(0...64)
    let values = (0..<count).map { _ in
      width == 0 ? Int64(7) : Int64(bitPattern: random.next() >> UInt64(64 - width))
    }
    #expect(PackedIntegers.unpack(PackedIntegers.pack(values).span) == values)
    let sorted = values.sorted()
    #expect(PackedIntegers.unpack(PackedIntegers.pack(sorted, ascending: true).span) == sorted)
  }

  @Test("numbers of 32 bits come back as such")
  func narrowValues() {
    let values: [UInt32] = [0, 5, .max, 17]
    #expect(PackedIntegers.unpack32(PackedIntegers.pack(values).span) == values)
  }

  @Test("steps of an ascending column need few bytes")
  func ascendingIsSmall() {
    let values = (0..<100_000).map { UInt32($0 * 3) }
    let packed = PackedIntegers.pack(values, ascending: true)
    #expect(packed.count < 100_000 / 2)
  }
}
