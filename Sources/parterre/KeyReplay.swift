import Basis
import Cells
import Engine
import Formats
import Glibc
import Screens
import Terminal

/// Plays a session's keys without a terminal: on a workspace and with an engine as they are.
///
/// After each line of the script everything that was asked is answered before the next one comes,
/// so that the same keys always meet the same screen.
enum KeyReplay {
  /// How long the answers to one line may take.
  private static let longestAnswer = Duration.seconds(600)

  static func run(
    _ file: String, _ globals: Globals, desk: QuestionDesk, settings: Settings,
    _ themes: ThemeShelf, _ zone: Zone
  ) throws(Fault) -> ExitStatus {
    let script = try KeyScript(try FileSystem.readText(file), file: file)
    var run = try ScreenRun(
      globals, desk: desk, settings: settings, themes: themes, size: script.size,
      glyphs: settings.glyphs.glyphs ?? .unicode, zone: zone, remembers: false)
    run.start { _ in nil }
    settle(&run)
    var hasPrinted = false
    for line in script.lines where !run.isOver {
      for step in line.steps {
        switch step {
        case .input(let event):
          run.tick(serve)
          run.take(.input(event), serve)
        case .wait(let milliseconds):
          usleep(UInt32(milliseconds) * 1_000)
          run.tick(serve)
        case .screen:
          show(run)
          hasPrinted = true
        case .expect(let text): try check(run, text, isWanted: true, file, line.number)
        case .absent(let text): try check(run, text, isWanted: false, file, line.number)
        }
      }
      settle(&run)
    }
    if !hasPrinted, !run.isOver { show(run) }
    run.finish()
    return .done
  }

  /// Takes answers until nobody waits for one.
  private static func settle(_ run: inout ScreenRun) {
    let end = ContinuousClock.now + longestAnswer
    while run.state.jobs.contains(where: { $0.state != .resting }), ContinuousClock.now < end {
      let reports = run.mailbox.drain()
      if reports.isEmpty {
        usleep(1_000)
      } else {
        run.tick(serve)
        for report in reports { run.take(.reported(report), serve) }
      }
    }
  }

  /// There is no clipboard, no editor and no shell to go back to.
  private static func serve(_ effect: Effect) -> Message? {
    switch effect {
    case .copy(let text): .noticed(Notice("Copied \(text.utf8.count) bytes to no clipboard", .info))
    case .edit(let text): .edited(text)
    default: nil
    }
  }

  private static func show(_ run: ScreenRun) {
    for line in run.picture.text.split(separator: "\n", omittingEmptySubsequences: false) {
      Output.line(String(line))
    }
  }

  private static func check(
    _ run: ScreenRun, _ text: String, isWanted: Bool, _ file: String, _ line: Int
  ) throws(Fault) {
    guard run.picture.text.contains(text) != isWanted else { return }
    show(run)
    throw Fault(
      .refused, file, reason: "“\(text)” is \(isWanted ? "not " : "")on the screen",
      remedy: "The screen above is what there was", place: Fault.Place(line: line))
  }
}
