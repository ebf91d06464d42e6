/// What keys do where they are typed text or belong to what lies over a pane; no settings change these.
package enum InsideKeys: Hashable, Sendable, CaseIterable {
  case text, filter, list, picker, line, prompt, question, page

  package var title: String {
    switch self {
    case .text: "The segment as text"
    case .filter: "A filter that is typed"
    case .list: "The palette and other lists to choose from"
    case .picker: "The picker of conditions"
    case .line: "A condition as a line"
    case .prompt: "A line that is asked for"
    case .question: "A question"
    case .page: "A page to read"
    }
  }

  /// Keys with what they do, the most particular first.
  package var keys: [(names: [String], title: String)] {
    switch self {
    case .text:
      [
        (["Esc"], "Back to the tree; nothing is lost"), (["Tab"], "Take what is offered"),
        (["Ctrl-N"], "The next that is offered"), (["Ctrl-S"], "Save"),
        (["F2"], "How segments are written"),
        (["Ctrl-P"], "Find an action, a segment, a source, a report or a person"),
        (["Shift-Tab"], "The panel before"), (["Ctrl-Home"], "The beginning of the text"),
        (["Ctrl-End"], "Its end"),
      ] + Self.typing
    case .filter:
      [
        (["Enter"], "Keep the filter"), (["Esc"], "The list as it was before"),
        (["Up", "Down", "PgUp", "PgDn", "Home", "End"], "Move in the list"),
      ] + Self.typing
    case .list:
      [(["Enter"], "Take what is selected"), (["Esc"], "Close")] + Self.moving + Self.typing
    case .picker:
      [
        (["Enter"], "Go on, or add"), (["Space"], "Tick, where several can be"),
        (["Tab"], "Change it as a line before it is added"), (["Esc"], "One step back"),
      ] + Self.moving + Self.typing
    case .line:
      [
        (["Enter"], "Take the condition"), (["Tab"], "Take what is offered"),
        (["Esc"], "Leave it as it was"),
        (["Up", "Down", "Ctrl-P", "Ctrl-N"], "Another that is offered"),
        (["F2"], "How segments are written"),
      ] + Self.typing
    case .prompt:
      [
        (["Enter"], "Go on with what is typed"), (["Tab"], "Take what is offered"),
        (["Esc"], "Close"), (["Up", "Down", "Ctrl-P", "Ctrl-N"], "Another that is offered"),
      ] + Self.typing
    case .question:
      [
        (["y"], "Do it, where no name has to be typed"),
        (["Enter"], "Do it, once the name is typed"), (["Esc", "n"], "Do not"),
      ] + Self.common
    case .page:
      [
        (["Esc", "Enter", "q"], "Close"), (["j", "Down", "k", "Up"], "A line"),
        (["Space", "PgDn", "Ctrl-F", "b", "PgUp", "Ctrl-B"], "A page"),
        (["Ctrl-D", "Ctrl-U"], "Half a page"), (["Home", "g"], "The first line"),
        (["End", "G"], "The last line"), (["/"], "Only lines with these words"),
        (["c", "y"], "Copy"),
      ] + Self.common
    }
  }

  /// Where a list is narrowed by typing.
  private static let moving: [(names: [String], title: String)] = [
    (["Up", "Down", "Ctrl-P", "Ctrl-N"], "Up and down"), (["PgUp", "PgDn"], "A page"),
    (["Home", "End"], "The first and the last"),
  ]

  /// Where letters are text.
  private static let typing: [(names: [String], title: String)] =
    [
      (["Ctrl-A", "Ctrl-E"], "The beginning and the end of the line"),
      (["Ctrl-Left", "Ctrl-Right"], "A word"), (["Ctrl-W"], "Delete the word before"),
      (["Ctrl-K"], "Delete to the end of the line"), (["Ctrl-_"], "Undo what was typed"),
      (["Ctrl-Y"], "Redo"),
    ] + common

  private static let common: [(names: [String], title: String)] = [
    (["F1"], "These keys"), (["Ctrl-L"], "Draw the screen again"),
    (["Ctrl-Z"], "Go to the background; fg comes back"),
  ]
}
