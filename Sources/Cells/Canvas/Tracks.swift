/// How much of a length one of several neighbours takes.
package enum Track: Hashable, Sendable {
  /// Exactly so many cells, as long as they are there.
  case fixed(Int)
  /// A part of what is left by weight, but at least `min` and at most `max` cells.
  case share(Int = 1, min: Int = 0, max: Int = .max)

  /// Divides `length` cells among `tracks`, with `gap` cells between neighbours.
  ///
  /// When there is too little, earlier tracks are served first and later ones end at 0.
  package static func lengths(_ tracks: [Track], in length: Int, gap: Int = 0) -> [Int] {
    var left = max(0, length - gap * max(0, tracks.count - 1))
    var lengths = tracks.map { track in
      let wanted =
        switch track {
        case .fixed(let cells): max(0, cells)
        case .share(_, let least, _): max(0, least)
        }
      let given = min(wanted, left)
      left -= given
      return given
    }
    // Hand out the rest by weight; a track at its largest leaves the round, so rounds end.
    var open = tracks.indices.filter { tracks[$0].weight > 0 && lengths[$0] < tracks[$0].largest }
    while left > 0, !open.isEmpty {
      let total = open.reduce(0) { $0 + tracks[$1].weight }
      let rest = left
      var before = 0
      for index in open {
        let after = before + tracks[index].weight
        let part = rest * after / total - rest * before / total
        let given = min(part, tracks[index].largest - lengths[index])
        lengths[index] += given
        left -= given
        before = after
      }
      open.removeAll { lengths[$0] >= tracks[$0].largest }
      if left == rest { break }
    }
    return lengths
  }

  private var weight: Int {
    switch self {
    case .fixed: 0
    case .share(let weight, _, _): min(max(0, weight), 1_000_000)
    }
  }

  private var largest: Int {
    switch self {
    case .fixed(let cells): max(0, cells)
    case .share(_, let least, let most): max(least, most)
    }
  }
}

extension Rect {
  /// Cuts the rectangle from left to right; one rectangle a track, empty where no room is left.
  package func columns(_ tracks: Track..., gap: Int = 0) -> [Rect] {
    var start = column
    return Track.lengths(tracks, in: columns, gap: gap).map { length in
      defer { start += length + gap }
      return Rect(min(start, endColumn), row, length, rows)
    }
  }

  /// Cuts the rectangle from top to bottom; one rectangle a track, empty where no room is left.
  package func rows(_ tracks: Track..., gap: Int = 0) -> [Rect] {
    var start = row
    return Track.lengths(tracks, in: rows, gap: gap).map { length in
      defer { start += length + gap }
      return Rect(column, min(start, endRow), columns, length)
    }
  }

  /// The top `count` lines and what is below them.
  package func cutTop(_ count: Int) -> (top: Rect, rest: Rect) {
    let height = min(max(0, count), rows)
    return (
      Rect(column, row, columns, height), Rect(column, row + height, columns, rows - height)
    )
  }

  /// What is above the bottom `count` lines, and these.
  package func cutBottom(_ count: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = cutTop(rows - min(max(0, count), rows))
    return (rest, bottom)
  }

  /// The left `count` columns and what is to the right of them.
  package func cutLeft(_ count: Int) -> (left: Rect, rest: Rect) {
    let width = min(max(0, count), columns)
    return (Rect(column, row, width, rows), Rect(column + width, row, columns - width, rows))
  }

  /// What is to the left of the right `count` columns, and these.
  package func cutRight(_ count: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = cutLeft(columns - min(max(0, count), columns))
    return (rest, right)
  }
}
