import Basis
import Cells
import Engine
import Requests
import Screens
import Terminal

/// The run loop: keys and mail become messages, messages change the state, effects go to the engine.
enum TerminalRun {
  /// What the engine does not answer yet, and what is therefore not to be seen.
  private static let missing: Set<Feature> = [
    .retryRejects, .verifyLedger, .ledger,
  ]
  private static let panes: [Pane] = [
    .sources, .consent, .segments, .people, .audiences, .reports,
  ]

  static func start(_ globals: Globals) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: globals.workspace)
    // A missing or newer workspace is told in the shell, before the screen is taken over.
    _ = try desk.segments()
    let folder = ConfigurationFolder(globals.environment)
    let (settings, themes) = (folder.settings(), folder.themes())
    let mailbox = Mailbox<JobReport>()
    let workers = QuestionWorkers(desk: desk, mailbox: mailbox)
    let drafts = DraftFile(workspace: globals.workspace)
    let session = try TerminalSession(
      reportPath: globals.workspace + "/crash-report.txt", hasMouse: settings.hasMouse,
      adjust: { profile in
        if let depth = settings.colours.depth { profile.depth = depth }
        if !globals.usesColour { profile.depth = .none }
        if settings.glyphs != .auto {
          profile.glyphs = settings.glyphs == .ascii ? .ascii : .unicode
        }
      })
    var (theme, themeWarning) = themes.chosen(settings.theme, onLight: false)
    // Once a theme was chosen by hand, the terminal's background no longer decides.
    var followsBackground = if case .pair = settings.theme { true } else { false }
    let isDefault = globals.workspace == CommandLineReader.defaultWorkspace(globals.environment)
    let asOf = globals.asOf == nil ? nil : try globals.terms().asOf
    var state = AppState(
      Startup(
        size: session.size, now: now(), panes: panes, missing: missing, themes: themes.names,
        theme: theme.name, viewpoint: Viewpoint(lens: globals.lens, asOf: asOf),
        drafts: drafts.read(), keymap: settings.keymap, glyphs: session.profile.glyphs,
        workspace: isDefault ? nil : globals.workspace, start: settings.start,
        sideWidths: settings.sideWidths))
    var isOver = false
    var loop = EventLoop(session, mailbox: mailbox)
    var pending = Screens.update(&state, .started)
    for warning in settings.warnings + [themeWarning].compactMap({ $0 }) {
      pending += Screens.update(&state, .noticed(Notice(warning, .warn)))
    }
    loop.run(
      deadline: {
        state.millisecondsToNextTick.map { ContinuousClock.now + .milliseconds($0) }
      },
      handle: { events, session in
        var effects = pending + Screens.update(&state, .tick(now()))
        if followsBackground, let background = session.background {
          let wanted = themes.chosen(settings.theme, onLight: background.isLight).theme
          if wanted.name != theme.name { (theme, state.theme) = (wanted, wanted.name) }
          followsBackground = false
        }
        pending = []
        for event in events {
          switch event {
          case .input(let input): effects += Screens.update(&state, .input(input))
          case .mail(let report): effects += Screens.update(&state, .reported(report))
          case .timer: break
          case .resumed: effects += Screens.update(&state, .resumed)
          case .terminate: isOver = true
          }
        }
        while !effects.isEmpty {
          let effect = effects.removeFirst()
          switch effect {
          case .ask(let inquiry): workers.ask(inquiry)
          case .cancel(let job): workers.cancel(job)
          case .copy(let text):
            let notice = Notice(
              session.copy(text) ? "Copied" : "Too long for the terminal's clipboard", .info)
            effects += Screens.update(&state, .noticed(notice))
          case .saveDraft(let store): drafts.write(store)
          case .useTheme(let name):
            theme = themes.theme(name) ?? theme
            followsBackground = false
          case .write(let text, let path):
            effects += Screens.update(&state, .noticed(ListFile.write(text, to: path)))
          case .edit(let text):
            effects += Screens.update(&state, .edited(Editor.edit(text, in: &session)))
          case .redraw: session.redraw()
          case .suspend: session.suspend()
          case .setMouse(let isOn): session.reportMouse(isOn)
          case .quit: isOver = true
          }
        }
        return isOver ? .end : .draw
      },
      view: { size in (Screens.view(state, size), theme) })
    return .done
  }

  private static func now() -> Instant {
    Instant(milliseconds: SystemClock.now().seconds * 1_000)
  }
}
