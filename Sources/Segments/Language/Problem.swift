package import Basis

/// Something wrong in the text of a segment, with its place and a way out.
package struct Problem: Error, Hashable, Sendable {
  /// The bytes of the text at fault; empty at the end of the text.
  package let place: Range<Int>
  package let message: String
  /// What could have stood there instead, as the reader would type it.
  package let expected: [String]
  /// The known name that was most likely meant, or another way to say it.
  package let suggestion: String?
  /// Whether the segment can be counted all the same: who typed it surely meant something else, but
  /// what was saved before that was told has an answer.
  package let isSlip: Bool

  package init(
    at place: Range<Int>, _ message: String, expected: [String] = [], suggestion: String? = nil,
    isSlip: Bool = false
  ) {
    (self.place, self.message) = (place, message)
    (self.expected, self.suggestion, self.isSlip) = (expected, suggestion, isSlip)
  }

  /// The line and the column in characters, both from 1, of the problem's beginning in `text`.
  package func position(in text: String) -> (line: Int, column: Int) {
    var (line, column) = (1, 1)
    var offset = 0
    for character in text {
      guard offset < place.lowerBound else { break }
      offset += character.utf8.count
      (line, column) = character.isNewline ? (line + 1, 1) : (line, column + 1)
    }
    return (line, column)
  }

  /// The message with what was expected and what was probably meant, as one paragraph.
  package var sentence: String {
    var sentence = message
    if !expected.isEmpty { sentence += "; expected \(Self.listed(expected))" }
    if let suggestion { sentence += ". Did you mean \(suggestion)?" }
    return sentence
  }

  /// The problem under the line it is about, with carets below the words at fault.
  package func rendered(in text: String) -> String { pointed(in: text) + " " + sentence }

  /// The line that the problem is about, with carets below the words at fault.
  private func pointed(in text: String) -> String {
    let (line, column) = position(in: text)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let shown = lines.indices.contains(line - 1) ? String(lines[line - 1]) : ""
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    let width = max(1, min(characters(in: text), shown.count - column + 1))
    let indent = shown.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
    let carets = String(repeating: "^", count: width)
    return "\(number) | \(shown)\n\(margin) | \(indent)\(carets)"
  }

  /// The problem as a fault for the command line.
  package func fault(in text: String, file: String? = nil) -> Fault {
    let (line, column) = position(in: text)
    let remedy =
      suggestion.map { "Did you mean \($0)?" }
      ?? (expected.isEmpty ? "" : "Expected \(Self.listed(expected))")
    return Fault(
      .badSegment, "segment", reason: message, remedy: remedy,
      place: Fault.Place(file: file, line: line, column: column), excerpt: pointed(in: text))
  }

  private func characters(in text: String) -> Int {
    let bytes = text.utf8
    guard place.upperBound <= bytes.count else { return 1 }
    let start = bytes.index(bytes.startIndex, offsetBy: place.lowerBound)
    let end = bytes.index(bytes.startIndex, offsetBy: place.upperBound)
    return text[start..<end].count
  }

  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
