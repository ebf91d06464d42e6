internal import Activation
internal import Basis

/// Writes, for each destination that was given a person, the file that tells it to forget them.
struct RemovalFiles {
  let folder: String
  /// The workspace, whose own destinations count too.
  let workspace: String
  let subject: Subject

  /// Writes the files of `destinations` and returns their paths.
  ///
  /// A person with several identifiers of a kind has as many rows.
  func write(for destinations: [String], now: Timestamp) throws(Fault) -> [String] {
    guard !destinations.isEmpty else { return [] }
    try FileSystem.makeFolder(folder)
    let known = try DestinationList(workspace: workspace)
    var files: [String] = []
    for name in destinations {
      let destination = choosing(try known.named(name))
      var encoder = RowEncoder(destination)
      var bytes: [UInt8] = []
      for values in rows(of: destination) {
        _ = encoder.encode(values, identifiersOnly: true, into: &bytes)
      }
      guard !bytes.isEmpty else { continue }
      let day = now.iso8601.prefix(10)
      let ending = destination.file.format == .csv ? "csv" : "jsonl"
      let file = "\(folder)/remove-\(name)-\(day).\(ending)"
      try FileSystem.writeAtomically(encoder.header + bytes, to: file)
      files.append(file)
    }
    return files
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
