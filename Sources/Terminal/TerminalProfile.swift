package import Cells

/// What a terminal can show, as far as its type and the environment tell.
package struct TerminalProfile: Hashable, Sendable {
  package var depth: ColourDepth
  package var glyphs: Glyphs
  /// True inside tmux, where some sequences must be wrapped.
  package var isTmux: Bool
  /// True where questions to the terminal are safe: old consoles print them.
  package var answersQuestions: Bool

  /// Decides from the environment, terminfo's number of colours and the locale.
  ///
  /// `NO_COLOR` counts when it is set and not empty. True colours are taken where `COLORTERM`
  /// promises them on a terminal of 256 colours, or the type says so.
  package init(
    environment: (String) -> String?, colours: Int, promisesDirect: Bool, isUTF8: Bool
  ) {
    let type = environment("TERM") ?? ""
    let colourTerm = environment("COLORTERM") ?? ""
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
    glyphs = isUTF8 ? .unicode : .ascii
    isTmux = environment("TMUX").map { !$0.isEmpty } ?? false
    answersQuestions = !type.hasPrefix("linux") && !type.hasPrefix("vt")
  }
}
