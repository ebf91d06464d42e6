extension IdentityResolver {
  /// Makes all groups anew from all links.
  mutating func resolveAll() {
    noteFirstSeen(from: 0)
    markShared()
    for row in 0..<links.count {
      switch role(of: row) {
      case .joins: loose.join(links.a[row], links.b[row])
      case .attaches: attachments.append(UInt32(row))
      case .nothing: break
      }
    }
    loose.flatten()
    divideAll(groupsToDivide())
  }

  /// Keeps the earliest time of every node, where any limit has a window.
  mutating func noteFirstSeen(from start: Int) {
    guard bound.limits.contains(where: { $0.seconds != nil }) else { return }
    firstSeen.append(contentsOf: repeatElement(.max, count: nodeCount - firstSeen.count))
    for row in start..<links.count where links.evidence(at: row) != .merge {
      let (a, b, time) = (Int(links.a[row]), Int(links.b[row]), links.time[row])
      firstSeen[a] = min(firstSeen[a], time)
      firstSeen[b] = min(firstSeen[b], time)
    }
  }

  /// Marks the identifiers that too many strong ones were seen with.
  ///
  /// A count with repetitions finds the few candidates; only those are counted exactly.
  private mutating func markShared() {
    guard bound.hasShared else { return }
    var counts = [UInt32](repeating: 0, count: nodeCount)
    for row in 0..<links.count {
      let (a, b) = (links.a[row], links.b[row])
      // Most links have no log-in at one end and a device at the other.
      guard flags[Int(a)].union(flags[Int(b)]).isSuperset(of: [.shareable, .strong]) else {
        continue
      }
      if isLogIn(b, at: a, row: row) { counts[Int(a)] += 1 }
      if isLogIn(a, at: b, row: row) { counts[Int(b)] += 1 }
    }
    let candidates = (0..<nodeCount).filter { node in
      Int(counts[node]) > bound.sharedAbove[Int(namespaces[node])]
    }
    guard !candidates.isEmpty else { return }
    let isCandidate = Marks(candidates.lazy.map { UInt32($0) }, count: nodeCount)
    var seen: [(node: UInt32, other: UInt32)] = []
    for row in 0..<links.count {
      let (a, b) = (links.a[row], links.b[row])
      if isCandidate[a], isLogIn(b, at: a, row: row) { seen.append((a, b)) }
      if isCandidate[b], isLogIn(a, at: b, row: row) { seen.append((b, a)) }
    }
    seen.sort { ($0.node, $0.other) < ($1.node, $1.other) }
    var start = 0
    while start < seen.count {
      let node = seen[start].node
      var end = start
      while end < seen.count, seen[end].node == node { end += 1 }
      if isShared(node, among: seen[start..<end].map(\.other)) { flags[Int(node)].insert(.shared) }
      start = end
    }
  }

  /// True where `other` counts as a log-in seen at `node`.
  func isLogIn(_ other: UInt32, at node: UInt32, row: Int) -> Bool {
    guard flags[Int(node)].contains(.shareable), flags[Int(other)].contains(.strong),
      namespaces[Int(node)] != namespaces[Int(other)]
    else { return false }
    let evidence = links.evidence(at: row)
    return evidence != .probable && evidence != .merge
  }

  /// True where the distinct log-ins of any one namespace are more than the rule of `node` allows.
  ///
  /// They are counted by namespace because one person's account, address and phone are one log-in.
  func isShared(_ node: UInt32, among logIns: [UInt32]) -> Bool {
    var counts: [UInt16: Int] = [:]
    var last = noNode
    for other in logIns where other != last {
      counts[namespaces[Int(other)], default: 0] += 1
      last = other
    }
    let allowed = bound.sharedAbove[Int(namespaces[Int(node)])]
    return counts.values.contains { $0 > allowed }
  }

  /// The roots of the loose groups that break a limit or a decision, or may be too large.
  private mutating func groupsToDivide() -> [UInt32] {
    var broken: Set<UInt32> = []
    var counts: [UInt32] = []
    for limit in bound.limits {
      counts.removeAll(keepingCapacity: true)
      counts.append(contentsOf: repeatElement(0, count: nodeCount))
      for node in 0..<nodeCount where namespaces[node] == limit.namespace {
        let root = loose.parents[node]
        counts[Int(root)] += 1
        if Int(counts[Int(root)]) == limit.count + 1 { broken.insert(root) }
      }
    }
    counts.removeAll(keepingCapacity: true)
    counts.append(contentsOf: repeatElement(0, count: nodeCount))
    for root in loose.parents {
      counts[Int(root)] += 1
      if Int(counts[Int(root)]) - 1 == rules.suspiciousSize { broken.insert(root) }
    }
    for (node, others) in foes {
      let root = loose.parents[Int(node)]
      if others.contains(where: { loose.parents[Int($0)] == root }) { broken.insert(root) }
    }
    return Array(broken)
  }

  private mutating func divideAll(_ roots: [UInt32]) {
    guard !roots.isEmpty else { return }
    let isBroken = Marks(roots, count: nodeCount)
    let nodes = (0..<UInt32(nodeCount)).filter { isBroken[loose.parents[Int($0)]] }
    let rows = (0..<UInt32(links.count)).filter { row in
      isBroken[loose.parents[Int(links.a[Int(row)])]] && role(of: Int(row)) == .joins
    }
    divide(nodes: nodes, rows: rows)
  }
}

/// A set of nodes as one bit each.
struct Marks: Sendable {
  private var words: [UInt64]

  init(_ nodes: some Sequence<UInt32>, count: Int) {
    words = [UInt64](repeating: 0, count: count / 64 + 1)
    for node in nodes { words[Int(node >> 6)] |= 1 << UInt64(node & 63) }
  }

  subscript(node: UInt32) -> Bool { words[Int(node >> 6)] >> UInt64(node & 63) & 1 == 1 }
}
