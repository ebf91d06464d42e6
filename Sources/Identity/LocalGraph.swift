/// One group's nodes and pairs as a compact graph, for walks over all of it.
struct LocalGraph {
  private let nodes: [UInt32]
  private let pairs: [(UInt32, UInt32)]
  private var starts: [UInt32]
  /// The neighbours of every node side by side: the other node, and the pair.
  private var neighbours: [(local: UInt32, pair: UInt32)]

  /// Makes the graph of `nodes`, which ascend, and of distinct pairs of them.
  init(nodes: [UInt32], pairs: [(UInt32, UInt32)]) {
    self.nodes = nodes
    self.pairs = pairs.map { pair in
      (UInt32(Self.index(of: pair.0, in: nodes)), UInt32(Self.index(of: pair.1, in: nodes)))
    }
    starts = [UInt32](repeating: 0, count: nodes.count + 1)
    for pair in self.pairs {
      starts[Int(pair.0) + 1] += 1
      starts[Int(pair.1) + 1] += 1
    }
    for local in nodes.indices { starts[local + 1] += starts[local] }
    neighbours = Array(repeating: (0, 0), count: 2 * pairs.count)
    var places = starts
    for (number, pair) in self.pairs.enumerated() {
      for (from, to) in [(pair.0, pair.1), (pair.1, pair.0)] {
        neighbours[Int(places[Int(from)])] = (to, UInt32(number))
        places[Int(from)] += 1
      }
    }
  }

  /// The number of a node within the group.
  func index(of node: UInt32) -> Int { Self.index(of: node, in: nodes) }

  /// The two nodes of a pair, by their numbers within the group.
  func ends(of pair: Int) -> (UInt32, UInt32) { pairs[pair] }

  /// The node with most neighbours, the first of several.
  func largestHub() -> (local: Int, neighbours: Int) {
    var best = (local: 0, neighbours: 0)
    for local in nodes.indices {
      let count = Int(starts[local + 1] - starts[local])
      if count > best.neighbours { best = (local, count) }
    }
    return best
  }

  /// For every pair whose loss divides the graph, which hangs together, how many nodes the smaller
  /// side has; 0 for the others.
  ///
  /// A depth-first walk with its own stack: groups may be chains of a million nodes.
  func smallerSides() -> [UInt32] {
    var sides = [UInt32](repeating: 0, count: pairs.count)
    guard !nodes.isEmpty else { return sides }
    var entered = [UInt32](repeating: noNode, count: nodes.count)
    var low = entered
    var sizes = [UInt32](repeating: 1, count: nodes.count)
    var stack = [(local: 0, via: noNode, next: starts[0])]
    (entered[0], low[0]) = (0, 0)
    var clock: UInt32 = 1
    while let top = stack.last {
      if top.next < starts[top.local + 1] {
        stack[stack.count - 1].next += 1
        let (next, pair) = neighbours[Int(top.next)]
        if pair == top.via { continue }
        let local = Int(next)
        if entered[local] != noNode {
          low[top.local] = min(low[top.local], entered[local])
        } else {
          (entered[local], low[local]) = (clock, clock)
          clock += 1
          stack.append((local, pair, starts[local]))
        }
      } else {
        stack.removeLast()
        guard let parent = stack.last?.local else { continue }
        low[parent] = min(low[parent], low[top.local])
        sizes[parent] += sizes[top.local]
        guard low[top.local] > entered[parent] else { continue }
        sides[Int(top.via)] = min(sizes[top.local], UInt32(nodes.count) - sizes[top.local])
      }
    }
    return sides
  }

  private static func index(of node: UInt32, in nodes: [UInt32]) -> Int {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
