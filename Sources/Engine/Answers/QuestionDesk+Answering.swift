package import Basis
package import Requests
internal import Storage

extension QuestionDesk {
  /// Answers a question of the screen, and holds no more than the budget allows behind it.
  package func answer(_ question: Question, terms: Terms) throws(Fault) -> Answer {
    // It runs until it is called off, and keeps nothing.
    if case .watch = question { return try answered(question, terms) }
    return try memory.during(
      { () throws(Fault) in try answered(question, terms) }, fixed: { fixedBytes })
  }

  /// The same calls as the commands make.
  private func answered(_ question: Question, _ terms: Terms) throws(Fault) -> Answer {
    switch question {
    case .header: return .header(try header(terms))
    case .sources: return .sources(try sources(asOf: clock()))
    case .source(let name): return .source(try source(name, asOf: clock()))
    case .ingest(let request): return .ingested(try ingest(request, terms))
    case .watch(let folder, let source): try watch(folder, of: source, terms)
    case .paths(let start): return .paths(Self.paths(startingWith: start))
    case .study(let request): return .study(try study(request, terms))
    case .addSource(let request): return .ingested(try addSource(request, terms))
    case .consent(let request): return .consent(try consentCoverage(request, terms: terms))
    case .ledger: return .ledger(try ledgerState())
    case .verifyLedger: return .ledger(try verifiedLedgerState(terms))
    case .consentHistory(let reference):
      return .consentHistory(try consentHistory(of: reference, terms: terms))
    case .check(let text): return .checked(try check(text, terms: terms))
    case .count(let definition):
      return .counted(try count(definition.text, each: true, terms: terms))
    case .total(let definition):
      return .total(try count(definition.text, each: false, terms: terms).total)
    case .trend(let definition, let days):
      return .trend(try trend(definition.text, days: days, terms: terms))
    case .candidates(let request): return .candidates(try candidates(request, terms: terms))
    case .segments: return .segments(try segments())
    case .versions(let name): return .versions(try versions(of: name))
    case .save(let request): return .saved(try save(request, terms: terms))
    case .removeSegment(let name):
      let orphans = try removeSegment(name, now: clock())
      return .done((["Removed \(name)"] + orphans.map(\.sentence)).joined(separator: ". "))
    case .renameSegment(let name, let newName):
      try renameSegment(name, to: newName, now: clock(), terms: terms)
      return .done("\(name) is now \(newName)")
    case .difference(let name, let version, let text):
      return .difference(
        try difference(of: name, from: .version(version), to: .text(text), terms: terms))
    case .overlap(let names): return .overlap(try overlap(names, terms: terms))
    case .peopleOverview: return .peopleOverview(try peopleOverview(terms: terms))
    case .findPeople(let search): return .people(try findPeople(search, terms: terms))
    case .person(let reference, let reveal):
      return .person(try person(reference, reveal: reveal, terms: terms))
    case .complete(let text, let offset):
      return .completions(try completions(text, at: offset, terms: terms))
    case .why(let definition, let person):
      return .why(try why(definition.text, person, terms: terms))
    case .facets(let request): return .facets(try facets(request, terms: terms))
    case .undoBatch(let batch):
      _ = try undo(
        batch: batch.number, now: clock(), progress: terms.progress, phase: terms.phase)
      return .done("Took out batch \(batch.number)")
    case .destinations: return .destinations(try destinations())
    case .activations: return .activations(try activations())
    case .preflight(let request): return .preflight(try preflight(request, terms: terms))
    case .export(let request): return .exported(try export(request, terms: terms))
    case .waterfall(let definition, let destination):
      return .waterfall(try waterfall(definition, destination: destination, terms: terms))
    case .reports: return .reports(Self.reportKinds)
    case .report(let request): return .table(try report(request, terms: terms))
    case .setBudget(let budget):
      try setBudget(
        of: budget.campaign, to: budget.amount, from: budget.from, until: budget.to,
        now: clock())
      return .done(
        "\(budget.campaign) may cost \(Value.money(budget.amount).shown) from "
          + "\(budget.from.iso8601) to \(budget.to.iso8601)")
    case .retryRejects(let source): return .ingested(try retried(source, terms))
    }
  }

