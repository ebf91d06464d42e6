package import Basis

/// Reads a table's entries by name and gathers every problem, so that all are told at once.
///
/// A class, because nested readers of one document share the list of problems.
package final class TOMLReader {
  /// The problems of one document, in the order in which they were found.
  package final class Problems {
    package fileprivate(set) var faults: [Fault] = []
  }

  package let problems: Problems
  private let file: String
  private let what: String
  private let entries: [TOMLEntry]
  private let code: Fault.Code
  private var read: Set<String> = []

  /// Reads the top of a document; `what` names it in messages.
  package convenience init(_ document: TOMLDocument, _ what: String, code: Fault.Code) {
    self.init(document.entries, what, document.file, code, Problems())
  }

  private init(
    _ entries: [TOMLEntry], _ what: String, _ file: String, _ code: Fault.Code,
    _ problems: Problems
  ) {
    (self.entries, self.what, self.file) = (entries, what, file)
    (self.code, self.problems) = (code, problems)
  }

  package func string(_ key: String) -> String? {
    guard let entry = entry(key) else { return nil }
    if case .string(let text) = entry.value { return text }
    return wrong(entry, "a text")
  }

  package func integer(_ key: String) -> Int? {
    guard let entry = entry(key) else { return nil }
    if case .integer(let number) = entry.value { return Int(number) }
    return wrong(entry, "a whole number")
  }

  package func number(_ key: String) -> Double? {
    guard let entry = entry(key) else { return nil }
    switch entry.value {
    case .float(let number): return number
    case .integer(let number): return Double(number)
    default: return wrong(entry, "a number")
    }
  }

  package func boolean(_ key: String) -> Bool? {
    guard let entry = entry(key) else { return nil }
    if case .boolean(let value) = entry.value { return value }
    return wrong(entry, "true or false")
  }

  /// A list of texts; one text alone counts as a list of one.
  package func strings(_ key: String) -> [String]? {
    guard let entry = entry(key) else { return nil }
    switch entry.value {
    case .string(let text): return [text]
    case .array(let elements):
      var texts: [String] = []
      for element in elements {
        guard case .string(let text) = element.value else {
          return wrong(element, "a list of texts", key)
        }
        texts.append(text)
      }
      return texts
    default: return wrong(entry, "a list of texts")
    }
  }

  /// A text, or a whole number as text, for keys such as `limit = 5` and `limit = "5 per 30d"`.
  package func word(_ key: String) -> String? {
    guard let entry = entry(key) else { return nil }
    switch entry.value {
    case .string(let text): return text
    case .integer(let number): return String(number)
    default: return wrong(entry, "a text or a whole number")
    }
  }

  /// A list of numbers; one number alone counts as a list of one.
  package func numbers(_ key: String) -> [Double]? {
    guard let entry = entry(key) else { return nil }
    var elements = [entry]
    if case .array(let inner) = entry.value { elements = inner }
    var numbers: [Double] = []
    for element in elements {
      switch element.value {
      case .float(let number): numbers.append(number)
      case .integer(let number): numbers.append(Double(number))
      default: return wrong(element, "a list of numbers", key)
      }
    }
    return numbers
  }

  /// One of a few words.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = string(key) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = type.allCases.map(\.rawValue)
    let nearest = NearestName.to(text, among: names).map { "Did you mean \($0)? " } ?? ""
    problem(
      key, "“\(text)” is not a value of \(key)",
      nearest + "Write one of \(names.joined(separator: ", "))")
    return nil
  }

  /// A table of texts by their keys.
  package func texts(_ key: String) -> [String: String]? {
    guard let entry = entry(key) else { return nil }
    guard case .table(let inner) = entry.value else { return wrong(entry, "a table") }
    var texts: [String: String] = [:]
    for one in inner {
      switch one.value {
      case .string(let text): texts[one.key] = text
      case .integer(let number): texts[one.key] = String(number)
      case .boolean(let value): texts[one.key] = String(value)
      default: _ = wrong(one, "a text") as String?
      }
    }
    return texts
  }

  /// A table, as a reader that shares this one's problems.
  package func table(_ key: String) -> TOMLReader? {
    guard let entry = entry(key) else { return nil }
    guard case .table(let inner) = entry.value else { return wrong(entry, "a table") }
    return TOMLReader(inner, key, file, code, problems)
  }

  /// A list of tables, such as `[[field]]`.
  package func tables(_ key: String) -> [TOMLReader] {
    guard let entry = entry(key) else { return [] }
    guard case .array(let elements) = entry.value else {
      _ = wrong(entry, "a list of tables, written [[\(key)]]") as String?
      return []
    }
    var readers: [TOMLReader] = []
    for element in elements {
      guard case .table(let inner) = element.value else {
        _ = wrong(element, "a table", key) as String?
        continue
      }
      readers.append(TOMLReader(inner, key, file, code, problems))
    }
    return readers
  }

  /// Whether a key has a table for its value.
  package func isTable(_ key: String) -> Bool {
    entries.contains { entry in
      if case .table = entry.value { entry.key == key } else { false }
    }
  }

  /// Whether a key has true or false for its value.
  package func isBoolean(_ key: String) -> Bool {
    entries.contains { entry in
      if case .boolean = entry.value { entry.key == key } else { false }
    }
  }

  package func has(_ key: String) -> Bool { entries.contains { $0.key == key } }
  package var keys: [String] { entries.map(\.key) }

  /// Notes a problem at a key, or at the table where the key is missing.
  package func problem(_ key: String, _ reason: String, _ remedy: String) {
    let entry = entries.first { $0.key == key } ?? entries.first
    problems.faults.append(
      Fault(
        code, file, reason: reason, remedy: remedy,
        place: Fault.Place(file: file, line: entry?.line, column: entry?.column)))
  }

  /// Notes every key that nobody asked for, with the nearest one that exists.
  package func refuseOthers() {
    for entry in entries where !read.contains(entry.key) {
      let nearest = NearestName.to(entry.key, among: read.sorted())
      let remedy =
        nearest.map { "Did you mean \($0)?" }
        ?? "It knows \(read.sorted().joined(separator: ", "))"
      problem(entry.key, "“\(entry.key)” means nothing in \(what)", remedy)
    }
  }

  private func entry(_ key: String) -> TOMLEntry? {
    read.insert(key)
    return entries.first { $0.key == key }
  }

  /// `key` names the list that an element, which has no name of its own, stands in.
  private func wrong<Answer>(_ entry: TOMLEntry, _ expected: String, _ key: String? = nil)
    -> Answer?
  {
    problems.faults.append(
      Fault(
        code, file, reason: "“\(key ?? entry.key)” in \(what) is \(entry.value.kindName)",
        remedy: "Write \(expected)",
        place: Fault.Place(file: file, line: entry.line, column: entry.column)))
    return nil
  }
}
