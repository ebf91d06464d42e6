internal import Activation
internal import Basis

/// Writes, for each destination that was given a person, the file that tells it to forget them.
struct RemovalFiles {
  let folder: String
  let subject: Subject
  let destinations: DestinationList

  /// Writes the files of the destinations called `names` and returns their paths.
  ///
  /// A person with several identifiers of a kind has as many rows.
  func write(for names: [String], now: Timestamp) throws(Fault) -> [String] {
    guard !names.isEmpty else { return [] }
    try FileSystem.makeFolder(folder)
    var files: [String] = []
    for name in names {
      let destination = try destination(name)
      var encoder = RowEncoder(destination)
      var bytes = encoder.header
      var rows = 0
      for values in values(for: destination) {
        if encoder.encode(values, identifiersOnly: true, into: &bytes) != 0 { rows += 1 }
      }
      guard rows > 0 else { continue }
      let ending = destination.file.format == .csv ? "csv" : "jsonl"
      let file = "\(folder)/remove-\(name)-\(now.iso8601.prefix(10)).\(ending)"
      try FileSystem.writeAtomically(bytes, to: file)
      files.append(file)
    }
    return files
  }

  private func destination(_ name: String) throws(Fault) -> DestinationSpec {
    let destination = try destinations.named(name)
    guard destination.takesAnyColumns else { return destination }
    return destination.choosing(
      namespaces: Set(subject.identifiers.map(\.namespace)).sorted(), attributes: [])
  }

  /// The person's identifiers, as many to a row as the destination has places for.
  private func values(for destination: DestinationSpec) -> [PersonValues] {
    var texts: [String: [String]] = [:]
    for identifier in subject.identifiers {
      texts[identifier.namespace, default: []].append(identifier.text)
    }
    var places: [String: Int] = [:]
    for column in destination.columns {
      guard case .identifier(let name) = column.origin else { continue }
      places[name] = max(places[name] ?? 1, column.place + 1)
    }
    let rows =
      places.map { name, places in
        ((texts[name]?.count ?? 0) + places - 1) / places
      }.max() ?? 0
    return (0..<rows).map { row in
      var values = PersonValues()
      for column in destination.columns {
        switch column.origin {
        case .identifier(let name):
          let place = row * (places[name] ?? 1) + column.place
          let all = texts[name] ?? []
          if place < all.count { values.append(all[place]) } else { values.appendNothing() }
        case .constant(let text): values.append(text)
        case .attribute, .setting: values.appendNothing()
        }
      }
      return values
    }
  }
}
