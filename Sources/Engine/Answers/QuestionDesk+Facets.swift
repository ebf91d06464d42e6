package import Basis
internal import Columns
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  /// Who they are, against everyone: values of attributes, events, fields, sources and more.
  ///
  /// Asked for none of them, all are looked at, and those come first that distinguish most.
  package func facets(_ request: FacetRequest, terms: Terms) throws(Fault) -> [Requests.Facet] {
    let (planner, segment) = try planned(request.segment.text, terms)
    let audience = try audience(terms.lens)
    var keys: [(name: String, key: Segments.Facet.Key)] = []
    for name in request.attributes {
      let field = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
      try audience.snapshot.refusePersonal(field)
      keys.append((name, try Self.facetKey(name, audience)))
    }
    let isRanking = keys.isEmpty
    if isRanking { keys = Self.tellingKeys(audience) }
    var ranked: [(facet: Requests.Facet, distinction: Double)] = []
    for (index, entry) in keys.enumerated() {
      guard terms.progress(index, keys.count) else { throw Self.stopped }
      let facet = try planner.facet(
        segment, by: entry.key, top: request.top,
        order: request.isBySize ? .size : .distinction)
      if facet.rows.isEmpty, isRanking { continue }
      ranked.append(
        (Self.facet(entry.name, facet), facet.rows.map(\.distinction).max() ?? 0))
    }
    if isRanking {
      ranked.sort { ($1.distinction, $0.facet.attribute) < ($0.distinction, $1.facet.attribute) }
    }
    return ranked.map(\.facet)
  }

  private static func facet(_ name: String, _ facet: Segments.Facet) -> Requests.Facet {
    Requests.Facet(
      attribute: name,
      values: facet.rows.map {
        Requests.Facet.Value(
          name: $0.label, condition: $0.condition.description, count: $0.inside,
          share: $0.share, shareOfEveryone: $0.baseline)
      })
  }

  /// Words that stand for what is no attribute and no field.
  private static let wholeKeys: [(name: String, key: Segments.Facet.Key)] = [
    ("events", .events), ("sources", .sources), ("identifiers", .namespaces),
    ("consent", .purposes),
  ]

  /// What a name stands for: an attribute, `event.field`, a field of several events, or a word.
  private static func facetKey(_ name: String, _ audience: WorkspaceAudience) throws(Fault)
    -> Segments.Facet.Key
  {
    let vocabulary = audience.vocabulary
    if vocabulary.attributeType(name) != nil { return .attribute(name) }
    if let dot = name.firstIndex(of: ".") {
      let (event, field) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
      if vocabulary.fieldType(field, of: event) != nil { return .field(event: event, field: field) }
    }
    if vocabulary.events.values.contains(where: { $0[name] == .text }) { return .anyField(name) }
    if let whole = wholeKeys.first(where: { $0.name == name }) { return whole.key }
    let known =
      vocabulary.attributeNames + vocabulary.events.values.flatMap(\.keys) + wholeKeys.map(\.name)
    throw Fault(
      .usage, "facet “\(name)”", reason: "there is nothing of this name to look at",
      remedy: NearestName.remedy(
        for: name, among: Set(known).sorted(),
        otherwise:
          "Name an attribute, event.field, or one of \(wholeKeys.map(\.name).joined(separator: ", "))"
      )
    )
  }

  /// Fields that name one thing each, whose values nobody has in common.
  static let namingFields: Set<String> = [
    "url", "path", "referrer", "user_agent", "order_id", "source",
  ]

  /// All that can tell people apart in words; names and addresses distinguish nobody.
  private static func tellingKeys(_ audience: WorkspaceAudience) -> [(
    name: String, key: Segments.Facet.Key
  )] {
    let vocabulary = audience.vocabulary
    let attributes = vocabulary.attributes.filter { name, type in
      type != .date && type != .time && !audience.snapshot.isPersonal(name)
    }.keys.sorted()
    var fields: Set<String> = []
    for event in vocabulary.events.values {
      for (name, type) in event
      where type == .text && !namingFields.contains(name) && vocabulary.attributes[name] == nil
        && !audience.snapshot.isPersonal(.event, name)
      {
        fields.insert(name)
      }
    }
    return attributes.map { ($0, .attribute($0)) } + wholeKeys
      + fields.sorted().map { ($0, .anyField($0)) }
  }

  /// The SQL that asks the same of plain tables.
  package func sql(_ text: String, terms: Terms) throws(Fault) -> String {
    let (planner, segment) = try planned(text, terms)
    let audience = try audience(terms.lens)
    let sqlPlanner = SQLPlanner(
      audience.vocabulary, asOf: terms.asOf, calendar: audience.snapshot.calendar,
      references: planner.references)
    do throws(Problem) {
      return try sqlPlanner.query(for: segment)
    } catch {
      throw error.fault(in: text)
    }
  }

  /// What may stand at a place of a text.
  func completions(_ text: String, at offset: Int, terms: Terms) throws(Fault)
    -> [Requests.Completion]
  {
    let audience = try audience(terms.lens)
    let found = Checker(audience.vocabulary, references: try savedReferences())
      .completion(in: text, at: offset)
    return found.items.map {
      Requests.Completion(
        replacing: found.place, text: $0.text, kind: "\($0.kind)", count: nil)
    }
  }
}
