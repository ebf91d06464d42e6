package import Basis
internal import CTerminal
package import Cells
internal import Glibc

/// What a session reports besides input.
package enum SessionEvent: Hashable, Sendable {
  case input(InputEvent)
  /// The program was stopped and goes on: everything is drawn anew.
  case resumed
  /// TERM, HUP or INT came, or the terminal is gone, which is like HUP: save and leave.
  case terminate(Int32)
}

/// The terminal while the program owns it: its modes, its signals, its input and its output.
///
/// There is one at a time. Whatever happens, the terminal gets its old modes back: at the end of
/// the session's life, on a crash by the handlers that it arms.
package struct TerminalSession: ~Copyable {
  package let profile: TerminalProfile
  package private(set) var size: Size
  /// The terminal's own background once it answered; a pair of themes can follow it.
  package private(set) var background: RGB?
  /// The type that the terminal is taken for, where its own is not known on this machine.
  package let standIn: String?

  private var modes: ScreenModes
  private var painter: Painter
  private var decoder = InputDecoder()
  private let signals: Int32
  private let signalsWriting: Int32
  private var emptyReads = 0
  private var clicks = ClickCounter()
  /// What arrived while the session waited for an answer of its own.
  private var held: [SessionEvent] = []
  /// When a held Esc becomes a key of its own.
  private var escapeDeadline: ContinuousClock.Instant?

  private static let (input, output): (Int32, Int32) = (0, 1)
  private static let escapePause = Duration.milliseconds(25)

  /// Takes the terminal over.
  ///
  /// Fails when standard input and output are not a terminal, or its type cannot address its cursor.
  /// A type that is unknown is taken for a likely one. `adjust` may change what was found out, for
  /// `--ascii` or `--no-color`.
  package init(
    reportPath: String = "", hasMouse: Bool = true,
    adjust: (inout TerminalProfile) -> Void = { _ in }
  ) throws(Fault) {
    guard TerminalIO.isTerminal(Self.input), TerminalIO.isTerminal(Self.output) else {
      throw Self.refusal("standard input and output are not a terminal")
    }
    let isUTF8 = ct_locale_is_utf8() == 1
    let type = TerminalIO.environment("TERM") ?? ""
    let standIn = try Self.open(type)
    var profile = TerminalProfile(
      environment: TerminalIO.environment, colours: Int(ct_colours()),
      promisesDirect: unsafe ct_has_extension("RGB") == 1 || ct_has_extension("Tc") == 1,
      isUTF8: isUTF8)
    adjust(&profile)
    var ends: (Int32, Int32) = (-1, -1)
    guard unsafe ct_pipe(&ends.0, &ends.1) == 0, ct_remember_modes(Self.input) == 1 else {
      ct_close()
      throw Self.refusal("its modes cannot be read")
    }
    (signals, signalsWriting) = ends
    self.profile = profile
    self.standIn = standIn
    modes = ScreenModes(
      enterScreen: Self.capability("smcup"), leaveScreen: Self.capability("rmcup"),
      hasMouse: hasMouse)
    painter = Painter(depth: profile.depth)
    size = Self.measured()
    let reset = modes.leave
    unsafe ct_arm(Self.output, reset, Int32(reset.count), reportPath)
    ct_watch_signals(signalsWriting)
    enter()
    if profile.answersQuestions { _ = TerminalIO.write(ScreenModes.questions, to: Self.output) }
  }

  deinit {
    _ = TerminalIO.write(modes.leave, to: Self.output)
    ct_restore_modes(Self.input)
    ct_release_errors()
    ct_unwatch_signals()
    ct_disarm()
    ct_close()
    TerminalIO.close(signals)
    TerminalIO.close(signalsWriting)
  }

  /// Makes the screen show `canvas`: one write, none when nothing changed.
  package mutating func paint(_ canvas: Canvas, theme: Theme) {
    let bytes = painter.frame(canvas, theme: theme)
    if !bytes.isEmpty { _ = TerminalIO.write(bytes, to: Self.output) }
  }

  /// Draws everything anew with the next frame: Ctrl-L, or a theme that was edited.
  package mutating func redraw() { painter.invalidate() }

  /// Waits for input, signals and `others` until `deadline`, and tells which of `others` are ready.
  ///
  /// Nil waits without end. Returns at once when something happened, with all of it.
  package mutating func wait(
    until deadline: ContinuousClock.Instant?, others: [Int32] = []
  ) -> (events: [SessionEvent], ready: [Bool]) {
    if !held.isEmpty {
      defer { held.removeAll() }
      return (held, others.map { _ in false })
    }
    let wake = [deadline, escapeDeadline].compactMap { $0 }.min()
    let found = TerminalIO.wait(
      [Self.input, signals] + others, milliseconds: Self.milliseconds(until: wake))
    var events: [SessionEvent] = []
    if found[1] { events += takeSignals() }
    if found[0] { events += takeInput() }
    if let due = escapeDeadline, !found[0], ContinuousClock.now >= due {
      escapeDeadline = nil
      events += accepted(decoder.timeOut())
    }
    return (events, Array(found.dropFirst(2)))
  }

  private mutating func takeInput() -> [SessionEvent] {
    guard let bytes = TerminalIO.read(Self.input) else { return [.terminate(SIGHUP)] }
    // A terminal that is gone is always ready and always empty.
    emptyReads = bytes.isEmpty ? emptyReads + 1 : 0
    if emptyReads > 3 { return [.terminate(SIGHUP)] }
    let events = decoder.feed(bytes)
    escapeDeadline = decoder.isWaiting ? .now + Self.escapePause : nil
    return accepted(events)
  }

  /// Keeps the answers that the session itself asked for.
  private mutating func accepted(_ events: [InputEvent]) -> [SessionEvent] {
    for event in events {
      switch event {
      case .reply(.mode(2026, let isKnown)): painter.isSynchronised = isKnown
      case .reply(.background(let red, let green, let blue)): background = RGB(red, green, blue)
      default: break
      }
    }
    return events.map { event in
      guard case .mouse(let mouse) = event else { return .input(event) }
      return .input(.mouse(clicks.counted(mouse, at: .now)))
    }
  }

  /// Asks the terminal how many columns a text takes; nil when it does not answer in time.
  ///
  /// For self-diagnosis: it writes over the second line, so the next frame draws everything.
  package mutating func measuredWidth(of text: String) -> Int? {
    guard profile.answersQuestions else { return nil }
    let harmless = Clusters(text).map(\.text).joined()
    let question = "\u{1B}[2;1H\u{1B}[0m" + harmless + "\u{1B}[6n"
    _ = TerminalIO.write(Array(question.utf8), to: Self.output)
    painter.invalidate()
    let deadline = ContinuousClock.now + .milliseconds(200)
    var others = held
    held = []
    defer { held = others }
    while ContinuousClock.now < deadline {
      for event in wait(until: deadline).events {
        if case .input(.reply(.cursor(let point))) = event { return point.column }
        others.append(event)
      }
    }
    return nil
  }

  private mutating func takeSignals() -> [SessionEvent] {
    var events: [SessionEvent] = []
    for number in Set(TerminalIO.read(signals) ?? []).sorted() {
      switch Int32(number) {
      case SIGWINCH:
        size = Self.measured()
        painter.invalidate()
        events.append(.input(.resize(size)))
      case SIGTSTP:
        suspend()
        events.append(.resumed)
      case SIGCONT:
        enter()
        events.append(.resumed)
      default: events.append(.terminate(Int32(number)))
      }
    }
    return events
  }

  /// Gives the terminal back and stops, as Ctrl-Z does; returns when the shell goes on with it.
  package mutating func suspend() {
    leave()
    ct_stop()
    enter()
  }

  /// Gives the terminal to a program and waits for it; its exit status, 127 when it cannot start.
  package mutating func run(_ command: [String]) -> Int {
    guard !command.isEmpty else { return 127 }
    leave()
    var words: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
    unsafe words.append(nil)
    let status = unsafe ct_run(words)
    for index in unsafe words.indices { unsafe free(words[index]) }
    enter()
    return Int(status)
  }

  /// Puts text on the clipboard of the user's own machine; false when it is too long.
  package func copy(_ text: String) -> Bool {
    guard let bytes = ScreenModes.copy(text, isTmux: profile.isTmux) else { return false }
    return TerminalIO.write(bytes, to: Self.output)
  }

  /// Has a crash report say this of the program, line by line; nothing of the data may be in it.
  package func describe(_ lines: [(name: String, value: String)]) {
    unsafe ct_describe(
      lines.map { $0.name + String(repeating: " ", count: max(1, 10 - $0.name.count)) + $0.value }
        .joined(separator: "\n") + "\n")
  }

  /// Turns mouse reports on or off; off lets the terminal select text.
  package mutating func reportMouse(_ isOn: Bool) {
    modes.hasMouse = isOn
    _ = TerminalIO.write(modes.mouse, to: Self.output)
  }

  /// Whether the terminal said that it draws a frame at once.
  package var isSynchronised: Bool { painter.isSynchronised }

  /// Whether terminfo says that the clipboard can be set; many that can do not say it.
  package var takesClipboard: Bool { unsafe ct_has_extension("Ms") == 1 }

  private mutating func enter() {
    ct_raw_modes(Self.input)
    ct_hold_errors()
    _ = TerminalIO.write(modes.enter, to: Self.output)
    size = Self.measured()
    painter.invalidate()
  }

  private func leave() {
    _ = TerminalIO.write(modes.leave, to: Self.output)
    ct_restore_modes(Self.input)
    ct_release_errors()
  }

  private static func measured() -> Size {
    var (columns, rows): (Int32, Int32) = (0, 0)
    guard unsafe ct_size(output, &columns, &rows) == 1 else { return Size(80, 24) }
    return Size(Int(columns), Int(rows))
  }

  private static func capability(_ name: String) -> [UInt8] {
    var bytes = [CChar](repeating: 0, count: 64)
    let length = unsafe ct_capability(name, &bytes, 64)
    return bytes.prefix(Int(length)).map { UInt8(bitPattern: $0) }
  }

  private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int64 {
    guard let deadline else { return -1 }
    let left = deadline - .now
    guard left > .zero else { return 0 }
    // Rounded up: waking a moment early would only wait again.
    let (seconds, attoseconds) = left.components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1
  }

  /// Looks the terminal's type up; returns the one that it is taken for where that is another.
  private static func open(_ type: String) throws(Fault) -> String? {
    guard !type.isEmpty else { throw refusal("TERM does not say which terminal this is") }
    for name in [type] + TerminalProfile.standIns(for: type) {
      let opened = unsafe ct_open(name)
      if opened == 0 { return name == type ? nil : name }
      ct_close()
      if opened == 2, name == type {
        throw refusal("a terminal of type `\(type)` cannot place its cursor")
      }
    }
    throw refusal("the terminal type `\(type)` is not known here")
  }

  private static func refusal(_ reason: String) -> Fault {
    Fault(
      .usage, "the screen", reason: reason,
      remedy: "Use a plain command instead: `parterre help` lists them")
  }
}
