/// What became of the nodes and links of a graph.
package struct IdentityStatistics: Sendable, Equatable {
  package var nodes = 0
  package var links = 0
  /// Bad identifiers, and those that an analyst isolated.
  package var aloneNodes = 0
  /// Identifiers that too many log-ins were seen with.
  package var sharedNodes = 0
  /// Identifiers of kinds that join nobody.
  package var nonJoiningNodes = 0
  package var joiningLinks = 0
  /// Links that may give a passive identifier to one person.
  package var attachingLinks = 0
  /// Links that count for nothing: of bad identifiers, cut, or probable where that is off.
  package var ignoredLinks = 0
}

extension IdentityResolver {
  /// Counts nodes and links by what they may do; cost grows with both.
  package func statistics() -> IdentityStatistics {
    var statistics = IdentityStatistics()
    (statistics.nodes, statistics.links) = (nodeCount, links.count)
    for own in flags {
      if own.contains(.alone) {
        statistics.aloneNodes += 1
      } else if own.contains(.shared) {
        statistics.sharedNodes += 1
      } else if own.contains(.nonJoining) {
        statistics.nonJoiningNodes += 1
      }
    }
    for row in 0..<links.count {
      switch role(of: row) {
      case .joins: statistics.joiningLinks += 1
      case .attaches: statistics.attachingLinks += 1
      case .nothing: statistics.ignoredLinks += 1
      }
    }
    return statistics
  }

  /// The identifiers that stopped joining because too many log-ins were seen with them, ascending.
  package var sharedNodes: [UInt32] {
    flags.indices.filter { flags[$0].contains(.shared) }.map { UInt32($0) }
  }
}

/// What another rule or decision would change, told before it is kept.
package struct ClusterChange: Sendable, Equatable {
  /// Units that would be divided.
  package let divided: Int
  /// Units that would come of several.
  package let joined: Int
  /// How many more units there would be; fewer where it is negative.
  package let difference: Int

  /// Compares two sets of units over the same nodes; cost is that of a sort of the nodes.
  package init(from before: Clusters, to after: Clusters) {
    let meets = zip(before.units, after.units).map { UInt64($0) << 32 | UInt64($1) }.sorted()
    var parts = [UInt32](repeating: 0, count: before.unitCount)
    var origins = [UInt32](repeating: 0, count: after.unitCount)
    var last: UInt64?
    for meet in meets where meet != last {
      parts[Int(meet >> 32)] += 1
      origins[Int(meet & 0xFFFF_FFFF)] += 1
      last = meet
    }
    divided = parts.count { $0 > 1 }
    joined = origins.count { $0 > 1 }
    difference = after.unitCount - before.unitCount
  }
}
