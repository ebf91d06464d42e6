/// A grid of cells to draw on; drawing outside it is clipped, never an error.
///
/// Coordinates count from the top left of the current frame. `within` narrows the frame to a
/// rectangle, so that a widget neither knows nor cares where on the screen it is.
package struct Canvas: Hashable, Sendable {
  /// The size of the whole grid, whatever the current frame.
  package let gridSize: Size
  /// The characters that frames and charts on this canvas are made of.
  package let glyphs: Glyphs
  /// Where the terminal's own cursor shall stand, on the whole grid; nil hides it.
  package private(set) var cursor: Point?
  /// The rows of the last table that was drawn, as plain texts; only kept where it is asked for.
  package var listing: [[String]]?
  /// Which rows `listing` takes; nil for all of them.
  package var listedRows: Range<Int>?
  /// Where the columns of the last table that was drawn lie, by their numbers; only kept where it is
  /// asked for.
  package var columnPlaces: [Int: Range<Int>]?
  /// What names are drawn as, on a screen that others look at.
  package var renaming: Renaming?
  private var cells: [Cell]
  private var frame: Rect
  private var clip: Rect

  package init(_ size: Size, glyphs: Glyphs = .unicode) {
    (gridSize, self.glyphs) = (size, glyphs)
    cells = Array(repeating: .blank, count: size.columns * size.rows)
    (frame, clip) = (Rect(size), Rect(size))
  }

  /// The size of the current frame.
  package var size: Size { frame.size }
  package var columns: Int { frame.columns }
  package var rows: Int { frame.rows }
  /// The current frame in its own coordinates.
  package var bounds: Rect { Rect(frame.size) }

  /// Runs `draw` with `rect` as the frame; what it draws outside is clipped.
  package mutating func within(_ rect: Rect, _ draw: (inout Canvas) -> Void) {
    let (oldFrame, oldClip) = (frame, clip)
    frame = rect.moved(columns: frame.column, rows: frame.row)
    clip = clip.intersection(frame)
    draw(&self)
    (frame, clip) = (oldFrame, oldClip)
  }

  /// The cell at a place of the frame; blank outside the grid.
  package subscript(_ point: Point) -> Cell {
    let (column, row) = (point.column + frame.column, point.row + frame.row)
    guard Rect(gridSize).contains(Point(column, row)) else { return .blank }
    return cells[row * gridSize.columns + column]
  }

  /// One row of the whole grid, for painters.
  package func gridRow(_ row: Int) -> ArraySlice<Cell> {
    guard row >= 0, row < gridSize.rows else { return [] }
    return cells[row * gridSize.columns..<(row + 1) * gridSize.columns]
  }

  /// Shows the terminal's cursor at a place of the frame, if it is visible there.
  package mutating func placeCursor(at point: Point) {
    let place = Point(point.column + frame.column, point.row + frame.row)
    cursor = clip.contains(place) ? place : nil
  }

  /// Draws `text` from `point` to the right, in at most `maxWidth` columns, and returns how many
  /// columns it took.
  ///
  /// Text that is too long is cut and ends in `…`. Without `maxWidth` the frame's right edge
  /// counts. Alignment is within `maxWidth`. A ground that lies there already stays.
  @discardableResult
  package mutating func put(
    _ text: String, at point: Point, role: Role = .text, emphasis: Emphasis = [],
    maxWidth: Int? = nil, align: Align = .leading
  ) -> Int {
    put([Run(text, role, emphasis)], at: point, maxWidth: maxWidth, align: align)
  }

  /// Runs as this screen says them: names that others may see, signs that it can draw.
  private func worded(_ runs: [Run]) -> [Run] {
    guard let renaming else { return glyphs.spelled(runs) }
    return glyphs.spelled(
      runs.map { Run(renaming.applied(to: $0.text), $0.role, $0.emphasis) })
  }

  /// How many columns runs take when nothing of them is cut.
  func width(of runs: [Run]) -> Int {
    worded(runs).reduce(0) { $0 + TextWidth.of($1.text) }
  }

  /// Draws `text` on a row of the frame.
  @discardableResult
  package mutating func put(
    _ text: String, row: Int, column: Int = 0, role: Role = .text, emphasis: Emphasis = [],
    maxWidth: Int? = nil, align: Align = .leading
  ) -> Int {
    put(
      text, at: Point(column, row), role: role, emphasis: emphasis, maxWidth: maxWidth,
      align: align)
  }

  /// Draws several runs one after the other, as one text.
  @discardableResult
  package mutating func put(
    _ runs: [Run], at point: Point, maxWidth: Int? = nil, align: Align = .leading
  ) -> Int {
    let room = min(maxWidth ?? .max, columns - point.column)
    guard room > 0, point.row >= 0, point.row < rows else { return 0 }
    let runs = worded(runs)
    let width = runs.reduce(0) { $0 + TextWidth.of($1.text) }
    let taken = min(width, room)
    let start =
      switch align {
      case .leading: point.column
      case .centre: point.column + (room - taken) / 2
      case .trailing: point.column + room - taken
      }
    let fits = width <= room
    let limit = start + (fits ? width : room - 1)
    var column = start
    writing: for run in runs {
      var clusters = Clusters(run.text)
      while let cluster = clusters.next() {
        guard column + Int(cluster.width) <= limit else {
          // A wide cluster may leave one column over: the mark follows at once.
          set(
            Cluster(glyphs.ellipsis), at: Point(column, point.row), role: run.role,
            emphasis: run.emphasis)
          column += 1
          break writing
        }
        set(cluster, at: Point(column, point.row), role: run.role, emphasis: run.emphasis)
        column += Int(cluster.width)
      }
    }
    return column - start
  }

  /// Draws one cluster, keeping the ground that lies there.
  package mutating func set(
    _ cluster: Cluster, at point: Point, role: Role = .text, emphasis: Emphasis = []
  ) {
    let (column, row) = (point.column + frame.column, point.row + frame.row)
    guard row >= clip.row, row < clip.endRow, column < clip.endColumn else { return }
    let shown = glyphs.harmless(cluster)
    guard column >= clip.column else {
      // The right half of a wide cluster that starts outside still covers what was there.
      if cluster.width == 2, column + 1 == clip.column, clip.columns > 0 {
        write(.space, column + 1, row, role, emphasis)
      }
      return
    }
    switch shown.width {
    case 0: return
    case 1:
      write(shown, column, row, role, emphasis)
      if cluster.width == 2, column + 1 < clip.endColumn {
        write(.space, column + 1, row, role, emphasis)
      }
    default:
      guard column + 1 < clip.endColumn else {
        return write(.space, column, row, role, emphasis)
      }
      write(.space, column, row, role, emphasis)
      write(.space, column + 1, row, role, emphasis)
      let index = row * gridSize.columns + column
      cells[index].cluster = shown
      cells[index + 1].cluster = .continuation
    }
  }

  /// Fills a rectangle of the frame with one cluster of one column, ground included.
  package mutating func fill(
    _ rect: Rect, with cluster: Cluster = .space, role: Role = .text, ground: Role? = nil
  ) {
    let area = rect.moved(columns: frame.column, rows: frame.row).intersection(clip)
    let shown = glyphs.harmless(cluster)
    guard shown.width == 1 else { return }
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        write(shown, column, row, role, [])
        cells[row * gridSize.columns + column].ink.ground = ground
      }
    }
  }

  /// Lays a ground behind what a rectangle shows, without changing the texts.
  package mutating func lay(_ ground: Role?, behind rect: Rect) {
    reink(rect) { $0.ground = ground }
  }

  /// Adds emphasis to what a rectangle shows.
  package mutating func emphasise(_ rect: Rect, _ emphasis: Emphasis) {
    reink(rect) { $0.emphasis.formUnion(emphasis) }
  }

  /// Lets a rectangle step back behind a dialog: texts become faint, lines and bars fainter still.
  package mutating func setBack(_ rect: Rect) {
    reink(rect) { ink in
      switch ink.role {
      case .border, .borderFocus: ink = Ink(.border)
      case .bar, .barTrack, .grid: ink = Ink(.barTrack)
      default: ink = Ink(.textFaint)
      }
    }
  }

  private mutating func reink(_ rect: Rect, _ change: (inout Ink) -> Void) {
    let area = rect.moved(columns: frame.column, rows: frame.row).intersection(clip)
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        change(&cells[row * gridSize.columns + column].ink)
      }
    }
  }

  /// Writes one column of the grid; the other half of a wide cluster cut in two becomes a space.
  private mutating func write(
    _ cluster: Cluster, _ column: Int, _ row: Int, _ role: Role, _ emphasis: Emphasis
  ) {
    let index = row * gridSize.columns + column
    let old = cells[index].cluster
    if old.width == 2, column + 1 < gridSize.columns { cells[index + 1].cluster = .space }
    if old.width == 0, column > 0 { cells[index - 1].cluster = .space }
    cells[index] = Cell(cluster, Ink(role, ground: cells[index].ink.ground, emphasis))
  }
}
