internal import Activation
internal import Basis
internal import Columns

/// Writes, for each destination that was given a person, the file that tells it to forget them.
struct RemovalFiles {
  let folder: String
  let subject: Subject
  let audience: WorkspaceAudience

  /// Writes the files of `destinations` and returns their paths.
  ///
  /// A person with several identifiers of a kind has as many rows.
  func write(for destinations: [String], now: Timestamp) throws(Fault) -> [String] {
    guard !destinations.isEmpty else { return [] }
    try FileSystem.makeFolder(folder)
    var files: [String] = []
    for name in destinations {
      let destination = try destination(name)
      var writer = RowWriter(destination)
      for values in try rows(of: destination) { _ = writer.add(values) }
      guard writer.rows > 0 else { continue }
      let day = now.iso8601.prefix(10)
      let file = "\(folder)/remove-\(name)-\(day).\(destination.format.rawValue)"
      try FileSystem.writeAtomically(writer.bytes, to: file)
      files.append(file)
    }
    return files
  }

  private func destination(_ name: String) throws(Fault) -> Destination {
    let namespaces = Set(subject.identifiers.map(\.namespace)).sorted()
    let isGeneric = name == "csv" || name == "jsonl"
    return try DestinationList.destination(name, ids: isGeneric ? namespaces : nil)
  }

  private func rows(of destination: Destination) throws(Fault) -> [[Destination.Origin: String]] {
    var shared: [Destination.Origin: String] = [:]
    if let unit = subject.unit {
      for name in destination.attributes {
        if case .text(let text)? = try audience.attribute(name)?.value(at: Int(unit)) {
          shared[.attribute(name)] = text
        }
      }
    }
    var values: [String: [String]] = [:]
    for identifier in subject.identifiers
    where destination.namespaces.contains(identifier.namespace) {
      values[identifier.namespace, default: []].append(identifier.text)
    }
    return (0..<(values.values.map(\.count).max() ?? 0)).map { row in
      var cells = shared
      for (namespace, all) in values {
        cells[.identifier(namespace)] = all[min(row, all.count - 1)]
      }
      return cells
    }
  }
}
