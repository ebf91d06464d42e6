internal import Basis
internal import Cells
package import Requests

/// A feed of which a source is being made, step by step: what it is, what its columns become, how
/// its rows would come in, and what the source is called.
package struct FeedStudyState: Equatable, Sendable {
  package var path: String
  /// What columns shall be besides what was found.
  package var roles: [String: String] = [:]
  package var found = Loadable<FeedStudy>()

  package init(path: String) { self.path = path }
}

extension AppState {
  var study: FeedStudy? { sources.study?.found.value }

  var selectedFeedColumn: FeedStudy.Column? { selected(.feedColumns, of: study?.columns) }

  func feedReason(_ action: Action) -> String? {
    switch action {
    case .changeRole, .leaveColumnOut:
      if selectedFeedColumn == nil { return "There is no column here" }
      return study?.hasFreeRoles ?? false
        ? nil : "This kind of feed is known as a whole; its mapping can be changed later"
    case .takeFeed:
      guard let study else { return "The feed is still being looked at" }
      if isRunning(.addSource) { return "A source is being made" }
      if study.preview.obstacle != nil { return "With these roles nothing could come in" }
      return study.preview.accepted == 0 ? "With these roles no row could come in" : nil
    default: return nil
    }
  }

  mutating func performFeed(_ action: Action) -> [Effect] {
    switch action {
    case .auditFeed:
      overlay = .prompt(
        Prompt(
          .studyFile, title: "Audit a new feed",
          about: "The path of a file; nothing of it is kept until you say so",
          text: sources.lastStudy?.path ?? ""))
      return ask(.paths(startingWith: sources.lastStudy?.path ?? ""), for: .paths)
    case .changeRole:
      guard let column = selectedFeedColumn else { return [] }
      var prompt = Prompt(
        .role(column: column.name), title: "What is “\(column.name)”?",
        about: "time, event, key, or identifier, attribute, field or consent with a name",
        text: column.use ?? "")
      prompt.offers = column.choices
      overlay = .prompt(prompt)
      return []
    case .leaveColumnOut:
      guard let column = selectedFeedColumn else { return [] }
      return setRole(
        of: column.name, to: column.use == nil ? "" : FeedStudy.unused)
    case .takeFeed:
      guard let study else { return [] }
      overlay = .prompt(
        Prompt(
          .newSourceName, title: "The name of the source",
          about: "The feed is its first batch; later ones come in the same way", text: study.name))
      return []
    default: return []
    }
  }

  /// Looks at a file; one that was left takes up again what was decided about it.
  mutating func openStudy(_ path: String) -> [Effect] {
    var study = FeedStudyState(path: path)
    if let last = sources.lastStudy, last.path == path { study.roles = last.roles }
    (sources.study, lists[.feedColumns], lists[.feedPreview]) = (study, nil, nil)
    focus[.sources] = .feedColumns
    return cancel(.paths) + askStudy()
  }

  private mutating func askStudy() -> [Effect] {
    guard var study = sources.study else { return [] }
    study.found.asked(at: now)
    (sources.study, sources.lastStudy) = (study, study)
    return ask(.study(FeedStudyRequest(path: study.path, roles: study.roles)), for: .study)
  }

  /// Gives a column a role; an empty one lets it be what it looks like.
  ///
  /// The others keep what they were found to be: one decision must not turn over the rest.
  mutating func setRole(of column: String, to role: String) -> [Effect] {
    guard var study = sources.study else { return [] }
    if study.roles.isEmpty {
      for found in study.found.value?.columns ?? [] {
        if let use = found.use { study.roles[found.name] = use }
      }
    }
    study.roles[column] = role.isEmpty ? nil : role
    sources.study = study
    return askStudy()
  }

  mutating func takeStudy(_ found: FeedStudy) {
    sources.study?.found.arrived(found)
    sources.lastStudy = sources.study
  }

  /// Back to the sources; what was decided is kept for the next time.
  mutating func closeStudy() -> [Effect] {
    sources.lastStudy = sources.study
    sources.study = nil
    focus[.sources] = .sources
    return cancel(.study) + loadSources()
  }

  // MARK: The source

  mutating func nameSource(_ name: String) -> [Effect] {
    if sources.all.value?.contains(where: { $0.name == name }) ?? false {
      say("There is a source “\(name)” already", .warn)
      return performFeed(.takeFeed)
    }
    var prompt = Prompt(
      .newSourceParty(name: name), title: "Whose data is it?",
      about: "first: your own; second: a partner's; third: bought", text: "first")
    prompt.offers = NewSourceRequest.parties
    overlay = .prompt(prompt)
    return []
  }

  mutating func chooseKind(_ name: String, party: String) -> [Effect] {
    guard NewSourceRequest.parties.contains(party) else {
      say("“\(party)” is none of \(NewSourceRequest.parties.joined(separator: ", "))", .warn)
      return nameSource(name)
    }
    var prompt = Prompt(
      .newSourceKind(name: name, party: party), title: "What sends it?",
      about: "The kind of the source", text: study?.kind ?? "")
    prompt.offers = NewSourceRequest.kinds
    overlay = .prompt(prompt)
    return []
  }

  mutating func confirmSource(_ name: String, party: String, kind: String) -> [Effect] {
    guard NewSourceRequest.kinds.contains(kind) else {
      say("“\(kind)” is none of \(NewSourceRequest.kinds.joined(separator: ", "))", .warn)
      return chooseKind(name, party: party)
    }
    guard let study else { return [] }
    let request = NewSourceRequest(
      name: name, party: party, kind: kind, mapping: study.mapping, file: study.path)
    let used = study.columns.count { $0.use != nil }
    overlay = .confirm(
      Confirmation(
        .addSource(request), title: "Make the source “\(name)”?",
        lines: [
          "\(Figure.count(study.rows)) rows of \(study.path)",
          "\(used) of \(study.columns.count) columns are used, and the mapping is kept with it",
        ], answer: "make it and ingest"))
    return []
  }

  /// Goes to the source that was made, unless another feed is looked at by then.
  mutating func takeNewSource(_ summary: IngestSummary, _ request: NewSourceRequest) -> [Effect] {
    if sources.lastStudy?.path == request.file { sources.lastStudy = nil }
    if sources.study?.path == request.file { sources.study = nil }
    if sources.study == nil {
      focus[.sources] = .sources
      sources.made = summary.source
    }
    return takeIngest(summary)
  }

  /// Selects the source that was made, as soon as the list has it.
  mutating func selectNewSource() {
    guard let name = sources.made, let all = sources.all.value,
      let row = order(.sources).firstIndex(where: { all[$0].name == name })
    else { return }
    sources.made = nil
    lists[.sources, default: ListState()].selection = row
  }
}
