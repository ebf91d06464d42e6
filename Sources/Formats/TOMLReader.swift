package import Basis

/// Reads typed settings out of a TOML table and gathers every problem, not only the first.
///
/// Each key that is asked for counts as known; `finish` reports the others with the nearest known
/// name. Readers of tables below are made with `table` and `tables` and hand their problems back
/// with `absorb`.
package struct TOMLReader: Sendable {
  package let file: String
  package let value: TOMLValue
  /// Where the table stands, such as `row.time`, for messages.
  package let name: String
  package private(set) var faults: [Fault] = []
  private var known: Set<String> = []

  package init(_ document: TOMLDocument) {
    self.init(document.root, file: document.file, name: "")
  }

  package init(_ value: TOMLValue, file: String, name: String) {
    (self.value, self.file, self.name) = (value, file, name)
  }

  /// The value of `key` of any kind, or nil.
  package mutating func raw(_ key: String) -> TOMLValue? {
    known.insert(key)
    return value[key]
  }

  package mutating func string(_ key: String) -> String? {
    read(key, "a text") { if case .string(let text) = $0.content { text } else { nil } }
  }

  package mutating func integer(_ key: String) -> Int64? {
    read(key, "a whole number") {
      if case .integer(let number) = $0.content { number } else { nil }
    }
  }

  /// A number, whole or not.
  package mutating func double(_ key: String) -> Double? {
    read(key, "a number") {
      switch $0.content {
      case .integer(let number): Double(number)
      case .double(let number): number
      default: nil
      }
    }
  }

  package mutating func boolean(_ key: String) -> Bool? {
    read(key, "true or false") { if case .boolean(let truth) = $0.content { truth } else { nil } }
  }

  /// A list of texts; a single text counts as a list of one.
  package mutating func strings(_ key: String) -> [String]? {
    read(key, "a list of texts") { value in
      switch value.content {
      case .string(let text): return [text]
      case .array(let items):
        let texts = items.compactMap {
          if case .string(let text) = $0.content { text } else { nil }
        }
        return texts.count == items.count ? texts : nil
      default: return nil
      }
    }
  }

  /// A table of texts in the order of the file.
  package mutating func stringMap(_ key: String) -> [(key: String, value: String)]? {
    read(key, "a table of texts") { value in
      guard case .table(let entries) = value.content else { return nil }
      let pairs = entries.compactMap { entry -> (key: String, value: String)? in
        if case .string(let text) = entry.value.content { (entry.key, text) } else { nil }
      }
      return pairs.count == entries.count ? pairs : nil
    }
  }

  /// One of the raw values of an enum; others are reported with the nearest one.
  package mutating func choice<Choice>(_ key: String, _: Choice.Type = Choice.self) -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let text = string(key) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let nearest = NearestName.to(text, among: names)
    report(
      key, "\"\(text)\" is not known here",
      remedy: nearest.map { "Did you mean \"\($0)\"?" }
        ?? "Choose one of \(names.joined(separator: ", "))")
    return nil
  }

  /// A reader for the table at `key`.
  package mutating func table(_ key: String) -> TOMLReader? {
    read(key, "a table") { if case .table = $0.content { $0 } else { nil } }
      .map { TOMLReader($0, file: file, name: path(key)) }
  }

  /// Readers for the tables of `[[key]]`; empty when there are none.
  package mutating func tables(_ key: String) -> [TOMLReader] {
    let items: [TOMLValue]? = read(key, "tables, written as [[\(key)]]") { value in
      guard case .array(let items) = value.content else { return nil }
      let areTables = items.allSatisfy { if case .table = $0.content { true } else { false } }
      return areTables ? items : nil
    }
    return (items ?? []).enumerated().map { index, item in
      TOMLReader(item, file: file, name: "\(path(key))[\(index + 1)]")
    }
  }

  /// Reports that a key that must be there is not.
  package mutating func requireKey(_ key: String) {
    guard raw(key) == nil else { return }
    faults.append(
      Fault(
        .badConfiguration, path(key), reason: "this setting is missing",
        remedy: "Add \(key) to \(name.isEmpty ? "the file" : "[\(name)]")",
        place: Fault.Place(file: file, line: value.line, column: value.column)))
  }

  /// Reports a problem with the value of `key` at its place.
  package mutating func report(_ key: String, _ reason: String, remedy: String) {
    let entry = value.entries.first { $0.key == key }
    faults.append(
      Fault(
        .badConfiguration, path(key), reason: reason, remedy: remedy,
        place: Fault.Place(
          file: file, line: entry?.value.line ?? value.line,
          column: entry?.value.column ?? value.column)))
  }

  /// Takes over the problems of a reader of a table below.
  package mutating func absorb(_ reader: TOMLReader) { faults += reader.faults }

  /// Reports every key that nobody asked for; returns all problems in the order of the file.
  package mutating func finish() -> [Fault] {
    for entry in value.entries where !known.contains(entry.key) {
      let nearest = NearestName.to(entry.key, among: known.sorted())
      faults.append(
        Fault(
          .badConfiguration, path(entry.key), reason: "there is no such setting",
          remedy: nearest.map { "Did you mean \($0)?" }
            ?? "Known here: \(known.sorted().joined(separator: ", "))",
          place: Fault.Place(file: file, line: entry.line, column: entry.column)))
    }
    faults.sort {
      ($0.place?.line ?? 0, $0.place?.column ?? 0) < ($1.place?.line ?? 0, $1.place?.column ?? 0)
    }
    return faults
  }

  private func path(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

  private mutating func read<Result>(
    _ key: String, _ expected: String, _ convert: (TOMLValue) -> Result?
  ) -> Result? {
    guard let found = raw(key) else { return nil }
    if let result = convert(found) { return result }
    report(
      key, "\(expected) was expected, but this is \(found.kindName)",
      remedy: "Write \(expected)")
    return nil
  }
}
