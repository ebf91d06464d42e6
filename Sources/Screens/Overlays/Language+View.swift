internal import Cells
internal import Requests

extension AppState {
  /// How segments are written, chapter by chapter: each sentence with what it means below it.
  static func languageLines(width: Int) -> [[Run]] {
    func wrapped(_ text: String, _ indent: Int, _ role: Role) -> [[Run]] {
      TextWidth.wrapped(text, to: max(8, width - indent)).map {
        [Run(String(repeating: " ", count: indent) + $0, role)]
      }
    }
    let chapters = LanguageGuide.chapters.map { chapter -> [[Run]] in
      [[Run(chapter.title, .textStrong, .bold)]]
        + chapter.entries.flatMap { entry in
          TextWidth.wrapped(entry.example, to: max(8, width - 2)).map { [Run("  ")] + coloured($0) }
            + wrapped(entry.meaning, 6, .textMuted)
        } + chapter.remarks.flatMap { wrapped($0, 2, .textMuted) }
    }
    return Array(chapters.joined(separator: [[]]))
  }
}
