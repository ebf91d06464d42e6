/// Reads the table of contents of a run file: a line for each section, with its name, offset, length and
/// checksum between tabs.
struct ContentsReader {
  struct Line: Equatable {
    let name: String
    let offset: Int
    let length: Int
    let checksum: UInt64
  }

  private let table: [UInt8]
  private var place = 0

  init(_ table: [UInt8]) { self.table = table }

  /// The next line; nil at the end, and a nil line where it is none of a table of contents.
  mutating func next() -> Line?? {
    guard place < table.count else { return nil }
    let start = place
    while place < table.count, table[place] != UInt8(ascii: "\t") { place += 1 }
    let name = start..<place
    guard !name.isEmpty, let offset = number(endingWith: "\t"), let offset = Int(exactly: offset),
      let length = number(endingWith: "\t"), let length = Int(exactly: length),
      let checksum = number(endingWith: "\n")
    else { return .some(nil) }
    return Line(
      name: String(decoding: table[name], as: UTF8.self), offset: offset, length: length,
      checksum: checksum)
  }

  /// The digits behind the next separator, which `end` or the table's end must follow.
  private mutating func number(endingWith end: Unicode.Scalar) -> UInt64? {
    place += 1
    var number: UInt64 = 0
    let first = place
    while place < table.count, table[place] != UInt8(ascii: end) {
      let digit = table[place] &- UInt8(ascii: "0")
      let (tens, isTooGreat) = number.multipliedReportingOverflow(by: 10)
      let (sum, isGreater) = tens.addingReportingOverflow(UInt64(digit))
      guard digit < 10, !isTooGreat, !isGreater else { return nil }
      number = sum
      place += 1
    }
    guard place > first else { return nil }
    if end == "\n" { place += 1 }
    return number
  }
}
