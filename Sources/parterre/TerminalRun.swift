import Basis
import Cells
import Engine
import Formats
import Requests
import Screens
import Terminal

/// The run loop: keys and mail become messages, messages change the state, effects go to the engine.
enum TerminalRun {
  static func start(_ globals: Globals) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: globals.workspace)
    // A missing or newer workspace is told in the shell, before the screen is taken over.
    let zone = try desk.zone()
    let folder = ConfigurationFolder(globals.environment)
    let settings = folder.settings()
    if let file = globals.keys {
      return try KeyReplay.run(file, globals, desk: desk, settings: settings, folder.themes(), zone)
    }
    let session = try TerminalSession(
      reportPath: globals.isReadOnly ? "" : globals.workspace + "/crash-report.txt",
      hasMouse: settings.hasMouse, adjust: { settings.adjust(&$0, globals) })
    var run = try ScreenRun(
      globals, desk: desk, settings: settings, themes: folder.themes(), size: session.size,
      glyphs: session.profile.glyphs, zone: zone, remembers: true)
    var status = ExitStatus.done
    let standIn = session.standIn
    describe(run.state, in: session)
    var loop = EventLoop(session, mailbox: run.mailbox)
    run.start { _ in nil }
    if let name = standIn {
      let type = globals.environment["TERM"] ?? ""
      run.take(
        .noticed(Notice("`\(type)` is not known on this machine; taken for `\(name)`", .warn))
      ) { _ in nil }
    }
    loop.run(
      deadline: {
        run.state.millisecondsToNextTick.map { ContinuousClock.now + .milliseconds($0) }
      },
      handle: { events, session in
        if let background = session.background { run.follow(background: background) }
        run.tick { serve($0, &session) }
        for event in events {
          switch event {
          case .input(let input): run.take(.input(input)) { serve($0, &session) }
          case .mail(let report): run.take(.reported(report)) { serve($0, &session) }
          case .timer: break
          case .resumed: run.take(.resumed) { serve($0, &session) }
          case .terminate(let signal):
            status = ExitStatus(signal: signal)
            run.end()
          }
        }
        describe(run.state, in: session)
        return run.isOver ? .end : .draw
      },
      view: { size in (Screens.view(run.state, size), run.theme) })
    run.finish()
    return status
  }

  /// What a crash report says besides where the program was: nothing of anybody.
  private static func describe(_ state: AppState, in session: borrowing TerminalSession) {
    session.describe([
      ("version", Parterre.version), ("terminal", session.profile.summary),
      ("size", "\(state.size.columns)x\(state.size.rows)"),
      ("pane", "\(state.pane), \(state.focused)"),
    ])
  }

  /// Does what only a terminal can do.
  private static func serve(_ effect: Effect, _ session: inout TerminalSession) -> Message? {
    switch effect {
    case .copy(let text):
      // That it was copied is said already.
      guard !session.copy(text) else { return nil }
      return .noticed(
        Notice("That is too long for the terminal's clipboard; X writes tables into a file", .warn))
    case .edit(let text):
      do throws(Fault) {
        return .edited(try Editor.edit(text, in: &session))
      } catch {
        return .noticed(Notice("\(error.reason). \(error.remedy)", .error))
      }
    case .redraw: session.redraw()
    case .suspend: session.suspend()
    case .setMouse(let isOn): session.reportMouse(isOn)
    case .ask, .cancel, .saveDraft, .useTheme, .write, .writeKeys, .quit: break
    }
    return nil
  }
}

extension Settings {
  /// What the user decided against what the terminal says of itself.
  func adjust(_ profile: inout TerminalProfile, _ globals: Globals) {
    if let depth = colours.depth { profile.depth = depth }
    if !globals.usesColour { profile.depth = .none }
    if let chosen = glyphs.glyphs { profile.glyphs = chosen }
  }
}
