internal import Cells

/// A line between panels that can be moved, told by what it decides.
package enum Divider: Hashable, Sendable {
  /// How wide the right side of a pane is.
  case side(Pane)
  /// How wide a panel at the right is, in a pane with several such lines.
  case width(Pane, Panel)
  /// How high a panel is; of panels one above the other across a pane, the first of those above.
  case height(Pane, Panel)
}

extension Layout {
  /// Where a divider can be taken hold of, and what it divides.
  struct Handle: Hashable {
    enum Kind: Hashable {
      /// The right side of `room` is as wide as the mouse is from its right end.
      case side(Divider)
      /// The upper part of `room` is as high as the mouse is from its top.
      case band(Divider, least: Int, most: Int)
      /// Two panels of a frame, which share the lines of `room` without its bottom one.
      case panels(Divider, Divider, least: Int, most: Int)
    }

    let place: Rect
    let room: Rect
    let kind: Kind
  }

  /// The least that the sides of a line keep.
  static let leastSide = 24
  static let leastBand = 4

  /// How many lines each panel of a frame takes, title and content.
  ///
  /// What somebody decided holds as far as every panel keeps a line of its content; the last one
  /// that may grow takes up what another size of the screen adds or takes away.
  static func lengths(
    of panels: [(Panel, Track)], in room: Int, decided: (Panel) -> Int?
  ) -> [Int] {
    var lengths = Track.lengths(panels.map(\.1), in: room)
    // A file may say any height.
    let wanted = panels.map { panel in decided(panel.0).map { min($0, room) } }
    let least = panels.map { Self.least(of: $0.0) }
    let isDecided = wanted.contains { $0 != nil }
    guard panels.count > 1, isDecided || zip(lengths, least).contains(where: { $0 < $1 }),
      room >= least.reduce(0, +)
    else { return lengths }
    let flexible =
      panels.indices.last { wanted[$0] == nil && isFlexible(panels[$0].1) }
      ?? panels.indices.last { isFlexible(panels[$0].1) } ?? panels.count - 1
    for index in panels.indices {
      lengths[index] = max(least[index], wanted[index] ?? lengths[index])
    }
    lengths[flexible] += room - lengths.reduce(0, +)
    // What the flexible one lacks comes from those that have most to spare.
    while lengths[flexible] < least[flexible],
      let richest = panels.indices.filter({ $0 != flexible })
        .max(by: { lengths[$0] - least[$0] < lengths[$1] - least[$1] })
    {
      lengths[richest] -= 1
      lengths[flexible] += 1
    }
    return lengths
  }

  private static func isFlexible(_ track: Track) -> Bool {
    if case .share = track { true } else { false }
  }

  /// Its title and a line of content, below the heads of its columns where it has such.
  static func least(of panel: Panel) -> Int { 2 + panel.headerRows }

  /// Everything that can be taken hold of on the open pane.
  func handles(_ pane: Pane) -> [Handle] {
    sides(pane) + bands(pane) + frames.flatMap { Self.inner($0, pane) }
  }

  private func sides(_ pane: Pane) -> [Handle] {
    frames.compactMap { left in
      let right = frames.first {
        $0.rect.column == left.rect.endColumn && $0.rect.row == left.rect.row
      }
      guard let right, let panel = right.places.first?.panel else { return nil }
      let rect = left.rect
      return Handle(
        place: Rect(rect.endColumn - 1, rect.row, 2, rect.rows),
        room: Rect(rect.column, rect.row, right.rect.endColumn - rect.column, rect.rows),
        kind: .side(pane == .home ? .width(pane, panel) : .side(pane)))
    }
  }

  private func bands(_ pane: Pane) -> [Handle] {
    frames.filter { $0.rect.column == body.column && $0.rect.endRow < body.endRow }.compactMap {
      guard let panel = $0.places.first?.panel else { return nil }
      let (rect, room) = ($0.rect, body.endRow - $0.rect.row)
      return Handle(
        place: Rect(body.column, rect.endRow - 1, body.columns, 2),
        room: Rect(body.column, rect.row, body.columns, room),
        kind: .band(
          .height(pane, panel), least: leastRows(from: rect.row),
          most: room - leastBelow(rect.endRow)))
    }
  }

