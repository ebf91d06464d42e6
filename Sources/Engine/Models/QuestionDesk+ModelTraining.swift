package import Basis
internal import Columns
internal import Models
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  /// Trains a model and keeps it in the place of the one of its name; `ready` hears beforehand what
  /// there must be and what there is.
  ///
  /// Only people who have granted the purpose are learned from. A model that tells people apart no
  /// better than chance is refused, and the earlier one stays.
  package func train(
    _ request: ModelRequest, terms: Terms, ready: ([ModelCheck]) -> Void = { _ in }
  ) throws(Fault) -> ModelCard {
    var own = terms
    own.purposes = [request.purpose]
    let audience = try audience(terms.lens, for: own.purposes)
    let planner = try planner(own)
    let model = try ModelTerms(request, planner)
    let group = try people(of: model, planner, audience)
    let catalogue = TraitCatalogue(
      group.past, facts: try traitFacts(model, audience), base: model.base)
    let traits = try catalogue.traits { done, all in terms.progress(done, all + 1) }
    try checkReadiness(model, group, traits, catalogue.facts, terms, ready)
    let trained = try Training(
      model.kind, traits: traits, people: group.people, examples: group.examples,
      purpose: model.purpose, seed: model.draw
    ).run(cancellation: terms.stop.cancellation)
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        let earlier = try workspace.catalogue.models().first { $0.name == model.name }
        var record = ModelRecord(request, model, trained, lens: terms.lens)
        record.version = (earlier?.version ?? 0) + 1
        (record.trained, record.asOf) = (clock(), terms.asOf)
        record.dataVersion = try workspace.catalogue.dataVersion()
        try workspace.catalogue.save(record)
        try workspace.catalogue.audit(
          "model train", model.name, "version \(record.version), for \(model.purpose)",
          at: record.trained)
      }
    }
    return try modelCard(model.name)
  }

  /// Whom a model learns from, and through what it sees them.
  private struct Group {
    let people: DenseSet
    let examples: DenseSet
    let past: SetPlanner
  }

  private func people(
    of model: ModelTerms, _ planner: SetPlanner, _ audience: WorkspaceAudience
  ) throws(Fault) -> Group {
    let allowed = try planner.units(.consent([Name(model.purpose)]))
    let examples = try planner.units(model.definition)
    guard let horizon = model.horizon else {
      let people = try planner.units(model.base).union(examples).intersection(allowed)
      return Group(people: people, examples: examples.intersection(people), past: planner)
    }
    let cut = planner.asOf.advanced(by: -horizon)
    let past = SetPlanner(
      PastAudience(audience, at: cut), asOf: cut, calendar: planner.calendar,
      references: planner.references, cache: results, cancellation: planner.cancellation)
    // Who came later could not have been asked then.
    let events = audience.vocabulary.events.keys.sorted()
    let known = try past.units(.or(events.map { .behaviour(Behaviour(Name($0))) }))
    let people = try past.units(model.base).intersection(known).intersection(allowed)
    return Group(people: people, examples: examples.intersection(people), past: past)
  }

  private func checkReadiness(
    _ model: ModelTerms, _ group: Group, _ traits: [Trait], _ facts: TraitCatalogue.Facts,
    _ terms: Terms, _ ready: ([ModelCheck]) -> Void
  ) throws(Fault) {
    var readiness = Readiness(
      examples: group.examples.count, others: group.people.subtracting(group.examples).count,
      traits: traits.count, eventTypes: facts.events.count)
    if let horizon = model.horizon {
      let first = try reading { (workspace) throws(Fault) in
        try workspace.catalogue.runs(of: .events).compactMap(\.firstEvent).min()
      }
      let history = first.map { max(0, terms.asOf.seconds - $0.seconds) } ?? 0
      readiness.require(
        daysOfHistory: Int(history / 86_400), horizon: Int((horizon + 86_399) / 86_400))
    }
    ready(
      readiness.checks.map {
        ModelCheck($0.name, found: $0.found, needed: $0.needed, reason: $0.reason)
      })
    guard !readiness.failures.isEmpty else { return }
    let reasons = readiness.failures.map {
      "\($0.found) \($0.name) of \($0.needed) that are needed (\($0.reason))"
    }
    throw Fault(
      .refused, "model “\(model.name)”", reason: reasons.joined(separator: "; "),
      remedy: "Only people who have granted \(model.purpose) count;"
        + " choose a larger segment or base, or take in more data")
  }
}
