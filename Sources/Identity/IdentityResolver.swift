internal import Basis

/// The graph of identifiers with everything that decides which of them are one person.
///
/// Two structures carry it. The loose groups are what the joining links make without any limit:
/// they only ever grow, so a new link costs next to nothing. Only where a loose group breaks a
/// limit or a decision is it divided, by taking its links strongest first and refusing those that
/// would break one; what is suspiciously large after that is held apart at its weakest bridges.
/// `settled` then has the final groups of its nodes. The result is a function of
/// the set of links, so it is the same for any order and any cutting into batches.
package struct IdentityResolver: Sendable {
  package let rules: IdentityRules
  package let decisions: Decisions
  /// Identifiers that stand for nobody: no link of theirs counts, whatever is decided.
  package private(set) var badNodes: [UInt32]
  /// What the nodes are called, where their links are equal in all else.
  package private(set) var names: any NodeNames
  /// All links, the analyst's merges first.
  package private(set) var links: LinkColumns
  /// The namespace code of each node.
  package private(set) var namespaces: [UInt16]
  package private(set) var namespaceNames: [String]

  var bound: BoundRules
  var flags: [NodeFlags]
  var loose: UnionFind
  /// The final representative of each node of a divided group, `noNode` elsewhere; empty if none.
  var settled: [UInt32] = []
  /// What was refused in each divided group, by the root of the loose group.
  var refusals: [UInt32: [Refusal]] = [:]
  /// What is held apart in each divided group, by the root of the loose group.
  var held: [UInt32: [SplitProposal]] = [:]
  /// Rows that tie a passive node to a joining one.
  var attachments: [UInt32] = []
  /// When each node was first seen; kept only where a limit has a window.
  var firstSeen: [UInt32] = []
  /// For each node, the nodes that it must not be one with.
  let foes: [UInt32: [UInt32]]
  /// The rows of each node; made when first needed.
  var adjacency = Adjacency()
  /// The next node of the same loose group, in a ring; made when first needed.
  var ring: [UInt32] = []
  let usesProbable: Bool

  /// Resolves all links at once.
  ///
  /// Cost grows with the links and nodes, and as a sort where a group has to be divided.
  package init(
    links: LinkColumns, namespaces: [UInt16], namespaceNames: [String], rules: IdentityRules,
    badNodes: [UInt32] = [], decisions: Decisions = Decisions(),
    names: any NodeNames = NumberedNodes()
  ) {
    (self.rules, self.decisions, self.names) = (rules, decisions, names)
    self.badNodes = badNodes
    (self.namespaces, self.namespaceNames) = (namespaces, namespaceNames)
    self.links = Self.mergeLinks(decisions, nodeCount: namespaces.count)
    self.links.append(links)
    bound = BoundRules(rules, namespaces: namespaceNames)
    usesProbable = rules.probableLenses.contains(.person)
    var foes: [UInt32: [UInt32]] = [:]
    for pair in decisions.neverJoined where Int(pair.b) < namespaces.count && pair.a != pair.b {
      foes[pair.a, default: []].append(pair.b)
      foes[pair.b, default: []].append(pair.a)
    }
    self.foes = foes.mapValues { $0.sorted() }
    flags = []
    loose = UnionFind(count: namespaces.count)
    growFlags()
    for node in badNodes where Int(node) < flags.count { setAlone(node) }
    for node in decisions.isolated where Int(node) < flags.count { setAlone(node) }
    for pair in decisions.cut where Int(pair.b) < flags.count {
      flags[Int(pair.a)].insert(.cut)
      flags[Int(pair.b)].insert(.cut)
    }
    for pair in decisions.merged where Int(pair.b) < flags.count {
      flags[Int(pair.a)].insert(.merged)
      flags[Int(pair.b)].insert(.merged)
    }
    resolveAll()
  }

  package var nodeCount: Int { namespaces.count }

  /// The same links under other decisions, or without those that are only probable.
  ///
  /// Cost is that of a resolution of everything.
  package func deciding(
    _ decisions: Decisions, usingProbable: Bool = true
  ) -> IdentityResolver {
    let own = Self.mergeLinks(self.decisions, nodeCount: nodeCount).count
    var rules = rules
    if !usingProbable { rules.probableLenses = [] }
    return IdentityResolver(
      links: own == 0 ? links : links.dropping(first: own), namespaces: namespaces,
      namespaceNames: namespaceNames, rules: rules, badNodes: badNodes,
      decisions: decisions, names: names)
  }

  /// What a link may do, its groups left aside.
  enum Role { case joins, attaches, nothing }

  func role(of row: Int) -> Role {
    let first = flags[Int(links.a[row])]
    let second = flags[Int(links.b[row])]
    let both = first.union(second)
    let evidence = links.evidence[row]
    if both.isDisjoint(with: [.alone, .nonJoining, .shared, .cut]),
      evidence != LinkEvidence.probable.rawValue
    {
      return .joins
    }
    if both.contains(.alone) { return .nothing }
    if evidence == LinkEvidence.merge.rawValue { return .joins }
    if evidence == LinkEvidence.probable.rawValue, !usesProbable { return .nothing }
    if first.contains(.cut), second.contains(.cut),
      decisions.cut.contains(Decisions.Pair(links.a[row], links.b[row]))
    {
      return .nothing
    }
    let isFirstPassive = !first.isDisjoint(with: .passive)
    let isSecondPassive = !second.isDisjoint(with: .passive)
    if isFirstPassive != isSecondPassive { return .attaches }
    return isFirstPassive ? .nothing : .joins
  }

  /// Adds the namespaces of new nodes and the names of new namespaces.
  mutating func extend(
    namespaces added: [UInt16], namespaceNames: [String]?, names: (any NodeNames)?
  ) {
    if let namespaceNames, namespaceNames != self.namespaceNames {
      self.namespaceNames = namespaceNames
      bound = BoundRules(rules, namespaces: namespaceNames)
    }
    if let names { self.names = names }
    namespaces += added
    growFlags()
    loose.grow(to: namespaces.count)
  }

  /// Forgets how the loose group of a root was divided.
  mutating func forgetDivision(of root: UInt32) {
    refusals[root] = nil
    held[root] = nil
  }

  /// Adds links; the caller brings the groups up to date.
  mutating func extend(links added: LinkColumns) { links.append(added) }

  private mutating func growFlags() {
    flags.reserveCapacity(namespaces.count)
    for node in flags.count..<namespaces.count { flags.append(bound.flags[Int(namespaces[node])]) }
  }

  /// Lets no link of some nodes count.
  mutating func setBad(_ nodes: [UInt32]) {
    badNodes += nodes
    for node in nodes { setAlone(node) }
  }

  private mutating func setAlone(_ node: UInt32) {
    flags[Int(node)].insert(.alone)
    flags[Int(node)].remove(.strong)
  }

  private static func mergeLinks(_ decisions: Decisions, nodeCount: Int) -> LinkColumns {
    var links = LinkColumns()
    let pairs = decisions.merged.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
    for pair in pairs where Int(pair.b) < nodeCount && pair.a != pair.b {
      links.append(pair.a, pair.b, time: 0, evidence: .merge)
    }
    return links
  }
}
