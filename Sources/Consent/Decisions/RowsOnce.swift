/// Takes one record of each row of a feed where a row that names several identifiers of one person
/// has a record for each.
///
/// Records are of one row where they repeat the same identifier's record at the same time with the
/// same content. One identifier that is there twice is there by two rows. The identifier that they
/// repeat may be somebody else's: then the others stand for the row.
package struct RowsOnce<Content: Hashable> {
  private struct Row: Hashable {
    let owner: UInt32
    let time: Int64
    let content: Content
  }

  private struct Node: Hashable {
    let row: Row
    let node: UInt32
  }

  /// How often each identifier said the same, and how many rows that makes.
  private var counts: [Node: Int] = [:]
  private var rows: [Row: Int] = [:]

  package init() {}

  /// Whether the record is the first of its row among those of one person.
  package mutating func take(_ node: UInt32, of owner: UInt32, at time: Int64, _ content: Content)
    -> Bool
  {
    let row = Row(owner: owner, time: time, content: content)
    let count = counts[Node(row: row, node: node), default: 0] + 1
    counts[Node(row: row, node: node)] = count
    guard count > rows[row, default: 0] else { return false }
    rows[row] = count
    return true
  }
}
