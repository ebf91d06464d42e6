/// Finds where the elements of a JSON list lie, by its brackets and strings alone.
package enum JSONElements {
  /// The ranges of the elements of the list in `list`, which begins and ends with its brackets.
  package static func ranges(of list: Range<Int>, in text: Span<UInt8>) -> [Range<Int>] {
    var elements: [Range<Int>] = []
    var depth = 0
    var start: Int?
    var index = list.lowerBound + 1
    while index < list.upperBound - 1 {
      let byte = text[index]
      if byte == UInt8(ascii: "\"") {
        if start == nil { start = index }
        index += 1
        while index < list.upperBound - 1, text[index] != UInt8(ascii: "\"") {
          index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
      } else if byte == UInt8(ascii: ","), depth == 0 {
        if let first = start { elements.append(first..<index) }
        start = nil
      } else if byte > 32 {
        if start == nil { start = index }
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
      }
      index += 1
    }
    if let first = start { elements.append(first..<(list.upperBound - 1)) }
    return elements
  }
}
