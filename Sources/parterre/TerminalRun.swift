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
    .retryRejects, .verifyLedger, .ledger, .waterfall,
    .export,
  ]
  private static let panes: [Pane] = [.sources, .consent, .segments, .people]

  static func start(_ globals: Globals) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: globals.workspace)
    // A missing or newer workspace is told in the shell, before the screen is taken over.
    _ = try desk.segments()
    let mailbox = Mailbox<JobReport>()
    let workers = QuestionWorkers(desk: desk, mailbox: mailbox)
    let drafts = DraftFile(workspace: globals.workspace)
    let session = try TerminalSession(
      reportPath: globals.workspace + "/crash-report.txt",
      adjust: { if !globals.usesColour { $0.depth = .none } })
    let asOf = globals.asOf == nil ? nil : try globals.terms().asOf
    var state = AppState(
      Startup(
        size: session.size, now: now(), panes: panes, missing: missing,
        themes: BuiltInThemes.names, theme: BuiltInThemes.standard().name,
        viewpoint: Viewpoint(lens: globals.lens, asOf: asOf), drafts: drafts.read(),
        glyphs: session.profile.glyphs))
    var theme = BuiltInThemes.standard()
    var isOver = false
    var loop = EventLoop(session, mailbox: mailbox)
    var pending = Screens.update(&state, .started)
    loop.run(
      deadline: {
        state.millisecondsToNextTick.map { ContinuousClock.now + .milliseconds($0) }
      },
      handle: { events, session in
        var effects = pending + Screens.update(&state, .tick(now()))
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
          case .useTheme(let name): theme = BuiltInThemes.theme(name) ?? theme
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
