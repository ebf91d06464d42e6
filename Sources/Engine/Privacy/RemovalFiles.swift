internal import Activation
internal import Basis
internal import Formats
internal import Normalise
internal import Sealing
internal import Storage

/// Writes, for each destination that was given a person, the file that tells it to forget them.
struct RemovalFiles {
  let folder: String
  /// The workspace, whose own destinations count too.
  let workspace: String
  let subject: Subject

  /// Writes the files of `destinations` and returns their paths.
  ///
  /// A person with several identifiers of a kind has as many rows. A destination whose description
  /// is gone must be told too: its file is a plain one, after what its `deliveries` say of them.
  func write(for destinations: [String], from deliveries: [ActivationRecord], now: Timestamp)
    throws(Fault) -> [String]
  {
    guard !destinations.isEmpty else { return [] }
    try FileSystem.makeFolder(folder)
    let known = try DestinationList(workspace: workspace)
    var files: [String] = []
    for name in destinations {
      let day = now.iso8601.prefix(10)
      guard let described = known.described(name) else {
        let file = "\(folder)/remove-\(name)-\(day).csv"
        let manifests = deliveries.filter { $0.destination == name }.map(\.manifest)
        try FileSystem.writeAtomically(Array(plain(manifests).utf8), to: file)
        files.append(file)
        continue
      }
      let destination = choosing(described)
      var encoder = RowEncoder(destination)
      var bytes: [UInt8] = []
      for values in rows(of: destination) {
        _ = encoder.encode(values, identifiersOnly: true, into: &bytes)
      }
      guard !bytes.isEmpty else { continue }
      let ending = destination.file.format == .csv ? "csv" : "jsonl"
      let file = "\(folder)/remove-\(name)-\(day).\(ending)"
      try FileSystem.writeAtomically(encoder.header + bytes, to: file)
      files.append(file)
    }
    return files
  }

  /// Lines of namespace and value: of the kinds that the manifests name as columns; of all kinds where
  /// they name none, since nobody can tell any more which ones were given.
  private func plain(_ manifests: [String]) -> String {
    let columns = manifests.flatMap { DeliveryManifest.columns(of: $0) }
    let named = Set(columns.map { IdentifierNamespace($0).name })
    var all: [(namespace: String, value: String)] = []
    for identifier in subject.identifiers {
      all.append((identifier.namespace, identifier.text))
      let digest = identifier.namespace + "_sha256"
      if named.contains(digest) { all.append((digest, SHA256.of(identifier.value.span).hex)) }
    }
    let given = all.filter { named.contains($0.namespace) }
    return (given.isEmpty ? all : given).reduce(into: "namespace,value\n") {
      $0 += "\($1.namespace),\(CSVText.field($1.value))\n"
    }
  }

  /// A destination without columns of its own gets all kinds of identifiers that the person has.
  private func choosing(_ destination: DestinationSpec) -> DestinationSpec {
    guard destination.takesAnyColumns else { return destination }
    let namespaces = Set(subject.identifiers.map(\.namespace)).sorted()
    return destination.choosing(namespaces: namespaces, attributes: [])
  }

  private func rows(of destination: DestinationSpec) -> [PersonValues] {
    var known: [String: [Subject.Identifier]] = [:]
    for identifier in subject.identifiers
    where destination.namespaces.contains(identifier.namespace) {
      known[identifier.namespace, default: []].append(identifier)
    }
    return (0..<(known.values.map(\.count).max() ?? 0)).map { row in
      var values = PersonValues()
      for column in destination.columns {
        if case .identifier(let namespace) = column.origin, let all = known[namespace] {
          values.append(all[min(row, all.count - 1)].text)
        } else {
          values.appendNothing()
        }
      }
      return values
    }
  }
}
