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

  /// Writes the files of `destinations` and returns their paths; `given` has the identifiers that each
  /// delivery brought.
  ///
  /// A file has the identifiers that its destination was given and no others, as far as that was
  /// recorded: no channel learns more of a person from being told to forget them. A person with several identifiers of a kind has as many rows. A destination whose description
  /// is gone must be told too: its file is a plain one, after what its `deliveries` say of them.
  func write(
    for destinations: [String], from deliveries: [ActivationRecord], given: [Int64: [UInt32]],
    now: Timestamp
  ) throws(Fault) -> [String] {
    guard !destinations.isEmpty else { return [] }
    try FileSystem.makeFolder(folder)
    let known = try DestinationList(workspace: workspace)
    var files: [String] = []
    for name in destinations {
      let day = now.iso8601.prefix(10)
      let own = deliveries.filter { $0.destination == name }
      let identifiers = identifiers(given: own.map { given[$0.id] })
      guard let described = known.described(name) else {
        let file = "\(folder)/remove-\(name)-\(day).csv"
        let text = plain(identifiers, own.map(\.manifest))
        try FileSystem.writeAtomically(Array(text.utf8), to: file)
        files.append(file)
        continue
      }
      let destination = choosing(described, identifiers)
      var encoder = RowEncoder(destination)
      var bytes: [UInt8] = []
      for values in rows(of: destination, identifiers) {
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

  /// The person's identifiers that some deliveries brought; all of them where one of these is older
  /// than the record of identifiers, or has the person by none.
  private func identifiers(given: [[UInt32]?]) -> [Subject.Identifier] {
    var nodes: Set<UInt32> = []
    for list in given {
      guard let list else { return subject.identifiers }
      nodes.formUnion(list.lazy.filter(subject.nodes.contains))
    }
    let found = subject.identifiers.filter { nodes.contains($0.node) }
    return found.isEmpty ? subject.identifiers : found
  }

  /// Lines of namespace and value: of the kinds that the manifests name as columns; of all kinds where
  /// they name none, since nobody can tell any more which ones were given.
  private func plain(_ identifiers: [Subject.Identifier], _ manifests: [String]) -> String {
    let columns = manifests.flatMap { DeliveryManifest.columns(of: $0) }
    let named = Set(columns.map { IdentifierNamespace($0).name })
    var all: [(namespace: String, value: String)] = []
    for identifier in identifiers {
      all.append((identifier.namespace, identifier.text))
      let digest = identifier.namespace + "_sha256"
      if named.contains(digest) { all.append((digest, SHA256.of(identifier.value.span).hex)) }
    }
    let given = all.filter { named.contains($0.namespace) }
    return (given.isEmpty ? all : given).reduce(into: "namespace,value\n") {
      $0 += "\($1.namespace),\(CSVText.field($1.value))\n"
    }
  }

  /// A destination without columns of its own gets those of the identifiers.
  private func choosing(_ destination: DestinationSpec, _ identifiers: [Subject.Identifier])
    -> DestinationSpec
  {
    guard destination.takesAnyColumns else { return destination }
    let namespaces = Set(identifiers.map(\.namespace)).sorted()
    return destination.choosing(namespaces: namespaces, attributes: [])
  }

  private func rows(of destination: DestinationSpec, _ identifiers: [Subject.Identifier])
    -> [PersonValues]
  {
    var known: [String: [Subject.Identifier]] = [:]
    for identifier in identifiers
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
