/// Tells identifiers apart by what they are called instead of by when they came.
///
/// Where links are equal in all that the rules look at, one of them still has to go first, and which
/// one it is must not hang on the order of arrival, as the numbers of nodes do.
package protocol NodeNames: Sendable {
  /// A number for each of `nodes`, which ascend: the same for the same identifier in any workspace.
  func numbers(of nodes: [UInt32]) -> [UInt64]
}

/// Nodes that are called nothing but their number, as those of a made-up graph.
package struct NumberedNodes: NodeNames {
  package init() {}
  package func numbers(of nodes: [UInt32]) -> [UInt64] { nodes.map { UInt64($0) } }
}
