package import Cells

/// What a program that runs in the loop is told.
package enum LoopEvent<Message: Sendable>: Sendable {
  case input(InputEvent)
  case mail(Message)
  /// The deadline that the program asked for has come.
  case timer
  /// The program went on after it was stopped.
  case resumed
  /// This signal asks it to end: save, and end.
  case terminate(Int32)
}

/// What a program wants after it handled events.
package enum LoopStep: Hashable, Sendable {
  /// Nothing on the screen changed.
  case idle
  case draw
  case end
}

/// Waits for keys, signals, messages and timers, and draws at most once a frame.
///
/// Without events it sleeps in one system call and costs nothing. All that has come is handled
/// before a frame is drawn. What a key or the mouse changed is drawn at once; what comes from
/// elsewhere, such as progress, waits until a sixtieth of a second has passed since the last frame.
package struct EventLoop<Message: Sendable>: ~Copyable {
  private var session: TerminalSession
  private let mailbox: Mailbox<Message>

  private static var frame: Duration { .microseconds(16_667) }

  package init(_ session: consuming TerminalSession, mailbox: Mailbox<Message>) {
    self.session = session
    self.mailbox = mailbox
  }

  /// Runs until `handle` says that it is over.
  ///
  /// - `deadline`: when the program wants a `.timer`; asked after every batch of events.
  /// - `handle`: takes one batch in order; may suspend, copy or run an editor by the session.
  /// - `view`: the picture for a size, drawn at once in the theme that comes with it.
  package mutating func run(
    deadline: () -> ContinuousClock.Instant?,
    handle: ([LoopEvent<Message>], inout TerminalSession) -> LoopStep,
    view: (Size) -> (Canvas, Theme)
  ) {
    var isDirty = true
    var lastFrame: ContinuousClock.Instant?
    while true {
      let now = ContinuousClock.now
      let nextFrame = lastFrame.map { $0 + Self.frame } ?? now
      if isDirty, now >= nextFrame {
        let (canvas, theme) = view(session.size)
        session.paint(canvas, theme: theme)
        (isDirty, lastFrame) = (false, now)
      }
      let timer = deadline()
      let wake = [timer, isDirty ? nextFrame : nil].compactMap { $0 }.min()
      let events = gather(until: wake, timer: timer)
      guard !events.isEmpty else { continue }
      switch handle(events, &session) {
      case .idle: isDirty = isDirty || events.contains { $0.changesScreen }
      case .draw:
        isDirty = true
        if events.contains(where: \.isInput) { lastFrame = nil }
      case .end: return
      }
    }
  }

  private mutating func gather(
    until wake: ContinuousClock.Instant?, timer: ContinuousClock.Instant?
  ) -> [LoopEvent<Message>] {
    let (found, ready) = session.wait(until: wake, others: [mailbox.reading])
    var events: [LoopEvent<Message>] = found.map { event in
      switch event {
      case .input(let input): .input(input)
      case .resumed: .resumed
      case .terminate(let signal): .terminate(signal)
      }
    }
    if ready == [true] { events += mailbox.drain().map { .mail($0) } }
    if let timer, ContinuousClock.now >= timer { events.append(.timer) }
    return events
  }
}

extension LoopEvent {
  /// True for what a person did, who waits for the answer.
  fileprivate var isInput: Bool {
    if case .input = self { true } else { false }
  }

  /// True for what makes the screen wrong, whatever the program says.
  fileprivate var changesScreen: Bool {
    switch self {
    case .resumed, .input(.resize): true
    case .input, .mail, .timer, .terminate: false
    }
  }
}
