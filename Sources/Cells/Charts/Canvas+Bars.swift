extension Canvas {
  /// Draws a horizontal bar from the left, `share` of the line long, ending on half a cell.
  ///
  /// Anything above 0 shows at least half a cell; 0 shows nothing; nil shows that it is unknown. A
  /// track shows where the scale ends.
  package mutating func bar(
    _ share: Double?, in line: Rect, role: Role = .bar, hasTrack: Bool = false,
    isHatched: Bool = false
  ) {
    guard line.rows > 0, line.columns > 0 else { return }
    if hasTrack {
      for column in line.column..<line.endColumn {
        set(glyphs.barTrack, at: Point(column, line.row), role: .barTrack)
      }
    }
    guard let share, share.isFinite else {
      set(glyphs.absent, at: line.origin, role: .textFaint)
      return
    }
    let halves = Self.parts(share, of: line.columns, each: 2)
    for column in 0..<line.columns {
      let part = halves - column * 2
      guard part > 0 else { break }
      let piece = isHatched ? glyphs.hatch : part == 1 ? glyphs.barHalf : glyphs.barWhole
      set(piece, at: Point(line.column + column, line.row), role: role)
    }
  }

  /// Draws parts one after the other, each with its own role and fill; labels inside where they fit.
  ///
  /// `shares` are of the whole line. Parts above 0 get a cell each as long as there are any.
  package mutating func stackedBar(_ parts: [BarPart], in line: Rect) {
    guard line.rows > 0, line.columns > 0 else { return }
    let widths = Self.stackWidths(parts.map(\.share), in: line.columns)
    var column = line.column
    for (index, part) in parts.enumerated() where widths[index] > 0 {
      let role = part.role ?? Role.series(index)
      let fill = glyphs.fills[index % glyphs.fills.count]
      for offset in 0..<widths[index] {
        set(fill, at: Point(column + offset, line.row), role: role)
      }
      if !part.label.isEmpty, widths[index] >= TextWidth.of(part.label) + 2 {
        put(
          part.label, at: Point(column + 1, line.row), role: role, emphasis: .reverse,
          maxWidth: widths[index] - 2)
      }
      column += widths[index]
    }
  }

  /// Draws an estimate with its interval: `├──●──┤`, on a scale from 0 to `scale`.
  package mutating func intervalBar(
    low: Double?, value: Double?, high: Double?, scale: Double, in line: Rect,
    role: Role = .series1
  ) {
    guard line.rows > 0, line.columns > 0 else { return }
    guard let low, let value, let high, scale > 0 else {
      set(glyphs.absent, at: line.origin, role: .textFaint)
      return
    }
    let place = { (number: Double) in
      let cell = (number / scale * Double(line.columns - 1)).nearestInt
      return line.column + Swift.min(Swift.max(0, cell), line.columns - 1)
    }
    let (start, middle, end) = (place(min(low, high)), place(value), place(max(low, high)))
    for column in start...end {
      set(glyphs.frame.horizontal, at: Point(column, line.row), role: role)
    }
    set(glyphs.isASCII ? Cluster("|") : Cluster("├"), at: Point(start, line.row), role: role)
    set(glyphs.isASCII ? Cluster("|") : Cluster("┤"), at: Point(end, line.row), role: role)
    set(Cluster("●"), at: Point(middle, line.row), role: role, emphasis: .bold)
  }

  /// How many parts of cells a share of so many cells is; at least 1 for what is more than 0.
  static func parts(_ share: Double, of cells: Int, each count: Int) -> Int {
    guard share > 0 else { return 0 }
    return min(max(1, (share * Double(cells * count)).nearestInt), cells * count)
  }

  /// Whole cells for each share, so that their sum is the rounded sum of the shares.
  static func stackWidths(_ shares: [Double], in cells: Int) -> [Int] {
    var (sum, used) = (0.0, 0)
    return shares.map { share in
      guard share.isFinite, share > 0 else { return 0 }
      sum += share
      let end = min(cells, (sum * Double(cells)).nearestInt)
      let width = min(max(1, end - used), cells - used)
      used += width
      return width
    }
  }
}

/// One part of a stacked bar.
package struct BarPart: Hashable, Sendable {
  /// Its part of the whole line, from 0 to 1.
  package var share: Double
  package var label: String
  /// The role it is drawn in; nil takes the series of its place.
  package var role: Role?

  package init(_ share: Double, label: String = "", role: Role? = nil) {
    (self.share, self.label, self.role) = (share, label, role)
  }
}