  private func header(_ terms: Terms) throws(Fault) -> WorkspaceHeader {
    let audience = try audience(terms.lens)
    let sources = try sources(asOf: clock())
    let segments = try segments()
    var attention: [AttentionItem] = []
    for source in sources {
      if case .late(let seconds) = source.freshness {
        attention.append(
          AttentionItem(
            .warning, .source(source.name), text: "\(source.name) is late by \(Self.days(seconds))",
            kind: "late source"))
      }
      if let anomaly = source.anomaly {
        attention.append(
          AttentionItem(
            .warning, .source(source.name), text: "\(source.name): \(anomaly)",
            kind: "odd volume"))
      }
      if source.tally.rejected > 0 {
        attention.append(
          AttentionItem(
            .note, .rejects(source: source.name),
            text: "\(source.name) has \(Counted.text(source.tally.rejected, "rejected row"))",
            kind: "source with rejects", kinds: "sources with rejects"))
      }
    }
    if let item = try proposalsToDecide() { attention.append(item) }
    let events = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.runs(of: .events).reduce(0) { $0 + $1.rows }
    }
    return WorkspaceHeader(
      name: FileSystem.name(of: path), asOf: terms.asOf, lens: terms.lens,
      population: audience.unitCount, dataVersion: Int(audience.version & IdentityBasis.dataBits),
      events: events,
      sources: sources.count, segments: segments.count,
      isReadOnly: Workspace.isWritingForbidden,
      attention: attention.sorted { $0.urgency > $1.urgency })
  }

  private static func days(_ seconds: Int) -> String {
    seconds >= 86_400 ? "\(seconds / 86_400) d" : "\(max(1, seconds / 3_600)) h"
  }

  private func retried(_ source: String?, _ terms: Terms) throws(Fault) -> IngestSummary {
    let started = SystemClock.nanoseconds()
    let retried = try retryRejects(
      of: source, mapping: nil, now: clock(), progress: terms.progress)
    return IngestSummary(
      source: source ?? "", files: 0, filesKnown: 0,
      rows: retried.cameIn + retried.duplicates + retried.stillRejected,
      accepted: retried.cameIn, duplicates: retried.duplicates,
      rejected: retried.stillRejected == 0
        ? [] : [.init(reason: "still rejected", count: retried.stillRejected)],
      seconds: Double(SystemClock.nanoseconds() - started) / 1e9)
  }

  func ingest(_ request: IngestRequest, _ terms: Terms) throws(Fault) -> IngestSummary {
    let started = SystemClock.nanoseconds()
    let mapping = try request.mapping.map { (file) throws(Fault) in
      try FileSystem.readText(file)
    }
    let results = try ingest(
      request.files, source: request.source, mapping: mapping, isStrict: request.isStrict,
      now: clock(), progress: { _, done, total in terms.progress(done, total) },
      phase: { _, words in terms.phase(words) })
    return try Self.summary(of: results, source: request.source, since: started)
  }

  /// What files that were taken in come to; throws where none could be.
  static func summary(of results: [FileResult], source: String, since started: Int64) throws(Fault)
    -> IngestSummary
  {
    let faults = results.compactMap(\.fault)
    let outcomes = results.compactMap(\.outcome)
    if let fault = faults.first, outcomes.isEmpty { throw fault }
    var rejected: [String: Int] = [:]
    for outcome in outcomes { rejected.merge(outcome.rejected) { $0 + $1 } }
    return IngestSummary(
      source: source, files: results.count,
      filesKnown: outcomes.count { $0.knownAs != nil },
      rows: outcomes.reduce(0) { $0 + $1.rows }, accepted: outcomes.reduce(0) { $0 + $1.accepted },
      duplicates: outcomes.reduce(0) { $0 + $1.duplicates },
      rejected: rejected.sorted { $0.key < $1.key }.map { .init(reason: $0.key, count: $0.value) },
      seconds: Double(SystemClock.nanoseconds() - started) / 1e9,
      failures: faults.map(\.description))
  }

  /// The files and folders whose path begins so, for a picker.
  private static func paths(startingWith start: String) -> [PathCandidate] {
    let folder = start.hasSuffix("/") ? start : FileSystem.parent(of: start)
    let prefix = start.hasSuffix("/") ? "" : FileSystem.name(of: start)
    // A folder that cannot be read offers nothing; opening what was typed will say why.
    let names = (try? FileSystem.names(in: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { $0.hasPrefix(prefix) && (!$0.hasPrefix(".") || prefix.hasPrefix(".")) }
      .prefix(200).map { name in
        let path =
          folder == "." && !start.hasPrefix("./")
          ? name : (folder.hasSuffix("/") ? folder : folder + "/") + name
        let isFolder = FileSystem.kind(of: path) == .folder
        return PathCandidate(
          path: isFolder ? path + "/" : path, isFolder: isFolder,
          bytes: isFolder ? nil : FileSystem.size(of: path))
      }
  }
}
