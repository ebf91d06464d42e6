package import Basis
internal import Formats

extension Taxonomy {
  /// Reads a taxonomy; every problem in it is told at once.
  package static func parse(_ text: String, file: String) throws(Fault) -> Taxonomy {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "a taxonomy", code: .badConfiguration)
    var definitions: [AttributeDefinition] = []
    for table in reader.tables("attribute") {
      guard let name = table.string("name") else {
        table.problem("name", "an attribute has no name", "Write name = \"…\"")
        continue
      }
      var definition = AttributeDefinition(name: name, reading: table)
      definition.type = table.choice("type", of: ValueType.self)
      table.refuseOthers()
      if definitions.contains(where: { $0.name == name }) {
        table.problem("name", "“\(name)” is defined twice", "Leave one of them out")
      }
      definitions.append(definition)
    }
    reader.refuseOthers()
    try reader.problems.raise()
    return Taxonomy(definitions)
  }
}

extension AttributeDefinition {
  /// Reads what a table says beyond name and type.
  init(name: String, reading table: TOMLReader) {
    self.init(name: name)
    description = table.string("description")
    allowed = table.strings("allowed") ?? []
    minimum = table.number("minimum")
    maximum = table.number("maximum")
    unit = table.string("unit")
    isPersonal = table.boolean("personal")
    purposes = table.strings("purposes")
    if table.isTable("otherwise") {
      guard let inner = table.table("otherwise"), let value = inner.string("value") else { return }
      otherwise = .value(value)
      inner.refuseOthers()
    } else if let word = table.string("otherwise") {
      switch word {
      case "reject": otherwise = .reject
      case "leave_out": otherwise = .leaveOut
      default:
        table.problem(
          "otherwise", "“\(word)” is nothing that can be done with a value",
          "Write reject, leave_out or { value = \"…\" }")
      }
    }
    if case .value(let value) = otherwise, !allowed.isEmpty, !allowed.contains(value) {
      allowed.append(value)
    }
  }

  /// The definition as a table of a taxonomy.
  package var toml: String {
    var lines = ["[[attribute]]", "name = \(TOMLText.quoted(name))"]
    if let type { lines.append("type = \(TOMLText.quoted(type.rawValue))") }
    if let description { lines.append("description = \(TOMLText.quoted(description))") }
    if !allowed.isEmpty { lines.append("allowed = \(TOMLText.list(allowed))") }
    switch otherwise {
    case .reject: break
    case .leaveOut: lines.append("otherwise = \"leave_out\"")
    case .value(let value): lines.append("otherwise = { value = \(TOMLText.quoted(value)) }")
    }
    if let minimum { lines.append("minimum = \(minimum)") }
    if let maximum { lines.append("maximum = \(maximum)") }
    if let unit { lines.append("unit = \(TOMLText.quoted(unit))") }
    if let isPersonal { lines.append("personal = \(isPersonal)") }
    if let purposes { lines.append("purposes = \(TOMLText.list(purposes))") }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Writes texts as TOML has them.
package enum TOMLText {
  package static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default:
        if scalar.value < 32 || scalar.value == 127 {
          let hex = String(scalar.value, radix: 16, uppercase: true)
          quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }

  package static func list(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
  }

  /// A table on one line, by its keys.
  package static func table(_ texts: [String: String]) -> String {
    let pairs = texts.sorted { $0.key < $1.key }.map { "\(quoted($0.key)) = \(quoted($0.value))" }
    return "{ " + pairs.joined(separator: ", ") + " }"
  }
}
