extension IdentityResolver {
  /// Adds a batch: new nodes with their namespaces, then links between any nodes.
  ///
  /// The result equals a resolution of everything at once. Cost grows with the batch and with the
  /// groups that it changes; the first batch also pays for an index of all links. `badNodes` must
  /// be among the new nodes, because a node that turns bad takes earlier merges back: then, as for
  /// new decisions, resolve everything.
  package mutating func add(
    _ added: LinkColumns, newNodes: [UInt16] = [], badNodes: [UInt32] = [],
    namespaceNames: [String]? = nil, names: (any NodeNames)? = nil
  ) {
    let (firstRow, firstNode) = (links.count, nodeCount)
    prepareIndexes()
    extend(namespaces: newNodes, namespaceNames: namespaceNames, names: names)
    for node in badNodes {
      precondition(Int(node) >= firstNode, "a known node that turns bad needs a full resolution")
    }
    setBad(badNodes)
    extend(links: added)
    adjacency.extend(links, nodeCount: nodeCount)
    ring.append(contentsOf: UInt32(firstNode)..<UInt32(nodeCount))
    noteFirstSeen(from: firstRow)
    var touched: Set<UInt32> = []
    dissolveShared(from: firstRow, touched: &touched)
    for row in firstRow..<links.count {
      take(row, &touched)
      for node in [links.a[row], links.b[row]] where isDivided(node) { touched.insert(node) }
    }
    divideTouched(touched)
  }

  /// Makes what batches need and explanations are faster with: the rows of each node, and the rings
  /// of the loose groups.
  ///
  /// Cost grows with all links; a second call does nothing.
  package mutating func prepareIndexes() {
    guard ring.isEmpty else { return }
    adjacency.extend(links, nodeCount: nodeCount)
    ring = (0..<UInt32(nodeCount)).map { $0 }
    for node in 0..<nodeCount {
      let root = Int(loose.parents[node])
      guard root != node else { continue }
      (ring[node], ring[root]) = (ring[root], UInt32(node))
    }
  }

  private func isDivided(_ node: UInt32) -> Bool {
    Int(node) < settled.count && settled[Int(node)] != noNode
  }

  /// Lets one row do what it may; groups that changed are noted.
  private mutating func take(_ row: Int, _ touched: inout Set<UInt32>) {
    switch role(of: row) {
    case .joins: join(row, &touched)
    case .attaches: attachments.append(UInt32(row))
    case .nothing: break
    }
  }

  private mutating func join(_ row: Int, _ touched: inout Set<UInt32>) {
    guard let loser = loose.join(links.a[row], links.b[row]) else { return }
    let winner = loose.root(of: loser)
    // Swapping one successor of each makes one ring of two.
    ring.swapAt(Int(winner), Int(loser))
    forgetDivision(of: loser)
    touched.insert(winner)
  }

  /// Takes apart the groups of identifiers that this batch shows to be shared, and joins them anew.
  private mutating func dissolveShared(from firstRow: Int, touched: inout Set<UInt32>) {
    let turned = turnedShared(from: firstRow)
    guard !turned.isEmpty else { return }
    for node in turned { flags[Int(node)].insert(.shared) }
    var dissolved: [UInt32] = []
    var roots: Set<UInt32> = []
    for node in turned {
      let root = loose.root(of: node)
      guard roots.insert(root).inserted else { continue }
      forgetDivision(of: root)
      dissolved += members(of: root)
    }
    for node in dissolved {
      loose.reset(node)
      ring[Int(node)] = node
      if isDivided(node) { settled[Int(node)] = noNode }
      touched.insert(node)
    }
    for node in dissolved {
      for row in rows(at: node) where role(of: row) == .joins { join(row, &touched) }
    }
    for node in turned {
      for row in rows(at: node) where row < firstRow && role(of: row) == .attaches {
        attachments.append(UInt32(row))
      }
    }
  }

  private func turnedShared(from firstRow: Int) -> [UInt32] {
    guard bound.hasShared else { return [] }
    var suspects: Set<UInt32> = []
    for row in firstRow..<links.count {
      let (a, b) = (links.a[row], links.b[row])
      if isLogIn(b, at: a, row: row) { suspects.insert(a) }
      if isLogIn(a, at: b, row: row) { suspects.insert(b) }
    }
    return suspects.sorted().filter { node in
      guard !flags[Int(node)].contains(.shared) else { return false }
      let logIns = rows(at: node).compactMap { row -> UInt32? in
        let other = links.other(than: node, at: row)
        return isLogIn(other, at: node, row: row) ? other : nil
      }
      return isShared(node, among: logIns.sorted())
    }
  }

  private func rows(at node: UInt32) -> [Int] {
    var rows: [Int] = []
    adjacency.forEachRow(at: node) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  private func members(of node: UInt32) -> [UInt32] {
    var members = [node]
    var next = ring[Int(node)]
    while next != node {
      members.append(next)
      next = ring[Int(next)]
    }
    return members
  }

  /// Divides those of the touched groups that break a limit or a decision or grew too large.
  private mutating func divideTouched(_ touched: Set<UInt32>) {
    var roots: Set<UInt32> = []
    for node in touched { roots.insert(loose.root(of: node)) }
    var nodes: [UInt32] = []
    var found: [UInt32] = []
    for root in roots.sorted() {
      let members = members(of: root).sorted()
      forgetDivision(of: root)
      guard isBroken(members) else { continue }
      nodes += members
      for node in members {
        for row in rows(at: node)
        where links.a[row] == node && role(of: row) == .joins { found.append(UInt32(row)) }
      }
    }
    guard !nodes.isEmpty else { return }
    divide(nodes: nodes, rows: found)
  }

  private func isBroken(_ members: [UInt32]) -> Bool {
    if members.count > rules.suspiciousSize { return true }
    var counts = [Int](repeating: 0, count: bound.limits.count)
    for node in members {
      let limit = Int(bound.limitIndex[Int(namespaces[Int(node)])])
      guard limit >= 0 else { continue }
      counts[limit] += 1
      if counts[limit] > bound.limits[limit].count { return true }
    }
    guard !foes.isEmpty else { return false }
    let all = Set(members)
    return members.contains { foes[$0]?.contains(where: all.contains) ?? false }
  }
}
