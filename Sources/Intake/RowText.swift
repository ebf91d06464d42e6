internal import Basis
internal import Formats

/// The cells of a row together with the text they lie in, for as long as the row is read.
///
/// It points into the chunk and must not outlive the call that made it. Pointers are used because a
/// span cannot be stored, copying each cell cost a third of the time of an ingest, and counting
/// references to the list of cells a twentieth.
@safe struct RowText {
  private let cells: UnsafeBufferPointer<TextCell>
  private let text: UnsafeBufferPointer<UInt8>
  private let scratch: UnsafeBufferPointer<UInt8>

  init(
    cells: UnsafeBufferPointer<TextCell>, text: UnsafeBufferPointer<UInt8>,
    scratch: UnsafeBufferPointer<UInt8>
  ) {
    unsafe self.cells = cells
    unsafe self.text = text
    unsafe self.scratch = scratch
  }

  /// Gives a column's text, without white space around it, to `body`.
  @inline(__always)
  func with<Answer, Problem: Error>(
    _ column: Int, _ body: (Span<UInt8>) throws(Problem) -> Answer
  ) throws(Problem) -> Answer {
    let cell = unsafe cells[column]
    let source = unsafe cell.isScratch ? scratch : text
    var start = Int(cell.start)
    var end = max(start, Int(cell.end))
    while start < end, unsafe source[start] <= 32 { start &+= 1 }
    while end > start, unsafe source[end &- 1] <= 32 { end &-= 1 }
    let part = unsafe UnsafeBufferPointer(rebasing: source[start..<end])
    return try body(unsafe Span(_unsafeElements: part))
  }

  /// Whether the row has nothing in a column.
  @inline(__always)
  func isEmpty(_ column: Int) -> Bool {
    let cell = unsafe cells[column]
    return cell.end <= cell.start
  }

  /// A column's text as a string; empty where the row has none.
  func string(_ column: Int) -> String {
    with(column) { text in
      unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
  }

  func matches(_ condition: BoundCondition) -> Bool {
    with(condition.column) { text in
      condition.values.contains { value in
        guard value.count == text.count else { return false }
        for index in value.indices where value[index] != text[index] { return false }
        return true
      }
    }
  }
}

extension BoundInput {
  /// The column's name for messages.
  var name: String? { input.columns.first }

  /// The text after all that the mapping does with it; nil where there is none.
  func text(_ row: RowText) -> String? {
    var parts: [String] = []
    for column in columns {
      let part = row.string(column)
      if !part.isEmpty { parts.append(part) }
      if input.takesFirst, !part.isEmpty { break }
    }
    var text = input.constant ?? parts.joined(separator: input.join)
    if let split = input.split, let part = input.part {
      let pieces = text.split(separator: split, omittingEmptySubsequences: false)
      text = part >= 1 && part <= pieces.count ? String(pieces[part - 1]).trimmed : ""
    }
    switch input.letterCase {
    case .lower: text = text.lowercased()
    case .upper: text = text.uppercased()
    case nil: break
    }
    if !input.map.isEmpty, !text.isEmpty {
      if let mapped = input.map[text] {
        text = mapped
      } else if let other = input.mapDefault {
        text = other
      }
    }
    if text.isEmpty, let fallback = input.fallback { text = fallback }
    return text.isEmpty ? nil : text
  }
}
