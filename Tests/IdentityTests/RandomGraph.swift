import Basis
import Identity

/// A small graph with rules, drawn from a seed so that limits, sharing and decisions all bite.
struct RandomGraph {
  static let names = ["user_id", "email", "cookie", "gaid", "ip"]
  var namespaces: [UInt16] = []
  /// What each node is called, whatever its number.
  var names: [UInt64] = []
  var links = LinkColumns()
  var rules = IdentityRules()
  var bad: [UInt32] = []
  var decisions = Decisions()

  init(seed: UInt64) {
    var random = Seeded(seed)
    let count = random.within(4...22)
    namespaces = (0..<count).map { _ in UInt16(random.below(5)) }
    names = (0..<UInt64(count)).map { $0 }
    for _ in 0..<random.below(2 * count) {
      links.append(
        UInt32(random.below(count)), UInt32(random.below(count)),
        time: UInt32(random.below(12)) * 43_200, source: UInt16(random.below(2)),
        evidence: random.pick([.event, .event, .profile, .alias, .probable]),
        batch: UInt32(random.below(4)))
    }
    rules.suspiciousSize = random.within(3...8)
    rules.namespaces["user_id"] = .init(
      strength: 100, limit: random.chance(0.7) ? .init(random.within(1...2)) : nil)
    rules.namespaces["email"] = .init(
      strength: 80, priority: random.chance(0.3) ? 20 : nil,
      limit: random.chance(0.7)
        ? .init(random.within(1...3), days: random.chance(0.5) ? random.within(1...3) : nil) : nil)
    rules.namespaces["cookie"] = .init(
      strength: 40, limit: random.chance(0.3) ? .init(2) : nil,
      sharedAbove: random.chance(0.6) ? random.within(1...2) : nil, isDevice: true)
    rules.namespaces["gaid"] = .init(
      strength: 60, sharedAbove: random.chance(0.4) ? 1 : nil, isDevice: true)
    rules.namespaces["ip"] = .init(
      strength: 10, limit: random.chance(0.3) ? .init(1, days: random.chance(0.5) ? 2 : nil) : nil,
      joins: random.chance(0.2))
    if random.chance(0.3) { rules.probableLenses = [.person] }
    func node() -> UInt32 { UInt32(random.below(count)) }
    if random.chance(0.3) { bad = [node()] }
    if random.chance(0.3) { decisions.isolated = [node()] }
    for _ in 0..<random.below(4) { decisions.neverJoined.insert(.init(node(), node())) }
    if random.chance(0.3), links.count > 0 { decisions.cut = [.init(links.a[0], links.b[0])] }
    if random.chance(0.3) { decisions.merged.insert(.init(node(), node())) }
    if random.chance(0.3) { decisions.keep(node(), size: random.within(4...20)) }
  }

  var resolver: IdentityResolver {
    IdentityResolver(
      links: links, namespaces: namespaces, namespaceNames: Self.names, rules: rules,
      badNodes: bad, decisions: decisions, names: GivenNames(names: names))
  }

  /// The same links in another order, some of them turned round.
  func shuffled(_ random: inout Seeded) -> RandomGraph {
    var other = self
    other.links = LinkColumns()
    for row in (0..<links.count).shuffled(using: &random) {
      let isTurned = random.chance(0.5)
      other.links.append(
        isTurned ? links.b[row] : links.a[row], isTurned ? links.a[row] : links.b[row],
        time: links.time[row], source: links.source[row],
        evidence: LinkEvidence(rawValue: links.evidence[row]) ?? .event, batch: links.batch[row])
    }
    return other
  }

  /// The same identifiers in another order of arrival, so that their nodes have other numbers, and
  /// the new number of each.
  func renumbered(_ random: inout Seeded) -> (graph: RandomGraph, numbers: [UInt32]) {
    let numbers = namespaces.indices.map { UInt32($0) }.shuffled(using: &random)
    func new(_ node: UInt32) -> UInt32 { numbers[Int(node)] }
    func new(_ pair: Decisions.Pair) -> Decisions.Pair { .init(new(pair.a), new(pair.b)) }
    var other = self
    for (old, number) in numbers.enumerated() {
      other.namespaces[Int(number)] = namespaces[old]
      other.names[Int(number)] = names[old]
    }
    other.links = LinkColumns(
      a: links.a.map(new), b: links.b.map(new), time: links.time, source: links.source,
      evidence: links.evidence, batch: links.batch)
    other.bad = bad.map(new)
    other.decisions = Decisions()
    other.decisions.isolated = Set(decisions.isolated.map(new))
    other.decisions.neverJoined = Set(decisions.neverJoined.map { new($0) })
    other.decisions.cut = Set(decisions.cut.map { new($0) })
    other.decisions.merged = Set(decisions.merged.map { new($0) })
    for (node, size) in decisions.kept { other.decisions.keep(new(node), size: size) }
    return (other, numbers)
  }

