internal import Basis
internal import Columns
internal import Models
internal import Segments
internal import Storage

/// What the traits of a model may be made of.
extension QuestionDesk {
  /// Personal data is nothing to learn from, nor are facts that say the answer in other words.
  ///
  /// What a likeness mentions is left out, with the sources that bring it. A foresight may learn from
  /// anything before its time; which sources know somebody has no history, so they are left out there.
  func traitFacts(
    _ request: ModelTerms, _ audience: WorkspaceAudience
  ) throws(Fault) -> TraitCatalogue.Facts {
    let vocabulary = audience.vocabulary
    let (mentions, excluded) = (request.mentions, Set(request.excluded))
    let known =
      vocabulary.attributes.keys.sorted() + vocabulary.events.keys.sorted() + vocabulary.sources
      + vocabulary.events.flatMap { event in event.value.keys.map { "\(event.key).\($0)" } }
    for name in request.excluded where !known.contains(name) {
      throw Fault(
        .usage, "“\(name)”", reason: "there is nothing of this name to leave out",
        remedy: NearestName.to(name, among: known.sorted()).map { "Did you mean \($0)?" }
          ?? "Name an attribute, an event, event.field or a source")
    }
    let restricted = try restrictedAttributes(beyond: request.purpose)
    let attributes = vocabulary.attributes.filter { name, type in
      type != .date && type != .time && !audience.snapshot.isPersonal(name)
        && !excluded.contains(name) && !mentions.attributes.contains(name)
        && !restricted.contains(name)
    }.keys.sorted()
    let events = vocabulary.events.keys.sorted().filter {
      !excluded.contains($0) && (request.isForesight || !mentions.events.contains($0))
    }
    var fields: [(event: String, field: String)] = []
    for event in events {
      for (field, type) in (vocabulary.events[event] ?? [:]).sorted(by: { $0.key < $1.key })
      where type == .text && !Self.namingFields.contains(field)
        && !excluded.contains("\(event).\(field)") && vocabulary.attributes[field] == nil
        && !audience.snapshot.isPersonal(.event, field)
      {
        fields.append((event, field))
      }
    }
    let bringing = request.isForesight ? [] : try sources(of: mentions.events, audience)
    let sources =
      request.isForesight
      ? []
      : vocabulary.sources.filter {
        !excluded.contains($0) && !mentions.sources.contains($0) && !bringing.contains($0)
      }
    return TraitCatalogue.Facts(
      attributes: attributes, events: events, fields: fields, sources: sources)
  }

  /// Attributes that may only be used for more than this purpose.
  private func restrictedAttributes(beyond purpose: String) throws(Fault) -> Set<String> {
    try reading { (workspace) throws(Fault) in
      Set(
        try workspace.catalogue.attributePurposes()
          .filter { !$0.purposes.allSatisfy { $0 == purpose } }.map(\.attribute))
    }
  }

  /// The sources that bring any of these events.
  private func sources(
    of events: Set<String>, _ audience: WorkspaceAudience
  ) throws(Fault) -> Set<String> {
    var names: Set<String> = []
    for event in events.sorted() {
      guard case .text(let column) = try audience.eventField("source", of: event) else { continue }
      for code in Set(column.codes) { column.dictionary[code].map { _ = names.insert($0) } }
    }
    return names
  }
}
