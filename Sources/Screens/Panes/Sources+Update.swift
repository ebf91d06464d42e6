internal import Basis
internal import Cells
internal import Requests

extension AppState {
  var selectedSource: SourceSummary? { selected(.sources, of: sources.all.value) }

  mutating func loadSources() -> [Effect] {
    sources.all.asked(at: now)
    return ask(.sources, for: .sources)
  }

  /// Asks for the source under the cursor; what was shown of another one goes at once.
  mutating func loadSourceDetail() -> [Effect] {
    guard pane == .sources, let source = selectedSource else { return [] }
    if sources.detail.value?.summary.name != source.name { sources.detail.forget() }
    sources.detail.asked(at: now)
    return ask(.source(name: source.name), for: .source)
  }

  func sourcesReason(_ action: Action) -> String? {
    guard selectedSource != nil else { return "There is no source yet: parterre source add" }
    switch action {
    case .watch, .ingest: return nil
    case .retryRejects:
      if jobs.contains(where: {
        $0.question == .retryRejects(source: selectedSource?.name) && $0.state != .calledOff
      }) {
        return "Its rejects are being read again already"
      }
      return selectedSource?.tally.rejected == 0 ? "This source has no rejected rows" : nil
    case .undoBatch:
      return selected(.batches, of: sources.detail.value?.batches) == nil
        ? "There is no batch to take out" : nil
    default: return nil
    }
  }

  mutating func performSources(_ action: Action) -> [Effect] {
    guard let source = selectedSource else { return [] }
    switch action {
    case .ingest:
      overlay = .prompt(
        Prompt(
          .ingest(source: source.name), title: "Ingest for \(source.name)",
          about: "The path of a file; Tab completes"))
      return ask(.paths(startingWith: ""), for: .paths)
    case .watch:
      let slot = Slot.watch(source: source.name)
      if isRunning(slot) {
        say("\(source.name) is no longer watched for", .info)
        return cancel(slot)
      }
      let folder = sources.detail.value?.dropFolder ?? ""
      overlay = .prompt(
        Prompt(
          .watch(source: source.name), title: "Watch a folder for \(source.name)",
          about: "Every file that comes into it is taken in, until w ends it; Tab completes",
          text: folder))
      return ask(.paths(startingWith: folder), for: .paths)
    case .showMapping:
      let lines = (sources.detail.value?.mapping ?? "")
        .split(separator: "\n", omittingEmptySubsequences: false).map { ["", String($0)] }
      overlay = .page(Page(title: "How \(source.name) is read", .receipt(lines)))
      return []
    case .retryRejects:
      return ask(.retryRejects(source: source.name), for: .retryRejects)
    case .undoBatch:
      guard let batch = selected(.batches, of: sources.detail.value?.batches) else { return [] }
      overlay = .confirm(
        Confirmation(
          .undoBatch(batch.id), title: "Undo this batch?",
          lines: [
            "\(batch.file), taken in \(dayAndTime(batch.takenIn))",
            "brought \(Figure.count(batch.tally.accepted)) rows. They are taken out,",
            "and the file can be ingested again later.",
          ], answer: "undo the batch"))
      return []
    default: return []
    }
  }

  mutating func takeIngest(_ summary: IngestSummary) -> [Effect] {
    var parts = ["\(Figure.count(summary.accepted)) rows accepted"]
    if summary.duplicates > 0 { parts.append("\(Figure.count(summary.duplicates)) known") }
    if summary.rejectedRows > 0 { parts.append("\(Figure.count(summary.rejectedRows)) rejected") }
    if summary.filesKnown > 0 { parts.append("\(summary.filesKnown) files known already") }
    let text = "\(summary.source): " + parts.joined(separator: ", ")
    if let failure = summary.failures.first {
      let others = summary.failures.count - 1
      say("\(text); but \(failure)" + (others > 0 ? " And \(others) more." : ""), .error)
    } else {
      say(
        text + " in " + Figure.duration(seconds: summary.seconds),
        summary.rejectedRows > 0 ? .warn : .ok)
    }
    return refresh()
  }

  /// Opens what an item of the home pane is about.
  mutating func openAttention() -> [Effect] {
    guard let item = selected(.attention, of: header.value?.attention) else { return [] }
    switch item.subject {
    case .source(let name): return openSource(name, panel: .sources)
    case .rejects(let name): return openSource(name, panel: .rejects)
    case .consent: return go(to: .consent)
    case .segment(let name): return openSegment(named: name)
    case .activation: return go(to: .audiences)
    case .workspace: return openReceipt()
    }
  }

  mutating func openSource(_ name: String, panel: Panel) -> [Effect] {
    lists[.sources, default: ListState()].filter = ""
    let rows = sources.all.value ?? []
    if let row = order(.sources).firstIndex(where: { rows[$0].name == name }) {
      lists[.sources, default: ListState()].selection = row
    }
    focus[.sources] = panel
    return go(to: .sources) + loadSourceDetail()
  }
}
