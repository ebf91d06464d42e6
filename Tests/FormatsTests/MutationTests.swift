import Basis
import Formats
import Support
import Testing

/// Any bytes may come in; what may go out is a value or a fault, never a crash.
@Suite("Mutated input") struct MutationTests {
  private func mutated(_ seed: UInt64, _ sound: [UInt8]) -> [UInt8] {
    var random = Seeded(seed)
    var bytes = sound
    for _ in 0..<random.within(1...8) {
      guard !bytes.isEmpty else { break }
      let at = random.below(bytes.count)
      switch random.below(3) {
      case 0: bytes[at] = UInt8(random.below(256))
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + random.within(1...20)))
      default: bytes.insert(UInt8(random.pick(Array("{}[]\",\\\n\r\u{0}".utf8))), at: at)
      }
    }
    return bytes
  }

  @Test("trees, dialects and chunks survive it", arguments: UInt64(0)..<150)
  func text(seed: UInt64) {
    let json = mutated(seed, Array("[{\"a\":[1,-2e3,\"\\u00e9\"]},\n{\"b\":null}]".utf8))
    _ = try? JSONValue.parse(json, file: "x")
    _ = try? chunks(json, .jsonArray, chunk: 7, record: 40)
    let toml = mutated(seed, Array("[a]\nb = [1, 2.5]\nc = \"x\"\n[[d]]\ne = 2026-01-02\n".utf8))
    _ = try? TOMLDocument.parse(String(decoding: toml, as: UTF8.self), file: "x")
    let table = mutated(seed, Array("Name;Betrag\r\n\"a;b\";1,50\r\nc;2,00\r\n".utf8))
    _ = FormatSniffer.sniff(table.span)
    _ = try? chunks(table, .delimited(Dialect(delimiter: 59)), chunk: 5, record: 30)
  }

  @Test("packed bytes survive it", arguments: UInt64(0)..<60)
  func packed(seed: UInt64) throws {
    var writer = try CompressedWriter(seed % 2 == 0 ? .gzip : .zstd)
    writer.write(Array("some text that repeats, some text that repeats".utf8))
    writer.finish()
    let bytes = mutated(seed, writer.take())
    guard var source = try? ByteStream(bytes: bytes, name: "feed") else { return }
    var output: [UInt8] = []
    while let count = try? source.read(into: &output, atMost: 16), count > 0 {}
    #expect(output.count < 1 << 20)
  }
}
