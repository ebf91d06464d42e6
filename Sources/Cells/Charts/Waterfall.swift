/// How many are left step by step, and where the others went.
package struct Waterfall: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// So many are left after this step.
      case left
      /// So many went away here.
      case lost
    }

    package var label: String
    package var count: Int?
    package var kind: Kind
    package var role: Role

    package init(_ label: String, _ count: Int?, _ kind: Kind = .left, role: Role? = nil) {
      (self.label, self.count, self.kind) = (label, count, kind)
      self.role = role ?? (kind == .left ? .bar : .deltaDown)
    }
  }

  package var steps: [Step]
  /// Draws the share that went on from the step before.
  package var hasShares: Bool

  package init(_ steps: [Step], hasShares: Bool = false) {
    (self.steps, self.hasShares) = (steps, hasShares)
  }

  /// Draws a step a row: label, count, bar; losses hang where they were taken off.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    let most = steps.reduce(1) { max($0, $1.count ?? 0) }
    let labels = steps.reduce(0) { max($0, TextWidth.of($1.label)) }
    let counts = steps.reduce(0) { max($0, TextWidth.of(Self.text(of: $1))) }
    let parts = rect.columns(
      .share(0, min: min(labels, rect.columns / 2)), .fixed(counts),
      .fixed(hasShares && rect.columns >= labels + counts + 20 ? 8 : 0), .share(1), gap: 1)
    var left = most
    for (index, step) in steps.prefix(rect.rows).enumerated() {
      let row = rect.row + index
      canvas.put(
        step.label, at: Point(parts[0].column, row),
        role: step.kind == .left ? .text : .textMuted, maxWidth: parts[0].columns)
      canvas.put(
        Self.text(of: step), at: Point(parts[1].column, row),
        role: step.kind == .left ? .textStrong : step.role, maxWidth: parts[1].columns,
        align: .trailing)
      if hasShares, index > 0, step.kind == .left {
        canvas.put(
          Figure.percent(step.count, of: left), at: Point(parts[2].column, row), role: .textMuted,
          maxWidth: parts[2].columns, align: .trailing)
      }
      let line = Rect(parts[3].column, row, parts[3].columns, 1)
      draw(step, into: &canvas, line, most, left)
      if let count = step.count { left = step.kind == .left ? count : max(0, left - count) }
    }
  }

  private func draw(
    _ step: Step, into canvas: inout Canvas, _ line: Rect, _ most: Int, _ left: Int
  ) {
    let share = step.count.map { Double(max(0, $0)) / Double(most) }
    guard step.kind == .lost, let share, line.columns > 0 else {
      return canvas.bar(share, in: line, role: step.role)
    }
    guard share > 0 else { return }
    let end = (Double(left) / Double(most) * Double(line.columns)).nearestInt
    let width = max(1, (share * Double(line.columns)).nearestInt)
    let start = max(0, min(end, line.columns) - width)
    for column in start..<min(line.columns, start + width) {
      canvas.set(canvas.glyphs.hatch, at: Point(line.column + column, line.row), role: step.role)
    }
  }

  private static func text(of step: Step) -> String {
    step.kind == .lost ? Figure.change(step.count.map { -$0 }) : Figure.count(step.count)
  }
}
