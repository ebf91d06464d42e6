/// Dots finer than cells: two columns and four rows of them in each cell, or one column and two rows.
struct DotGrid {
  let columns: Int
  let rows: Int
  private let size: Size
  private let marks: LineChart.Marks
  private var masks: [UInt8]

  init(_ size: Size, marks: LineChart.Marks) {
    (self.size, self.marks) = (size, marks)
    (columns, rows) = (size.columns * marks.columns, size.rows * marks.rows)
    masks = Array(repeating: 0, count: size.columns * size.rows)
  }

  mutating func set(_ point: Point) {
    guard point.column >= 0, point.column < columns, point.row >= 0, point.row < rows else {
      return
    }
    let cell = point.row / marks.rows * size.columns + point.column / marks.columns
    masks[cell] |= 1 << UInt8(point.row % marks.rows * 2 + point.column % marks.columns)
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
      canvas.set(cluster(mask), at: point, role: role)
    }
  }

  private func cluster(_ mask: UInt8) -> Cluster {
    switch marks {
    case .braille: Self.braille(mask)
    case .halves: Self.halves[Int(mask)]
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

  /// By mask where only the left dots are set: above, below, both.
  private static let halves = Array(Clusters(" ▀  ▄█"))
}
