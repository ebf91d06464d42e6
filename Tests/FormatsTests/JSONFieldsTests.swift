import Basis
import Formats
import Support
import Testing

/// What the fields of each document are, as text; problems in angle brackets.
func fields(
  _ text: String, _ paths: [String], batchKey: String? = nil
) throws -> [[String]] {
  var reader = try JSONFields(
    paths: paths.map { try JSONPath(parsing: $0) }, batchKey: batchKey)
  let bytes = Array(text.utf8)
  var rows: [[String]] = []
  reader.begin()
  while try reader.nextBatch(in: bytes.span, most: 2) {
    for index in 0..<reader.count {
      let document = reader.document(index)
      if document.problem != nil {
        rows.append(["<line \(document.line)>"])
        continue
      }
      rows.append(
        paths.indices.map { slot in
          let field = reader.field(slot, of: index)
          let raw =
            field.isInArena
            ? reader.withArena { arena in
              String(decoding: field.range.map { arena[$0] }, as: UTF8.self)
            } : String(decoding: bytes[field.range], as: UTF8.self)
          switch field.kind {
          case .absent: return "-"
          case .integer: return "\(raw)=\(field.integer)"
          case .double: return "\(raw)=\(field.double)"
          case .boolean: return field.integer == 1 ? "true" : "false"
          default: return raw
          }
        })
    }
  }
  return rows
}

@Suite("Fields of JSON documents") struct JSONFieldsTests {
  @Test("wanted fields are found wherever they stand")
  func finding() throws {
    let text = """
      {"type":"track","context":{"traits":{"email":"a@b"},"x":1},"p":[{"sku":"A"},{"sku":"B"}]}
      {"p":[],"context":{"traits":null},"type":12,"big":12345678901234567890123}

      {"type" : -1.5e3 , "context":{"traits":{"email":"q\\"\\u00e9\\n"}}, "p":[{"sku":true}]}
      """
    let rows = try fields(
      text, ["type", "context.traits.email", "p[0].sku", "p", "context.traits"])
    #expect(
      rows[0] == ["track", "a@b", "A", "[{\"sku\":\"A\"},{\"sku\":\"B\"}]", "{\"email\":\"a@b\"}"])
    #expect(rows[1] == ["12=12", "-", "-", "[]", ""] || rows[1][4] == "null")
    #expect(Array(rows[2].prefix(3)) == ["-1.5e3=-1500.0", "q\"é\n", "true"])
  }

  @Test("a broken document is told with its line and the next one is read")
  func broken() throws {
    let text =
      "{\"a\":1}\n{\"a\":\n{\"a\":\"x}\n[1]\n{\"a\":2} {\"a\":3}\n{\"a\":4}\n\u{0}\n{\"a\":5}"
    #expect(
      try fields(text, ["a"]) == [
        ["1=1"], ["<line 2>"], ["<line 3>"], ["<line 4>"], ["<line 5>"], ["4=4"], ["<line 7>"],
        ["5=5"],
      ])
  }

  @Test("the elements of a batch are documents that inherit the context")
  func batch() throws {
    let text = """
      {"batch":[{"type":"a","context":{"ip":"1"}},{"type":"b"}],"context":{"ip":"9","os":"x"},"sentAt":"t"}
      {"batch":[]}
      {"type":"c"}
      """
    let rows = try fields(text, ["type", "context.ip", "context.os", "sentAt"], batchKey: "batch")
    #expect(rows == [["a", "1", "x", "t"], ["b", "9", "x", "t"], ["c", "-", "-", "-"]])
  }

  @Test("a path may be asked for twice, and the last of two equal keys counts")
  func duplicates() throws {
    #expect(try fields("{\"a\":1,\"a\":2}", ["a", "a"]) == [["2=2", "2=2"]])
  }

  @Test("mutated documents never crash the reader", arguments: UInt64(0)..<60)
  func fuzz(seed: UInt64) throws {
    var random = Seeded(seed)
    let sound = "{\"a\":{\"b\":[1,2.5,\"x\\n\"]},\"c\":null,\"batch\":[{\"a\":1},{\"c\":true}]}\n"
    var bytes = Array((sound + sound + sound).utf8)
    for _ in 0..<random.within(1...6) {
      bytes[random.below(bytes.count)] = UInt8(random.pick(Array("{}[]\",:\\\n0a\u{1}".utf8)))
    }
    var reader = try JSONFields(
      paths: ["a.b[2]", "a", "c", "a.b"].map { try JSONPath(parsing: $0) }, batchKey: "batch")
    reader.begin()
    while try reader.nextBatch(in: bytes.span) {
      for index in 0..<reader.count {
        #expect(reader.document(index).end <= bytes.count)
        let field = reader.field(1, of: index)
        #expect(field.isInArena || field.end <= bytes.count)
      }
    }
  }
}
