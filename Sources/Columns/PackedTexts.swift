/// Texts one behind the other: a million of them cost two allocations.
package struct PackedTexts: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  package init() {}

  package var count: Int { ends.count }
  package var isEmpty: Bool { ends.isEmpty }

  /// Puts a text behind the others.
  package mutating func append(_ text: Span<UInt8>) {
    unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    ends.append(UInt32(bytes.count))
  }

  /// Puts a text behind the others.
  package mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    ends.append(UInt32(bytes.count))
  }

  /// A number for each text, in their order.
  package func map(_ number: (Span<UInt8>) -> UInt32) -> [UInt32] {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(ends.count)
    let all = bytes.span
    var start = 0
    for end in ends {
      numbers.append(number(all.extracting(start..<Int(end))))
      start = Int(end)
    }
    return numbers
  }

  /// One of the texts; nil where there are fewer.
  package subscript(index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return String(decoding: bytes[start..<Int(ends[index])], as: UTF8.self)
  }

  /// The texts as strings; linear in their bytes.
  package var strings: [String] {
    var start = 0
    return ends.map { end in
      defer { start = Int(end) }
      return String(decoding: bytes[start..<Int(end)], as: UTF8.self)
    }
  }
}
