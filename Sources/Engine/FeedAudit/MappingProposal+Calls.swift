internal import Basis
internal import Intake

/// Proposals for tracking calls: what the specification does not know by itself.
extension MappingProposal {
  private static let mostFields = 20

  mutating func proposeCalls() {
    for column in columns {
      if let use = SegmentSpec.uses[column.name] {
        uses[column.name] = use
        continue
      }
      guard column.filled > 0 else { continue }
      let parts = column.name.split(separator: ".")
      switch (parts.first, role(of: column)) {
      case ("context", .identifier(let namespace)), ("traits", .identifier(let namespace)),
        ("properties", .identifier(let namespace)):
        mapping.identifiers.append(
          IdentifierRule(namespace: namespace, input: Input(column: column.name)))
        uses[column.name] = "identifier \(namespace)"
      case ("traits", let role): addTrait(column, role)
      case ("properties", _) where parts.count == 2: addProperty(column)
      default: break
      }
    }
  }

  private mutating func addTrait(_ column: ColumnProfile, _ role: ColumnRole?) {
    var name = ColumnText.snake(column.name)
    var isPersonal = column.isPersonal
    if case .attribute(let known, let personal) = role { (name, isPersonal) = (known, personal) }
    addAttribute(column, name, isPersonal: isPersonal)
  }

  private mutating func addProperty(_ column: ColumnProfile) {
    let name = ColumnText.snake(column.name)
    let known = SegmentSpec.uses.values.contains("field \(name)")
    guard !known, mapping.fields.count < Self.mostFields, column.filled * 200 > rows,
      !mapping.fields.contains(where: { $0.name == name })
    else { return }
    mapping.fields.append(valueRule(column, name))
    uses[column.name] = "field \(name)"
  }
}
