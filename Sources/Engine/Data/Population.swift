internal import Basis
internal import Columns
internal import Storage

/// Who is counted: the units that a lens makes of the nodes with data.
enum Population {
  /// The unit of every node, numbered in the order of each unit's smallest node.
  static func units(_ snapshot: Snapshot, _ lens: Lens, _ workspace: Workspace) throws(Fault)
    -> NodeUnits
  {
    var alive = Bitmap(count: snapshot.nodeCount)
    for run in snapshot.identifiers where run.isKept {
      for node in try run.reader.seen() { alive.insert(node) }
    }
    var parents = (0..<UInt32(snapshot.nodeCount)).map { $0 }
    func root(_ node: UInt32) -> UInt32 {
      var at = node
      while parents[Int(at)] != at {
        parents[Int(at)] = parents[Int(parents[Int(at)])]
        at = parents[Int(at)]
      }
      return at
    }
    if lens != .device {
      for run in snapshot.links {
        let table = try LinkTable(run.file)
        for row in table.a.indices {
          let (a, b) = (root(table.a[row]), root(table.b[row]))
          if a != b { parents[Int(max(a, b))] = min(a, b) }
        }
      }
    }
    var units = [UInt32](repeating: NodeUnits.none, count: snapshot.nodeCount)
    var count: UInt32 = 0
    for node in alive.members() where node != 0 {
      let top = Int(root(node))
      if units[top] == NodeUnits.none {
        units[top] = count
        count += 1
      }
      units[Int(node)] = units[top]
    }
    return NodeUnits(unitOfNode: units, count: Int(count))
  }
}
