import Basis
import Formats
import Support
import Testing

@Suite("TOML") struct TOMLTests {
  private static let sample = """
    [feed]
    format = "csv"
    [[field]]
    name = "a"
    map = { x = "y", "ä b" = "1" }
    [[field]]
    name = "b"
    when = 2026-11-21T10:00:00Z
    list = ["p", "q"]
    ratio = 1.5
    on = true
    """

  @Test("values come with their lines and in the order of the text")
  func values() throws {
    let reader = TOMLReader(
      try TOMLDocument.parse(Self.sample, file: "x"), "a test", code: .badMapping)
    #expect(reader.table("feed")?.string("format") == "csv")
    let fields = reader.tables("field")
    #expect(fields.map { $0.string("name") } == ["a", "b"])
    #expect(fields[0].texts("map") == ["x": "y", "ä b": "1"])
    #expect(fields[1].strings("list") == ["p", "q"])
    #expect(fields[1].number("ratio") == 1.5)
    #expect(fields[1].boolean("on") == true)
    reader.refuseOthers()
    #expect(reader.problems.faults.isEmpty)
  }

  @Test("all problems are told, each with its place and the nearest name")
  func problems() throws {
    let reader = TOMLReader(
      try TOMLDocument.parse("format = 1\nformta = \"x\"\n", file: "x"), "a feed", code: .badMapping
    )
    #expect(reader.string("format") == nil)
    reader.refuseOthers()
    #expect(reader.problems.faults.map { $0.place?.line } == [1, 2])
    #expect(reader.problems.faults.last?.remedy == "Did you mean format?")
  }

  @Test("a syntax error names its line")
  func syntax() {
    let fault = #expect(throws: Fault.self) {
      try TOMLDocument.parse("a = 1\nb = [1,\n", file: "x.toml")
    }
    #expect((fault?.place?.line ?? 0) >= 2)
  }

  @Test(
    "any change of a document is read or refused, and never ends the program", arguments: 0..<60)
  func mutations(seed: Int) {
    var random = Seeded(UInt64(seed))
    var bytes = Array(Self.sample.utf8)
    for _ in 0...random.below(6) {
      let place = random.below(bytes.count)
      switch random.below(3) {
      case 0: bytes[place] = UInt8(random.below(256))
      case 1: bytes.remove(at: place)
      default: bytes.insert(random.pick(Array("[]{}=\",.#\n-:T9".utf8)), at: place)
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do { _ = try TOMLDocument.parse(text, file: "x") } catch { #expect(error.place?.line != nil) }
  }
}
