package import Basis
internal import Columns
internal import Normalise
package import Requests
internal import Sealing
internal import Storage

/// An identifier as it is typed: `email:someone@example.org`, or a value alone.
package struct IdentifierReference: Sendable, Equatable {
  /// Empty where every namespace may be meant.
  package let namespace: String
  package let value: String

  package init(namespace: String, value: String) {
    (self.namespace, self.value) = (namespace, value)
  }

  /// Reads `NS:VALUE`; a text without a colon is a value of any namespace.
  package init(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else {
      self.init(namespace: "", value: text)
      return
    }
    self.init(
      namespace: String(text[..<colon]), value: String(text[text.index(after: colon)...]))
  }
}

extension QuestionDesk {
  /// The newest data with who is whom in it.
  func peopleNow() throws(Fault) -> (snapshot: Snapshot, population: Population) {
    try reading { (workspace) throws(Fault) in
      try population(workspace, on: try retention(of: workspace, at: clock()))
    }
  }

  /// The profile that an identifier belongs to under the lens of `terms`.
  package func profile(of reference: IdentifierReference, terms: Terms) throws(Fault)
    -> PersonReference
  {
    let audience = try audience(terms.lens)
    let (snapshot, population) = try peopleNow()
    let node = try node(of: reference, snapshot, population)
    guard let unit = audience.units[node] else {
      throw Fault(
        .notFound, "the identifier", reason: "it stands for a network, not for anybody",
        remedy: "Name an identifier of a person or a device")
    }
    return .profile(ProfileID(unit))
  }

  /// The node of an identifier that has data; a fault that names no value where there is none.
  func node(of reference: IdentifierReference, _ snapshot: Snapshot, _ population: Population)
    throws(Fault) -> UInt32
  {
    try first(of: reference, snapshot, isBad: { population.isBad($0) }) { node in
      population.isAlive(node) ? node : nil
    }
  }

  /// The first that `find` makes of the nodes that an identifier may have, one a namespace; a fault that
  /// names no value where that is nothing.
  func first<Found>(
    of reference: IdentifierReference, _ snapshot: Snapshot,
    isBad: (UInt32) throws(Fault) -> Bool, _ find: (UInt32) -> Found?
  ) throws(Fault) -> Found {
    let name = reference.namespace.isEmpty ? "" : IdentifierNamespace(reference.namespace).name
    var standsForNobody = false
    for namespace in name.isEmpty ? snapshot.namespaces : [name] {
      guard let node = try node(namespace, reference.value, snapshot) else { continue }
      if let found = find(node) { return found }
      if try isBad(node) { standsForNobody = true }
    }
    throw standsForNobody ? .standsForNobody() : .nobody(name, among: snapshot.namespaces)
  }

  /// The nodes of many identifiers at once; nil for those that the workspace has no data of.
  func nodes(
    of references: [IdentifierReference], _ snapshot: Snapshot, _ population: Population
  ) throws(Fault) -> [UInt32?] {
    let hashes = try reading { (workspace) throws(Fault) in
      var lookups: [String: (namespace: IdentifierNamespace, hash: KeyedHash)] = [:]
      var hashes: [UInt64?] = []
      var canonical: [UInt8] = []
      for reference in references {
        if lookups[reference.namespace] == nil {
          let namespace = IdentifierNamespace(reference.namespace)
          lookups[reference.namespace] = (
            namespace, try workspace.vault.lookup(namespace: namespace.name)
          )
        }
        guard let lookup = lookups[reference.namespace] else { continue }
        canonical.removeAll(keepingCapacity: true)
        let bytes = Array(reference.value.utf8)
        let verdict = IdentifierRules().canonicalise(
          bytes.span, as: lookup.namespace, into: &canonical)
        hashes.append(verdict == .usable ? lookup.hash.of(canonical.span) : nil)
      }
      return hashes
    }
    var index = HashIndex(capacity: snapshot.nodeCount)
    for run in snapshot.identifiers {
      let entries = try run.reader.entries()
      for (hash, node) in zip(entries.hashes, entries.nodes) { _ = index.insert(hash, node) }
    }
    return hashes.map { hash in
      hash.flatMap { index.value(for: $0) }.flatMap { population.isAlive($0) ? $0 : nil }
    }
  }

  /// Some nodes as `namespace:value`, masked unless `reveal` is set.
  func names(of nodes: some Sequence<UInt32>, _ snapshot: Snapshot, reveal: Bool = false)
    throws(Fault) -> [UInt32: String]
  {
    let wanted = Set(nodes).sorted()
    var names: [UInt32: String] = [:]
    for run in snapshot.identifiers {
      let own = wanted.filter {
        $0 >= run.reader.firstNode && Int($0 - run.reader.firstNode) < run.reader.count
      }
      guard !own.isEmpty else { continue }
      let codes = try run.reader.namespaces()
      let values = try run.reader.values(of: own, open: snapshot.identifierOpener)
      for (node, bytes) in values {
        let namespace = snapshot.namespaces[Int(codes[Int(node - run.reader.firstNode)])]
        let text = String(decoding: bytes, as: UTF8.self)
        names[node] =
          namespace + ":" + (reveal ? text : Mask.masked(text, namespace: namespace))
      }
    }
    return names
  }

  /// Writes to the audit log that somebody asked to see identifiers.
  func noteReveal(_ subject: String, _ detail: String) throws(Fault) {
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.audit("reveal", subject, detail, at: clock())
    }
  }
}
