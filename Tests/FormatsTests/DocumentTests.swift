import Basis
import Formats
import Support
import Testing

@Suite("Documents and sniffing") struct DocumentTests {
  @Test("a TOML tree knows its places and a reader gathers every problem")
  func toml() throws {
    let document = try TOMLDocument.parse(
      "[feed]\nformat = \"csv\"\ndelimter = 3\n[[identifier]]\ncolumn = 1\n", file: "m.toml")
    #expect(document.root["feed"]?["format"]?.line == 2)
    var root = TOMLReader(document)
    let found = root.table("feed")
    var feed = try #require(found)
    #expect(feed.choice("format", FeedFormat.self) == .csv)
    #expect(feed.string("delimiter") == nil)
    _ = feed.finish()
    root.absorb(feed)
    for var identifier in root.tables("identifier") {
      #expect(identifier.string("column") == nil)
      root.absorb(identifier)
    }
    let faults = root.finish()
    #expect(faults.map(\.place?.line) == [3, 5])
    #expect(faults.first?.remedy == "Did you mean delimiter?")
    #expect(throws: Fault.self) { try TOMLDocument.parse("a = \n", file: "x") }
  }

  @Test("JSON trees are read and written without loss")
  func json() throws {
    let text = "{\"a\":[1,-2.5,true,null,9223372036854775807],\"b\":{\"q\\\"\":\"é\\n😀\"}}"
    #expect(try JSONValue.parse(Array(text.utf8), file: "x").bytes == Array(text.utf8))
    for wrong in ["", "{", "[1,]", "01", "\"\\ud800\"", "{\"a\":1,\"a\":2}", "1 2", "tru"] {
      #expect(throws: Fault.self) { try JSONValue.parse(Array(wrong.utf8), file: "x") }
    }
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(throws: Fault.self) { try JSONValue.parse(deep, file: "x") }
  }

  @Test(
    "a dialect is found",
    arguments: [
      ("a,b\n1,2\n", UInt8(ascii: ","), 0, true), ("a;b\n1,5;2,5\n", UInt8(ascii: ";"), 0, true),
      ("sep=;\r\na;b\r\n1;2\r\n", UInt8(ascii: ";"), 1, true),
      ("1\t2\n3\t4\n", 9, 0, false), ("a|b\n1|2\n", UInt8(ascii: "|"), 0, true),
      ("1\u{1}2\n3\u{1}4\n", 1, 0, false),
      (
        "Campaign report\n1 May 2026 - 3 May 2026\nDay,Campaign,Cost,Clicks\n1,a,2,3\n2,b,3,4\n",
        UInt8(ascii: ","), 2, true
      ),
    ])
  func dialects(text: String, delimiter: UInt8, preamble: Int, hasHeader: Bool) throws {
    let found = Dialect.sniff(Array(text.utf8).span)
    let sniffed = try #require(found)
    #expect(sniffed.dialect.delimiter == delimiter)
    #expect(sniffed.dialect.preambleLines == preamble)
    #expect(sniffed.dialect.hasHeader == hasHeader)
  }

  @Test(
    "a format is found",
    arguments: [
      ("[{\"a\":1}]", FeedFormat.json), ("{\"a\":1}\n{\"a\":2}", .jsonLines),
      ("{\"type\":\"track\",\"userId\":\"1\"}\n", .segment),
      ("Event Time,User ID,Event Type\n1,2,VIEW\n", .dtv2),
      ("Campaign,Cost,Clicks\na,1,2\n", .googleAds),
      ("Kampagne;Kosten;Klicks\na;1,5;2\n", .googleAds),
      ("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA\n", .tcf), ("a,b\n1,2\n", .csv),
    ])
  func formats(text: String, format: FeedFormat) {
    let found = FormatSniffer.sniff(Array(text.utf8).span)
    #expect(found?.format == format)
  }

  @Test("sums under a report are recognised")
  func totals() {
    #expect(TotalRow.isTotalRow(["Total: account", "", "3"]))
    #expect(TotalRow.isTotalRow(["", "Gesamt", "3"]))
    #expect(!TotalRow.isTotalRow(["Total Sports", "3"]))
  }

  @Test("written records are read back", arguments: UInt64(0)..<50)
  func csv(seed: UInt64) {
    var random = Seeded(seed)
    let fields = (0..<random.within(1...5)).map { _ in random.text(of: "a,\"\n\r;é", upTo: 6) }
    var bytes: [UInt8] = []
    CSVWriter().append(fields, to: &bytes)
    #expect(scanAll(bytes) == [fields])
  }

  @Test(
    "packed bytes are unpacked, also when joined, and a cut is told",
    arguments: [Compression.gzip, .zstd])
  func packing(compression: Compression) throws {
    var plain: [UInt8] = []
    for number in 0..<50_000 { plain += Array("\(number),".utf8) }
    var writer = try CompressedWriter(compression)
    writer.write(plain)
    writer.finish()
    let packed = writer.take()
    var source = try stream(packed + packed)
    var unpacked: [UInt8] = []
    while try source.read(into: &unpacked, atMost: 10_000) > 0 {}
    #expect(unpacked == plain + plain)
    #expect(throws: Fault.self) {
      var cut = try stream(Array(packed.dropLast(9)))
      var rest: [UInt8] = []
      while try cut.read(into: &rest, atMost: 1 << 20) > 0 {}
    }
  }

  @Test("a missing file and a folder are told apart")
  func files() {
    #expect(throws: Fault.self) { _ = try ByteStream(path: "/nowhere/at/all") }
    #expect(throws: Fault.self) { _ = try ByteStream(path: "/tmp") }
  }
}
