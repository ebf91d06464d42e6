/// Values in rows and columns, each coloured by one of five classes and written out where it fits.
package struct HeatMap: Hashable, Sendable {
  /// How values become classes: as many in each class, or equal steps from 0.
  package enum Classes: Hashable, Sendable { case quantiles, linear }

  package var rowLabels: [String]
  package var columnLabels: [String]
  /// Row by row; nil where nothing is known.
  package var values: [[Double?]]
  package var classes: Classes
  /// Writes the class into cells too small for the value: where colours cannot be seen.
  package var hasDigits: Bool

  package init(
    rows rowLabels: [String], columns columnLabels: [String], values: [[Double?]],
    classes: Classes = .quantiles, hasDigits: Bool = false
  ) {
    (self.rowLabels, self.columnLabels, self.values) = (rowLabels, columnLabels, values)
    (self.classes, self.hasDigits) = (classes, hasDigits)
  }

  /// The lower bounds of classes 2 to 5, ascending.
  package var bounds: [Double] {
    let known = values.joined().compactMap { $0 }.filter { $0.isFinite }.sorted()
    guard let most = known.last else { return [] }
    return (1..<Role.heatCount).map { step in
      switch classes {
      case .quantiles: known[known.count * step / Role.heatCount]
      case .linear: max(0, most) * Double(step) / Double(Role.heatCount)
      }
    }
  }

  /// The class of a value, from 0 to 4.
  package static func classIndex(of value: Double, _ bounds: [Double]) -> Int {
    bounds.prefix { value >= $0 }.count
  }

  /// The place of the cell under a point, as row and column of the values.
  package func cell(at point: Point, in rect: Rect) -> (row: Int, column: Int)? {
    let layout = layout(in: rect)
    guard rect.contains(point), point.column >= layout.left else { return nil }
    let (row, column) = (point.row - rect.row - 1, (point.column - layout.left) / layout.width)
    guard values.indices.contains(row), values[row].indices.contains(column),
      row < layout.rows
    else { return nil }
    return (row, column)
  }

  /// Draws labels, cells and, at the bottom, the legend; the chosen cell is underlined.
  package func draw(
    into canvas: inout Canvas, in rect: Rect, selected: (row: Int, column: Int)? = nil,
    format: (Double) -> String = { Figure.short($0) }
  ) {
    let layout = layout(in: rect)
    let bounds = bounds
    canvas.within(rect) { canvas in
      let left = layout.left - rect.column
      for (index, label) in columnLabels.enumerated() where layout.width >= 3 {
        canvas.put(
          label, at: Point(left + index * layout.width, 0), role: .header,
          maxWidth: layout.width - 1, align: .trailing)
      }
      for row in 0..<min(values.count, layout.rows) {
        if row < rowLabels.count {
          canvas.put(rowLabels[row], row: row + 1, role: .textMuted, maxWidth: max(0, left - 1))
        }
        for (column, value) in values[row].enumerated() {
          let place = Rect(left + column * layout.width, row + 1, layout.width, 1)
          draw(value, into: &canvas, place, bounds, format)
          if let selected, selected == (row, column) {
            canvas.emphasise(place, [.bold, .underline])
          }
        }
      }
    }
    if rect.rows >= 4 { drawLegend(into: &canvas, rect.line(rect.rows - 1), bounds, format) }
  }

  private func draw(
    _ value: Double?, into canvas: inout Canvas, _ place: Rect, _ bounds: [Double],
    _ format: (Double) -> String
  ) {
    guard let value, value.isFinite else {
      return canvas.set(
        canvas.glyphs.absent, at: Point(place.endColumn - 1 - place.columns / 3, place.row),
        role: .textFaint)
    }
    let index = Self.classIndex(of: value, bounds)
    canvas.fill(place, role: .heat(index))
    let text = format(value)
    if TextWidth.of(text) + 1 <= place.columns {
      canvas.put(
        text + (place.columns > TextWidth.of(text) + 1 ? " " : ""), at: place.origin,
        role: .heat(index), maxWidth: place.columns, align: .trailing)
    } else if hasDigits || canvas.glyphs.isASCII {
      canvas.put(
        "\(index + 1)", at: place.origin, role: .heat(index), maxWidth: place.columns,
        align: .centre)
    }
  }

  private func drawLegend(
    into canvas: inout Canvas, _ line: Rect, _ bounds: [Double], _ format: (Double) -> String
  ) {
    guard bounds.count == Role.heatCount - 1 else { return }
    var column = line.column
    for index in 0..<Role.heatCount {
      let text = index == 0 ? "< " + format(bounds[0]) : "≥ " + format(bounds[index - 1])
      guard column + TextWidth.of(text) + 5 <= line.endColumn else { return }
      canvas.put(" \(index + 1) ", at: Point(column, line.row), role: .heat(index))
      canvas.put(text, at: Point(column + 4, line.row), role: .textMuted)
      column += TextWidth.of(text) + 6
    }
  }

  private struct Layout {
    let left: Int
    let width: Int
    let rows: Int
  }

  private func layout(in rect: Rect) -> Layout {
    let columns = max(1, values.reduce(columnLabels.count) { max($0, $1.count) })
    let wanted = rowLabels.reduce(0) { max($0, TextWidth.of($1)) } + 1
    let labels = min(wanted, max(0, rect.columns / 3))
    let width = min(8, max(2, (rect.columns - labels) / columns))
    let legend = rect.rows >= 4 ? 2 : 0
    return Layout(left: rect.column + labels, width: width, rows: max(0, rect.rows - 1 - legend))
  }
}
