/// Dots finer than cells: two columns and two or four rows of them in each cell.
struct DotGrid {
  let columns: Int
  let rows: Int
  private let size: Size
  private let rowsPerCell: Int
  private var masks: [UInt8]

  init(_ size: Size, rowsPerCell: Int) {
    (self.size, self.rowsPerCell) = (size, rowsPerCell)
    (columns, rows) = (size.columns * 2, size.rows * rowsPerCell)
    masks = Array(repeating: 0, count: size.columns * size.rows)
  }

  mutating func set(_ point: Point) {
    guard point.column >= 0, point.column < columns, point.row >= 0, point.row < rows else {
      return
    }
    let cell = point.row / rowsPerCell * size.columns + point.column / 2
    masks[cell] |= 1 << UInt8(point.row % rowsPerCell * 2 + point.column % 2)
  }

  /// Sets the dots of a straight line, every third one of a dotted line.
  mutating func line(from start: Point, to end: Point, isDotted: Bool = false) {
    let (across, down) = (end.column - start.column, end.row - start.row)
    let steps = max(abs(across), abs(down))
    guard steps > 0 else { return set(end) }
    for step in 0...steps where !isDotted || step % 3 == 0 {
      let share = Double(step) / Double(steps)
      set(
        Point(
          start.column + (Double(across) * share).nearestInt,
          start.row + (Double(down) * share).nearestInt))
    }
  }

  func draw(into canvas: inout Canvas, at origin: Point, role: Role) {
    for (index, mask) in masks.enumerated() where mask != 0 {
      let point = Point(origin.column + index % size.columns, origin.row + index / size.columns)
      canvas.set(
        rowsPerCell == 4 ? Self.braille(mask) : Self.blocks[Int(mask)], at: point, role: role)
    }
  }

  /// Braille numbers its dots down the left, then down the right, and the lowest two last.
  private static func braille(_ mask: UInt8) -> Cluster {
    let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    let pattern = bits.indices.reduce(UInt32(0)) {
      $0 | (mask >> UInt8($1) & 1 == 1 ? bits[$1] : 0)
    }
    return Unicode.Scalar(0x2800 + pattern).map { Cluster($0, width: 1) } ?? .space
  }

  /// By mask: left and right above, left and right below.
  private static let blocks = Array(Clusters(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"))
}
