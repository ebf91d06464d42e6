import Basis
import Cells
import Formats
import Screens

/// What a user can decide for themselves: the contents of `config.toml`.
///
/// Nothing in it can keep the program from starting: what cannot be used is left at its default and
/// told as a warning with its line.
struct Settings {
  /// How a theme is chosen: one by name, or a pair that follows the terminal's background.
  enum ThemeChoice: Equatable {
    case fixed(String)
    case pair(dark: String, light: String)
  }

  enum GlyphChoice: String, CaseIterable {
    case auto, unicode, console, ascii

    /// Nil where the terminal and the locale decide.
    var glyphs: Glyphs? {
      switch self {
      case .auto: nil
      case .unicode: .unicode
      case .console: .console
      case .ascii: .ascii
      }
    }
  }
  enum ColourChoice: String, CaseIterable {
    case auto, none
    case eight = "8"
    case sixteen = "16"
    case indexed = "256"
    case direct

    var depth: ColourDepth? {
      switch self {
      case .auto: nil
      case .none: ColourDepth.none
      case .eight: .eight
      case .sixteen: .sixteen
      case .indexed: .indexed
      case .direct: .direct
      }
    }
  }

  var theme = ThemeChoice.pair(
    dark: BuiltInThemes.defaultDark, light: BuiltInThemes.defaultLight)
  /// True where the file says which theme; one chosen with `T` is then forgotten at the end.
  var saysTheme = false
  var glyphs = GlyphChoice.auto
  var colours = ColourChoice.auto
  var hasMouse = true
  /// The pane to start with; nil for the one that was open at the end.
  var start: Pane?
  /// How wide the right side of a pane is.
  var sideWidths: [Pane: Int] = [:]
  var keymap = Keymap()
  var warnings: [String] = []

  init() {}

  /// Reads the text of `file`.
  init(_ text: String, file: String) {
    do throws(Fault) {
      let reader = TOMLReader(
        try TOMLDocument.parse(text, file: file), "config.toml", code: .badConfiguration)
      take(reader)
      warnings += reader.problems.faults.map { Self.warning($0) }
    } catch {
      warnings.append(Self.warning(error))
    }
    warnings += keymap.conflicts
  }

  private mutating func take(_ reader: TOMLReader) {
    saysTheme = ["theme", "dark_theme", "light_theme"].contains { reader.has($0) }
    let name = reader.string("theme") ?? "auto"
    let dark = reader.string("dark_theme") ?? BuiltInThemes.defaultDark
    let light = reader.string("light_theme") ?? BuiltInThemes.defaultLight
    theme = name == "auto" ? .pair(dark: dark, light: light) : .fixed(name)
    glyphs = reader.choice("glyphs", of: GlyphChoice.self) ?? .auto
    colours = reader.choice("colours", of: ColourChoice.self) ?? .auto
    hasMouse = reader.boolean("mouse") ?? true
    let panes = Dictionary(uniqueKeysWithValues: Pane.allCases.map { ("\($0)", $0) })
    if let name = reader.string("start") {
      if let pane = panes[name] {
        start = pane
      } else {
        reader.problem(
          "start", "there is no pane “\(name)”",
          "Write one of \(Pane.allCases.map { "\($0)" }.joined(separator: ", "))")
      }
    }
    if let layout = reader.table("layout") {
      for (name, pane) in panes.sorted(by: { $0.key < $1.key }) {
        guard let width = layout.integer(name) else { continue }
        if (24...200).contains(width) {
          sideWidths[pane] = width
        } else {
          layout.problem(name, "a side cannot be \(width) columns wide", "Write 24 to 200")
        }
      }
      layout.refuseOthers()
    }
    if let keys = reader.table("keys") {
      for action in keys.keys {
        guard let strokes = keys.strings(action) else { continue }
        if let problem = keymap.bind(action, to: strokes) {
          keys.problem(action, problem, "docs/keys.md lists the actions and the names of keys")
        }
      }
    }
    reader.refuseOthers()
  }

  private static func warning(_ fault: Fault) -> String {
    let place = fault.place?.line.map { "config.toml:\($0): " } ?? "config.toml: "
    return place + fault.reason + ". " + fault.remedy
  }
}
