import Formats
import Testing

@Suite("JSON fields") struct JSONFieldsTests {
  private func pick(_ line: String, _ paths: [String]) -> [String?]? {
    let fields = JSONFields(paths: paths)
    let text = Array(line.utf8)
    let chunk = text + [UInt8](repeating: 0, count: JSONFields.padding)
    guard fields.read(0..<text.count, of: chunk.span) == nil else { return nil }
    return fields.cells.map { cell in
      guard cell.kind != .absent else { return nil }
      let source = cell.isInArena ? fields.arena : chunk
      return String(decoding: source[Int(cell.start)..<Int(cell.end)], as: UTF8.self)
    }
  }

  @Test("fields are found at any depth, in any order, whatever lies between")
  func nested() {
    let line = #"""
      {"z":[1,{"a":2}],"context":{"ip":"::1","traits":{"email":"a@b.de","n":null}},"n":-1.50e2 ,"ok":true}
      """#
    #expect(
      pick(line, ["n", "context.traits.email", "ok", "absent", "context.traits.n", "z"])
        == ["-1.50e2", "a@b.de", "true", nil, nil, #"[1,{"a":2}]"#])
  }

  @Test("escapes are resolved")
  func escapes() {
    #expect(pick(#"{"a":"x\"\u00e4\n","b":"plain"}"#, ["a", "b"]) == ["x\"ä\n", "plain"])
  }

  @Test(
    "what is no object is refused",
    arguments: [
      "", "[1]", "{", #"{"a":1"#, #"{"a" 1}"#, #"{"a":tru}"#, "null", #"{"a":1} x"#, "\u{0}",
      #"{"a":"b"#,
    ])
  func malformed(line: String) {
    #expect(pick(line, ["a"]) == nil)
  }
}
