import Basis
import Cells
import Terminal

/// What the terminal is, and what it says when it is asked.
struct TerminalChecks {
  private let globals: Globals
  private let settings: Settings

  init(_ globals: Globals, _ settings: Settings) {
    (self.globals, self.settings) = (globals, settings)
  }

  func findings() -> [DoctorFinding] {
    let type = globals.environment["TERM"] ?? ""
    var found = [
      finding("type", type.isEmpty ? .fails : .works, type.isEmpty ? "TERM is not set" : type)
    ]
    found += settings.warnings.map { finding("settings", .note, $0, "Mend config.toml") }
    do throws(Fault) {
      var session = try TerminalSession(
        hasMouse: false, adjust: { settings.adjust(&$0, globals) })
      // The answers to all questions are there once the last of them is.
      let widths = Self.probes.map { ($0, session.measuredWidth(of: $0.text)) }
      if let name = session.standIn {
        found.append(
          finding(
            "stand-in", .note, "not known on this machine, taken for `\(name)`",
            "Install what describes the terminal, such as ncurses-term, or set TERM"))
      }
      found += looks(session.profile, session.size)
      found += widths.map { width($0, measured: $1) }
      found += answers(
        answersQuestions: session.profile.answersQuestions, isTold: widths.contains { $1 != nil },
        isSynchronised: session.isSynchronised, background: session.background)
      found.append(clipboard(session.profile, hasCapability: session.takesClipboard))
    } catch {
      // A pipe, as with --json, is no terminal: that is no failure of the terminal.
      found.append(finding("screen", .unknown, error.reason, error.remedy))
    }
    return found
  }

  private func finding(
    _ name: String, _ state: DoctorFinding.State, _ detail: String, _ remedy: String = ""
  ) -> DoctorFinding {
    DoctorFinding(area: "terminal", name: name, state: state, detail: detail, remedy: remedy)
  }

  // MARK: What it looks like

  private func looks(_ profile: TerminalProfile, _ size: Size) -> [DoctorFinding] {
    let depth =
      switch profile.depth {
      case .none: "none"
      case .eight: "8"
      case .sixteen: "16"
      case .indexed: "256"
      case .direct: "direct, 16 million"
      }
    let isSilenced = profile.depth == .none
    let isLarge = size.columns >= 80 && size.rows >= 24
    return [
      finding(
        "size", isLarge ? .works : .note, "\(size.columns)×\(size.rows)",
        isLarge ? "" : "Everything shows from 80×24 on"),
      finding(
        "colours", .works, depth + (isSilenced ? ", as NO_COLOR, --no-color or TERM says" : "")),
      finding(
        "letters", profile.glyphs.isASCII ? .note : .works, profile.glyphs.name,
        profile.glyphs.isASCII ? "Set a UTF-8 locale, such as LANG=C.UTF-8, for finer charts" : ""),
    ]
  }

  // MARK: How wide it draws

  private struct Probe {
    let name: String
    let text: String
  }

  private static let probes = [
    Probe(name: "width of box lines", text: "─│█▏"),
    Probe(name: "width of braille", text: "⣿⡇"),
    Probe(name: "width of CJK", text: "漢字"),
    Probe(name: "width of emoji", text: "🙂"),
    Probe(name: "width of combining marks", text: "e\u{301}n\u{303}"),
  ]

  private func width(_ probe: Probe, measured: Int?) -> DoctorFinding {
    let expected = TextWidth.of(probe.text)
    guard let measured else {
      return finding(probe.name, .unknown, "the terminal does not tell")
    }
    return finding(
      probe.name, measured == expected ? .works : .note,
      measured == expected ? "\(measured) columns" : "\(measured) columns, \(expected) expected",
      measured == expected ? "" : "Names with such letters may stand out of line; others do not")
  }

  // MARK: What it answers

  private func answers(
    answersQuestions: Bool, isTold: Bool, isSynchronised: Bool, background: RGB?
  ) -> [DoctorFinding] {
    guard answersQuestions, isTold else {
      return [finding("answers", .unknown, "it is not asked, or does not answer")]
    }
    let shade = background.map { $0.isLight ? "light" : "dark" }
    return [
      finding(
        "whole frames", isSynchronised ? .works : .note,
        isSynchronised ? "drawn at once (mode 2026)" : "not known to it",
        isSynchronised ? "" : "Frames may tear on slow lines; nothing else is lost"),
      finding(
        "background", shade == nil ? .unknown : .works, shade ?? "it does not tell",
        shade == nil ? "Set theme in config.toml where the default does not suit" : ""),
    ]
  }

  /// No terminal says whether it will put a text on the clipboard; this is what can be known.
  private func clipboard(_ profile: TerminalProfile, hasCapability: Bool) -> DoctorFinding {
    if profile.isTmux {
      return finding(
        "clipboard", .note, "OSC 52 through tmux",
        "`tmux set -g set-clipboard on` lets it pass")
    }
    guard hasCapability else {
      return finding(
        "clipboard", .unknown, "terminfo does not promise OSC 52; it is sent nevertheless",
        "Where nothing arrives, M gives the mouse to the terminal for selecting")
    }
    return finding("clipboard", .works, "OSC 52, as terminfo says, up to 74,994 bytes")
  }
}
