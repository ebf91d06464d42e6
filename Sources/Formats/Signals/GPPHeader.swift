/// The sections that a Global Privacy Platform string carries, as its header lists them.
package struct GPPHeader: Hashable, Sendable {
  /// The ids in ascending order, one for each section that follows.
  package let sectionIDs: [Int]

  /// Reads the header, the first part of a string.
  package init(_ text: Span<UInt8>) throws(SignalError) {
    var reader = BitReader(0..<text.count, segment: 1)
    guard try reader.number(6, "header type", of: text) == 3 else {
      throw reader.error("it does not begin with a GPP header", at: 0)
    }
    let version = try reader.number(6, "header version", of: text)
    guard version == 1 else {
      throw reader.error("version \(version) of the GPP header is not known", at: 6)
    }
    let count = try reader.number(12, "number of sections", of: text)
    var ids: [Int] = []
    var last = 0
    for _ in 0..<count {
      let isGroup = try reader.flag("section range", of: text)
      let first = last + (try reader.fibonacci("section id", of: text))
      last = isGroup ? first + (try reader.fibonacci("section range", of: text)) : first
      guard last <= Self.largestID else { throw reader.error("a section id is too large") }
      ids.append(contentsOf: first...last)
    }
    guard try reader.restIsZero(of: text) else {
      throw reader.error("the header has bits set after its end")
    }
    sectionIDs = ids
  }

  /// Makes the header of `ids`, which may come in any order.
  package init(sectionIDs ids: some Sequence<Int>) {
    sectionIDs = Set(ids).filter { (1...Self.largestID).contains($0) }.sorted()
  }

  /// The header as it is sent.
  package var encoded: String {
    var writer = BitWriter()
    writer.write(3, 6)
    writer.write(1, 6)
    let ranges = VendorSet(sectionIDs).ranges
    writer.write(ranges.count, 12)
    var last = 0
    for range in ranges {
      writer.write(range.count > 1)
      writer.write(fibonacci: range.lowerBound - last)
      if range.count > 1 { writer.write(fibonacci: range.count - 1) }
      last = range.upperBound
    }
    return writer.text
  }

  /// Far beyond every id in use; a bound so that a wrong string cannot ask for all memory.
  private static let largestID = 4_095
}

extension BitReader {
  /// Reads a Fibonacci-coded number from 1: least term first, ended by two ones in a row.
  mutating func fibonacci(
    _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) -> Int {
    var (term, next) = (1, 2)
    var sum = 0
    var wasOne = false
    while true {
      let isOne = try flag(field, of: text)
      if isOne && wasOne { return sum }
      guard term < 1 << 30 else { throw error("a Fibonacci number does not end") }
      if isOne { sum += term }
      (term, next) = (next, term + next)
      wasOne = isOne
    }
  }
}

extension BitWriter {
  /// Appends a number from 1 in Fibonacci code.
  mutating func write(fibonacci number: Int) {
    var terms = [1, 2]
    while let last = terms.last, last <= number { terms.append(last + terms[terms.count - 2]) }
    var rest = number
    var bits: [Bool] = []
    for term in terms.reversed() {
      let isUsed = term <= rest
      if isUsed { rest -= term }
      if isUsed || !bits.isEmpty { bits.append(isUsed) }
    }
    for bit in bits.reversed() { write(bit) }
    write(true)
  }
}
