import Testing

@testable import Columns

@Suite("The table of contents of a run file") struct ContentsReaderTests {
  private func lines(_ text: String) -> [ContentsReader.Line?] {
    var reader = ContentsReader(Array(text.utf8))
    var lines: [ContentsReader.Line?] = []
    while let line = reader.next() {
      lines.append(line)
      if line == nil { break }
    }
    return lines
  }

  @Test("is read line by line, the last one with or without an end")
  func reading() {
    let first = ContentsReader.Line(name: "größe/codes", offset: 16, length: 0, checksum: .max)
    let second = ContentsReader.Line(name: "times", offset: 24, length: 9, checksum: 7)
    let text = "größe/codes\t16\t0\t18446744073709551615\ntimes\t24\t9\t7"
    #expect(lines(text) == [first, second])
    #expect(lines(text + "\n") == [first, second])
    #expect(lines("").isEmpty)
  }

  @Test(
    "is refused where a part is missing, is no number or is too great",
    arguments: [
      "times", "times\t", "times\t24\t9", "times\t24\t9\t", "times\t24\t9\t\n", "\t24\t9\t7\n",
      "times\t-24\t9\t7\n", "times\t24\t9\t7x\n", "times\t2 4\t9\t7\n",
      "times\t9223372036854775808\t9\t7\n", "times\t24\t9\t18446744073709551616\n",
      "times\t24\t9\t7\t8\n",
    ])
  func refusing(text: String) {
    #expect(lines(text).last == .some(nil))
  }
}
