package import Cells

/// Turns the difference between two canvases into the bytes that change the screen.
///
/// Pure: it remembers only what the screen shows. Only changed cells are sent; the cursor moves
/// by the shortest way, and after anything that terminals measure differently it moves by address.
package struct Painter: Sendable {
  private let depth: ColourDepth
  /// Whether frames are wrapped in synchronised output; set when the terminal says it knows it.
  package var isSynchronised = false

  private var shown: Canvas?
  private var shownCursor: Point?
  /// The name tells one theme from another; nil before the first frame.
  private var theme: String?

  private var bytes: [UInt8] = []
  private var style: Style?
  /// Where the terminal's cursor is; nil when that is not certain.
  private var place: Point?
  /// True where heat maps are told by signs, since the theme has no colours for them at this depth.
  private var shadesHeat = false
  /// Styles of inks already resolved in this frame.
  private var styles: [Ink: Style] = [:]

  package init(depth: ColourDepth) { self.depth = depth }

  /// Forgets what the screen shows, so that the next frame draws everything.
  package mutating func invalidate() { (shown, theme) = (nil, nil) }

  /// The bytes that make the screen show `canvas`; none when it does already.
  package mutating func frame(_ canvas: Canvas, theme: Theme) -> [UInt8] {
    if self.theme != theme.name {
      (shown, self.theme, styles) = (nil, theme.name, [:])
      shadesHeat = !theme.tellsHeat(depth)
    }
    if let shown, shown == canvas { return [] }
    (bytes, style, place) = ([], nil, nil)
    let old = shown?.gridSize == canvas.gridSize ? shown : nil
    if isSynchronised { write("\u{1B}[?2026h") }
    if old == nil || shownCursor != nil { write("\u{1B}[?25l") }
    if old == nil { clear(theme) }
    for row in 0..<canvas.gridSize.rows {
      let (new, before) = (canvas.gridRow(row), old?.gridRow(row))
      if let before, before.elementsEqual(new) { continue }
      let isShaded = shadesHeat && (new.contains { $0.ink.role.isHeat })
      // A sign may depend on its neighbours: a row with some is drawn as a whole.
      if isShaded {
        paint(shaded(new, canvas.glyphs), over: nil, row, theme)
      } else {
        paint(new, over: before, row, theme)
      }
    }
    if style != nil { write("\u{1B}[0m") }
    if let cursor = canvas.cursor {
      move(to: cursor)
      write("\u{1B}[?25h")
    }
    if isSynchronised { write("\u{1B}[?2026l") }
    (shown, shownCursor) = (canvas, canvas.cursor)
    return bytes
  }

  private mutating func clear(_ theme: Theme) {
    set(theme.resolve(.plain, depth))
    write("\u{1B}[H\u{1B}[2J")
  }

  /// A row whose heat classes are told by signs.
  private func shaded(_ row: ArraySlice<Cell>, _ glyphs: Glyphs) -> ArraySlice<Cell> {
    var shaded = row
    for index in row.indices {
      let before = index > row.startIndex ? row[index - 1] : nil
      let after = index + 1 < row.endIndex ? row[index + 1] : nil
      if let shade = glyphs.shade(of: row[index], between: before, and: after) {
        shaded[index].cluster = shade
      }
    }
    return shaded
  }

  private mutating func paint(
    _ new: ArraySlice<Cell>, over old: ArraySlice<Cell>?, _ row: Int, _ theme: Theme
  ) {
    let count = new.count
    let tail = blankTail(new, theme)
    var column = 0
    while column < count {
      let cell = new[new.startIndex + column]
      let width = max(1, Int(cell.cluster.width))
      if isUnchanged(new, old, column, width) {
        column += width
        continue
      }
      if column >= tail, count - column > 4 {
        // The rest of the line is plain: one erase instead of spaces.
        move(to: Point(column, row))
        set(resolve(cell.ink, theme))
        write("\u{1B}[K")
        return
      }
      approach(Point(column, row), new, theme)
      set(resolve(cell.ink, theme))
      put(cell.cluster)
      column += width
    }
  }

  /// The column from which a row is only spaces that an erase can draw.
  private mutating func blankTail(_ row: ArraySlice<Cell>, _ theme: Theme) -> Int {
    var tail = row.count
    guard let last = row.last, last.cluster == .space else { return tail }
    let look = resolve(last.ink, theme)
    // Not every terminal erases in the current background, and none erases in attributes.
    guard look.background == .standard, look.emphasis.isDisjoint(with: .visibleOnSpaces) else {
      return tail
    }
    while tail > 0, row[row.startIndex + tail - 1] == last { tail -= 1 }
    return tail
  }

  private func isUnchanged(
    _ new: ArraySlice<Cell>, _ old: ArraySlice<Cell>?, _ column: Int, _ width: Int
  ) -> Bool {
    guard let old else { return false }
    for offset in column..<min(column + width, new.count)
    where old[old.startIndex + offset] != new[new.startIndex + offset] { return false }
    return true
  }

  /// Moves to a cell of a row, rewriting a few unchanged ones where that is shorter than moving.
  private mutating func approach(_ target: Point, _ row: ArraySlice<Cell>, _ theme: Theme) {
    if place == target { return }
    if let place, place.row == target.row, place.column < target.column,
      target.column - place.column <= 4
    {
      let gap = row[(row.startIndex + place.column)..<(row.startIndex + target.column)]
      if canRewrite(gap, theme) {
        for cell in gap { put(cell.cluster) }
        return
      }
    }
    move(to: target)
  }

  /// True for plain characters that look as the pen is set already.
  private mutating func canRewrite(_ gap: ArraySlice<Cell>, _ theme: Theme) -> Bool {
    for cell in gap {
      guard cell.cluster.isASCII, cell.cluster.width == 1, resolve(cell.ink, theme) == style
      else { return false }
    }
    return true
  }

  private mutating func move(to target: Point) {
    defer { place = target }
    guard let place, place.row == target.row, target.column > place.column else {
      if place == target { return }
      if place?.row == target.row - 1, target.column == 0 { return write("\r\n") }
      if target == .zero { return write("\u{1B}[H") }
      return write("\u{1B}[\(target.row + 1);\(target.column + 1)H")
    }
    let distance = target.column - place.column
    write(distance == 1 ? "\u{1B}[C" : "\u{1B}[\(distance)C")
  }

  private mutating func put(_ cluster: Cluster) {
    guard cluster.width > 0 else { return bytes.append(0x20) }
    cluster.append(to: &bytes)
    guard let here = place else { return }
    // Wide and combined clusters are measured differently here and there: do not trust the place.
    let isCertain = cluster.width == 1 && cluster.byteCount <= 3
    place = isCertain ? Point(here.column + 1, here.row) : nil
  }

  private mutating func resolve(_ ink: Ink, _ theme: Theme) -> Style {
    if let known = styles[ink] { return known }
    let style = theme.resolve(ink, depth)
    styles[ink] = style
    return style
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func set(_ wanted: Style) {
    guard wanted != style else { return }
    GraphicRendition.change(from: style, to: wanted, into: &bytes)
    style = wanted
  }
}

extension Emphasis {
  fileprivate static let visibleOnSpaces: Emphasis = [.underline, .reverse, .strike]
}
