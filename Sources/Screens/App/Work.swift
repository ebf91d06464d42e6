internal import Cells
package import Requests

extension Question {
  /// What the line of progress calls the work on it, and what is counted there.
  package var work: (what: String, unit: String) {
    switch self {
    case .ingest(let request): ("Ingesting \(Self.files(request)) for \(request.source)", "bytes")
    case .watch(_, let source): ("Watching for \(source)", "bytes")
    case .retryRejects(let source):
      ("Reading rejects\(source.map { " of " + $0 } ?? "") again", "rows")
    case .undoBatch: ("Undoing a batch", "rows")
    case .study: ("Studying the feed", "bytes")
    case .addSource(let request): ("Making the source \(request.name)", "bytes")
    case .verifyLedger: ("Checking the ledger", "records")
    case .save(let request): ("Saving \(request.name)", "")
    case .removeSegment(let name): ("Removing \(name)", "")
    case .renameSegment(let name, _): ("Renaming \(name)", "")
    case .export(let request): ("Writing for \(request.destination)", "people")
    case .setBudget: ("Setting a budget", "")
    case .person(_, reveal: true): ("Revealing identifiers", "")
    default: ("Working", "")
    }
  }

  private static func files(_ request: IngestRequest) -> String {
    guard request.files.count == 1, let file = request.files.first else {
      return "\(request.files.count) files"
    }
    return file.split(separator: "/").last.map { String($0) } ?? file
  }

  /// True for what changes the workspace, which one at a time may do.
  var writes: Bool {
    switch self {
    case .ingest, .addSource, .retryRejects, .undoBatch, .save, .removeSegment, .renameSegment,
      .export, .setBudget:
      true
    // That somebody looked is written down.
    case .person(_, let reveal): reveal
    default: false
    }
  }
}

extension AppState {
  /// Work that takes a while or waits for its turn, oldest first; without what is called off.
  package var work: [RunningJob] {
    jobs.filter { ($0.slot.isWork || $0.state == .waiting) && $0.state != .calledOff }
  }

  /// What is written to the workspace now; nothing else may be meanwhile.
  private var writer: RunningJob? {
    jobs.first { job in
      guard job.state != .waiting else { return false }
      if case .watch = job.slot { return !job.isResting }
      return job.question.writes
    }
  }

  /// Hands a question to the engine, or lets it wait until nothing else is written.
  ///
  /// What was asked for the same purpose before is called off, unless it changes the workspace.
  mutating func ask(_ question: Question, for slot: Slot) -> [Effect] {
    var effects = question.writes ? [] : cancel(slot)
    let waits = question.writes ? writer : nil
    let job = RunningJob(
      id: JobID(nextJob), slot: slot, question: question, askedAt: now,
      state: waits == nil ? .running : .waiting)
    nextJob += 1
    jobs.append(job)
    if let waits {
      say("\(job.title) waits for its turn: \(waits.title)", .info)
    } else {
      effects.append(.ask(Inquiry(job: job.id, question: question, viewpoint: viewpoint)))
    }
    return effects
  }

  /// Begins the oldest of what waits, once nothing else is written.
  mutating func beginWaiting() -> [Effect] {
    guard writer == nil, let index = jobs.firstIndex(where: { $0.state == .waiting }) else {
      return []
    }
    jobs[index].state = .running
    jobs[index].askedAt = now
    let job = jobs[index]
    return [.ask(Inquiry(job: job.id, question: job.question, viewpoint: viewpoint))]
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
    case .running where jobs[index].question.writes: jobs[index].state = .calledOff
    case .waiting:
      jobs.remove(at: index)
      return []
    case .running: jobs.remove(at: index)
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
