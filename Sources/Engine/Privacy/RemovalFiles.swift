internal import Activation
internal import Basis
internal import Columns

/// Writes, for each destination that was given a person, the file that tells it to forget them.
struct RemovalFiles {
  let folder: String
  let subject: Subject
  let audience: WorkspaceAudience
  let list: DestinationList

  /// Writes the files of `destinations` and returns their paths.
  ///
  /// A person with several identifiers of a kind has as many rows.
  func write(for destinations: [String], now: Timestamp) throws(Fault) -> [String] {
    guard !destinations.isEmpty else { return [] }
    try FileSystem.makeFolder(folder)
    var files: [String] = []
    for name in destinations {
      let destination = try destination(name)
      var encoder = RowEncoder(destination)
      var bytes = encoder.header
      var hasRows = false
      for values in try rows(of: destination) {
        if encoder.encode(values, into: &bytes) != 0 { hasRows = true }
      }
      guard hasRows else { continue }
      let day = now.iso8601.prefix(10)
      let file =
        "\(folder)/remove-\(name)-\(day)."
        + (destination.file.format == .csv ? "csv" : "jsonl")
      try FileSystem.writeAtomically(bytes, to: file)
      files.append(file)
    }
    return files
  }

  private func destination(_ name: String) throws(Fault) -> DestinationSpec {
    let destination = try list.named(name)
    guard destination.takesAnyColumns else { return destination }
    let namespaces = Set(subject.identifiers.map(\.namespace)).sorted()
    return destination.choosing(namespaces: namespaces, attributes: [])
  }

  private func rows(of destination: DestinationSpec) throws(Fault) -> [PersonValues] {
    var values: [String: [String]] = [:]
    for identifier in subject.identifiers
    where destination.namespaces.contains(identifier.namespace) {
      values[identifier.namespace, default: []].append(identifier.text)
    }
    var attributes: [String: String] = [:]
    if let unit = subject.unit {
      for name in destination.attributes + ["country"] {
        if case .text(let text)? = try audience.attribute(name)?.value(at: Int(unit)) {
          attributes[name] = text
        }
      }
    }
    return (0..<(values.values.map(\.count).max() ?? 0)).map { row in
      var person = PersonValues()
      person.country = Array((attributes["country"] ?? "").utf8)
      for column in destination.columns {
        switch column.origin {
        case .identifier(let name):
          let all = values[name] ?? []
          person.append(all.isEmpty ? "" : all[min(row, all.count - 1)])
        case .attribute(let name): person.append(attributes[name] ?? "")
        case .constant, .setting: person.appendNothing()
        }
      }
      return person
    }
  }
}
