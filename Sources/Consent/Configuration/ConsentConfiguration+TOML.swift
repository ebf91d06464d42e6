package import Basis
package import Formats

extension ConsentConfiguration {
  /// Reads a workspace's consent file; every problem of it is told, by line.
  package static func read(
    _ document: TOMLDocument
  ) -> (configuration: ConsentConfiguration, faults: [Fault]) {
    var flat = FlatSettings(file: document.file)
    flat.take(document.entries, [])
    let (configuration, faults) = read(flat.settings, file: document.file)
    let all = (flat.faults + faults).enumerated().sorted {
      ($0.element.place?.line ?? 0, $0.offset) < ($1.element.place?.line ?? 0, $1.offset)
    }
    return (configuration, all.map(\.element))
  }

  /// Reads a workspace's consent file from its text; every problem in it is told at once.
  package init(toml text: String, file: String) throws(Fault) {
    let (configuration, faults) = Self.read(try TOMLDocument.parse(text, file: file))
    try faults.raise()
    self = configuration
  }
}

/// The values of a tree of tables, each with the keys that lead to it.
private struct FlatSettings {
  let file: String
  private(set) var settings: [ConsentSetting] = []
  private(set) var faults: [Fault] = []

  init(file: String) { self.file = file }

  mutating func take(_ entries: [TOMLEntry], _ path: [String]) {
    for entry in entries { take(entry, path + [entry.key]) }
  }

  private mutating func take(_ entry: TOMLEntry, _ path: [String]) {
    switch entry.value {
    case .table(let entries): take(entries, path)
    case .string(let text): add(.text(text), path, entry)
    case .boolean(let flag): add(.flag(flag), path, entry)
    case .array(let items): take(items, path, entry)
    case .integer, .float, .date:
      report(
        entry, path, "it is \(entry.value.kindName), and settings here are texts",
        "Put it in quotes")
    }
  }

  private mutating func take(_ items: [TOMLEntry], _ path: [String], _ list: TOMLEntry) {
    var texts: [String] = []
    var hasTables = false
    for (index, item) in items.enumerated() {
      switch item.value {
      case .string(let text): texts.append(text)
      case .table(let entries):
        hasTables = true
        take(entries, path + [String(index)])
      case .array, .boolean, .integer, .float, .date:
        report(
          item, path, "it is \(item.value.kindName) in a list of texts", "Put it in quotes")
      }
    }
    if !hasTables { add(.list(texts), path, list) }
  }

  private mutating func add(_ setting: ConsentSetting.Value, _ path: [String], _ entry: TOMLEntry) {
    settings.append(ConsentSetting(path, setting, line: entry.line))
  }

  private mutating func report(
    _ entry: TOMLEntry, _ path: [String], _ reason: String, _ remedy: String
  ) {
    faults.append(
      Fault(
        .badConfiguration, path.joined(separator: "."), reason: reason, remedy: remedy,
        place: Fault.Place(file: file, line: entry.line, column: entry.column)))
  }
}
