internal import Basis
package import Requests

/// What an inquiry is for; a newer one for the same takes the older one's place.
package enum Slot: Hashable, Sendable {
  case header
  case sources, source, ingest, retryRejects, undoBatch, paths
  case study, addSource
  case consent, ledger, verifyLedger, consentHistory
  case watch(source: String)
  case load, version, check, completions, count, before, preview, waterfall, facets, trend,
    candidates
  case lineCheck, lineCompletions
  case looksTrend, looksVersions, looksFacets
  case segments, versions, save, remove, rename, overlap, difference, why
  case peopleOverview, everyone, people, person
  case destinations, preflight, export, activations
  case reports, table, courses, budget
  case aside(Int)

  /// True for what is shown beside a report's table.
  var isOfReport: Bool {
    switch self {
    case .courses, .aside: true
    default: false
    }
  }

  /// What is said of the work while it runs; nil for questions that are answered at once.
  var workTitle: String? {
    switch self {
    case .ingest, .addSource: "Ingesting"
    case .watch(let source): "Watching for \(source)"
    case .study: "Looking at the feed"
    case .retryRejects: "Retrying rejects"
    case .undoBatch: "Undoing the batch"
    case .verifyLedger: "Verifying the ledger"
    case .export: "Exporting"
    default: nil
    }
  }
}

/// An inquiry that has not been answered yet.
package struct RunningJob: Hashable, Sendable {
  package let id: JobID
  package let slot: Slot
  package let askedAt: Instant
  package var progress: Progress?

  /// True while it only waits for something to come, for as long as nobody calls it off.
  package var isResting: Bool { if case .watch = slot { progress == nil } else { false } }

  package init(id: JobID, slot: Slot, askedAt: Instant, progress: Progress? = nil) {
    (self.id, self.slot, self.askedAt, self.progress) = (id, slot, askedAt, progress)
  }
}

extension AppState {
  /// Hands a question to the engine; what was asked for the same purpose before is cancelled.
  mutating func ask(_ question: Question, for slot: Slot) -> [Effect] {
    var effects = cancel(slot)
    let job = JobID(nextJob)
    nextJob += 1
    jobs.append(RunningJob(id: job, slot: slot, askedAt: now))
    effects.append(.ask(Inquiry(job: job, question: question, viewpoint: viewpoint)))
    return effects
  }

  /// Calls off what is under way for a purpose, if anything is.
  mutating func cancel(_ slot: Slot) -> [Effect] {
    let running = jobs.filter { $0.slot == slot }
    jobs.removeAll { $0.slot == slot }
    return running.map { .cancel($0.id) }
  }

  func isRunning(_ slot: Slot) -> Bool { jobs.contains { $0.slot == slot } }

  /// Work that takes a while and is shown: with its title, oldest first.
  package var work: [RunningJob] { jobs.filter { $0.slot.workTitle != nil } }
}
