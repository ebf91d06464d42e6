internal import Cells
internal import Requests

/// Where the values of attributes stand below each other: a name, a share, how many times as
/// frequent it is.
struct FacetColumns: Hashable {
  struct Place: Hashable {
    let start: Int
    let name: Int
  }

  static let (share, times) = (7, 5)
  private static let gap = 3
  /// What a value takes besides its name: the figures, a space before each, and what parts it from
  /// the next value.
  private static let figures = 1 + share + 1 + times + gap
  private static let (leastName, widestName, most) = (10, 23, 5)

  let places: [Place]

  /// As many values as have room, of which the names that would be cut are given it first.
  init(_ facets: [Facet], in columns: Int) {
    let count = min(Self.most, max(1, columns / (Self.leastName + Self.figures)))
    let needed = (0..<count).map { index in
      facets.map { $0.values.indices.contains(index) ? TextWidth.of($0.values[index].name) : 0 }
        .max() ?? 0
    }
    let room = max(0, columns + Self.gap - count * Self.figures)
    let whole = Track.lengths(needed.map { .share(max: $0) }, in: room)
    let looks = Track.lengths(
      whole.map { .share(max: max(0, Self.widestName - $0)) },
      in: max(0, room - whole.reduce(0, +)))
    var (start, places): (Int, [Place]) = (0, [])
    for name in zip(whole, looks).map({ $0 + $1 }) {
      places.append(Place(start: start, name: name))
      start += name + Self.figures
    }
    self.places = places
  }
}
