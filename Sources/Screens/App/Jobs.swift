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
  case segments, versions, remove, rename, overlap, difference, why
  /// What the segment was before it was saved: a name, or a number where it had none.
  case save(DraftStore.Key)
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
}

/// An inquiry that has not been answered yet.
package struct RunningJob: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case running
    /// It waits for something to come, for as long as nobody calls it off.
    case resting
    /// It has not begun: something else is written to the workspace.
    case waiting
    /// The engine was told to stop and has not said yet that it has.
    case calledOff
  }

  package let id: JobID
  package internal(set) var slot: Slot
  package internal(set) var question: Question
  /// What it was asked under, which is what it means also where it begins later.
  package let viewpoint: Viewpoint
  package var askedAt: Instant
  package var state: State
  package var progress: Progress?
  /// When that was told.
  package var progressAt: Instant?

  package var title: String { question.work.what }

  /// True while it changes the workspace, also where it was told to stop and has not yet.
  package var isWriting: Bool {
    switch state {
    case .running, .calledOff: question.work.isWriting
    case .resting, .waiting: false
    }
  }

  package var inquiry: Inquiry { Inquiry(job: id, question: question, viewpoint: viewpoint) }

  package init(
    id: JobID, slot: Slot, question: Question, viewpoint: Viewpoint, askedAt: Instant, state: State
  ) {
    (self.id, self.slot, self.question, self.viewpoint) = (id, slot, question, viewpoint)
    (self.askedAt, self.state) = (askedAt, state)
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
    guard state == .running, seconds >= 0.2 else { return nil }
    return Progress(what: title, done: 0, total: nil, unit: "", elapsedSeconds: seconds)
  }
}
