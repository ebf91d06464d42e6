import Basis
import Cells
import Requests
import Screens
import Support
import Testing

@Suite("Whatever happens, the screen stands") struct MonkeyTests {
  /// Every name of a key that any table has, and what people hit besides.
  static let strokes: [KeyStroke] = {
    let names = KeyContext.allCases.flatMap { $0.bindings.flatMap(\.keys) }
    let singles = names.flatMap { $0.split(separator: " ") }.compactMap { KeyStroke($0) }
    let more = ["Esc", "Enter", "Enter", "Backspace", "Tab", "y", "F1", "Ctrl-W", "Up", "Down"]
    return singles.sorted { $0.description < $1.description }
      + more.compactMap { KeyStroke($0) } + "abc ?é漢\"(/:".map { KeyStroke($0) }
  }()

  static func event(_ random: inout Seeded, _ size: Size) -> InputEvent {
    switch random.below(20) {
    case 0:
      return .resize(
        random.chance(0.2)
          ? Size(random.below(60), random.below(20))
          : Size(60 + random.below(140), 15 + random.below(45)))
    case 1, 2:
      let place = Point(random.below(size.columns + 2), random.below(size.rows + 2))
      let kinds: [MouseEvent.Kind] = [
        .press(.left), .press(.left), .release(.left), .drag(.left), .wheelUp, .wheelDown,
      ]
      return .mouse(MouseEvent(random.pick(kinds), at: place))
    case 3: return .paste(random.text(of: "ab\n\t\u{1B}漢?", upTo: 12))
    case 4: return .focus(random.chance(0.5))
    default: return .key(random.pick(strokes))
    }
  }

  @Test("random keys, clicks, sizes and answers never break it", arguments: UInt64(0)..<70)
  func monkey(seed: UInt64) {
    var random = Seeded(seed)
    var driver = Driver(Size(120, 36))
    var time: Int64 = Sample.now.milliseconds
    for step in 0..<1_500 {
      driver.effects = []
      // Now and then answers are late, failed or for a job that nobody waits for any more.
      driver.answers = !random.chance(0.1)
      if random.chance(0.05) {
        time += Int64(random.below(5_000))
        driver.send(.tick(Instant(milliseconds: time)))
      }
      if random.chance(0.05), let job = driver.state.jobs.first {
        let fault = Fault(
          .damaged, "a column file", reason: "its checksum differs", remedy: "Run verify")
        driver.send(
          .reported(
            JobReport(
              job: job.id, event: random.chance(0.5) ? .failed(fault) : .cancelled)))
      }
      driver.send(.input(Self.event(&random, driver.state.size)))
      // A frame is drawn often enough to find what cannot be drawn.
      if step % 20 == 0 {
        let canvas = view(driver.state, driver.state.size)
        #expect(canvas.gridSize == driver.state.size)
      }
      if driver.effects.contains(.quit) { driver = Driver(driver.state.size) }
    }
  }

  @Test("every pane draws something at every size")
  func sizes() {
    for keys in [
      "", "1", "2", "3", "3 Enter", "3 Enter t", "3 Enter a", "4", "5", "6", "?", "3 Enter i",
    ] {
      var driver = Driver(Size(100, 30))
      driver.press(keys)
      for columns in [0, 1, 2, 5, 20, 59, 60, 61, 79, 99, 100, 131, 300] {
        for rows in [0, 1, 2, 3, 8, 14, 15, 16, 23, 40, 100] {
          let canvas = view(driver.state, Size(columns, rows))
          #expect(canvas.gridSize == Size(columns, rows))
          if columns > 0, rows > 0 { #expect(canvas.text.contains { !$0.isWhitespace }) }
        }
      }
    }
  }

  @Test("nothing but ASCII is drawn where nothing else may be")
  func ascii() {
    for keys in ["1", "2", "3 Enter", "4", "6"] {
      var startup = Sample.startup()
      startup.glyphs = .ascii
      var driver = Driver()
      driver.state = AppState(startup)
      driver.send(.started)
      driver.press(keys)
      #expect(driver.text.utf8.allSatisfy { $0 < 0x80 })
    }
  }
}
