package import Basis

/// What a taxonomy says of an attribute: its values, its unit, and what it may be used for.
package struct AttributeDefinition: Sendable, Equatable {
  /// What becomes of a value that the definition does not allow.
  package enum Otherwise: Sendable, Equatable {
    /// The row goes to the rejects.
    case reject
    /// The row stays without the value.
    case leaveOut
    /// Another value takes its place.
    case value(String)
  }

  package var name: String
  package var type: ValueType?
  package var description: String?
  /// The values that it may have, as they are written; empty where any will do.
  package var allowed: [String] = []
  package var otherwise = Otherwise.reject
  package var minimum: Double?
  package var maximum: Double?
  package var unit: String?
  package var isPersonal: Bool?
  /// The purposes that may use it; nil where it is not restricted.
  package var purposes: [String]?

  package init(name: String) { self.name = name }

  /// Whether it says anything at all.
  package var isEmpty: Bool { self == AttributeDefinition(name: name) }

  /// This definition with what it leaves out taken from another.
  package func completed(by other: AttributeDefinition) -> AttributeDefinition {
    var full = self
    full.type = type ?? other.type
    full.description = description ?? other.description
    if allowed.isEmpty { (full.allowed, full.otherwise) = (other.allowed, other.otherwise) }
    full.minimum = minimum ?? other.minimum
    full.maximum = maximum ?? other.maximum
    full.unit = unit ?? other.unit
    full.isPersonal = isPersonal ?? other.isPersonal
    full.purposes = purposes ?? other.purposes
    return full
  }
}

/// The attribute definitions of a workspace: the contents of its `taxonomy.toml`.
package struct Taxonomy: Sendable, Equatable {
  package private(set) var definitions: [AttributeDefinition] = []

  package init() {}

  package init(_ definitions: [AttributeDefinition]) { self.definitions = definitions }

  package func definition(of name: String) -> AttributeDefinition? {
    definitions.first { $0.name == name }
  }

  /// The mapping with the workspace's definitions on its attributes; they go before its own.
  package func applied(to mapping: Mapping) throws(Fault) -> Mapping {
    var defined = mapping
    for index in defined.attributes.indices {
      let rule = defined.attributes[index]
      guard let ours = definition(of: rule.name) else { continue }
      if let type = ours.type, type != rule.type {
        throw Fault(
          .badMapping, "attribute “\(rule.name)”",
          reason: "the mapping says \(rule.type.rawValue), the taxonomy says \(type.rawValue)",
          remedy: "Write type = \"\(type.rawValue)\" in the mapping, or change taxonomy.toml")
      }
      let definition = ours.completed(by: rule.definition)
      defined.attributes[index].definition = definition
      defined.attributes[index].isPersonal = definition.isPersonal ?? rule.isPersonal
    }
    return defined
  }
}
