internal import Basis
package import Cells
package import Requests

/// Everything that can happen to the screen.
package enum Message: Equatable, Sendable {
  /// The program has started and the terminal is ready.
  case started
  case input(InputEvent)
  /// Time has passed; comes when `AppState.millisecondsToNextTick` asks for it, and before every
  /// batch of other messages, so that what they start has the right time.
  case tick(Instant)
  case reported(JobReport)
  /// The workspace changed under us, such as by a command in another window.
  case workspaceChanged
  /// The text that came back from the user's editor.
  case edited(String)
  /// The program is the terminal's foreground job again.
  case resumed
  /// Something to say that did not come from an inquiry, such as how copying went.
  case noticed(Notice)
}

/// Everything the screen can want done.
package enum Effect: Equatable, Sendable {
  case ask(Inquiry)
  case cancel(JobID)
  /// Puts text on the clipboard.
  case copy(String)
  /// Keeps unsaved work where a crash leaves it.
  case saveDraft(DraftStore)
  case useTheme(String)
  /// Opens the text in the user's editor; `.edited` brings it back.
  case edit(String)
  /// Writes a text into a new file; `.noticed` says how it went.
  case write(String, to: String)
  /// Writes the keys of the session so far into a new file; `.noticed` says how it went.
  case writeKeys(to: String)
  case redraw
  case suspend
  case setMouse(Bool)
  case quit
}
