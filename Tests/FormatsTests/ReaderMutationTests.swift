import Basis
import Formats
import Support
import Testing

@Suite("Reading bytes") struct ReaderMutationTests {
  @Test("the check of UTF-8 agrees with the standard library's", arguments: UInt64(0)..<200)
  func utf8(seed: UInt64) {
    var random = Seeded(seed)
    let pieces: [[UInt8]] = [
      Array("abcdefgh".utf8), Array("ü".utf8), Array("€".utf8), Array("😀".utf8), [0x80], [0xC3],
      [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF], [0xFF],
    ]
    let bytes = (0..<random.within(0...12)).flatMap { _ in
      random.chance(0.7) ? pieces[random.below(4)] : random.pick(pieces)
    }
    let flaw = UTF8Check.firstFlaw(in: bytes.span)
    #expect((flaw == nil) == (String(validating: bytes, as: UTF8.self) != nil))
    if let flaw {
      #expect(String(validating: bytes[..<flaw.offset], as: UTF8.self) != nil)
    }
  }

  @Test("a feed with a few stray bytes stays UTF-8, and one in Latin-1 is found")
  func encodings() {
    let sound = Array(String(repeating: "Grün,Öl,Café\n", count: 20).utf8)
    #expect(TextEncoding.detect(sound + [0xE9, 10], isWhole: true).encoding == .utf8)
    let western = "Grün,Öl\n".unicodeScalars.map { UInt8($0.value) }
    #expect(TextEncoding.detect(western + western, isWhole: true).encoding == .windows1252)
  }

  @Test("half a character at the end counts only where the feed ends there, too")
  func cutCharacter() {
    let feed = Array("city\nCaf".utf8) + [0xE9]
    #expect(TextEncoding.detect(feed, isWhole: true).encoding == .windows1252)
    #expect(TextEncoding.detect(feed, isWhole: false).encoding == .utf8)
    let sound = Array("city\nCafé".utf8)
    for cut in 0...sound.count {
      #expect(TextEncoding.detect(Array(sound.prefix(cut)), isWhole: false).encoding == .utf8)
    }
    #expect(TextEncoding.detect(sound, isWhole: true).encoding == .utf8)
  }

  @Test(
    "the decimal mark shows where a number tells it",
    arguments: [
      (["1.234"], nil), (["1.234", "0,5"], .comma), (["12.50"], .point), (["1.234,50"], .comma),
      (["1,234.50"], .point), (["12,5", "12.5"], nil), (["1.234.567"], nil), (["abc", ""], nil),
      (["-3,25"], .comma), (["1'234.5"], .point),
    ] as [([String], DecimalMark?)])
  func decimals(_ texts: [String], _ mark: DecimalMark?) {
    var evidence = DecimalEvidence()
    for text in texts { evidence.add(Array(text.utf8).span) }
    #expect(evidence.mark == mark)
  }

  @Test("the leaves of an object come with their paths and plain texts")
  func leaves() throws {
    let text =
      #"{"a":{"b":"x\n\u00fc\ud83d\ude00","c":[1,{"d":"]"}]},"e":-1.5e3,"f":true,"g":null}"#
    let leaves = try JSONLeaves.read(Array(text.utf8).span)
    #expect(leaves.map(\.path) == ["a.b", "a.c", "e", "f", "g"])
    #expect(
      leaves.map { String(decoding: $0.text, as: UTF8.self) } == [
        "x\nü😀", #"[1,{"d":"]"}]"#, "-1.5e3", "true", "",
      ])
    for broken in [
      "", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1]", "{\"a\":1} x", "{\"a\":\"\\u12\"}",
    ] {
      #expect(throws: JSONProblem.self) { try JSONLeaves.read(Array(broken.utf8).span) }
    }
  }

  @Test("deeply nested objects are refused, not followed")
  func deep() {
    let text =
      String(repeating: "{\"a\":", count: 5_000) + "1" + String(repeating: "}", count: 5_000)
    #expect(throws: JSONProblem.self) { try JSONLeaves.read(Array(text.utf8).span) }
  }

  @Test(
    "packed feeds that were damaged or cut off are told, not read on", arguments: UInt64(0)..<40)
  func packed(seed: UInt64) throws {
    var random = Seeded(seed)
    let gzip: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C, 0x4A, 0xD6, 0x49, 0x49, 0x4D, 0xE3, 0x32,
      0xD4, 0x31, 0xD2, 0x31, 0xE6, 2, 0, 0x9E, 0x4A, 0x4B, 0x17, 0x0E, 0, 0, 0,
    ]
    var bytes = gzip
    if random.chance(0.5) { bytes.removeLast(random.within(1...20)) }
    for _ in 0..<random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
    for start in [[], [0x28, 0xB5, 0x2F, 0xFD] as [UInt8]] {
      do throws(Fault) {
        var stream = try ByteStream.of(start + bytes, name: "feed")
        var output: [UInt8] = []
        while try stream.read(into: &output, atMost: 1 << 12) > 0 {}
        #expect(output.count < 1 << 20)
      } catch {
        #expect(error.code == .malformed)
      }
    }
  }

  @Test(
    "a file that is no text is refused with its kind",
    arguments: [
      ([0x50, 0x4B, 3, 4] as [UInt8], "ZIP"), (Array("PAR1".utf8), "Parquet"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), ([UInt8](repeating: 2, count: 200), "no text"),
    ])
  func noText(_ bytes: [UInt8], _ kind: String) throws {
    do throws(Fault) {
      _ = try ChunkReader(try ByteStream.of(bytes + Array("abc".utf8), name: "feed"))
      Issue.record("it was taken for text")
    } catch {
      #expect(error.reason.contains(kind))
    }
  }
}
