/// Reads theme files: palettes at three depths, roles that fall back by prefix, inheritance.
package struct ThemeReader: Sendable {
  /// The text of another theme by name, for `inherits`.
  private let source: @Sendable (String) -> String?

  package init(source: @escaping @Sendable (String) -> String? = { BuiltInThemes.text(of: $0) }) {
    self.source = source
  }

  /// The theme that a file describes; whatever is wrong with it becomes a warning.
  package func theme(_ text: String) -> Theme {
    let draft = draft(text, heirs: 0)
    return Theme(name: draft.name, mode: draft.mode, warnings: draft.warnings) { role, depth in
      depth == .none ? Mono.look(role) : draft.look(role, depth)
    }
  }

  private func draft(_ text: String, heirs: Int) -> ThemeDraft {
    let parsed = ThemeText(text)
    var draft = ThemeDraft()
    var warnings = parsed.warnings
    if let entry = parsed.entries.first(where: { $0.section == "" && $0.key == "inherits" }) {
      // Four generations are more than anyone needs, and end a circle.
      if heirs < 4, let parent = source(entry.values[0]) {
        draft = self.draft(parent, heirs: heirs + 1)
      } else {
        warnings.append(
          ThemeWarning(line: entry.line, text: "there is no theme `\(entry.values[0])`"))
      }
    }
    draft.warnings = []
    for entry in parsed.entries where entry.section != "roles" && entry.section != "charts" {
      if let problem = draft.take(entry) {
        warnings.append(ThemeWarning(line: entry.line, text: problem))
      }
    }
    for entry in parsed.entries where entry.section == "roles" || entry.section == "charts" {
      if let problem = draft.take(entry) {
        warnings.append(ThemeWarning(line: entry.line, text: problem))
      }
    }
    draft.warnings = warnings.sorted { $0.line < $1.line }
    return draft
  }
}

/// What a screen without colours shows: attributes only.
private enum Mono {
  static func look(_ role: Role) -> Theme.Look {
    let emphasis: Emphasis =
      switch role {
      case .textMuted, .textFaint, .border, .barTrack, .axis, .grid, .stale, .consentUnknown: .dim
      case .textStrong, .title, .header, .figure, .key, .borderFocus, .ok, .consentGranted,
        .deltaUp:
        .bold
      case .warn, .match, .link, .field: .underline
      case .error: [.bold, .underline]
      case .selection, .cursor, .chromeTab: .reverse
      case .selectionBlur, .cursorBlur: .underline
      case .text, .chrome, .dialog, .info, .consentDenied, .deltaDown, .bar: []
      case .series1, .series2, .series3, .series4, .series5, .series6: []
      case .heat1, .heat2, .heat3: []
      case .heat4: .bold
      case .heat5: [.bold, .reverse]
      }
    return Theme.Look(emphasis: emphasis)
  }
}
