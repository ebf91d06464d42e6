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
  /// The namespaces that others send as digests.
  private static let hashed = ["email", "phone"]

  private let bad: BadIdentifiers
  private let namespaces: [String]
  private let open: @Sendable ([UInt8]) throws(Fault) -> [UInt8]
  /// The digests of what the list names in full, by the namespace that they come in.
  private let digests: [String: Set<[UInt8]>]

  private init(_ snapshot: Snapshot) {
    bad = snapshot.identity.bad
    (namespaces, open) = (snapshot.namespaces, snapshot.identifierOpener)
    var digests: [String: Set<[UInt8]>] = [:]
    for name in Self.hashed {
      let values = snapshot.identity.bad.values(of: name)
      digests[name + "_sha256"] = Set(values.map { Array(SHA256.of($0.span).hex.utf8) })
    }
    self.digests = digests
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
    let known =
      namespaces
      + hashed.flatMap { name in
        // An address or a number and its SHA-256 are named together.
        namespaces.contains { $0 == name || $0 == name + "_sha256" }
          ? [name, name + "_sha256"] : []
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
    let isConcerned = namespaces.map { concerns($0) }
    let codes = try reader.namespaces()
    guard codes.contains(where: { isConcerned[Int($0)] }) else { return [] }
    let blocks = try IdentifierBlocks(reader)
    var nodes: [UInt32] = []
    for block in 0..<blocks.count {
      let first = block * IdentifierBlocks.size
      let rows = first..<min(codes.count, first + IdentifierBlocks.size)
      guard rows.contains(where: { isConcerned[Int(codes[$0])] }) else { continue }
      let opened = try blocks.open(block, open: open)
      for row in rows where isConcerned[Int(codes[row])] {
        let value = opened.bytes.span.extracting(opened.range(row - first))
        if isBad(value, namespaces[Int(codes[row])]) {
          nodes.append(reader.firstNode + UInt32(row))
        }
      }
    }
    return nodes
  }

  private func concerns(_ namespace: String) -> Bool {
    bad.concerns(namespace) || digests[namespace]?.isEmpty == false
      || (Self.hashed.contains(namespace) && bad.concerns(namespace + "_sha256"))
  }

  private func isBad(_ value: Span<UInt8>, _ namespace: String) -> Bool {
    // An erased identifier has left its node behind, and nothing of its value.
    guard value.count > 0 else { return false }
    if bad.name(value, in: namespace) { return true }
    if let digests = digests[namespace], !digests.isEmpty {
      return digests.contains((0..<value.count).map { value[$0] })
    }
    let digest = namespace + "_sha256"
    guard Self.hashed.contains(namespace), bad.concerns(digest) else { return false }
    return bad.name(Array(SHA256.of(value).hex.utf8).span, in: digest)
  }
}
