import Basis
import Columns
import Support
import Testing

@Suite("Run files") struct RunFileTests {
  @Test("a run gives back its sections")
  func roundTrip() throws {
    let path = try temporaryFolder() + "/a.run"
    var writer = RunWriter()
    writer.add("numbers", [3, 1, 4, 1, 5] as [UInt32])
    writer.add("whole", [-1, Int64.max, Int64.min] as [Int64])
    writer.add("reals", reals: [0.5, .infinity])
    writer.add("texts", texts: ["", "Gärten", "a\tb"])
    writer.add("words", words: [2, 9, 77, 1 << 60])
    try FileSystem.write(writer.finish(), to: path)
    let run = try RunFile(path: path)
    try run.verify()
    #expect(try run.numbers("numbers") == [3, 1, 4, 1, 5])
    #expect(try run.integers("whole") == [-1, .max, .min])
    #expect(try run.reals("reals") == [0.5, .infinity])
    #expect(try run.texts("texts") == ["", "Gärten", "a\tb"])
    #expect(try run.position(of: 77, inAscending: "words") == 2)
    #expect(try run.position(of: 78, inAscending: "words") == nil)
  }

  @Test("every word of a sorted section is found, and no other", arguments: UInt64(0)..<20)
  func search(seed: UInt64) throws {
    var random = Seeded(seed)
    let words = Set(
      (0..<random.within(1...3_000)).map { _ in random.next() >> random.pick([0, 40]) })
    let sorted = words.sorted()
    let path = try temporaryFolder() + "/b.run"
    var writer = RunWriter()
    writer.add("words", words: sorted)
    try FileSystem.write(writer.finish(), to: path)
    let run = try RunFile(path: path)
    for (index, word) in sorted.enumerated() {
      #expect(try run.position(of: word, inAscending: "words") == index)
      if !words.contains(word &+ 1) {
        #expect(try run.position(of: word &+ 1, inAscending: "words") == nil)
      }
    }
  }

  @Test("a run with any byte of a section changed is found out")
  func tampering() throws {
    let path = try temporaryFolder() + "/c.run"
    var writer = RunWriter()
    writer.add("numbers", (0..<500).map { UInt32($0 * 7 % 31) })
    let whole = writer.finish()
    for offset in stride(from: 8, to: whole.count, by: 13) {
      var changed = whole
      changed[offset] ^= 0x40
      try FileSystem.write(changed, to: path)
      #expect(throws: Fault.self) { try RunFile(path: path).verify() }
    }
    for length in [0, 7, 20, whole.count - 1] {
      try FileSystem.write(Array(whole[..<length]), to: path)
      #expect(throws: Fault.self) { try RunFile(path: path).verify() }
    }
  }
}
