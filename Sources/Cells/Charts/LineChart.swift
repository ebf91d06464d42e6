/// One line of a chart: its name and a value per period, nil where nothing is known.
package struct ChartSeries: Hashable, Sendable {
  package var name: String
  package var values: [Double?]
  /// What the legend says of it, such as a sum; nil for the last value that is known.
  package var figure: Double?

  package init(_ name: String, _ values: [Double?], figure: Double? = nil) {
    (self.name, self.values, self.figure) = (name, values, figure)
  }

  /// The line as a sentence, for those who read charts by ear.
  package func summary(format: (Double) -> String = { Figure.short($0) }) -> String {
    let known = values.compactMap { $0 }.filter { $0.isFinite }
    guard let first = known.first, let last = known.last, let least = known.min(),
      let most = known.max()
    else { return "\(name): no data yet." }
    let change = first == 0 ? nil : (last - first) / first.magnitude
    let missing = values.count - known.count
    return "\(name): \(format(last)) at the end, \(Figure.percentChange(change)) since the start, "
      + "\(format(least)) to \(format(most))" + (missing > 0 ? ", \(missing) unknown." : ".")
  }
}

/// Up to three lines over time, in dots a quarter or half a cell high, or in letters where only ASCII may
/// be drawn.
package struct LineChart: Hashable, Sendable {
  /// What lines are made of: braille dots, or half blocks for the fonts of a console.
  enum Marks: Hashable, Sendable {
    case braille, halves

    /// How many dots there are in a cell.
    var columns: Int { self == .halves ? 1 : 2 }
    var rows: Int { self == .braille ? 4 : 2 }
  }

  /// More lines than this are small multiples, not one chart.
  package static let mostSeries = 3

  package var series: [ChartSeries]
  package var labels: [String]
  /// True when the last period is not over: its line is drawn in dots.
  package var isLastPartial: Bool

  package init(
    _ series: [ChartSeries], labels: [String] = [], isLastPartial: Bool = false
  ) {
    self.series = Array(series.prefix(Self.mostSeries))
    (self.labels, self.isLastPartial) = (labels, isLastPartial)
  }

  /// Draws legend, axes and lines; `format` writes the marks of the axis.
  package func draw(
    into canvas: inout Canvas, in rect: Rect,
    format: (Double) -> String = { Figure.short($0) }
  ) {
    let (legend, rest) = rect.cutTop(rect.rows >= 6 ? 1 : 0)
    drawLegend(into: &canvas, in: legend, format)
    let known = series.flatMap { $0.values.compactMap { $0 } }
    let frame = ChartFrame(
      covering: known, in: rest, hasLabels: !labels.isEmpty, format: format)
    let plot = frame.plot
    guard !plot.isEmpty else { return }
    let count = series.reduce(0) { max($0, $1.values.count) }
    let centres = (0..<count).map { plot.column + Self.place($0, of: count, in: plot.columns) }
    frame.draw(into: &canvas, columnLabels: labels, centres: centres)
    guard !known.isEmpty else {
      canvas.put(
        "no data yet", at: Point(plot.column, plot.row + plot.rows / 2), role: .textMuted,
        maxWidth: plot.columns, align: .centre)
      return
    }
    for (index, line) in series.enumerated() {
      if canvas.glyphs.isASCII {
        drawLetters(line, index, into: &canvas, frame, centres)
      } else {
        drawDots(line, index, into: &canvas, frame, count)
      }
    }
    // Lines are told apart without their colours, too; letters are their own signs.
    guard series.count > 1, !canvas.glyphs.isASCII else { return }
    for (index, line) in series.enumerated() {
      drawSigns(line, index, into: &canvas, frame, centres)
    }
  }

  /// How far the signs along a line are from each other, and from those of the line before.
  private static let signPitch = (along: 18, across: 6)

  /// Draws a series' sign along its line, each series at columns of its own.
  private func drawSigns(
    _ line: ChartSeries, _ index: Int, into canvas: inout Canvas, _ frame: ChartFrame,
    _ centres: [Int]
  ) {
    var next = frame.plot.column + 2 + index * Self.signPitch.across
    let marks = Self.marks(canvas.glyphs)
    for (value, column) in zip(line.values, centres) where column >= next {
      guard let value, value.isFinite else { continue }
      next = column + Self.signPitch.along
      canvas.set(
        Cluster(Self.sign(index, canvas.glyphs)),
        at: Point(column, frame.plot.row + dotRow(of: value, in: frame, marks) / marks.rows),
        role: .series(index), emphasis: .bold)
    }
  }

  private func drawLegend(
    into canvas: inout Canvas, in line: Rect, _ format: (Double) -> String
  ) {
    var runs: [Run] = []
    for (index, line) in series.enumerated() {
      runs.append(Run(Self.sign(index, canvas.glyphs) + " ", Role.series(index), .bold))
      runs.append(Run(line.name, .textMuted))
      let figure = line.figure ?? line.values.last { $0 != nil }.flatMap { $0 }
      runs.append(Run(" " + (figure.map(format) ?? Figure.unknown) + "   ", .text))
    }
    canvas.put(runs, at: line.origin, maxWidth: line.columns)
  }

  /// What stands for a series beside its colour.
  static func sign(_ index: Int, _ glyphs: Glyphs) -> String {
    let signs = glyphs.isASCII ? ["*", "o", "+"] : ["●", "▲", "■"]
    return signs[index % signs.count]
  }

  private static func place(_ index: Int, of count: Int, in length: Int) -> Int {
    count > 1 ? (length - 1) * index / (count - 1) : (length - 1) / 2
  }

  private func drawLetters(
    _ line: ChartSeries, _ index: Int, into canvas: inout Canvas, _ frame: ChartFrame,
    _ centres: [Int]
  ) {
    let sign = Cluster(Self.sign(index, canvas.glyphs))
    for (period, value) in line.values.enumerated() {
      guard let value else { continue }
      let row = min(frame.row(of: value), frame.plot.endRow - 1)
      let isPartial = isLastPartial && period == line.values.count - 1
      canvas.set(
        isPartial ? canvas.glyphs.hatch : sign, at: Point(centres[period], row),
        role: .series(index))
    }
  }

  private static func marks(_ glyphs: Glyphs) -> Marks { glyphs.isCoarse ? .halves : .braille }

  /// The row of dots on which a value lies, from the top of the plot.
  private func dotRow(of value: Double, in frame: ChartFrame, _ marks: Marks) -> Int {
    let last = frame.plot.rows * marks.rows - 1
    return last - (frame.ticks.share(of: value) * Double(last)).nearestInt
  }

  private func drawDots(
    _ line: ChartSeries, _ index: Int, into canvas: inout Canvas, _ frame: ChartFrame, _ count: Int
  ) {
    let marks = Self.marks(canvas.glyphs)
    var dots = DotGrid(frame.plot.size, marks: marks)
    var last: Point?
    for (period, value) in line.values.enumerated() {
      guard let value, value.isFinite else {
        last = nil
        continue
      }
      let point = Point(
        Self.place(period, of: count, in: dots.columns), dotRow(of: value, in: frame, marks))
      let isPartial = isLastPartial && period == count - 1
      dots.line(from: last ?? point, to: point, isDotted: isPartial)
      last = point
    }
    dots.draw(into: &canvas, at: frame.plot.origin, role: .series(index))
  }
}
