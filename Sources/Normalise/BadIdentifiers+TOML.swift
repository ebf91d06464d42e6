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
        do throws(NamesNobody) {
          rules.append(Rule(namespace: namespace, pattern: try pattern(value, in: namespace)))
        } catch {
          table.problem("value", "“\(value)” names nobody: \(error.reason)", error.remedy)
        }
      }
      table.refuseOthers()
    }
    reader.refuseOthers()
    try reader.problems.raise()
    return BadIdentifiers(rules)
  }

  /// Why a pattern can never name an address or a number as the workspace keeps them.
  private struct NamesNobody: Error {
    let reason: String
    let remedy: String

    static let countryless = NamesNobody(
      reason: "numbers are kept with their country", remedy: numberForm)
    static let numberForm = "Begin it with + and the country’s digits"
  }

  /// An address or a number as feeds' identifiers are kept; anything else as it is.
  private static func pattern(_ value: String, in namespace: String?) throws(NamesNobody) -> String
  {
    guard let namespace = written(namespace) else { return value }
    if isGlob(value) { return namespace.form == .phone ? try numberGlob(value) : value }
    var canonical: [UInt8] = []
    let bytes = Array(value.utf8)
    if case .invalid(let problem) = IdentifierRules().canonicalise(
      bytes.span, as: namespace, into: &canonical)
    {
      if problem == .noCountry { throw .countryless }
      let remedy =
        switch namespace.form {
        case .phone: NamesNobody.numberForm
        case .digest: "Write it in 64 hexadecimal digits, or in Base64"
        default: "Write it as NAME@DOMAIN"
        }
      throw NamesNobody(reason: problem.explanation, remedy: remedy)
    }
    return String(decoding: canonical, as: UTF8.self)
  }

  /// A pattern of numbers without what people write between their digits.
  private static func numberGlob(_ value: String) throws(NamesNobody) -> String {
    var value = value
    // The zero is dialled within the country alone.
    if let zero = value.firstRange(of: "(0)") { value.removeSubrange(zero) }
    let pattern = value.filter { !" -()/.".contains($0) }
    guard "+*?".contains(pattern.prefix(1)) else { throw .countryless }
    guard pattern.dropFirst().allSatisfy({ "0123456789*?".contains($0) }) else {
      throw NamesNobody(
        reason: "numbers are digits behind a +", remedy: NamesNobody.numberForm)
    }
    return pattern
  }

  /// The namespace where its values can be written in several ways.
  private static func written(_ namespace: String?) -> IdentifierNamespace? {
    guard let known = namespace.map({ IdentifierNamespace($0) }) else { return nil }
    return [.email, .phone, .digest].contains(known.form) ? known : nil
  }

  private static func isGlob(_ value: String) -> Bool {
    value.contains { $0 == "*" || $0 == "?" }
  }
}
