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
  private let drafts: RestKeeper<DraftStore>?
  private let screens: RestKeeper<ScreenMemory>?
  /// What was given to be kept last.
  private var memory: ScreenMemory
  private let themes: ThemeShelf
  private let choice: Settings.ThemeChoice
  /// Once a theme was chosen by hand, the terminal's background no longer decides.
  private var followsBackground: Bool
  private let warnings: [String]

  /// `remembers` is whether it goes on where the last session ended, and leaves word for the next.
  init(
    _ globals: Globals, desk: QuestionDesk, settings: Settings, themes: ThemeShelf, size: Size,
    glyphs: Glyphs, zone: Zone, remembers: Bool
  ) throws(Fault) {
    workers = QuestionWorkers(desk: desk, mailbox: mailbox)
    let file = DraftFile(workspace: globals.workspace)
    drafts =
      globals.isReadOnly || !remembers
      ? nil : RestKeeper("parterre.drafts") { file.write($0) }
    let screen = ScreenFile(workspace: globals.workspace)
    screens =
      globals.isReadOnly || !remembers
      ? nil : RestKeeper("parterre.screen", restSeconds: 1) { screen.write($0) }
    let (memory, unused) = remembers ? screen.read() : (nil, nil)
    self.themes = themes
    choice = Self.choice(settings, memory, themes)
    let (theme, mistakes) = themes.chosen(choice, onLight: false)
    self.theme = theme
    followsBackground = if case .pair = choice { true } else { false }
    let isDefault = globals.workspace == CommandLineReader.defaultWorkspace(globals.environment)
    let asOf = globals.asOf == nil ? nil : try globals.terms().asOf
    state = AppState(
      Startup(
        size: size, now: Self.now(), panes: Self.panes, themes: themes.names, theme: theme.name,
        viewpoint: Viewpoint(
          lens: globals.chosenLens ?? memory?.lens ?? globals.lens, asOf: asOf),
        drafts: remembers ? file.read() : DraftStore(),
        keymap: settings.keymap, glyphs: glyphs, zone: zone,
        workspace: isDefault ? nil : globals.workspace,
        memory: memory, start: settings.start, sideWidths: settings.sideWidths))
    self.memory = state.memory
    warnings = settings.warnings + mistakes + [unused].compactMap { $0 }
  }

  /// The theme that the settings say; else the one that was chosen by hand, where there still is one.
  private static func choice(
    _ settings: Settings, _ memory: ScreenMemory?, _ themes: ThemeShelf
  ) -> Settings.ThemeChoice {
    guard !settings.saysTheme, let name = memory?.theme, themes.theme(name) != nil else {
      return settings.theme
    }
    return .fixed(name)
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
      record.note(
        event, on: state.size, isSecret: state.takesIdentifier(event),
        typed: state.typedIntoPalette)
    }
    var effects = Screens.update(&state, message)
    while !effects.isEmpty { effects += perform(effects.removeFirst(), hands) }
    remember()
  }

  /// Has the screen's state kept where it has changed, once it rests.
  private mutating func remember() {
    let now = state.memory
    guard now != memory else { return }
    memory = now
    screens?.keep(now)
  }

  private mutating func perform(_ effect: Effect, _ hands: Hands) -> [Effect] {
    switch effect {
    case .ask(let inquiry): workers.ask(inquiry)
    case .cancel(let job): workers.cancel(job)
    case .saveDraft(let store):
      drafts?.keep(store)
      // Which of the drafts is open is told with them.
      remember()
      screens?.hasten()
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
  func finish() {
    drafts?.finish()
    screens?.finish()
  }

  static func now() -> Instant { Instant(milliseconds: SystemClock.milliseconds()) }
}
