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
  case peopleOverview, everyone, people, palettePerson, person, reveal
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

  /// True for work that may take a while and is shown; false for questions answered at once.
  var isWork: Bool {
    switch self {
    case .ingest, .addSource, .watch, .study, .retryRejects, .undoBatch, .verifyLedger, .export:
      true
    default: false
    }
  }
}

/// An inquiry that has not been answered yet.
package struct RunningJob: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case running
    /// It has not begun: something else is written to the workspace.
    case waiting
    /// The engine was told to stop and has not said yet that it has.
    case calledOff
  }

  package let id: JobID
  package let slot: Slot
  package let question: Question
  package var askedAt: Instant
  package var state: State
  package var progress: Progress?
  /// When that was told.
  package var progressAt: Instant?

  package var title: String { question.work.what }

  /// True while it only waits for something to come, for as long as nobody calls it off.
  package var isResting: Bool { if case .watch = slot { progress == nil } else { false } }

  package init(
    id: JobID, slot: Slot, question: Question, askedAt: Instant, state: State = .running,
    progress: Progress? = nil
  ) {
    (self.id, self.slot, self.question, self.askedAt) = (id, slot, question, askedAt)
    (self.state, self.progress) = (state, progress)
  }

  /// The progress to show: that which the engine told, else the time alone.
  ///
  /// While nothing new is told the time goes on, so that no rate and no time left stands still.
  func shownProgress(at now: Instant) -> Progress? {
    if var progress {
      progress.elapsedSeconds += max(0, progressAt.map { now.seconds(since: $0) } ?? 0)
      return progress
    }
    let seconds = now.seconds(since: askedAt)
    guard !isResting, state == .running, seconds >= 0.2 else { return nil }
    return Progress(what: title, done: 0, total: nil, unit: "", elapsedSeconds: seconds)
  }
}
