import Cells

/// The line that a fault is about, with carets below it, as a terminal shows them.
enum Excerpt {
  /// Around the place of a very long line so much is shown.
  private static let (before, longest) = (60, 160)

  /// Sets the carets below what they are about, whose letters may be two cells wide, and cuts what is far
  /// away from them.
  static func fitted(_ excerpt: String) -> String {
    let lines = excerpt.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 2, let bar = lines[0].firstIndex(of: "|") else { return excerpt }
    let (text, carets) = (Array(lines[0]), Array(lines[1]))
    let margin = lines[0].distance(from: lines[0].startIndex, to: bar) + 2
    guard let place = carets.firstIndex(of: "^"), place >= margin, margin <= text.count else {
      return excerpt
    }
    let isLong = text.count > longest
    let start = isLong ? max(margin, min(place, text.count) - before) : margin
    let end = isLong ? min(text.count, start + longest - margin) : text.count
    let (head, tail) = (start > margin ? "…" : "", end < text.count ? "…" : "")
    let indent = text[start..<min(place, end)].map {
      $0 == "\t" ? "\t" : String(repeating: " ", count: TextWidth.of(String($0)))
    }
    // The carets go on to the end of their line.
    let marked = String(text[min(place, end)..<min(carets.count, end)])
    let width = max(1, TextWidth.of(marked))
    return String(text[..<margin]) + head + String(text[start..<end]) + tail + "\n"
      + String(carets[..<margin]) + String(repeating: " ", count: head.count) + indent.joined()
      + String(repeating: "^", count: width)
  }
}
