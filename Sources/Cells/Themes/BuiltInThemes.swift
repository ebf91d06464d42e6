/// The themes that ship, inside the program, so that it needs no files where it runs.
package enum BuiltInThemes {
  /// Their names; the dark and the light default come first.
  package static let names: [String] = {
    let defaults = [defaultDark, defaultLight]
    return defaults + files.map(\.name).filter { !defaults.contains($0) }
  }()

  package static let defaultDark = "parterre"
  package static let defaultLight = "parterre-light"

  /// The text of a theme's file.
  package static func text(of name: String) -> String? {
    files.first { $0.name == name }?.text
  }

  /// A shipped theme; nil when none has that name.
  package static func theme(_ name: String) -> Theme? {
    text(of: name).map { ThemeReader().theme($0) }
  }

  /// The default theme of a mode.
  package static func standard(_ mode: Theme.Mode = .dark) -> Theme {
    let name = mode == .dark ? defaultDark : defaultLight
    return ThemeReader().theme(text(of: name) ?? "")
  }
}
