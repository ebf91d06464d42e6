/// Upright columns from zero, one a period: also a histogram, when they stand without gaps.
package struct ColumnChart: Hashable, Sendable {
  package var values: [Double?]
  package var labels: [String]
  /// True when the last period is not over: it is hatched.
  package var isLastPartial: Bool
  package var hasGaps: Bool

  package init(
    _ values: [Double?], labels: [String] = [], isLastPartial: Bool = false, hasGaps: Bool = true
  ) {
    (self.values, self.labels, self.isLastPartial) = (values, labels, isLastPartial)
    self.hasGaps = hasGaps
  }

  package func draw(
    into canvas: inout Canvas, in rect: Rect, role: Role = .series1,
    format: (Double) -> String = { Figure.short($0) }
  ) {
    let known = values.compactMap { $0 }.filter { $0 >= 0 }
    let frame = ChartFrame(covering: known, in: rect, hasLabels: !labels.isEmpty, format: format)
    let plot = frame.plot
    guard !plot.isEmpty, !values.isEmpty else { return }
    // More values than columns: neighbours are taken together by their largest.
    let shown = Canvas.gathered(values, in: plot.columns)
    let pitch = max(1, min(plot.columns / shown.count, 10))
    let width = hasGaps && pitch > 1 ? pitch - (pitch > 4 ? 2 : 1) : pitch
    let starts = shown.indices.map { plot.column + $0 * pitch }
    // As many labels as columns stand under them; others mark the scale from end to end.
    let used = (starts.last ?? plot.column) + width - 1 - plot.column
    let centres =
      labels.count == shown.count
      ? starts.map { $0 + width / 2 }
      : labels.indices.map { plot.column + used * $0 / max(1, labels.count - 1) }
    frame.draw(into: &canvas, columnLabels: labels, centres: centres)
    for (index, value) in shown.enumerated() {
      let place = Rect(starts[index], plot.row, width, plot.rows)
      let isHatched = isLastPartial && index == shown.count - 1
      let share = value.map { frame.ticks.share(of: max(0, $0)) }
      canvas.column(share, in: place, role: role, isHatched: isHatched)
    }
  }
}

extension Canvas {
  /// Draws an upright bar from the bottom, `share` of the rectangle high, ending on an eighth.
  package mutating func column(
    _ share: Double?, in rect: Rect, role: Role, isHatched: Bool = false
  ) {
    guard !rect.isEmpty else { return }
    guard let share, share.isFinite else {
      let middle = Point(rect.column + rect.columns / 2, rect.endRow - 1)
      return set(glyphs.absent, at: middle, role: .textFaint)
    }
    let eighths = Self.parts(share, of: rect.rows, each: 8)
    for row in 0..<rect.rows {
      let part = Swift.min(8, eighths - row * 8)
      guard part > 0 else { return }
      let piece = isHatched ? glyphs.hatch : glyphs.eighthsUp[part - 1]
      for column in rect.column..<rect.endColumn {
        set(piece, at: Point(column, rect.endRow - 1 - row), role: role)
      }
    }
  }
}
