/// Round numbers along an axis that starts at 0 or spans what there is.
package struct Ticks: Hashable, Sendable {
  /// The marks, ascending, in steps of 1, 2 or 5 times a power of ten.
  package let values: [Double]
  package let low: Double
  package let high: Double

  /// Finds at most `count` steps that cover 0 and every value.
  package init(covering values: some Sequence<Double>, count: Int) {
    var (low, high) = (0.0, 0.0)
    for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    if low == high { high = low + 1 }
    guard high - low > 1e-300, high - low < 1e300 else {
      // Beyond what anyone draws: no round steps, but still a scale.
      (self.low, self.high, self.values) = (low, high, [low, high])
      return
    }
    let step = Self.step(spanning: high - low, count: max(1, count))
    let first = (low / step).floorInt
    var last = (high / step).floorInt
    if Double(last) * step < high - step * 1e-9 { last += 1 }
    (self.low, self.high) = (Double(first) * step, Double(last) * step)
    let found = last - first
    self.values = found > 0 && found <= 64 ? (first...last).map { Double($0) * step } : [low, high]
  }

  /// The smallest of 1, 2, 5 times a power of ten that needs no more than `count` steps.
  static func step(spanning span: Double, count: Int) -> Double {
    let least = span / Double(count)
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    for factor in [1.0, 2, 5] where power * factor >= least * (1 - 1e-9) { return power * factor }
    return power * 10
  }

  /// How far up a value lies, from 0 at the lowest mark to 1 at the highest.
  package func share(of value: Double) -> Double {
    min(1, max(0, value / (high - low) - low / (high - low)))
  }
}

/// The frame of a chart: marks on the left, labels below, the plot inside.
struct ChartFrame {
  let ticks: Ticks
  let labels: [String]
  let plot: Rect
  private let axisColumn: Int

  /// Lays the frame into a rectangle; the plot is empty where there is no room.
  init(
    covering values: [Double], in rect: Rect, hasLabels: Bool, format: (Double) -> String
  ) {
    let rows = max(0, rect.rows - (hasLabels ? 2 : 1))
    ticks = Ticks(covering: values, count: min(4, max(1, rows / 2)))
    labels = ticks.values.map { Self.trimmed(format($0)) }
    let width = labels.reduce(0) { max($0, TextWidth.of($1)) }
    let left = rect.columns >= width + 8 ? width + 2 : 1
    axisColumn = rect.column + left - 1
    plot = rect.inset(left: left, top: 0, right: 0, bottom: rect.rows - rows)
  }

  /// `2.0k` as `2k`: marks are round.
  private static func trimmed(_ label: String) -> String {
    guard let suffix = label.last, "kMGT".contains(suffix), label.dropLast().hasSuffix(".0") else {
      return label
    }
    return label.dropLast(3) + String(suffix)
  }

  /// Draws axis, marks, grid and the labels below, leaving out evenly what would overlap.
  func draw(into canvas: inout Canvas, columnLabels: [String], centres: [Int]) {
    guard !plot.isEmpty else { return }
    let pieces = canvas.glyphs.frame
    canvas.upright(Rect(axisColumn, plot.row, 1, plot.rows), role: .axis)
    canvas.set(pieces.bottomLeft, at: Point(axisColumn, plot.endRow), role: .axis)
    canvas.rule(Rect(plot.column, plot.endRow, plot.columns, 1), role: .axis)
    var lastRow = Int.max
    for (value, label) in zip(ticks.values, labels) {
      let row = self.row(of: value)
      guard row < lastRow else { continue }
      lastRow = row
      if row < plot.endRow, value != 0 {
        for column in plot.column..<plot.endColumn where (column - plot.column) % 2 == 1 {
          canvas.set(canvas.glyphs.track, at: Point(column, row), role: .grid)
        }
      }
      guard axisColumn > TextWidth.of(label) else { continue }
      let start = axisColumn - 1 - TextWidth.of(label)
      canvas.put(label, at: Point(start, row), role: .axis)
    }
    drawLabels(into: &canvas, columnLabels, centres)
  }

  private func drawLabels(into canvas: inout Canvas, _ labels: [String], _ centres: [Int]) {
    let widest = labels.reduce(0) { max($0, TextWidth.of($1)) }
    guard widest > 0, labels.count <= centres.count, let first = centres.first,
      let last = centres.last
    else { return }
    let room = max(1, last - first + 1)
    let most = max(1, room / (widest + 2))
    let step = max(1, (labels.count + most - 1) / most)
    // Labels at the ends stand further inside than their marks: what they would touch is left out.
    var free = plot.column
    for index in stride(from: 0, to: labels.count, by: step) {
      let width = TextWidth.of(labels[index])
      let start = min(max(plot.column, centres[index] - width / 2), plot.endColumn - width)
      guard start >= free else { continue }
      free = start + width + 1
      canvas.put(labels[index], at: Point(start, plot.endRow + 1), role: .axis)
    }
  }

  /// The row on which a value lies; the row of the axis for the lowest mark.
  func row(of value: Double) -> Int {
    plot.endRow - (ticks.share(of: value) * Double(plot.rows)).nearestInt
  }
}
