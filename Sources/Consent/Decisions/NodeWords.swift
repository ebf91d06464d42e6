internal import Basis

/// The latest word of each identifier, while records come in the order of time.
///
/// What a row says of several identifiers of one unit is one statement: a later word about any of them
/// takes the place of the whole, and the others have said nothing of their own any more.
struct NodeWords {
  private(set) var words: [Int64]
  /// The records by the numbers that `take` means, in the order of time where that matters.
  let column: ConsentColumn
  /// From when each record counts.
  private let counted: [Int64]
  private let map: UnitMap
  /// Which records are of one statement; nil where each stands for itself.
  private let statements: RowStatements?
  /// For each identifier the first of the records that its word is made of, −1 for none; empty without
  /// statements.
  private var firsts: [Int32] = []
  /// For each record the next of its identifier's, −1 at the end: several may have been said at once.
  private var next: [Int32] = []

  init(_ records: ConsentColumn, _ map: UnitMap, _ scope: ConsentScope) {
    column = scope == .own ? records : records.arranged
    counted = column.counted(map)
    self.map = map
    words = [Int64](repeating: LatestWords.nothing, count: map.units.count)
    statements = scope == .own ? nil : column.rows
    guard statements != nil else { return }
    firsts = [Int32](repeating: -1, count: map.units.count)
    next = [Int32](repeating: -1, count: column.count)
  }

  mutating func take(_ record: Int) {
    let node = Int(column.nodes[record])
    guard node < words.count else { return }
    let word = word(of: record)
    if statements != nil {
      let first = Int(firsts[node])
      if first >= 0, counted[first] != counted[record] {
        guard counted[first] < counted[record] else { return }
        replace(at: node, by: record)
      }
      next[record] = firsts[node]
      firsts[node] = Int32(record)
    }
    words[node] = max(words[node], word)
  }

  /// The word that a record would be by itself.
  func word(of record: Int) -> Int64 {
    LatestWords.word(time: counted[record], isGranted: column.isGranted[record])
  }

  /// Takes away what was said of an identifier, with all that the same rows said of others.
  private mutating func replace(at node: Int, by record: Int) {
    guard let statements else { return }
    var former = Int(firsts[node])
    (words[node], firsts[node]) = (LatestWords.nothing, -1)
    while former >= 0 {
      if column.times[former] < column.times[record] {
        for other in statements.records(of: former) {
          let peer = column.nodes[Int(other)]
          if peer != node, map.areOne(peer, UInt32(node)) { remove(Int(other), at: Int(peer)) }
        }
      }
      former = Int(next[former])
    }
  }

  /// Takes one record out of those that an identifier's word is made of.
  private mutating func remove(_ record: Int, at node: Int) {
    var (left, place) = (LatestWords.nothing, Int(firsts[node]))
    var (before, isThere) = (-1, false)
    while place >= 0 {
      let following = next[place]
      if place == record {
        isThere = true
        if before < 0 { firsts[node] = following } else { next[before] = following }
      } else {
        left = max(left, word(of: place))
        before = place
      }
      place = Int(following)
    }
    if isThere { words[node] = left }
  }
}
