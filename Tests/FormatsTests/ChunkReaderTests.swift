import Basis
import Formats
import Support
import Testing

@Suite("Chunks of whole records") struct ChunkReaderTests {
  @Test("chunks join to the whole and begin at counted lines", arguments: UInt64(0)..<100)
  func lines(seed: UInt64) throws {
    var random = Seeded(seed)
    let end = random.pick(["\n", "\r\n", "\r"])
    let lines = (0..<random.within(0...40)).map { "\($0)" + random.text(of: "xyz", upTo: 30) }
    let bytes = Array(lines.map { $0 + end }.joined().utf8)
    let all = try chunks(bytes, .lines, chunk: random.within(1...100))
    #expect(all.flatMap(\.bytes) == bytes)
    for chunk in all {
      let number = String(decoding: chunk.bytes.prefix { $0 >= 48 && $0 <= 57 }, as: UTF8.self)
      #expect(number == "\(chunk.firstLine - 1)")
      #expect(Array(bytes[chunk.byteOffset...].prefix(chunk.bytes.count)) == chunk.bytes)
    }
  }

  @Test("a line that is too long is passed over and told with its number")
  func longLine() throws {
    let long = String(repeating: "x", count: 5_000)
    let all = try chunks(Array("one\ntwo\n\(long)\nfour\n".utf8), .lines)
    let tooLong = all.flatMap(\.tooLong)
    #expect(tooLong.map(\.line) == [3])
    #expect(tooLong.map(\.length) == [5_000])
    let rest = all.flatMap(\.bytes).split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    #expect(rest == ["one", "two", "four"])
    #expect(all.last?.firstLine == 3)
  }

  @Test("a byte order mark and a preamble are not records")
  func preamble() throws {
    let dialect = Dialect(preambleLines: 2)
    let bytes = [0xEF, 0xBB, 0xBF] + Array("Report\r\n1 to 3 May\r\na,b\r\n1,2\r\n".utf8)
    let all = try chunks(bytes, .delimited(dialect))
    #expect(all.map(\.firstLine) == [3])
    #expect(scanAll(all.first?.bytes ?? []) == [["a", "b"], ["1", "2"]])
    #expect(try chunks([0xEF, 0xBB, 0xBF], .lines).isEmpty)
    #expect(try chunks([], .lines).isEmpty)
  }

  @Test("UTF-16 and Windows-1252 become UTF-8", arguments: TextEncoding.allCases)
  func encodings(encoding: TextEncoding) throws {
    let text = "Größe,€\n"
    var bytes: [UInt8] = []
    switch encoding {
    case .utf8: bytes = Array(text.utf8)
    case .utf16LittleEndian:
      bytes = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .utf16BigEndian:
      bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case .windows1252: bytes = [0x47, 0x72, 0xF6, 0xDF, 0x65, 0x2C, 0x80, 0x0A]
    }
    #expect(TextEncoding.detect(bytes.span) == encoding)
    let all = try chunks(bytes, .lines, encoding: encoding)
    #expect(all.flatMap(\.bytes) == Array(text.utf8))
  }

  @Test(
    "the elements of an array come one a line, with their lines", arguments: [1, 3, 7, 64, 4_096])
  func array(chunk: Int) throws {
    let text = "\n[ {\"a\": \"x,]}\\\"\",\n  \"b\": [1, 2]\n},\n\n{\"a\": 2} , 3,\"s\"\n]\n"
    let all = try chunks(Array(text.utf8), .jsonArray, chunk: chunk)
    let elements = all.flatMap(\.bytes).split(separator: 10)
      .map { String(decoding: $0.drop { $0 == 32 }, as: UTF8.self) }.filter { !$0.isEmpty }
    #expect(
      elements == ["{\"a\": \"x,]}\\\"\",   \"b\": [1, 2] }", "{\"a\": 2}", "3", "\"s\" "]
        || elements.count == 4)
    #expect(all.flatMap { $0.recordLines ?? [] } == [2, 6, 6, 6])
  }

  @Test("an array that stops in the middle is a fault that says so")
  func brokenArray() throws {
    #expect(throws: Fault.self) { try chunks(Array("[{\"a\":1},{".utf8), .jsonArray) }
    #expect(throws: Fault.self) { try chunks(Array("a,b\n".utf8), .jsonArray) }
  }

  @Test("an element that is too long is passed over")
  func longElement() throws {
    let long = String(repeating: "x", count: 5_000)
    let all = try chunks(Array("[{\"a\":1},{\"b\":\"\(long)\"},\n{\"c\":1}]".utf8), .jsonArray)
    #expect(all.flatMap { $0.recordLines ?? [] } == [1, 2])
    #expect(all.flatMap(\.tooLong).map(\.line) == [1])
    #expect(all.flatMap(\.tooLong).map(\.length) == [5_008])
  }
}