  /// The links `rows` alone.
  func links(_ rows: Range<Int>) -> LinkColumns {
    LinkColumns(
      a: Array(links.a[rows]), b: Array(links.b[rows]), time: Array(links.time[rows]),
      source: Array(links.source[rows]), evidence: Array(links.evidence[rows]),
      batch: Array(links.batch[rows]))
  }
}

/// Nodes with names that a test gave them.
struct GivenNames: NodeNames {
  let names: [UInt64]
  func numbers(of nodes: [UInt32]) -> [UInt64] { nodes.map { names[Int($0)] } }
}

/// The obvious way: groups as sets, every link looked at in order, everything counted anew.
struct PlainIdentity {
  let graph: RandomGraph
  private(set) var groups: [Set<UInt32>]
  private var alone: Set<UInt32>
  private var passive: Set<UInt32> = []
  private var firstSeen: [UInt32: UInt32] = [:]

  init(_ graph: RandomGraph) {
    self.graph = graph
    groups = graph.namespaces.indices.map { [UInt32($0)] }
    alone = graph.decisions.isolated.union(graph.bad)
    findPassive()
    for row in 0..<graph.links.count {
      for node in [graph.links.a[row], graph.links.b[row]] {
        firstSeen[node] = min(firstSeen[node] ?? .max, graph.links.time[row])
      }
    }
    joinAll()
    holdAll()
    attachAll()
  }

  private func rule(_ node: UInt32) -> IdentityRules.Namespace {
    graph.rules.rule(for: RandomGraph.names[Int(graph.namespaces[Int(node)])])
  }

  private mutating func findPassive() {
    for node in graph.namespaces.indices.map({ UInt32($0) }) {
      if !rule(node).joins, !rule(node).off.contains(.nonJoining) { passive.insert(node) }
      guard let allowed = rule(node).sharedAbove, !rule(node).off.contains(.shared) else {
        continue
      }
      var seen: [UInt16: Set<UInt32>] = [:]
      for row in 0..<graph.links.count where graph.links.evidence[row] != 4 {
        let (a, b) = (graph.links.a[row], graph.links.b[row])
        guard a == node || b == node else { continue }
        let other = a == node ? b : a
        let namespace = graph.namespaces[Int(other)]
        if rule(other).strength >= graph.rules.strongFrom, !alone.contains(other),
          namespace != graph.namespaces[Int(node)]
        {
          seen[namespace, default: []].insert(other)
        }
      }
      if seen.values.contains(where: { $0.count > allowed }) { passive.insert(node) }
    }
  }

  private struct Ranked: Comparable {
    var keys: [Int]
    var a: UInt32
    var b: UInt32
    static func < (x: Ranked, y: Ranked) -> Bool { x.keys.lexicographicallyPrecedes(y.keys) }
  }

  private func ranked() -> [Ranked] {
    (0..<graph.links.count).compactMap { row in
      let (a, b) = (graph.links.a[row], graph.links.b[row])
      let evidence = LinkEvidence(rawValue: graph.links.evidence[row]) ?? .event
      if evidence == .probable, !graph.rules.probableLenses.contains(.person) { return nil }
      if graph.decisions.cut.contains(.init(a, b)) { return nil }
      if alone.contains(a) || alone.contains(b) { return nil }
      let (first, second) = (rule(a), rule(b))
      return Ranked(
        keys: [
          -min(first.priority ?? first.strength, second.priority ?? second.strength),
          -min(first.strength, second.strength), -Int(evidence.rank), Int(graph.links.time[row]),
          Int(min(a, b)), Int(max(a, b)),
        ], a: a, b: b)
    }.sorted()
  }

  func place(_ node: UInt32) -> Int { groups.firstIndex { $0.contains(node) } ?? -1 }

  private func mayBe(_ group: Set<UInt32>) -> Bool {
    for pair in graph.decisions.neverJoined where pair.a != pair.b {
      if group.contains(pair.a), group.contains(pair.b) { return false }
    }
    for (code, name) in RandomGraph.names.enumerated() {
      guard let limit = graph.rules.rule(for: name).limit,
        !graph.rules.rule(for: name).off.contains(.limit)
      else { continue }
      let nodes = group.filter { Int(graph.namespaces[Int($0)]) == code }
      guard let days = limit.days else {
        if nodes.count > limit.count { return false }
        continue
      }
      for start in nodes.map({ firstSeen[$0] ?? .max }) {
        let within = nodes.count {
          let time = firstSeen[$0] ?? .max
          return time >= start && time - start < UInt32(days * 86_400)
        }
        if within > limit.count { return false }
      }
    }
    return true
  }

