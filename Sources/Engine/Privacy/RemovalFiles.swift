internal import Activation
internal import Basis
internal import Formats
internal import Normalise
internal import Sealing
internal import Storage

/// Writes, for each destination that was given a person, the file that tells it to forget them.
///
/// A file has what its destination was given and no more, as far as that was recorded: no channel
/// learns more of a person from being told to forget them. Those are identifiers, a row for each of
/// several of a kind; of who was given by none, the attributes by which the destination finds people.
struct RemovalFiles {
  let folder: String
  /// The workspace, whose own destinations count too.
  let workspace: String
  let subject: Subject
  /// The person's value of an attribute as it was known at an instant.
  let attribute: (String, Timestamp) throws(Fault) -> Value?

  /// Writes the files of `destinations` and returns their paths; `given` has the identifiers that each
  /// delivery brought.
  ///
  /// A destination whose description is gone must be told too: its file is a plain one, after what
  /// its `deliveries` say of them.
  func write(
    for destinations: [String], from deliveries: [ActivationRecord], given: [Int64: [UInt32]],
    now: Timestamp
  ) throws(Fault) -> [String] {
    guard !destinations.isEmpty else { return [] }
    try FileSystem.makeFolder(folder)
    let known = try DestinationList(workspace: workspace)
    var files: [String] = []
    for name in destinations {
      let own = deliveries.filter { $0.destination == name }
      let identifiers = identifiers(given: own.map { given[$0.id] })
      let removal: (text: [UInt8], ending: String)?
      if let described = known.described(name) {
        let last = own.map(\.at).max() ?? now
        removal = try self.removal(described, identifiers, lastTold: last)
      } else {
        removal = (Array(plain(identifiers, own.map(\.manifest)).utf8), "csv")
      }
      guard let removal else { continue }
      let file = "\(folder)/remove-\(name)-\(now.iso8601.prefix(10)).\(removal.ending)"
      try FileSystem.writeAtomically(removal.text, to: file)
      files.append(file)
    }
    return files
  }

  /// The person's identifiers that some deliveries brought, none where they have the person by none;
  /// all of them where a delivery is older than the record of identifiers.
  private func identifiers(given: [[UInt32]?]) -> [Subject.Identifier] {
    var nodes: Set<UInt32> = []
    for list in given {
      guard let list else { return subject.identifiers }
      nodes.formUnion(list.lazy.filter(subject.nodes.contains))
    }
    return subject.identifiers.filter { nodes.contains($0.node) }
  }

  // MARK: In the destination's own format

  /// The file for a destination; nil where nothing that is known would find the person there.
  private func removal(
    _ described: DestinationSpec, _ identifiers: [Subject.Identifier], lastTold: Timestamp
  ) throws(Fault) -> (text: [UInt8], ending: String)? {
    let byIdentifiers = choosing(described, identifiers)
    if let text = written(byIdentifiers, rows(of: byIdentifiers, identifiers), .identifiers) {
      return text
    }
    let found = try attributes(of: described, at: lastTold)
    if let text = written(described, [found], .ways) { return text }
    // By which they were found is gone; then all that may find them.
    let byAll = choosing(described, subject.identifiers)
    return written(byAll, rows(of: byAll, subject.identifiers), .identifiers)
  }

  /// The rows that find somebody with the header above; nil where none does.
  private func written(
    _ destination: DestinationSpec, _ rows: [PersonValues], _ extent: RowEncoder.Extent
  ) -> (text: [UInt8], ending: String)? {
    var encoder = RowEncoder(destination)
    var bytes: [UInt8] = []
    for values in rows { _ = encoder.encode(values, extent, into: &bytes) }
    guard !bytes.isEmpty else { return nil }
    return (encoder.header + bytes, destination.file.format == .csv ? "csv" : "jsonl")
  }

  /// What a destination is told of the person's attributes.
  private func attributes(of destination: DestinationSpec, at time: Timestamp) throws(Fault)
    -> PersonValues
  {
    var values = PersonValues()
    if case .text(let country)? = try attribute("country", time) {
      values.country = Array(country.utf8)
    }
    for column in destination.columns {
      if case .attribute(let name) = column.origin, let value = try attribute(name, time) {
        values.append(value)
      } else {
        values.appendNothing()
      }
    }
    return values
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

  // MARK: As a plain list

  /// Lines of namespace and value: of the kinds that the manifests name as columns; of all kinds where
  /// they name none, since nobody can tell any more which ones were given.
  private func plain(_ identifiers: [Subject.Identifier], _ manifests: [String]) -> String {
    let identifiers = identifiers.isEmpty ? subject.identifiers : identifiers
    let columns = manifests.flatMap { DeliveryManifest.columns(of: $0) }
    let named = Set(columns.map { IdentifierNamespace($0).name })
    var all: [(namespace: String, value: String)] = []
    for identifier in identifiers {
      all.append((identifier.namespace, identifier.text))
      if let digest = IdentifierNamespace(identifier.namespace).digestName, named.contains(digest) {
        all.append((digest, SHA256.of(identifier.value.span).hex))
      }
    }
    let given = all.filter { named.contains($0.namespace) }
    return (given.isEmpty ? all : given).reduce(into: "namespace,value\n") {
      $0 += "\($1.namespace),\(CSVText.field($1.value))\n"
    }
  }
}
