package import Basis
internal import Columns
package import Requests
internal import Segments

extension QuestionDesk {
  /// Who they are, against everyone: the values of some attributes, what distinguishes most first.
  package func facets(_ request: FacetRequest, terms: Terms) throws(Fault) -> [Requests.Facet] {
    let (planner, segment) = try planned(request.segment.text, terms)
    let audience = try audience(terms.lens)
    var names = request.attributes
    if names.isEmpty { names = Self.tellingAttributes(audience) }
    var facets: [Requests.Facet] = []
    for name in names {
      let facet = try planner.facet(
        segment, by: .attribute(name), top: request.top, order: .distinction)
      if facet.rows.isEmpty, request.attributes.isEmpty { continue }
      facets.append(
        Requests.Facet(
          attribute: name,
          values: facet.rows.map {
            Requests.Facet.Value(
              name: $0.label, condition: $0.condition.description, count: $0.inside,
              share: $0.share, shareOfEveryone: $0.baseline)
          }))
    }
    return facets
  }

  /// Attributes with words for values; names and addresses distinguish nobody.
  private static func tellingAttributes(_ audience: WorkspaceAudience) -> [String] {
    audience.vocabulary.attributes.filter { name, type in
      (type == .text || type == .list || type == .boolean) && !audience.snapshot.isPersonal(name)
    }.keys.sorted()
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
