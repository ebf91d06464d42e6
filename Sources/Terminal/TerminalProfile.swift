package import Cells

/// What a terminal can show, as far as its type and the environment tell.
package struct TerminalProfile: Hashable, Sendable {
  package var depth: ColourDepth
  package var glyphs: Glyphs
  /// True inside tmux, where some sequences must be wrapped.
  package var isTmux: Bool
  /// True where questions to the terminal are safe: old consoles print them.
  package var answersQuestions: Bool
  /// What the terminal calls itself.
  private let type: String

  /// Decides from the environment, terminfo's number of colours and the locale.
  ///
  /// `NO_COLOR` counts when it is set and not empty. True colours are taken where `COLORTERM`
  /// promises them on a terminal of 256 colours, or the type says so.
  package init(
    environment: (String) -> String?, colours: Int, promisesDirect: Bool, isUTF8: Bool
  ) {
    type = environment("TERM") ?? ""
    let colourTerm = environment("COLORTERM") ?? ""
    let isConsole = type == "linux" || type.hasPrefix("linux-")
    let isDirect =
      promisesDirect || type.hasSuffix("-direct")
      || (colours >= 256 && (colourTerm == "truecolor" || colourTerm == "24bit"))
    depth =
      if environment("NO_COLOR").map({ !$0.isEmpty }) ?? false {
        .none
      } else if isDirect {
        .direct
      } else {
        switch colours {
        case 256...: .indexed
        case 16...: .sixteen
        case 8...: .eight
        default: .none
        }
      }
    // A locale tells what programs write, not what a terminal of the seventies draws.
    glyphs = !isUTF8 || Self.isOldVideoTerminal(type) ? .ascii : isConsole ? .console : .unicode
    isTmux = environment("TMUX").map { !$0.isEmpty } ?? false
    answersQuestions = !isConsole && !type.hasPrefix("vt")
  }

  private static func isOldVideoTerminal(_ type: String) -> Bool {
    ["vt1", "vt2", "vt3", "vt4"].contains { type.hasPrefix($0) }
  }

  /// The types to take the place of one that is unknown here, likeliest first: the one that its name
  /// begins with, and then what nearly every terminal of today understands.
  ///
  /// None for what says of itself that it is no screen.
  package static func standIns(for type: String) -> [String] {
    guard !type.isEmpty, type != "dumb", type != "unknown" else { return [] }
    var names: [String] = []
    var rest = type[...]
    while let dash = rest.lastIndex(of: "-") {
      rest = rest[..<dash]
      names += ["\(rest)-256color", String(rest)]
    }
    names = names.filter { $0 != type }
    return names + ["xterm-256color", "ansi"].filter { !names.contains($0) }
  }

  /// In a few words what it is and can show.
  package var summary: String {
    "\(type), colours \(depth), glyphs \(glyphs.name)"
      + (isTmux ? ", in tmux" : "")
  }
}
