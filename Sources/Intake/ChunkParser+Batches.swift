internal import Basis
internal import Formats

extension ChunkParser {
  /// Reads the calls of one body `{"batch":[…]}`; what the body says beside them, such as when it
  /// was sent, counts for each call that does not say it itself.
  func readBatch(
    _ list: Range<Int>, in body: Range<Int>, _ text: Span<UInt8>, _ line: Int,
    _ outer: JSONFields, _ inner: JSONFields, _ cells: inout RowCells,
    _ builder: inout BlockBuilder
  ) {
    let elements = JSONElements.ranges(of: list, in: text)
    // A call is kept as a body with this one call alone, so that it can be read again.
    builder.envelope = (
      Self.copy(text.extracting(body.lowerBound..<(list.lowerBound + 1))),
      Self.copy(text.extracting((list.upperBound - 1)..<body.upperBound))
    )
    defer { builder.envelope = nil }
    let shared = outer.cells
    let sharedArena = outer.arena
    for element in elements {
      let raw = text.extracting(element)
      if let problem = inner.read(element, of: text) {
        builder.reject(
          line: line, .badStructure, "a call of its batch is no JSON object: \(problem)", raw: raw)
        continue
      }
      cells.scratch = inner.arena
      let offset = Int32(truncatingIfNeeded: cells.scratch.count)
      if shared.contains(where: \.isInArena) { cells.scratch += sharedArena }
      for index in plan.columns.indices {
        let own = inner.cell(index)
        // The body's own type and message would name the body, not the call.
        let isShared = own.kind == .absent && Self.isShared(plan.columns[index])
        let cell = isShared ? shared[index] : own
        let shift = isShared && cell.isInArena ? offset : 0
        cells.cells[index] =
          cell.kind == .absent
          ? .absent
          : TextCell(
            start: cell.start + shift, end: cell.end + shift, isScratch: cell.isInArena)
      }
      builder.add(cells, in: text, raw: raw, line: line)
    }
  }

  /// What a body says for all of its calls.
  private static func isShared(_ column: String) -> Bool {
    column.hasPrefix("context.") || column.hasPrefix("integrations.")
      || ["sentAt", "receivedAt", "timestamp"].contains(column)
  }

  private static func copy(_ span: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(span.count)
    for index in 0..<span.count { bytes.append(span[index]) }
    return bytes
  }
}
