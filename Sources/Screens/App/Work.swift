internal import Cells
package import Requests

/// What the engine does for a question.
package struct Work: Hashable, Sendable {
  package enum Trait: Hashable, Sendable {
    /// May take a while, and so it is shown; everything else is answered at once.
    case long
    /// Changes the workspace, which one at a time may do.
    case writing
  }

  /// What the line of progress calls it.
  package let what: String
  /// What is counted there; empty where nothing is.
  package let unit: String
  package let isLong: Bool
  package let isWriting: Bool

  package init(_ what: String, counting unit: String = "", _ traits: Trait...) {
    (self.what, self.unit) = (what, unit)
    (isLong, isWriting) = (traits.contains(.long), traits.contains(.writing))
  }
}

extension Question {
  /// What the engine does for it; every new question has to say so here.
  package var work: Work {
    switch self {
    case .ingest(let request):
      Work(
        "Ingesting \(Self.files(request)) for \(request.source)", counting: "bytes", .long,
        .writing)
    case .watch(_, let source): Work("Watching for \(source)", counting: "bytes", .long, .writing)
    case .retryRejects(let source):
      Work(
        "Reading rejects\(source.map { " of " + $0 } ?? "") again", counting: "rows", .long,
        .writing)
    case .undoBatch: Work("Undoing a batch", counting: "rows", .long, .writing)
    case .study: Work("Studying the feed", counting: "bytes", .long)
    case .addSource(let request):
      Work("Making the source \(request.name)", counting: "bytes", .long, .writing)
    case .verifyLedger: Work("Checking the ledger", counting: "records", .long)
    case .save(let request): Work("Saving \(request.name)", .writing)
    case .removeSegment(let name): Work("Removing \(name)", .writing)
    case .renameSegment(let name, _): Work("Renaming \(name)", .writing)
    case .export(let request):
      Work("Writing for \(request.destination)", counting: "people", .long, .writing)
    case .setBudget: Work("Setting a budget", .writing)
    // That somebody looked is written down.
    case .person(_, reveal: true): Work("Revealing identifiers", .writing)
    case .header, .sources, .source, .paths, .consent, .ledger, .consentHistory, .check, .complete,
      .count, .total, .waterfall, .facets, .trend, .candidates, .segments, .versions, .difference,
      .overlap, .why, .peopleOverview, .findPeople, .person, .destinations, .preflight,
      .activations, .reports, .report:
      Work("Working")
    }
  }

  private static func files(_ request: IngestRequest) -> String {
    guard request.files.count == 1, let file = request.files.first else {
      return "\(request.files.count) files"
    }
    return file.split(separator: "/").last.map { String($0) } ?? file
  }
}

extension AppState {
  /// Work that takes a while or waits for its turn, oldest first; without what is called off.
  package var work: [RunningJob] {
    jobs.filter { ($0.question.work.isLong || $0.state == .waiting) && $0.state != .calledOff }
  }

  /// What a question that writes has to wait for: what is written now, or waits itself.
  private var before: RunningJob? {
    jobs.first(where: \.isWriting) ?? jobs.first { $0.state == .waiting }
  }

  /// Hands a question to the engine, or lets it wait until nothing else is written.
  ///
  /// What was asked for the same purpose before is called off, unless it changes the workspace.
  mutating func ask(_ question: Question, for slot: Slot) -> [Effect] {
    var effects = question.work.isWriting ? [] : cancel(slot)
    let before = question.work.isWriting ? before : nil
    let job = RunningJob(
      id: JobID(nextJob), slot: slot, question: question, viewpoint: viewpoint, askedAt: now,
      state: before == nil ? .running : .waiting)
    nextJob += 1
    jobs.append(job)
    if let before {
      say("\(job.title) waits for its turn: \(before.title)", .info)
    } else {
      effects.append(.ask(job.inquiry))
    }
    return effects
  }

  /// Begins the oldest of what waits, once nothing else is written.
  mutating func beginWaiting() -> [Effect] {
    guard !jobs.contains(where: \.isWriting),
      let index = jobs.firstIndex(where: { $0.state == .waiting })
    else { return [] }
    jobs[index].state = .running
    jobs[index].askedAt = now
    return [.ask(jobs[index].inquiry)]
  }

  /// Calls off what is under way for a purpose, if anything is.
  mutating func cancel(_ slot: Slot) -> [Effect] {
    jobs.filter { $0.slot == slot }.flatMap { cancel($0.id) }
  }

  /// Calls off one job.
  ///
  /// What writes counts as under way until the engine says that it has ended.
  mutating func cancel(_ id: JobID) -> [Effect] {
    guard let index = jobs.firstIndex(where: { $0.id == id }) else { return [] }
    switch jobs[index].state {
    case .calledOff: return []
    case .waiting:
      jobs.remove(at: index)
      return []
    case .running where jobs[index].isWriting: jobs[index].state = .calledOff
    case .running, .resting: jobs.remove(at: index)
    }
    return [.cancel(id)]
  }

  func isRunning(_ slot: Slot) -> Bool {
    jobs.contains { $0.slot == slot && $0.state != .calledOff }
  }

  /// Calls off the work; asks which where there is more than one.
  mutating func cancelWork() -> [Effect] {
    guard work.count > 1 else { return work.first.map { callOff($0.id) } ?? [] }
    let items = work.reversed().map { job in
      Chooser.Item(
        job.title, note: job.state == .waiting ? "waits for its turn" : "is running",
        .work(job.id))
    }
    overlay = .chooser(
      Chooser(.work, title: "Call off what?", prompt: "Type to find", items: Array(items)))
    return []
  }

  mutating func callOff(_ id: JobID) -> [Effect] {
    guard let job = jobs.first(where: { $0.id == id }) else { return [] }
    say("\(job.title): called off", .info)
    return cancel(id)
  }
}
