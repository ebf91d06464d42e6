internal import Activation
internal import Basis
internal import Columns

/// The rows by which a destination is told to lose identifiers.
///
/// Those of one person share a row as far as the destination's columns reach; whoever has more gets
/// further rows, and an identifier that is nobody's any more one of its own.
struct Removals {
  /// The row of each node that goes.
  let rows: NodeUnits
  /// The nodes that should go and that no row can name, in order: the workspace has their values no
  /// more, or the destination's columns do not take their kind, as they did when they were delivered.
  let unnamed: [UInt32]

  /// Puts `nodes` into rows, in the order of today's people.
  init(_ nodes: [UInt32], _ destination: DestinationSpec, _ audience: WorkspaceAudience)
    throws(Fault)
  {
    struct Place: Comparable {
      let unit: UInt32
      let row: UInt32

      static func < (a: Place, b: Place) -> Bool { (a.unit, a.row) < (b.unit, b.row) }
    }
    struct Kind: Hashable {
      let unit: UInt32
      let namespace: Int
    }
    let snapshot = audience.snapshot
    let counts = snapshot.namespaces.map { Self.places(of: $0, in: destination) }
    var taken: [Kind: Int] = [:]
    var placed: [(place: Place, node: UInt32)] = []
    var unnamed: [UInt32] = []
    for reader in snapshot.identifiers.map(\.reader) {
      let codes = try reader.namespaces()
      let lengths = try reader.lengths()
      for node in nodes where node >= reader.firstNode && Int(node - reader.firstNode) < codes.count
      {
        let place = Int(node - reader.firstNode)
        let namespace = Int(codes[place])
        guard counts[namespace] > 0, lengths[place] > 0 else {
          unnamed.append(node)
          continue
        }
        guard let unit = audience.units[node] else {
          placed.append((Place(unit: NodeUnits.none, row: node), node))
          continue
        }
        let kind = Kind(unit: unit, namespace: namespace)
        let row = taken[kind, default: 0] / counts[namespace]
        taken[kind, default: 0] += 1
        placed.append((Place(unit: unit, row: UInt32(row)), node))
      }
    }
    placed.sort { ($0.place, $0.node) < ($1.place, $1.node) }
    var rows = [UInt32](repeating: NodeUnits.none, count: snapshot.nodeCount)
    var count = 0
    for (index, entry) in placed.enumerated() {
      if index == 0 || placed[index - 1].place != entry.place { count += 1 }
      rows[Int(entry.node)] = UInt32(count - 1)
    }
    self.unnamed = unnamed.sorted()
    self.rows = NodeUnits(unitOfNode: rows, count: count)
  }

  /// How many identifiers of a namespace one row has room for.
  private static func places(of namespace: String, in destination: DestinationSpec) -> Int {
    let columns = destination.columns.filter { $0.origin == .identifier(namespace) }
    return Set(columns.map(\.place)).count
  }
}
