import Basis
import Formats
import Support
import Testing

@Suite("Delimited records") struct CSVScannerTests {
  @Test(
    "a record is split into its fields",
    arguments: [
      ("a,b,c\n1,2,3\n", [["a", "b", "c"], ["1", "2", "3"]]),
      ("a,b\r\n1,\r\n", [["a", "b"], ["1", ""]]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
      ("\"a,\"\"x\"\"\",\"two\nlines\"\nlast,1", [["a,\"x\"", "two\nlines"], ["last", "1"]]),
      ("5\" pipe,6\n", [["5\" pipe", "6"]]),
      ("\n\n a ,b\n\n", [[" a ", "b"]]),
      ("\"\",\"a\" ,\n", [["", "a", ""]]),
      ("\"a\"b,c\nd,e\n", [["<csv.text_after_quote 1>"], ["d", "e"]]),
      ("x,\"a\nd,e\n", [["<csv.unterminated_quote 2>"], ["d", "e"]]),
      ("a,\u{0}\nd,e\n", [["<csv.nul_byte 2>"], ["d", "e"]]),
      (
        "\"0123456789012345678901234567890123456789\",",
        [["0123456789012345678901234567890123456789", ""]]
      ),
      ("", []),
    ])
  func splitting(text: String, expected: [[String]]) {
    #expect(scanAll(Array(text.utf8)) == expected)
  }

  @Test("bytes that are not UTF-8 are reported with their column")
  func invalidText() {
    #expect(scanAll([0x61, 0x2C, 0xE4, 0x0A, 0x62]) == [["<csv.invalid_utf8 2>"], ["b"]])
  }

  @Test("lines are counted through embedded line ends")
  func lines() {
    let bytes = Array("a,\"x\r\ny\rz\"\n\nb,1\r\nc,2".utf8)
    var scanner = CSVScanner(Dialect(), firstLine: 10)
    var fields: [CSVField] = []
    var lines: [Int] = []
    while case .record(let record) = scanner.next(in: bytes.span, fields: &fields) {
      lines.append(record.line)
    }
    #expect(lines == [10, 14, 15])
  }

  @Test("what is scanned is what a slow reader finds", arguments: UInt64(0)..<300)
  func oracle(seed: UInt64) {
    var random = Seeded(seed)
    let records = (0..<random.within(1...8)).map { _ in
      (0..<random.within(2...5)).map { _ in random.text(of: "ab,;\"\n\ré😀 ", upTo: 20) }
    }
    var text = ""
    let end = random.pick(["\n", "\r\n", "\r"])
    for record in records {
      let fields = record.map { field -> String in
        "\""
          + field.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\""
      }
      text += fields.joined(separator: ",") + end
    }
    #expect(scanAll(Array(text.utf8)) == records)
  }

  @Test("chunks of any size give the same records", arguments: UInt64(0)..<200)
  func chunking(seed: UInt64) throws {
    var random = Seeded(seed)
    let text = random.text(of: "ab,,\"\"\n\n\ré", upTo: 300)
    let bytes = Array(text.utf8)
    let whole = scanAll(bytes)
    let size = random.within(1...80)
    var pieces: [[String]] = []
    for chunk in try chunks(bytes, .delimited(Dialect()), chunk: size, record: 4_096) {
      pieces += scanAll(chunk.bytes, firstLine: chunk.firstLine)
    }
    #expect(pieces == whole)
  }
}
