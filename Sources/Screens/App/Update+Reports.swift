internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// Takes what the engine says about a job; what belongs to a job that was called off is dropped.
  mutating func receive(_ report: JobReport) -> [Effect] {
    guard let index = jobs.firstIndex(where: { $0.id == report.job }) else { return [] }
    let job = jobs[index]
    let slot = job.slot
    switch report.event {
    case .progress(let progress):
      (jobs[index].progress, jobs[index].progressAt) = (progress, now)
      // What rested has something to do.
      if job.state == .resting { jobs[index].state = .running }
      return []
    case .estimate(let answer):
      if case .watch = slot { rest(index) }
      return estimated(answer, slot) + beginWaiting()
    case .answered where slot == .reveal && jobs[index].state == .calledOff:
      jobs.remove(at: index)
      return beginWaiting()
    case .answered(let answer):
      took[slot] = now.seconds(since: job.askedAt)
      jobs.remove(at: index)
      return answered(answer, job) + beginWaiting()
    case .failed(let fault):
      jobs.remove(at: index)
      failed(fault, slot)
      return (slot.isOfReport ? loadAsides() : []) + beginWaiting()
    case .cancelled:
      jobs.remove(at: index)
      failed(nil, slot)
      return (slot.isOfReport ? loadAsides() : []) + beginWaiting()
    }
  }

  /// Lets a watch wait for what comes next, if it was not told to end meanwhile.
  private mutating func rest(_ index: Int) {
    guard jobs[index].state == .running else { return }
    (jobs[index].state, jobs[index].progress) = (.resting, nil)
  }

  private mutating func estimated(_ answer: Answer, _ slot: Slot) -> [Effect] {
    switch (slot, answer) {
    case (.count, .counted(let count)): takeCount(count, isFinal: false)
    case (.preview, .total(let total)): takePreview(total, isFinal: false)
    case (.watch, .done(let sentence)): say(sentence, .info)
    case (.watch, .ingested(let summary)): return takeIngest(summary)
    case (.candidates, .candidates(let offered)): return takeCandidates(offered, isFinal: false)
    default: break
    }
    return []
  }

  private mutating func answered(_ answer: Answer, _ job: RunningJob) -> [Effect] {
    let slot = job.slot
    switch answer {
    case .header(let value): return takeHeader(value)
    case .sources(let value):
      keepPlace(in: .sources, rows: { $0.sources.all.value }, by: \.name) {
        $0.sources.all.arrived(value)
      }
      selectNewSource()
      return loadSourceDetail()
    case .source(let value):
      keepPlace(in: .batches, rows: { $0.sources.detail.value?.batches }, by: \.id) {
        $0.sources.detail.arrived(value)
      }
      return []
    case .ingested(let value):
      guard case .addSource(let request) = job.question else { return takeIngest(value) }
      return takeNewSource(value, request)
    case .study(let value):
      takeStudy(value)
      return []
    case .paths(let value):
      takeOffers(value)
      return []
    case .consent(let value):
      consent.coverage.arrived(value)
      return []
    case .ledger(let value):
      takeLedger(value, slot)
      return []
    case .consentHistory(let value):
      consent.person.arrived(value)
      return []
    case .checked(let value): return takeCheck(value, slot)
    case .completions(let value):
      takeCompletions(value, slot)
      return []
    case .counted(let value):
      takeCount(value, isFinal: true)
      return followUps()
    case .total(let value):
      if slot == .before {
        segments.totalBeforeEdit = value.count
      } else {
        takePreview(value, isFinal: true)
      }
      return []
    case .waterfall(let value):
      segments.waterfall.arrived(value)
      return []
    case .facets(let value):
      switch slot {
      case .everyone: people.everyone.arrived(value)
      case .looksFacets: segments.looks.facets.arrived(value)
      default: segments.facets.arrived(value)
      }
      return []
    case .trend(let value):
      if slot == .looksTrend {
        segments.looks.trend.arrived(value)
      } else {
        segments.trend.arrived(value)
      }
      return []
    case .candidates(let value): return takeCandidates(value, isFinal: true)
    case .segments(let value):
      takeLibrary(value)
      return resume(from: value) + loadLooks()
    case .versions(let value):
      if slot == .looksVersions {
        segments.looks.versions.arrived(value)
      } else {
        segments.versions.arrived(value)
      }
      return []
    case .saved(let value):
      guard case .save(let request) = job.question, case .save(let key) = slot else { return [] }
      return takeSaved(value, request, of: key)
    case .difference(let value):
      segments.difference.arrived(value)
      return []
    case .overlap(let value):
      segments.overlap.arrived(value)
      return []
    case .why(let value):
      segments.why.arrived(value)
      return []
    case .peopleOverview(let value):
      people.overview.arrived(value)
      return []
    case .people(let value):
      guard slot == .palettePerson else { return takeMatches(value) }
      takeTyped(value.isEmpty ? .nobody : .somebody)
      return []
    case .person(let value):
      if slot == .reveal { takeRevealed(value) } else { takePerson(value) }
      return []
    case .destinations(let value): return takeDestinations(value)
    case .preflight(let value):
      audiences.preflight.arrived(value)
      return []
    case .exported(let value): return takeExport(value)
    case .activations(let value):
      keepPlace(in: .activations, rows: { $0.audiences.activations.value }, by: \.number) {
        $0.audiences.activations.arrived(value)
      }
      return []
    case .reports(let value): return takeReports(value)
    case .table(let value):
      switch slot {
      case .courses: takeCourses(value)
      case .aside(let index) where reports.asides.indices.contains(index):
        reports.asides[index].table.arrived(value)
      default:
        reports.table.arrived(value)
        return renewAsides() + loadFurther()
      }
      return loadAsides()
    case .done(let sentence):
      say(sentence)
      guard case .renameSegment(let name, let newName) = job.question else { return refresh() }
      return follow(renaming: name, to: newName) + refresh()
    }
  }

  private mutating func takeHeader(_ value: WorkspaceHeader) -> [Effect] {
    let isNew = header.value.map { $0.dataVersion != value.dataVersion } ?? false
    header.arrived(value)
    // New data makes every figure on the screen old.
    if isNew {
      segments.totalBeforeEdit = nil
      return appear()
    }
    return pane == .home ? loadHome() : []
  }

  /// Remembers why a question has no answer; nil when it was called off.
  private mutating func failed(_ fault: Fault?, _ slot: Slot) {
    var said: Fault?
    defer { if let said { say(said.description, .error) } }
    func stop<Value>(_ loadable: inout Loadable<Value>) {
      guard let fault else { return loadable.stopped() }
      // What was there before stays, and so the failure has to be said beside it.
      if loadable.value != nil { said = fault }
      loadable.failed(fault)
    }
    switch slot {
    case .header: stop(&header)
    case .sources: stop(&sources.all)
    case .source: stop(&sources.detail)
    case .study:
      guard var study = sources.study else { return }
      stop(&study.found)
      sources.study = study
    case .consent: stop(&consent.coverage)
    case .ledger: stop(&consent.ledger)
    case .consentHistory: stop(&consent.person)
    case .count: stop(&segments.count)
    case .waterfall: stop(&segments.waterfall)
    case .facets: stop(&segments.facets)
    case .trend: stop(&segments.trend)
    case .segments: stop(&segments.library)
    case .versions: stop(&segments.versions)
    case .looksTrend: stop(&segments.looks.trend)
    case .looksVersions: stop(&segments.looks.versions)
    case .looksFacets: stop(&segments.looks.facets)
    case .overlap: stop(&segments.overlap)
    case .difference: stop(&segments.difference)
    case .why: stop(&segments.why)
    case .check: stop(&segments.checked)
    case .peopleOverview: stop(&people.overview)
    case .everyone: stop(&people.everyone)
    case .people: stop(&people.matches)
    case .person: stop(&people.person)
    case .destinations: stop(&audiences.destinations)
    case .preflight: stop(&audiences.preflight)
    case .activations: stop(&audiences.activations)
    case .reports: stop(&reports.kinds)
    case .table: stop(&reports.table)
    case .courses: stop(&reports.courses)
    case .aside(let index) where reports.asides.indices.contains(index):
      stop(&reports.asides[index].table)
    case .aside: break
    case .candidates, .preview, .lineCheck: failedOverlay(fault, slot)
    // The palette then leads to people as it would, and says there what is wrong.
    case .palettePerson: takeTyped(.unknown)
    case .paths, .completions, .lineCompletions, .before: break
    case .load:
      segments.isOpening = false
      if let fault { say(fault.description, .error) }
    case .ingest, .watch, .addSource, .retryRejects, .undoBatch, .verifyLedger, .version,
      .save, .remove, .rename, .export, .budget, .reveal:
      if let fault { say(fault.description, .error) }
    }
  }
}
