/// Takes one record of each row of a feed where a row that names several identifiers of one person
/// has a record for each.
///
/// Rows are told apart by their numbers. Where they have none, which is so of older data, records are
/// of one row where they repeat the same identifier's record at the same time with the same content:
/// one identifier that is there twice is there by two rows. The identifier that they repeat may be
/// somebody else's: then the others stand for the row.
package struct RowsOnce<Content: Hashable> {
  private struct Numbered: Hashable {
    let statement: Int64
    let content: Content
  }

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
  private var numbered: Set<Numbered> = []

  package init() {}

  /// Whether the record is the first of its row among those of one person; `statement` is 0 where the
  /// row has no number.
  package mutating func take(
    _ node: UInt32, of owner: UInt32, at time: Int64, statement: Int64, _ content: Content
  ) -> Bool {
    if statement != 0 {
      return numbered.insert(Numbered(statement: statement, content: content)).inserted
    }
    let row = Row(owner: owner, time: time, content: content)
    let count = counts[Node(row: row, node: node), default: 0] + 1
    counts[Node(row: row, node: node)] = count
    guard count > rows[row, default: 0] else { return false }
    rows[row] = count
    return true
  }
}