  /// The least that the frames which begin at a row need for all of their panels.
  private func leastRows(from row: Int) -> Int {
    frames.filter { $0.rect.row == row }.map { frame in
      frame.places.reduce(1) { $0 + Self.least(of: $1.panel) }
    }.max() ?? 0
  }

  /// The least that everything from a row on needs.
  private func leastBelow(_ row: Int) -> Int {
    Set(frames.map(\.rect.row)).filter { $0 >= row }.reduce(0) { $0 + leastRows(from: $1) }
  }

  private static func inner(_ frame: Frame, _ pane: Pane) -> [Handle] {
    zip(frame.places, frame.places.dropFirst()).map { upper, lower in
      let rows = upper.section.rows + lower.section.rows - 2
      return Handle(
        place: lower.section.line(0),
        room: Rect(upper.section.column, upper.section.row, upper.section.columns, rows + 1),
        kind: .panels(
          .height(pane, upper.panel), .height(pane, lower.panel),
          least: least(of: upper.panel), most: rows - least(of: lower.panel)))
    }
  }
}

extension AppState {
  /// What the part below a line keeps, unless it has less by itself.
  private static let keptRows = 7

  /// Two sides with a line between them, which the mouse can drag.
  func split(_ rect: Rect, side: Int, at divider: Divider? = nil) -> [Rect] {
    let least = Layout.leastSide
    let wanted = dividers[divider ?? .side(pane)] ?? side
    let width = min(max(least, wanted), max(least, rect.columns - least))
    let (left, right) = rect.cutRight(width)
    return [left, right]
  }

  /// The upper part of a pane, which begins with `panel`, and the rest.
  func cut(_ rect: Rect, below panel: Panel, rows: Int) -> (top: Rect, rest: Rect) {
    let bands = bands(of: rect, [(panel, rows), (panel, 0)])
    return (bands[0], bands[1])
  }

  /// A pane cut across into parts, which begin with these panels; the last takes what is left.
  func bands(of rect: Rect, _ parts: [(panel: Panel, rows: Int)]) -> [Rect] {
    var rest = rect
    return parts.indices.map { index in
      let below = parts.count - 1 - index
      guard below > 0 else { return rest }
      var rows = parts[index].rows
      if let decided = dividers[.height(pane, parts[index].panel)] {
        // On a smaller screen what lies below keeps what makes sense of it.
        let kept = max(Layout.leastBand, min(Self.keptRows, rest.rows - rows))
        rows = max(
          Layout.leastBand, min(decided, rest.rows - kept - (below - 1) * Layout.leastBand))
      } else if index > 0 {
        // What lies above may have taken of its room.
        rows = max(Layout.leastBand, min(rows, rest.rows - below * Layout.leastBand))
      }
      let (top, remaining) = rest.cutTop(rows)
      rest = remaining
      return top
    }
  }

  /// What a press at a place takes hold of; lines between sides come before those between bands.
  func handle(at point: Point) -> Layout.Handle? {
    isZoomed ? nil : layout.handles(pane).first { $0.place.contains(point) }
  }

  /// Moves the line that is held to where the mouse is.
  mutating func drag(_ handle: Layout.Handle, to point: Point) {
    let room = handle.room
    switch handle.kind {
    case .side(let divider):
      let least = Layout.leastSide
      dividers[divider] = min(
        max(least, room.endColumn - point.column), max(least, room.columns - least))
    case .band(let divider, let least, let most):
      guard most >= least else { return }
      dividers[divider] = min(max(least, point.row - room.row), most)
    case .panels(let upper, let lower, let least, let most):
      guard most >= least else { return }
      let rows = min(max(least, point.row - room.row), most)
      (dividers[upper], dividers[lower]) = (rows, room.rows - 1 - rows)
    }
  }

  /// Puts a line back to where it is by itself.
  mutating func release(_ handle: Layout.Handle) {
    switch handle.kind {
    case .side(let divider), .band(let divider, _, _): dividers[divider] = nil
    case .panels(let upper, let lower, _, _): (dividers[upper], dividers[lower]) = (nil, nil)
    }
  }
}
