extension Segment {
  /// The segment as text of several lines where one of `width` columns does not hold it.
  ///
  /// Parsing it gives an equal tree.
  package func formatted(width: Int = 80) -> String {
    Formatter(width: width).lines(of: self, inside: .top).joined(separator: "\n")
  }
}

/// Breaks large trees at their `and` and `or`, one condition a line, groups indented.
private struct Formatter {
  let width: Int

  func lines(of segment: Segment, inside surrounding: Printer.Surrounding) -> [String] {
    let oneLine = Printer.text(of: segment, inside: surrounding)
    guard oneLine.count > width else { return [oneLine] }
    switch segment {
    case .or(let parts):
      let broken = joined(parts.map { lines(of: $0, inside: .or) }, by: "or")
      return surrounding == .top ? broken : enclosed(broken)
    case .and(let parts):
      let blocks = zip(parts, Printer.conjunction(parts)).map { part, text in
        let isWhole = part.children.isEmpty || text.count <= width
        // A condition that needs parentheses only because of what follows stays in one piece.
        return isWhole || text != Printer.text(of: part, inside: .and)
          ? [text] : lines(of: part, inside: .and)
      }
      let broken = joined(blocks, by: "and")
      return surrounding == .top || surrounding == .or ? broken : enclosed(broken)
    case .not(let part):
      var inner = lines(of: part, inside: .not)
      inner[0] = "not " + inner[0]
      return inner
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      return [oneLine]
    }
  }

  private func joined(_ blocks: [[String]], by word: String) -> [String] {
    blocks.enumerated().flatMap { index, block in
      guard index > 0, let first = block.first else { return block }
      return ["\(word) \(first)"] + block.dropFirst()
    }
  }

  private func enclosed(_ lines: [String]) -> [String] { ["("] + lines.map { "  " + $0 } + [")"] }
}
