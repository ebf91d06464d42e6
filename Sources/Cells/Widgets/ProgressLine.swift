/// How far a piece of work is: what, share, rate and time left.
package struct ProgressLine: Hashable, Sendable {
  package var what: String
  package var done: Int
  /// How much there is to do; nil where nobody knows.
  package var total: Int?
  /// What is counted: `rows`, `people`.
  package var unit: String
  package var elapsedSeconds: Double
  /// What else there is to say of it; never cut for the rest.
  package var note = ""

  package init(_ what: String, done: Int, total: Int?, unit: String, elapsedSeconds: Double) {
    (self.what, self.done, self.total) = (what, done, total)
    (self.unit, self.elapsedSeconds) = (unit, elapsedSeconds)
  }

  /// Units in a second so far, nil before anything can be said.
  package var rate: Double? {
    elapsedSeconds > 0.2 && done > 0 ? Double(done) / elapsedSeconds : nil
  }

  package var secondsLeft: Double? {
    guard let rate, let total, total >= done else { return nil }
    return Double(total - done) / rate
  }

  package func draw(into canvas: inout Canvas, in line: Rect) {
    guard line.rows > 0 else { return }
    guard let total else { return drawOpen(into: &canvas, in: line) }
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
    let facts = facts(fitting: line.columns - TextWidth.of(what) - 22)
    // What it is comes first, and goes before the bar does.
    let room = line.columns - TextWidth.of(facts) - 8 - 3
    let leastBar = TextWidth.of(what) + 6 > room && room > 0 ? 0 : 6
    let parts = line.columns(
      .fixed(min(TextWidth.of(what), max(6, room - leastBar))), .share(1, min: leastBar, max: 30),
      .fixed(8), .fixed(TextWidth.of(facts)), gap: 1)
    canvas.put(what, at: parts[0].origin, maxWidth: parts[0].columns)
    canvas.bar(share, in: parts[1], hasTrack: true)
    canvas.put(
      Figure.percent(share), at: parts[2].origin, role: .textStrong, maxWidth: parts[2].columns,
      align: .trailing)
    canvas.put(facts, at: parts[3].origin, role: .textMuted, maxWidth: parts[3].columns)
  }

  /// Draws work of which nobody knows how much it is.
  private func drawOpen(into canvas: inout Canvas, in line: Rect) {
    let facts = facts(fitting: line.columns - TextWidth.of(what) - 3)
    let room = line.columns - TextWidth.of(facts) - 3
    let parts = line.columns(
      .fixed(min(TextWidth.of(what), max(6, room))), .fixed(1), .fixed(TextWidth.of(facts)),
      gap: 1)
    canvas.put(what, at: parts[0].origin, maxWidth: parts[0].columns)
    canvas.spinner(elapsedSeconds: elapsedSeconds, at: parts[1].origin)
    canvas.put(facts, at: parts[2].origin, role: .textMuted, maxWidth: parts[2].columns)
  }

  /// What is known, as much of it as fits; the time left is the last to go, and the note stays.
  private func facts(fitting columns: Int) -> String {
    var facts: [String] = []
    // Where nothing is counted, the time is all that there is to tell.
    if unit.isEmpty, total == nil, done == 0 {
      facts.append(Figure.duration(seconds: elapsedSeconds))
    } else {
      facts.append(amount)
      if let rate {
        facts.append(
          (unit == "bytes" ? Figure.bytes(rate.nearestInt) : Figure.short(rate)) + "/s")
      }
      if let secondsLeft, secondsLeft > 0 {
        facts.append(Figure.duration(seconds: secondsLeft) + " left")
      }
    }
    let all = facts + (note.isEmpty ? [] : [note])
    let fewest = note.isEmpty ? 1 : 2
    let joined = { (count: Int) in all.suffix(count).joined(separator: " · ") }
    let count = (fewest...max(fewest, all.count)).last { TextWidth.of(joined($0)) <= columns }
    return joined(count ?? fewest)
  }

  /// How much is done, in the unit that it is counted in.
  private var amount: String {
    switch unit {
    case "bytes": Figure.bytes(done)
    case "": Figure.count(done)
    default: "\(Figure.count(done)) \(unit)"
    }
  }
}

extension Canvas {
  /// Draws a turning sign for work without a known end; its turn depends on the time alone.
  package mutating func spinner(elapsedSeconds: Double, at point: Point, role: Role = .info) {
    let signs = glyphs.isCoarse ? Spinner.plain : Spinner.dots
    let turn = (max(0, elapsedSeconds) * 10).floorInt % signs.count
    set(signs[turn], at: point, role: role)
  }
}

private enum Spinner {
  static let dots = Array(Clusters("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"))
  static let plain = Array(Clusters("|/-\\"))
}
