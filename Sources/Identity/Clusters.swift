/// The units of one lens: which node belongs to which, with dense numbers.
///
/// Units are numbered in the order of their smallest node, so that the numbers depend on the
/// groups alone.
package struct Clusters: Sendable, Equatable {
  /// The unit of each node.
  package let units: [UInt32]
  /// The smallest node of each unit, ascending.
  package let smallest: [UInt32]

  package var unitCount: Int { smallest.count }

  /// Numbers the groups that `representatives` describes, any node of a group standing for it.
  package init(representatives: [UInt32]) {
    var numbers = [UInt32](repeating: noNode, count: representatives.count)
    var units = [UInt32](repeating: 0, count: representatives.count)
    var smallest: [UInt32] = []
    for node in representatives.indices {
      let representative = Int(representatives[node])
      if numbers[representative] == noNode {
        numbers[representative] = UInt32(smallest.count)
        smallest.append(UInt32(node))
      }
      units[node] = numbers[representative]
    }
    (self.units, self.smallest) = (units, smallest)
  }

  /// The smallest node of the unit that `node` belongs to.
  package func representative(of node: UInt32) -> UInt32 { smallest[Int(units[Int(node)])] }

  /// How many nodes each unit has; cost grows with the number of nodes.
  package func sizes() -> [UInt32] {
    var sizes = [UInt32](repeating: 0, count: unitCount)
    for unit in units { sizes[Int(unit)] += 1 }
    return sizes
  }

  /// How many units there are of each size, smallest size first.
  package func sizeHistogram() -> [(size: Int, units: Int)] {
    var counts: [UInt32: Int] = [:]
    for size in sizes() { counts[size, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { (Int($0.key), $0.value) }
  }

  /// The nodes of every unit, side by side; cost grows with the number of nodes.
  package func members() -> Members {
    var starts = [UInt32](repeating: 0, count: unitCount + 1)
    for unit in units { starts[Int(unit) + 1] += 1 }
    for unit in 0..<unitCount { starts[unit + 1] += starts[unit] }
    var places = starts
    var nodes = [UInt32](repeating: 0, count: units.count)
    for (node, unit) in units.enumerated() {
      nodes[Int(places[Int(unit)])] = UInt32(node)
      places[Int(unit)] += 1
    }
    return Members(starts: starts, nodes: nodes)
  }

  /// The nodes of every unit: unit `u` has `nodes[starts[u]..<starts[u + 1]]`, ascending.
  package struct Members: Sendable {
    package let starts: [UInt32]
    package let nodes: [UInt32]

    package subscript(unit: UInt32) -> ArraySlice<UInt32> {
      nodes[Int(starts[Int(unit)])..<Int(starts[Int(unit) + 1])]
    }
  }
}
