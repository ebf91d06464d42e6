/// A place on a grid of cells, counted from 0 at the top left.
package struct Point: Hashable, Sendable {
  package var column: Int
  package var row: Int

  package init(_ column: Int, _ row: Int) { (self.column, self.row) = (column, row) }

  package static let zero = Point(0, 0)
}

/// How many columns and rows something takes; never negative.
package struct Size: Hashable, Sendable {
  package let columns: Int
  package let rows: Int

  package init(_ columns: Int, _ rows: Int) {
    (self.columns, self.rows) = (max(0, columns), max(0, rows))
  }

  package static let zero = Size(0, 0)
  package var isEmpty: Bool { columns == 0 || rows == 0 }
}

/// A rectangle of cells; its size is never negative, its origin may lie anywhere.
package struct Rect: Hashable, Sendable {
  package let column: Int
  package let row: Int
  package let columns: Int
  package let rows: Int

  package init(_ column: Int, _ row: Int, _ columns: Int, _ rows: Int) {
    (self.column, self.row) = (column, row)
    (self.columns, self.rows) = (max(0, columns), max(0, rows))
  }

  package init(_ size: Size) { self.init(0, 0, size.columns, size.rows) }

  package static let zero = Rect(0, 0, 0, 0)
  package var origin: Point { Point(column, row) }
  package var size: Size { Size(columns, rows) }
  package var isEmpty: Bool { columns == 0 || rows == 0 }
  /// The first column to the right of the rectangle.
  package var endColumn: Int { column + columns }
  /// The first row below the rectangle.
  package var endRow: Int { row + rows }

  package func contains(_ point: Point) -> Bool {
    point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
  }

  /// The cells that both rectangles have; empty when they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let (left, top) = (max(column, other.column), max(row, other.row))
    return Rect(
      left, top, min(endColumn, other.endColumn) - left, min(endRow, other.endRow) - top)
  }

  package func moved(columns: Int = 0, rows: Int = 0) -> Rect {
    Rect(column + columns, row + rows, self.columns, self.rows)
  }

  /// The rectangle without a margin on each side; empty, and still inside, when there is no room.
  package func inset(
    left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0
  ) -> Rect {
    let (left, top) = (min(left, columns), min(top, rows))
    return Rect(column + left, row + top, columns - left - right, rows - top - bottom)
  }

  package func inset(columns: Int, rows: Int) -> Rect {
    inset(left: columns, top: rows, right: columns, bottom: rows)
  }

  /// The inside of a box drawn on this rectangle.
  package var interior: Rect { inset(columns: 1, rows: 1) }

  /// One line of the rectangle, counted from its top; empty when it has no such line.
  package func line(_ index: Int) -> Rect {
    guard index >= 0, index < rows else { return Rect(column, endRow, columns, 0) }
    return Rect(column, row + index, columns, 1)
  }

  /// A rectangle of at most `size` in the middle of this one.
  package func centred(_ size: Size) -> Rect {
    let (width, height) = (min(columns, size.columns), min(rows, size.rows))
    return Rect(column + (columns - width) / 2, row + (rows - height) / 2, width, height)
  }
}
