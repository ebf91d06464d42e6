import Basis
import Formats
import Support
import Testing

@Suite("CSV scanner") struct CSVScannerTests {
  private func records(_ text: String, delimiter: Character = ",") -> [[String]] {
    let bytes = Array(text.utf8)
    var scanner = CSVScanner(delimiter: delimiter.asciiValue ?? 44, quote: 34)
    var fields: [CSVField] = []
    var records: [[String]] = []
    while case .record = scanner.next(in: bytes.span, fields: &fields) {
      records.append(
        fields.map { field in
          var text: [UInt8] = []
          CSVScanner.unquote(field, in: bytes.span, quote: 34, into: &text)
          return String(decoding: text, as: UTF8.self)
        })
    }
    return records
  }

  @Test("quotes, doubled quotes and line ends inside them")
  func quoting() {
    #expect(
      records("a,\"b,c\",\"d\"\"e\"\r\n\"f\ng\",,h\n") == [
        ["a", "b,c", "d\"e"], ["f\ng", "", "h"],
      ])
  }

  @Test("a quote in the middle of a field is only a quote")
  func quoteInside() {
    #expect(records("5\" pipe,x\nb,y") == [["5\" pipe", "x"], ["b", "y"]])
  }

  @Test("lines may end in LF, CRLF or CR, and the last need not end")
  func lineEnds() {
    #expect(
      records("a,b\r\nc,d\re,f\n\ng,h") == [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]])
  }

  @Test("an unclosed quote is told apart from a record")
  func unclosed() {
    let bytes = Array("a,b\nc,\"d\ne".utf8)
    var scanner = CSVScanner(delimiter: 44, quote: 34)
    var fields: [CSVField] = []
    #expect(scanner.next(in: bytes.span, fields: &fields) == .record(line: 0, bytes: 0..<3))
    #expect(scanner.next(in: bytes.span, fields: &fields) == .unclosedQuote(line: 1, bytes: 4..<10))
    #expect(scanner.next(in: bytes.span, fields: &fields) == .end)
  }

  @Test("what is written with quotes is read back", arguments: UInt64(0)..<200)
  func roundTrip(seed: UInt64) {
    var random = Seeded(seed)
    let rows = (0...random.below(8)).map { _ in
      ["x"] + (0...random.below(5)).map { _ in random.text(of: "ab\"\n,ä \r;", upTo: 12) }
    }
    let text = rows.map { row in
      row.map {
        "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\""
      }
      .joined(separator: ",")
    }.joined(separator: "\n")
    #expect(records(text) == rows)
  }

  @Test("any bytes at all end in records, without a trap", arguments: UInt64(0)..<200)
  func anyBytes(seed: UInt64) {
    var random = Seeded(seed)
    let bytes = (0..<random.below(400)).map { _ in
      random.pick([34, 44, 10, 13, 0, 255, 97] as [UInt8])
    }
    var scanner = CSVScanner(delimiter: 44, quote: 34)
    var fields: [CSVField] = []
    var steps = 0
    while scanner.next(in: bytes.span, fields: &fields) != .end { steps += 1 }
    #expect(steps <= bytes.count)
  }
}
