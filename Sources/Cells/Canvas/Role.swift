/// What a piece of text is for; a theme decides how that looks.
///
/// Names are dotted and fall back by prefix: a theme that leaves out `text.muted` gets its `text`.
package enum Role: UInt8, Sendable, CaseIterable {
  case text, textMuted, textStrong, textFaint
  /// The name of a panel, the name of a column, the one large figure of a pane.
  case title, header, figure
  case border, borderFocus
  case cursor, cursorBlur
  case selection, selectionBlur
  /// The lines at the top and bottom of the screen, and the tab that is open.
  case chrome, chromeTab
  /// What lies behind a text input, and behind a dialog or a notice.
  case field, dialog
  case key, link, match
  case ok, warn, error, info, stale
  case consentGranted, consentDenied, consentUnknown
  case deltaUp, deltaDown
  case bar, barTrack, axis, grid
  case series1, series2, series3, series4, series5, series6
  case heat1, heat2, heat3, heat4, heat5

  /// The dotted name that themes use.
  package var name: String {
    switch self {
    case .text: "text"
    case .textMuted: "text.muted"
    case .textStrong: "text.strong"
    case .textFaint: "text.faint"
    case .title: "title"
    case .header: "header"
    case .figure: "figure"
    case .border: "border"
    case .borderFocus: "border.focus"
    case .cursor: "cursor"
    case .cursorBlur: "cursor.blur"
    case .selection: "selection"
    case .selectionBlur: "selection.blur"
    case .chrome: "chrome"
    case .chromeTab: "chrome.tab"
    case .field: "field"
    case .dialog: "dialog"
    case .key: "key"
    case .link: "link"
    case .match: "match"
    case .ok: "ok"
    case .warn: "warn"
    case .error: "error"
    case .info: "info"
    case .stale: "stale"
    case .consentGranted: "consent.granted"
    case .consentDenied: "consent.denied"
    case .consentUnknown: "consent.unknown"
    case .deltaUp: "delta.up"
    case .deltaDown: "delta.down"
    case .bar: "bar"
    case .barTrack: "bar.track"
    case .axis: "axis"
    case .grid: "grid"
    case .series1: "series.1"
    case .series2: "series.2"
    case .series3: "series.3"
    case .series4: "series.4"
    case .series5: "series.5"
    case .series6: "series.6"
    case .heat1: "heat.1"
    case .heat2: "heat.2"
    case .heat3: "heat.3"
    case .heat4: "heat.4"
    case .heat5: "heat.5"
    }
  }

  /// How many chart series have a role of their own.
  package static let seriesCount = 6
  /// How many classes a heat map has.
  package static let heatCount = 5

  /// The role of the chart series `index`, counted from 0; more than there are start again.
  package static func series(_ index: Int) -> Role {
    let turn = ((index % seriesCount) + seriesCount) % seriesCount
    return Role(rawValue: Role.series1.rawValue + UInt8(turn)) ?? .series1
  }

  /// How much what is drawn in it has to stand out from the ground that it lies on, to keep its own
  /// colour there; nil for texts, which take the ground's.
  ///
  /// Drawings have no shape of their own, as letters have: a bar that takes another colour on the
  /// selected row is another bar.
  var leastContrast: Double? {
    switch self {
    case .bar, .series1, .series2, .series3, .series4, .series5, .series6: 3
    case .barTrack, .grid: 0
    // Signs and figures are read as well.
    case .ok, .warn, .error, .consentGranted, .consentDenied, .deltaUp, .deltaDown: 4.5
    default: nil
    }
  }

  /// True for the classes of a heat map, which are told by their background.
  package var isHeat: Bool { rawValue >= Role.heat1.rawValue }

  /// The role of the heat class `index`, counted from 0 for the least.
  package static func heat(_ index: Int) -> Role {
    let held = min(max(0, index), heatCount - 1)
    return Role(rawValue: Role.heat1.rawValue + UInt8(held)) ?? .heat1
  }
}

/// What is laid over a role's look, whatever the theme.
package struct Emphasis: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Emphasis(rawValue: 1)
  package static let dim = Emphasis(rawValue: 2)
  package static let italic = Emphasis(rawValue: 4)
  package static let underline = Emphasis(rawValue: 8)
  package static let reverse = Emphasis(rawValue: 16)
  package static let strike = Emphasis(rawValue: 32)
}

/// How a cell is drawn: its role, the role whose background lies behind it, and emphasis.
package struct Ink: Hashable, Sendable {
  package var role: Role
  /// A selected row keeps the roles of its texts and gets `selection` as its ground.
  package var ground: Role?
  package var emphasis: Emphasis

  package init(_ role: Role, ground: Role? = nil, _ emphasis: Emphasis = []) {
    (self.role, self.ground, self.emphasis) = (role, ground, emphasis)
  }

  package static let plain = Ink(.text)
}
