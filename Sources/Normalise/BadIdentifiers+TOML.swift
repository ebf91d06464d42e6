package import Basis
internal import Formats

extension BadIdentifiers {
  /// Reads a workspace's own list of identifiers that stand for nobody; every problem is told at
  /// once.
  package static func parse(_ text: String, file: String) throws(Fault) -> BadIdentifiers {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "a list of bad identifiers", code: .badConfiguration)
    var rules: [Rule] = []
    for table in reader.tables("bad") {
      let namespace = table.string("namespace")
      let values = table.strings("value") ?? []
      if values.isEmpty {
        table.problem("value", "it names no value", "Write value = \"…\" or a list of values")
      }
      for value in values {
        guard value.contains(where: { $0 != "*" && $0 != "?" }) else {
          table.problem("value", "“\(value)” would leave out everything", "Write more of the value")
          continue
        }
        rules.append(Rule(namespace: namespace, pattern: value))
      }
      table.refuseOthers()
    }
    reader.refuseOthers()
    try reader.problems.raise()
    return BadIdentifiers(rules)
  }
}
