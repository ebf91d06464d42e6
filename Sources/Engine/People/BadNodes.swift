internal import Basis
internal import Columns
internal import Normalise
internal import Sealing

/// Finds the identifiers that the workspace's list names as standing for nobody.
///
/// An address or a number and its SHA-256 are one, so that either of them makes both bad, whichever
/// came first. Cost grows with the identifiers of the namespaces that the list speaks of, whose
/// values have to be opened.
struct BadNodes {
  private let bad: BadIdentifiers
  private let open: @Sendable ([UInt8]) throws(Fault) -> [UInt8]
  /// For each namespace what its values are compared with; nil where the list can name none of them.
  private let tests: [Test?]

  private struct Test {
    let namespace: String
    /// The namespace of the values' digests, where the list names any.
    let digestName: String?
    /// The digests of what the list names in full, where the values are digests.
    let digests: Set<[UInt8]>
  }

  private init(_ snapshot: Snapshot) {
    let bad = snapshot.identity.bad
    var digests: [String: Set<[UInt8]>] = [:]
    for name in IdentifierNamespace.wellKnown {
      guard let digestName = IdentifierNamespace(name).digestName else { continue }
      let values = bad.values(of: name)
      digests[digestName] = Set(values.map { Array(SHA256.of($0.span).hex.utf8) })
    }
    tests = snapshot.namespaces.map { name in
      let digestName = IdentifierNamespace(name).digestName.flatMap { bad.concerns($0) ? $0 : nil }
      let digests = digests[name] ?? []
      guard bad.concerns(name) || digestName != nil || !digests.isEmpty else { return nil }
      return Test(namespace: name, digestName: digestName, digests: digests)
    }
    (self.bad, open) = (bad, snapshot.identifierOpener)
  }

  /// What was found in an earlier version of the data, and how many of its runs were searched.
  struct Earlier {
    let bad: Bitmap
    let identifiers: Int
    let links: Int
  }

  /// All bad nodes of a snapshot; only the runs that came since are searched where `earlier` is given.
  static func find(in snapshot: Snapshot, after earlier: Earlier? = nil) throws(Fault) -> Bitmap {
    var bad = Bitmap(count: snapshot.nodeCount)
    guard !snapshot.identity.bad.isEmpty else { return bad }
    if let earlier { bad.formUnion(earlier.bad) }
    let search = BadNodes(snapshot)
    for run in snapshot.identifiers.dropFirst(earlier?.identifiers ?? 0) {
      for node in try search.nodes(of: run.reader) { bad.insert(node) }
    }
    guard !bad.isEmpty else { return bad }
    var digests: [UInt32] = []
    for run in snapshot.links.dropFirst(earlier?.links ?? 0)
    where !Population.isIgnored(run, snapshot) {
      digests += Self.digests(in: try LinkTable(run.file), of: bad)
    }
    for node in digests { bad.insert(node) }
    return bad
  }

  /// The nodes that a link of an identifier with its own digest ties to bad ones.
  private static func digests(in table: LinkTable, of bad: Bitmap) -> [UInt32] {
    var nodes: [UInt32] = []
    for (row, evidence) in table.evidence.enumerated()
    where evidence == LinkSlice.Evidence.alias.rawValue {
      switch (bad.contains(table.a[row]), bad.contains(table.b[row])) {
      case (true, false): nodes.append(table.b[row])
      case (false, true): nodes.append(table.a[row])
      case (true, true), (false, false): break
      }
    }
    return nodes
  }

  /// What the list says of namespaces that no identifier has, where a slip would go unnoticed.
  static func notes(on bad: BadIdentifiers, namespaces: [String]) -> [String] {
    var known = Set(namespaces)
    for name in IdentifierNamespace.wellKnown {
      // An address or a number and its SHA-256 are named together.
      guard let digestName = IdentifierNamespace(name).digestName else { continue }
      if known.contains(name) || known.contains(digestName) {
        known.formUnion([name, digestName])
      }
    }
    return bad.namespaces.subtracting(known).sorted().map { name in
      let candidates = namespaces + IdentifierNamespace.wellKnown
      let nearest = NearestName.to(name, among: candidates.filter { $0 != name })
      return
        "\(IdentityBasis.badIdentifiersName) names the namespace “\(name)”, of which there are "
        + "no identifiers." + (nearest.map { " Did you mean “\($0)”?" } ?? "")
    }
  }

  private func nodes(of reader: IdentifierRunReader) throws(Fault) -> [UInt32] {
    let codes = try reader.namespaces()
    guard codes.contains(where: { tests[Int($0)] != nil }) else { return [] }
    let blocks = try IdentifierBlocks(reader)
    var nodes: [UInt32] = []
    for block in 0..<blocks.count {
      let first = block * IdentifierBlocks.size
      let rows = first..<min(codes.count, first + IdentifierBlocks.size)
      guard rows.contains(where: { tests[Int(codes[$0])] != nil }) else { continue }
      let opened = try blocks.open(block, open: open)
      for row in rows {
        guard let test = tests[Int(codes[row])] else { continue }
        let value = opened.bytes.span.extracting(opened.range(row - first))
        if isBad(value, test) { nodes.append(reader.firstNode + UInt32(row)) }
      }
    }
    return nodes
  }

  private func isBad(_ value: Span<UInt8>, _ test: Test) -> Bool {
    // An erased identifier has left its node behind, and nothing of its value.
    guard value.count > 0 else { return false }
    if bad.name(value, in: test.namespace) { return true }
    if !test.digests.isEmpty, test.digests.contains((0..<value.count).map({ value[$0] })) {
      return true
    }
    guard let digestName = test.digestName else { return false }
    return bad.name(Array(SHA256.of(value).hex.utf8).span, in: digestName)
  }
}
