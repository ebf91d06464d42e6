internal import Basis
internal import Formats

/// Holds values to the definition of their attribute.
enum AllowedValues {
  /// Codes that no text has: the row cannot be used, or the value is left out.
  static let refused = UInt32.max
  static let leftOut = UInt32.max - 1

  /// The code of a text by what its field means and which values it may have.
  static func code(
    _ text: String?, _ value: BoundValue, _ dictionary: inout LocalDictionary
  ) -> UInt32 {
    guard let canonical = text.flatMap({ Meaning.read($0, value.rule.meaning) }) else { return 0 }
    guard let allowed = value.allowed else { return dictionary.code(of: canonical) }
    if let spelled = allowed[canonical.lowercased()] { return dictionary.code(of: spelled) }
    switch value.rule.definition.otherwise {
    case .reject: return refused
    case .leaveOut: return leftOut
    case .value(let other): return dictionary.code(of: other)
    }
  }

  /// A number, or what becomes of it where it lies outside of what is allowed.
  static func check(_ scalar: ScalarValue, _ number: Double, _ value: BoundValue)
    throws(NumberProblem) -> ScalarValue
  {
    let definition = value.rule.definition
    let isInside =
      number >= definition.minimum ?? -.infinity && number <= definition.maximum ?? .infinity
    if isInside { return scalar }
    switch definition.otherwise {
    case .reject: throw .outsideRange
    case .leaveOut, .value: return .leftOut
    }
  }

  static func problem(_ value: BoundValue) -> RowProblem {
    let definition = value.rule.definition
    var expected = definition.allowed.prefix(8).joined(separator: ", ")
    if definition.allowed.count > 8 { expected += ", …" }
    if definition.allowed.isEmpty {
      let least = definition.minimum.map { "at least \($0)" }
      let most = definition.maximum.map { "at most \($0)" }
      expected = [least, most].compactMap { $0 }.joined(separator: " and ")
    }
    return RowProblem(
      value.input.name, .notAllowed, "\(value.rule.name) may only be \(expected)")
  }
}
