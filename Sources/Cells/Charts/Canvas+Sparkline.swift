extension Canvas {
  /// Draws values as one line of columns from 0 to the largest, newest at the right end.
  ///
  /// More values than columns: neighbours are taken together by their largest. Unknown values show
  /// as unknown, not as 0; the last one can be marked as a period that is not over. A stretched one
  /// gives every value as many columns as there are for each. No column is as high as the row, so
  /// that sparklines one above the other stay apart.
  package mutating func sparkline(
    _ values: [Double?], in line: Rect, role: Role = .series1, scale: Double? = nil,
    isLastPartial: Bool = false, isStretched: Bool = false
  ) {
    guard line.rows > 0, line.columns > 0, !values.isEmpty else { return }
    let shown = Self.gathered(values, in: line.columns)
    let top = scale ?? shown.reduce(0) { Swift.max($0, $1 ?? 0) }
    let pitch = isStretched ? Swift.max(1, Swift.min(3, line.columns / shown.count)) : 1
    for (index, value) in shown.enumerated() {
      let place = Rect(line.column + index * pitch, line.row, pitch, 1)
      guard let value, value.isFinite else {
        set(glyphs.absent, at: place.origin, role: .textFaint)
        continue
      }
      let level = top > 0 && value > 0 ? (value / top * 7).nearestInt : 0
      let piece = glyphs.eighthsUp[Swift.min(Swift.max(1, level), 7) - 1]
      let isPartial = isLastPartial && index == shown.count - 1
      for column in place.column..<place.endColumn {
        set(
          piece, at: Point(column, line.row), role: value > 0 ? role : .textFaint,
          emphasis: isPartial ? .dim : [])
      }
    }
  }

  /// At most `count` values; each stands for its neighbours by the largest that is known.
  static func gathered(_ values: [Double?], in count: Int) -> [Double?] {
    guard values.count > count, count > 0 else { return values }
    return (0..<count).map { index in
      let part = values[index * values.count / count..<(index + 1) * values.count / count]
      let known = part.compactMap { $0 }
      return known.max()
    }
  }
}
