internal import Basis
internal import Columns
internal import Consent
internal import Identity
internal import Storage

/// Finds the identifiers that nothing within its retention speaks of any more.
///
/// Identifiers that were ever seen together stand and fall together, whatever the rules make of
/// them, so that a refusal never loses the identifiers that it holds for and no link hangs in the
/// air. A group is kept by an event, a fact or a decision of consent that is not past its source's
/// retention; by a refusal, and by a grant that has not run out, however old; by a source without a
/// rule. Where a source merely named an identifier, the day counts on which its file came.
struct ForgottenNodes {
  private let snapshot: Snapshot
  private let days: [RetentionDay]
  /// The node that stands for the group of each node.
  private let roots: [UInt32]
  /// Nodes that join nobody, such as networks, each with one that it was seen with and stays with.
  private let loose: [(node: UInt32, with: UInt32)]
  /// The nodes that kept batches named, and by day the groups that are kept.
  private var named: Bitmap
  private var kept: [Bitmap]

  /// The nodes that are past retention on the snapshot's own day; `bad` join nobody.
  static func find(in snapshot: Snapshot, bad: Bitmap) throws(Fault) -> Bitmap {
    guard !snapshot.retention.cutoffs.isEmpty else { return Bitmap(count: 0) }
    return try find(in: snapshot, bad: bad, on: [snapshot.retention])[0]
  }

  /// The nodes that are past retention on each of some days; one pass over data and links for all.
  static func find(in snapshot: Snapshot, bad: Bitmap, on days: [RetentionDay]) throws(Fault)
    -> [Bitmap]
  {
    var search = try ForgottenNodes(snapshot, bad, days)
    try search.keepByConsent()
    for source in snapshot.sources { try search.keep(by: source.id) }
    return days.indices.map { search.forgotten(on: $0) }
  }

  private init(_ snapshot: Snapshot, _ bad: Bitmap, _ days: [RetentionDay]) throws(Fault) {
    let count = snapshot.nodeCount
    let rules = snapshot.identity.rules
    let joinsByCode = snapshot.namespaces.map { rules.rule(for: $0).joins }
    var joins = [Bool](repeating: false, count: count)
    for run in snapshot.identifiers {
      let first = Int(run.reader.firstNode)
      for (index, code) in try run.reader.namespaces().enumerated() {
        joins[first + index] = joinsByCode[Int(code)]
      }
    }
    for node in bad.members() { joins[Int(node)] = false }
    var groups = UnionFind(count: count)
    var loose: [(node: UInt32, with: UInt32)] = []
    for run in snapshot.links {
      let table = try LinkTable(run.file)
      for (a, b) in zip(table.a, table.b) {
        switch (joins[Int(a)], joins[Int(b)]) {
        case (true, true): groups.join(a, b)
        case (false, true): loose.append((a, b))
        case (true, false): loose.append((b, a))
        case (false, false): loose += [(a, b), (b, a)]
        }
      }
    }
    for link in snapshot.identity.probable where Int(max(link.a, link.b)) < count {
      groups.join(link.a, link.b)
    }
    for pair in snapshot.identity.decisions.merged where Int(pair.b) < count {
      groups.join(pair.a, pair.b)
    }
    var named = Bitmap(count: count)
    for seen in snapshot.sightings {
      for node in try seen.reader.nodes(of: seen.list) where node != 0 { named.insert(node) }
    }
    (self.snapshot, self.days, self.loose, self.named) = (snapshot, days, loose, named)
    roots = (0..<UInt32(count)).map { groups.root(of: $0) }
    kept = days.map { _ in Bitmap(count: count) }
  }

  /// A refusal holds for ever, a grant until it has run out.
  private mutating func keepByConsent() throws(Fault) {
    let nobody = UnitMap(
      units: [UInt32](repeating: UnitMap.none, count: snapshot.nodeCount), unitCount: 0)
    for purpose in snapshot.consent.purposes {
      let column = try snapshot.consent.column(of: purpose)
      let rule = DecisionRule(scope: .own, expiry: snapshot.consent.rule(for: purpose).expiry)
      for (index, day) in days.enumerated() {
        let states = Decisions(column, nobody, rule, asOf: day.begin).nodes
        for (node, state) in states.enumerated()
        where state >= ConsentDecision.granted.rawValue { kept[index].insert(roots[node]) }
      }
    }
  }

  /// Keeps the groups whose newest row of a source counts, or whose file where no row has a time.
  private mutating func keep(by source: SourceID) throws(Fault) {
    let cutoffs = days.map { $0.cutoffs[source] ?? 0 }
    var dated = [UInt32](repeating: 0, count: roots.count)
    if cutoffs.contains(where: { $0 > 0 }) { try date(source, &dated) }
    var files = [UInt32](repeating: 0, count: roots.count)
    for seen in snapshot.sightings where seen.source == source {
      let finished = UInt32(clamping: max(1, seen.finished.seconds))
      for node in try seen.reader.nodes(of: seen.list) where node != 0 {
        let root = Int(roots[Int(node)])
        files[root] = max(files[root], finished)
      }
    }
    for root in files.indices where files[root] > 0 {
      let newest = dated[root] > 0 ? dated[root] : files[root]
      for (index, cutoff) in cutoffs.enumerated() where newest >= cutoff {
        kept[index].insert(UInt32(root))
      }
    }
  }

  /// Notes the newest time that any row of a source has for each group.
  private func date(_ source: SourceID, _ dated: inout [UInt32]) throws(Fault) {
    func note(_ node: UInt32, _ time: UInt32) {
      guard node != 0 else { return }
      let root = Int(roots[Int(node)])
      dated[root] = max(dated[root], time)
    }
    for run in snapshot.events where run.source == source {
      for type in run.reader.types {
        guard let table = try run.reader.table(type) else { continue }
        var row = 0
        for (node, count) in zip(table.nodes, table.counts) {
          for time in table.times[row..<row + Int(count)] { note(node, time) }
          row += Int(count)
        }
      }
    }
    for run in snapshot.facts where run.source == source {
      for name in FactMerge.attributes(of: run.file) {
        guard let table = try FactTable.read(name, from: run.file) else { continue }
        for (node, time) in zip(table.nodes, table.times) { note(node, time) }
      }
    }
    for (run, owner) in zip(snapshot.consent.runs, snapshot.consent.sources) where owner == source {
      for purpose in try run.texts("purposes") {
        let nodes = try run.numbers("\(purpose)/nodes")
        for (node, time) in zip(nodes, try run.numbers("\(purpose)/times")) { note(node, time) }
      }
    }
  }

  private func forgotten(on day: Int) -> Bitmap {
    var forgotten = named
    for node in named.members() where kept[day].contains(roots[Int(node)]) {
      forgotten.remove(node)
    }
    let staying = loose.filter { !forgotten.contains($0.with) }
    for link in staying { forgotten.remove(link.node) }
    return forgotten
  }
}
