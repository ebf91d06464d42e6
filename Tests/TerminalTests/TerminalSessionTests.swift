import Basis
import Cells
import Glibc
import Terminal
import Testing

/// Runs in processes of their own, because a session takes over standard input and output.
@Suite("Terminal session", .serialized) struct TerminalSessionTests {
  @Test("a session sets the terminal up, hears, paints, and gives it back")
  func wholeLife() async {
    await #expect(processExitsWith: .success) {
      let pty = PseudoTerminal(type: "xterm-256color")
      let before = pty.modes
      do {
        var session = try TerminalSession(reportPath: "")
        precondition(session.size == Size(40, 6))
        precondition(session.profile.depth == .direct)
        precondition(pty.modes != before)
        let entering = pty.output()
        precondition(entering.contains("\u{1B}[?1049h") && entering.contains("\u{1B}[?2004h"))

        pty.type("q\u{1B}[<0;3;2M")
        let events = session.wait(until: .now + .seconds(5)).events
        precondition(events.first == .input(.key(KeyStroke("q"))))
        precondition(events.count == 2)
        // A lone Esc becomes a key when nothing follows.
        pty.type("\u{1B}")
        precondition(session.wait(until: .now + .seconds(5)).events.isEmpty)
        precondition(
          session.wait(until: .now + .seconds(5)).events == [.input(.key(KeyStroke(.escape)))])

        var canvas = Canvas(session.size)
        canvas.put("Parterre", at: .zero, role: .title)
        session.paint(canvas, theme: BuiltInThemes.standard())
        precondition(pty.output().contains("Parterre"))
        session.paint(canvas, theme: BuiltInThemes.standard())
        precondition(pty.output().isEmpty)

        // To the process: the thread that runs this has its signals blocked.
        kill(getpid(), SIGWINCH)
        precondition(
          session.wait(until: .now + .seconds(5)).events == [.input(.resize(Size(40, 6)))])
        kill(getpid(), SIGTERM)
        precondition(session.wait(until: .now + .seconds(5)).events == [.terminate(SIGTERM)])
        precondition(session.copy("x") && pty.output().contains("]52;c;eA=="))
      } catch {
        fatalError("\(error)")
      }
      let leaving = pty.output()
      precondition(leaving.contains("\u{1B}[?1049l") && leaving.hasSuffix("\u{1B}[?25h"))
      precondition(pty.modes == before)
      exit(0)
    }
  }

  @Test("a loop handles mail and timers, draws, and ends")
  func loop() async {
    await #expect(processExitsWith: .success) {
      let pty = PseudoTerminal(type: "tmux-256color")
      let mailbox = Mailbox<Int>()
      do {
        var loop = EventLoop(try TerminalSession(reportPath: ""), mailbox: mailbox)
        var sum = 0
        var isTimed = false
        let due = ContinuousClock.now + .milliseconds(30)
        for number in 1...3 { mailbox.post(number) }
        loop.run(
          deadline: { isTimed ? nil : due },
          handle: { events, _ in
            for event in events {
              switch event {
              case .mail(let number): sum += number
              case .timer:
                isTimed = true
                pty.type("e")
              case .input(.key(let stroke)) where stroke == KeyStroke("e"): return .end
              case .input, .resumed, .terminate: break
              }
            }
            return .draw
          },
          view: { size in
            var canvas = Canvas(size)
            canvas.put("sum \(sum)", at: .zero)
            return (canvas, BuiltInThemes.standard())
          })
        precondition(sum == 6 && isTimed)
        precondition(pty.output().contains("sum"))
      } catch {
        fatalError("\(error)")
      }
      exit(0)
    }
  }

  @Test("a terminal that cannot place its cursor is refused in words")
  func refusal() async {
    await #expect(processExitsWith: .success) {
      _ = PseudoTerminal(type: "dumb")
      do {
        _ = try TerminalSession(reportPath: "")
      } catch let error as Fault {
        precondition(error.code == .usage && error.remedy.contains("parterre help"))
        exit(0)
      } catch {
        fatalError("\(error)")
      }
      fatalError("a dumb terminal was taken")
    }
  }
}
