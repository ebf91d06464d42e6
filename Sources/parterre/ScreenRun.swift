import Basis
import Cells
import Engine
import Formats
import Requests
import Screens
import Terminal

/// The screen's state and all that serves it: what a terminal and a replay of keys share.
struct ScreenRun {
  private static let panes: [Pane] = [
    .sources, .consent, .segments, .people, .audiences, .reports,
  ]

  private(set) var state: AppState
  private(set) var theme: Theme
  private(set) var isOver = false
  private(set) var record = KeyRecord()
  let mailbox = Mailbox<JobReport>()

  private let workers: QuestionWorkers
  private let drafts: DraftKeeper?
  private let themes: ThemeShelf
  private let choice: Settings.ThemeChoice
  /// Once a theme was chosen by hand, the terminal's background no longer decides.
  private var followsBackground: Bool
  private let warnings: [String]

  init(
    _ globals: Globals, desk: QuestionDesk, settings: Settings, themes: ThemeShelf, size: Size,
    glyphs: Glyphs, zone: Zone
  ) throws(Fault) {
    workers = QuestionWorkers(desk: desk, mailbox: mailbox)
    let file = DraftFile(workspace: globals.workspace)
    drafts = globals.isReadOnly ? nil : DraftKeeper(file)
    (self.themes, choice) = (themes, settings.theme)
    let (theme, warning) = themes.chosen(settings.theme, onLight: false)
    self.theme = theme
    followsBackground = if case .pair = settings.theme { true } else { false }
    let isDefault = globals.workspace == CommandLineReader.defaultWorkspace(globals.environment)
    let asOf = globals.asOf == nil ? nil : try globals.terms().asOf
    state = AppState(
      Startup(
        size: size, now: Self.now(), panes: Self.panes, themes: themes.names, theme: theme.name,
        viewpoint: Viewpoint(lens: globals.lens, asOf: asOf), drafts: file.read(),
        keymap: settings.keymap, glyphs: glyphs, zone: zone,
        workspace: isDefault ? nil : globals.workspace,
        start: settings.start, sideWidths: settings.sideWidths))
    warnings = settings.warnings + [warning].compactMap { $0 }
  }

  var picture: Canvas { view(state, state.size) }

  /// What only a terminal can do; what it answers comes back as a message.
  typealias Hands = (Effect) -> Message?

  mutating func start(_ hands: Hands) {
    take(.started, hands)
    for warning in warnings { take(.noticed(Notice(warning, .warn)), hands) }
  }

  /// Takes a light or dark theme where the user left that to the terminal.
  mutating func follow(background: RGB) {
    guard followsBackground else { return }
    followsBackground = false
    theme = themes.chosen(choice, onLight: background.isLight).theme
    state.theme = theme.name
  }

  /// Tells the time; comes before everything else that has happened.
  mutating func tick(_ hands: Hands) { take(.tick(Self.now()), hands) }

  /// Folds a message into the state and does what follows from it.
  mutating func take(_ message: Message, _ hands: Hands) {
    if case .input(let event) = message {
      record.note(event, on: state.size, isSecret: state.takesIdentifier)
    }
    var effects = Screens.update(&state, message)
    while !effects.isEmpty { effects += perform(effects.removeFirst(), hands) }
  }

  private mutating func perform(_ effect: Effect, _ hands: Hands) -> [Effect] {
    switch effect {
    case .ask(let inquiry): workers.ask(inquiry)
    case .cancel(let job): workers.cancel(job)
    case .saveDraft(let store): drafts?.keep(store)
    case .useTheme(let name):
      theme = themes.theme(name) ?? theme
      followsBackground = false
    case .write(let text, let path):
      return Screens.update(&state, .noticed(ListFile.write(text, to: path)))
    case .writeKeys(let path):
      return Screens.update(&state, .noticed(ListFile.write(record.text, to: path)))
    case .quit: isOver = true
    case .copy, .edit, .redraw, .suspend, .setMouse:
      if let answer = hands(effect) { return Screens.update(&state, answer) }
    }
    return []
  }

  mutating func end() { isOver = true }

  /// Returns once everything that must survive the end is written.
  func finish() { drafts?.finish() }

  static func now() -> Instant { Instant(milliseconds: SystemClock.milliseconds()) }
}
