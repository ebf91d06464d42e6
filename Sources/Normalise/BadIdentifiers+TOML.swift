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
      // A value that was erased names nobody any more.
      for value in values where !value.contains(ErasureMark.text) {
        guard value.contains(where: { $0 != "*" && $0 != "?" }) else {
          table.problem("value", "“\(value)” would leave out everything", "Write more of the value")
          continue
        }
        if let problem = problem(of: value, in: namespace) {
          table.problem("value", "“\(value)” names nobody: \(problem.reason)", problem.remedy)
        } else {
          rules.append(Rule(namespace: namespace, pattern: canonical(value, in: namespace)))
        }
      }
      table.refuseOthers()
    }
    reader.refuseOthers()
    try reader.problems.raise()
    return BadIdentifiers(rules)
  }

  /// Why a pattern can never name an address or a number as the workspace keeps them.
  private static func problem(of value: String, in namespace: String?) -> (
    reason: String, remedy: String
  )? {
    guard let namespace = written(namespace) else { return nil }
    if isGlob(value) {
      guard namespace.form == .phone, !"+*?".contains(value.prefix(1)) else { return nil }
      return (countryless, numberForm)
    }
    var canonical: [UInt8] = []
    let bytes = Array(value.utf8)
    guard
      case .invalid(let problem) = IdentifierRules().canonicalise(
        bytes.span, as: namespace, into: &canonical)
    else { return nil }
    return (
      problem == .noCountry ? countryless : problem.explanation,
      namespace.form == .phone ? numberForm : "Write it as NAME@DOMAIN"
    )
  }

  private static let countryless = "numbers are kept with their country"
  private static let numberForm = "Begin it with + and the country’s digits"

  /// An address or a number as feeds' identifiers are kept; anything else as it is.
  private static func canonical(_ value: String, in namespace: String?) -> String {
    guard let namespace = written(namespace), !isGlob(value) else { return value }
    var canonical: [UInt8] = []
    let bytes = Array(value.utf8)
    _ = IdentifierRules().canonicalise(bytes.span, as: namespace, into: &canonical)
    return String(decoding: canonical, as: UTF8.self)
  }

  /// The namespace where its values can be written in several ways.
  private static func written(_ namespace: String?) -> IdentifierNamespace? {
    guard let known = namespace.map({ IdentifierNamespace($0) }) else { return nil }
    return known.form == .email || known.form == .phone ? known : nil
  }

  private static func isGlob(_ value: String) -> Bool {
    value.contains { $0 == "*" || $0 == "?" }
  }
}
