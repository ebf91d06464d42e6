package import Basis
internal import Intake
internal import Requests
internal import Storage

extension QuestionDesk {
  /// An attribute with what the taxonomy says of it and how many people have it.
  package struct TaxonomyEntry: Sendable, Equatable {
    package let name: String
    package let type: ValueType
    package let description: String?
    package let allowed: [String]
    package let minimum: Double?
    package let maximum: Double?
    package let unit: String?
    package let isPersonal: Bool
    /// The purposes that may use it; nil where it is not restricted.
    package let purposes: [String]?
    /// Profiles that have a value; 0 where no feed has brought one yet.
    package let filled: Int
    package let profiles: Int
  }

  /// Every attribute that data was brought for or that the taxonomy defines, by name.
  package func taxonomy(terms: Terms) throws(Fault) -> [TaxonomyEntry] {
    let (definitions, types) = try reading { (workspace) throws(Fault) in
      try Self.definitions(in: workspace)
    }
    let profiles = try count("everyone", each: false, terms: terms).total.count
    var entries: [TaxonomyEntry] = []
    for name in Set(definitions.keys).union(types.keys).sorted() {
      let definition = definitions[name] ?? AttributeDefinition(name: name)
      var filled = 0
      if types[name] != nil {
        let text = "\"" + name.split(separator: "\"").joined() + "\" is known"
        filled = try count(text, each: false, terms: terms).total.count
      }
      entries.append(
        TaxonomyEntry(
          name: name, type: types[name]?.type ?? definition.type ?? .text,
          description: definition.description, allowed: definition.allowed,
          minimum: definition.minimum, maximum: definition.maximum, unit: definition.unit,
          isPersonal: definition.isPersonal ?? types[name]?.isPersonal ?? false,
          purposes: definition.purposes, filled: filled, profiles: profiles))
    }
    return entries
  }

  /// Puts a file in the place of the workspace's taxonomy, once it has been read without a problem.
  package func setTaxonomy(_ text: String, file: String, now: Timestamp) throws(Fault) -> Int {
    let taxonomy = try Taxonomy.parse(text, file: file)
    try writing { (workspace) throws(Fault) in
      let fields = try workspace.catalogue.fields().filter { $0.owner == .attribute }
      for definition in taxonomy.definitions {
        guard let type = definition.type,
          let known = fields.first(where: { $0.name == definition.name }), known.type != type
        else { continue }
        throw Fault(
          .badConfiguration, file,
          reason: "“\(known.name)” is \(type.rawValue) here and \(known.type.rawValue) in the data",
          remedy: "Write type = \"\(known.type.rawValue)\", or give it another name")
      }
      try FileSystem.writeAtomically(
        Array(text.utf8), to: workspace.path + "/" + FeedRules.taxonomyName)
      try workspace.catalogue.transaction { () throws(Fault) in
        for definition in taxonomy.definitions {
          // What no feed has brought yet is an attribute that nobody has a value of.
          let known = fields.first { $0.name == definition.name }
          guard let type = known?.type ?? definition.type else { continue }
          try workspace.catalogue.put(
            FieldRecord(
              owner: .attribute, name: definition.name, type: type,
              isPersonal: definition.isPersonal ?? known?.isPersonal ?? false,
              definition: definition.toml))
        }
        try workspace.catalogue.audit(
          "taxonomy set", Counted.text(taxonomy.definitions.count, "attribute"), "", at: now)
        try workspace.catalogue.raiseDataVersion()
      }
    }
    return taxonomy.definitions.count
  }

  /// What is known of attributes: the workspace's file goes before what mappings brought along.
  static func definitions(in workspace: Workspace) throws(Fault) -> (
    definitions: [String: AttributeDefinition], fields: [String: FieldRecord]
  ) {
    var definitions: [String: AttributeDefinition] = [:]
    var fields: [String: FieldRecord] = [:]
    for field in try workspace.catalogue.fields() where field.owner == .attribute {
      fields[field.name] = field
      guard let text = field.definition else { continue }
      definitions[field.name] = try Taxonomy.parse(text, file: "the catalogue")
        .definition(of: field.name)
    }
    for ours in try FeedRules(workspace: workspace.path).taxonomy.definitions {
      definitions[ours.name] = definitions[ours.name].map { ours.completed(by: $0) } ?? ours
    }
    return (definitions, fields)
  }
}