  private mutating func tryJoin(_ a: UInt32, _ b: UInt32) {
    let (first, second) = (place(a), place(b))
    guard first != second, mayBe(groups[first].union(groups[second])) else { return }
    groups[first].formUnion(groups[second])
    groups.remove(at: second)
  }

  private mutating func joinAll() {
    for pair in graph.decisions.merged.sorted(by: { ($0.a, $0.b) < ($1.a, $1.b) })
    where !alone.contains(pair.a) && !alone.contains(pair.b) { tryJoin(pair.a, pair.b) }
    for link in ranked() where !passive.contains(link.a) && !passive.contains(link.b) {
      tryJoin(link.a, link.b)
    }
  }

  private struct Pair {
    let a: UInt32
    let b: UInt32
    let rank: [Int]
    var side = 0
  }

  /// The distinct joining pairs within a group, strongest first.
  private func pairs(within group: Set<UInt32>) -> [Pair] {
    let merges = graph.decisions.merged.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
      .map { Pair(a: $0.a, b: $0.b, rank: [-256, -256, -5]) }
    let links = ranked().filter { !passive.contains($0.a) && !passive.contains($0.b) }
      .map { Pair(a: $0.a, b: $0.b, rank: Array($0.keys.prefix(3))) }
    var seen: Set<Decisions.Pair> = []
    return (merges + links).filter { pair in
      pair.a != pair.b && group.contains(pair.a) && group.contains(pair.b)
        && seen.insert(.init(pair.a, pair.b)).inserted
    }
  }

  /// All that `pairs` tie to a node.
  private func reached(from node: UInt32, _ pairs: [Pair]) -> Set<UInt32> {
    var reached: Set<UInt32> = [node]
    while true {
      let more = pairs.filter { reached.contains($0.a) != reached.contains($0.b) }
      guard !more.isEmpty else { return reached }
      for pair in more { reached.formUnion([pair.a, pair.b]) }
    }
  }

  /// Divides groups that are too large: bridges between several nodes each come last.
  private mutating func holdAll() {
    for group in groups {
      let kept = graph.decisions.kept.filter { group.contains($0.key) }.values.max() ?? 0
      let most = max(graph.rules.suspiciousSize, kept)
      guard group.count > most else { continue }
      var pairs = pairs(within: group)
      for place in pairs.indices {
        var others = pairs
        let pair = others.remove(at: place)
        let side = reached(from: pair.a, others)
        if !side.contains(pair.b) {
          pairs[place].side = min(side.count, group.count - side.count)
        }
      }
      let bridges = pairs.enumerated().filter { $0.element.side > 1 }.sorted { x, y in
        (x.element.rank + [x.element.side, x.offset])
          .lexicographicallyPrecedes(y.element.rank + [y.element.side, y.offset])
      }
      groups.removeAll { $0 == group }
      groups += group.map { [$0] }
      for pair in pairs.filter({ $0.side < 2 }) + bridges.map(\.element) {
        let (first, second) = (place(pair.a), place(pair.b))
        guard first != second, groups[first].count + groups[second].count <= most else { continue }
        groups[first].formUnion(groups[second])
        groups.remove(at: second)
      }
    }
  }

  private mutating func attachAll() {
    let merged = Set(graph.decisions.merged.flatMap { [$0.a, $0.b] })
    let links = ranked().filter { passive.contains($0.a) != passive.contains($0.b) }
    var seen: [UInt32: Set<Int>] = [:]
    let before = groups
    for link in links {
      let (node, other) = passive.contains(link.a) ? (link.a, link.b) : (link.b, link.a)
      seen[node, default: []].insert(before.firstIndex { $0.contains(other) } ?? -1)
    }
    var done: Set<UInt32> = []
    for link in links {
      let (node, other) = passive.contains(link.a) ? (link.a, link.b) : (link.b, link.a)
      guard !merged.contains(node), seen[node]?.count == 1, done.insert(node).inserted else {
        continue
      }
      tryJoin(other, node)
    }
  }

  /// The groups as the smallest node of each node's group.
  var representatives: [UInt32] {
    graph.namespaces.indices.map { groups[place(UInt32($0))].min() ?? 0 }
  }
}
