import Basis
import Formats
import Support
import Testing

@Suite("JSON arrays as lines") struct ArrayFlattenerTests {
  private func lines(_ text: String, chunk: Int = 64) throws -> [String] {
    let path = try temporaryFolder() + "/array.json"
    try FileSystem.write(Array(text.utf8), to: path)
    var reader = try ChunkReader(try ByteStream.open(path), size: chunk)
    reader.flattenArray()
    var all: [UInt8] = []
    while let chunk = try reader.next() { all += chunk.bytes }
    return String(decoding: all, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("elements become lines, however they are laid out")
  func layouts() throws {
    let text = "[\n  {\"a\": 1,\n   \"b\": [1, {\"c\": \"],[\"}]},\n  {\"a\":\"x\\\"}\"}\n]\n"
    #expect(
      try lines(text) == ["{\"a\": 1,    \"b\": [1, {\"c\": \"],[\"}]}", "{\"a\":\"x\\\"}\"}"])
    #expect(try lines("[]").isEmpty)
  }

  @Test("what is no object, or never ends, still becomes a line to be refused")
  func broken() throws {
    #expect(try lines("[1, nul, {\"a\":1}") == ["1", "nul", "{\"a\":1}"])
    #expect(try lines("[{\"a\":1},{\"b\":") == ["{\"a\":1}", "{\"b\":"])
  }

  @Test("the size of the pieces does not matter", arguments: UInt64(0)..<40)
  func pieces(seed: UInt64) throws {
    var random = Seeded(seed)
    let elements = (0..<random.within(1...200)).map { index in
      "{\"n\":\(index),\"t\":\"\(random.text(of: "ab[]{},:", upTo: 30))\"}"
    }
    let gap = random.pick([",", ", ", ",\n  ", " ,\r\n"])
    let text = "[" + elements.joined(separator: gap) + "]"
    #expect(try lines(text, chunk: random.pick([7, 64, 1_024])) == elements)
  }
}
