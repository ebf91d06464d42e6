/// The links of each node as chained rows, so that a new link costs the same however many there are.
struct Adjacency: Sendable {
  private var heads: [UInt32] = []
  /// The row after a row: at `2 * row` for the end `a`, at `2 * row + 1` for the end `b`.
  private var nexts: [UInt32] = []
  private(set) var rowCount = 0

  /// About how much memory it takes.
  var byteCount: Int { (heads.count + nexts.count) * 4 }

  /// True where it has so many links and nodes.
  func covers(rows: Int, nodes: Int) -> Bool { rowCount == rows && heads.count == nodes }

  /// Takes up the links from `rowCount` on.
  mutating func extend(_ links: borrowing LinkColumns, nodeCount: Int) {
    if nodeCount > heads.count {
      heads.append(contentsOf: repeatElement(noNode, count: nodeCount - heads.count))
    }
    nexts.reserveCapacity(2 * links.count)
    for row in rowCount..<links.count {
      let (a, b) = (Int(links.a[row]), Int(links.b[row]))
      nexts.append(heads[a])
      heads[a] = UInt32(2 * row)
      nexts.append(heads[b])
      heads[b] = UInt32(2 * row + 1)
    }
    rowCount = links.count
  }

  /// Calls `body` with each row at `node`, latest first, until it returns false.
  func forEachRow(at node: UInt32, _ body: (Int) -> Bool) {
    var place = heads[Int(node)]
    while place != noNode {
      guard body(Int(place >> 1)) else { return }
      place = nexts[Int(place)]
    }
  }
}
