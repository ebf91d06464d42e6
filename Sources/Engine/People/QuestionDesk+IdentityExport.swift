package import Basis
internal import Columns
internal import Formats
internal import Normalise
internal import Sealing
internal import Storage

/// What a written identity graph holds.
package struct IdentityExport: Sendable, Equatable {
  package let identifiers: Int
  package let profiles: Int
  /// Namespaces whose values were written as their SHA-256.
  package let hashed: [String]
  /// How many values can only be told apart, because the person has not permitted their use.
  package let withheld: Int
}

extension QuestionDesk {
  /// Writes every identifier with the profile it belongs to, in the order of the nodes.
  ///
  /// Values that are personal data by themselves are written as the SHA-256 of their canonical form
  /// unless `reveal` is set. Values of any kind leave only where the person permits what the file is
  /// for, whatever the lens; else a hash under the workspace's key stands for the value, which is of
  /// use to nobody outside. The file is its owner's alone, appears whole or not at all, and the
  /// audit log says that it was written.
  package func exportIdentity(
    to file: String, reveal: Bool, purposes: [String] = [], terms: Terms
  ) throws(Fault) -> IdentityExport {
    let audience = try audience(terms.lens)
    let permission = try permission(for: purposes)
    let snapshot = audience.snapshot
    let personal = Set(
      snapshot.namespaces.filter {
        IdentifierNamespace($0).isPersonal && !$0.hasSuffix("_sha256")
      })
    let partial = file + ".partial"
    var (written, withheld) = (0, 0)
    do throws(Fault) {
      (written, withheld) = try writeIdentifiers(
        to: partial, audience, hashing: reveal ? [] : personal, permission, terms)
      try writing { (workspace) throws(Fault) in
        try workspace.catalogue.audit(
          reveal ? "reveal" : "identity export", "identity export",
          "\(Counted.text(written, "identifier")) for \(permission.purposes.joined(separator: ", "))",
          at: clock())
      }
      try FileSystem.rename(partial, to: file)
      try FileSystem.syncFolder(FileSystem.parent(of: file))
    } catch {
      FileSystem.discard(partial)
      throw error
    }
    return IdentityExport(
      identifiers: written, profiles: audience.unitCount,
      hashed: reveal ? [] : personal.sorted(), withheld: withheld)
  }

  private func writeIdentifiers(
    to path: String, _ audience: WorkspaceAudience, hashing hashed: Set<String>,
    _ permission: ListPermission, _ terms: Terms
  ) throws(Fault) -> (written: Int, withheld: Int) {
    var sink = try FileSink.create(path, gzip: false, mode: 0o600)
    try sink.write("namespace,value,profile\n")
    let snapshot = audience.snapshot
    var (written, withheld) = (0, 0)
    let workspace = try Workspace(path: self.path, for: .read)
    var keys: [String: KeyedHash] = [:]
    for name in snapshot.namespaces {
      keys[name] = try workspace.vault.lookup(namespace: name)
    }
    for run in snapshot.identifiers {
      let codes = try run.reader.namespaces()
      let nodes = codes.indices.map { run.reader.firstNode + UInt32($0) }
        .filter { audience.units[$0] != nil }
      for start in stride(from: 0, to: nodes.count, by: Self.exportBlock) {
        guard terms.progress(written, nil) else {
          throw Fault(
            .interrupted, "the export", reason: "it was stopped", remedy: "Nothing was written")
        }
        let part = Array(nodes[start..<min(start + Self.exportBlock, nodes.count)])
        let values = try run.reader.values(of: part, open: snapshot.identifierOpener)
        for node in part {
          guard let unit = audience.units[node], let value = values[node] else { continue }
          let namespace = snapshot.namespaces[Int(codes[Int(node - run.reader.firstNode)])]
          let text: String
          if let key = keys[namespace], !permission.allows(node: node) {
            text = "withheld-" + String(key.of(value.span), radix: 16)
            withheld += 1
          } else if hashed.contains(namespace) {
            text = SHA256.of(value.span).hex
          } else {
            text = CSVText.field(String(decoding: value, as: UTF8.self))
          }
          try sink.write("\(namespace),\(text),\(unit)\n")
          written += 1
        }
      }
    }
    try sink.finish()
    return (written, withheld)
  }

  private static let exportBlock = 1 << 18
}
