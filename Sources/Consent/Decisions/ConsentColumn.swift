package import Basis

/// All records about one purpose as columns, in any order.
package struct ConsentColumn: Sendable {
  package private(set) var nodes: [UInt32] = []
  package private(set) var times: [Int64] = []
  package private(set) var isGranted: [Bool] = []

  package init() {}

  /// Makes the columns from ready ones, which must be of one length.
  package init(nodes: [UInt32], times: [Int64], isGranted: [Bool]) {
    precondition(
      nodes.count == times.count && nodes.count == isGranted.count, "columns have one length")
    (self.nodes, self.times, self.isGranted) = (nodes, times, isGranted)
  }

  /// How many records there are.
  package var count: Int { nodes.count }

  /// Adds a record.
  package mutating func append(_ node: NodeID, _ time: Timestamp, isGranted granted: Bool) {
    nodes.append(node.number)
    times.append(time.seconds)
    isGranted.append(granted)
  }

  /// Adds what `record` says about `purpose`, if it says anything.
  package mutating func append(_ record: ConsentRecord, about purpose: PurposeID) {
    if record.refused.contains(purpose) {
      append(record.node, record.time, isGranted: false)
    } else if record.granted.contains(purpose) {
      append(record.node, record.time, isGranted: true)
    }
  }

  /// Takes in the columns of `other`.
  package mutating func append(contentsOf other: ConsentColumn) {
    nodes.append(contentsOf: other.nodes)
    times.append(contentsOf: other.times)
    isGranted.append(contentsOf: other.isGranted)
  }
}

/// Which unit each node belongs to under one lens.
package struct UnitMap: Sendable {
  /// The unit of each node; a node without one has `none`.
  package let units: [UInt32]
  package let unitCount: Int

  /// Stands for a node that belongs to no unit, as one that was erased.
  package static let none = UInt32.max

  /// Makes the map; every unit must be below `unitCount`.
  package init(units: [UInt32], unitCount: Int) {
    precondition(
      units.allSatisfy { $0 == Self.none || Int($0) < unitCount }, "a unit is below the count")
    (self.units, self.unitCount) = (units, unitCount)
  }
}
