/// What every role looks like at every depth.
///
/// Made by `ThemeReader`; a theme always resolves every role, whatever its file left out.
package struct Theme: Sendable {
  package enum Mode: String, Hashable, Sendable { case dark, light }

  package let name: String
  package let mode: Mode
  /// What the file says that was not understood.
  package let warnings: [ThemeWarning]
  /// One look per role at each depth, in the order of raw values.
  private let looks: [[Look]]

  /// A style that says which of its colours were written, for grounds.
  struct Look: Hashable, Sendable {
    var foreground: Colour?
    var background: Colour?
    var emphasis: Emphasis = []
  }

  init(name: String, mode: Mode, warnings: [ThemeWarning], look: (Role, ColourDepth) -> Look) {
    (self.name, self.mode, self.warnings) = (name, mode, warnings)
    looks = ColourDepth.allCases.map { depth in Role.allCases.map { look($0, depth) } }
  }

  /// How a role looks at a depth.
  package func resolve(_ role: Role, _ depth: ColourDepth) -> Style {
    resolve(Ink(role), depth)
  }

  /// How an ink looks at a depth: its role, over its ground, with its emphasis.
  ///
  /// A ground that names a foreground gives it to the texts that stand on it, and to drawings that
  /// would be lost on it; a background that nobody names is that of `text`.
  package func resolve(_ ink: Ink, _ depth: ColourDepth) -> Style {
    let table = looks[depth.rawValue]
    let text = table[Int(Role.text.rawValue)]
    let role = table[Int(ink.role.rawValue)]
    var style = Style(
      role.foreground ?? text.foreground ?? .standard,
      on: role.background ?? text.background ?? .standard, role.emphasis.union(ink.emphasis))
    if let ground = ink.ground {
      let look = table[Int(ground.rawValue)]
      // A heat class is its background: it keeps it.
      if !ink.role.isHeat {
        if let background = look.background { style.background = background }
        if let foreground = look.foreground, !stands(style, ink.role) {
          style.foreground = foreground
        }
      }
      style.emphasis.formUnion(look.emphasis)
      // Dim letters on a reversed ground are hardly there.
      if look.emphasis.contains(.reverse) { style.emphasis.remove(.dim) }
    }
    return style
  }

  /// Whether a drawing keeps its own colour on a ground.
  private func stands(_ style: Style, _ role: Role) -> Bool {
    guard let least = role.leastContrast else { return false }
    guard let colour = style.foreground.usualValue, let ground = style.background.usualValue else {
      return least == 0
    }
    return colour.contrast(with: ground) >= least
  }

  /// Whether the classes of a heat map can be told apart by their colours at a depth.
  package func tellsHeat(_ depth: ColourDepth) -> Bool {
    let grounds = (0..<Role.heatCount).map { resolve(.heat($0), depth).background }
    return !grounds.contains(.standard) && Set(grounds).count == grounds.count
  }
}
