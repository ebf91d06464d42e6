import Cells

/// A table of texts for people to read; figures are right-aligned.
///
/// Columns are as wide as a terminal shows their texts. A control character is shown as a blank, so
/// that no value of the data can speak to the terminal.
struct TextTable {
  enum Alignment { case left, right }

  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ columns: [(String, Alignment)]) {
    header = columns.map { Self.shown($0.0) }
    alignments = columns.map(\.1)
  }

  mutating func add(_ row: [String]) { rows.append(row.map(Self.shown)) }

  var lines: [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in
      all.reduce(0) { max($0, TextWidth.of($1[column])) }
    }
    return all.map { row in
      let cells = row.indices.map { column in
        // Nothing stands behind the last one, which may be very wide in a single row.
        if column == row.count - 1, alignments[column] == .left { return row[column] }
        let space = String(
          repeating: " ", count: widths[column] - TextWidth.of(row[column]))
        return alignments[column] == .right ? space + row[column] : row[column] + space
      }
      return cells.joined(separator: "  ").withoutTrailingSpaces
    }
  }

  private static func shown(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return text
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}

extension String {
  fileprivate var withoutTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
