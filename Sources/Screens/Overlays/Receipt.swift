internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  /// Where the figures in focus come from: what they are, of whom, how fresh, how sure, how fast.
  mutating func openReceipt() -> [Effect] {
    guard let header = header.value else { return [] }
    let asOf =
      "\(dayAndTime(header.asOf)) \(zone.name)" + (viewpoint.asOf == nil ? ", the present" : "")
    var lines = [
      ["workspace", header.name], ["as of", asOf],
      ["counted", "\(Figure.count(header.population)) " + unit(header.lens, header.population)],
      ["data version", Figure.count(header.dataVersion)],
    ]
    lines += ownLines + selectedRowLines
    if focused == .sources, let source = selectedSource { lines += Self.lines(of: source) }
    let filter = list(focused).filter
    if focused.isList, !filter.isEmpty { lines.append(["filter", "rows with “\(filter)”"]) }
    lines += definitions.map { ["definition", $0] }
    lines += freshness(header)
    if let applied = consentApplied { lines.append(["consent applied", applied]) }
    overlay = .page(Page(title: "Receipt", .receipt(lines)))
    return []
  }

  private static func lines(of source: SourceSummary) -> [[String]] {
    let expected =
      source.expectedSeconds.map { "every " + Figure.duration(seconds: Double($0)) }
      ?? "no interval is known"
    let accepted =
      Figure.count(source.tally.accepted) + "  "
      + Figure.percent(source.tally.accepted, of: source.tally.rows)
    return [["Expected", expected], ["Accepted", accepted]]
  }

  // MARK: What the pane knows of its figures

  private var ownLines: [[String]] {
    switch pane {
    case .segments where segments.mode != .library: builderLines
    case .reports: reportLines
    case .home, .segments: exact(.header)
    case .sources: sources.study == nil ? exact(.source) : []
    case .consent:
      [["broken down", "by \(consent.breakdown.rawValue)"]] + exact(.consent)
    case .audiences: exact(.preflight)
    case .people: exact(people.search.isEmpty ? .peopleOverview : .person)
    }
  }

  private func exact(_ slot: Slot) -> [[String]] {
    [["precision", "exact"]]
      + (took[slot].map { [["took", Figure.duration(seconds: $0)]] } ?? [])
  }

  private var builderLines: [[String]] {
    guard let count = segments.count.value else { return [] }
    var lines = [["definition", count.text], ["size", Figure.count(count.total.count)]]
    switch count.total.precision {
    case .exact: lines.append(["precision", "exact"])
    case .estimate(let low, let high):
      lines.append(
        ["precision", "95 % between \(Figure.count(low)) and \(Figure.count(high))"])
    }
    return lines + [["took", Figure.duration(seconds: count.total.milliseconds / 1000)]]
  }

  private var reportLines: [[String]] {
    guard let table = reports.table.value else { return [] }
    return [["report", table.title]] + table.request.settings.map { [$0.name, $0.value] }
      + table.notes.map { ["note", $0] }
      + [["took", Figure.duration(seconds: table.milliseconds / 1000)]]
  }

  /// When the data came that the figures are made of, and what of it is late.
  private func freshness(_ header: WorkspaceHeader) -> [[String]] {
    var lines: [[String]] = []
    let batches = (sources.all.value ?? []).compactMap { source in
      source.lastBatch.map { (source.name, $0) }
    }
    if let newest = batches.max(by: { $0.1 < $1.1 }), let oldest = batches.min(by: { $0.1 < $1.1 })
    {
      lines.append(["freshness", "newest data \(dayAndTime(newest.1)), by \(newest.0)"])
      if oldest.0 != newest.0 {
        lines.append(["freshness", "oldest last batch \(dayAndTime(oldest.1)), by \(oldest.0)"])
      }
    }
    if pane == .consent, let last = consent.ledger.value?.lastRecord {
      lines.append(["freshness", "last record of consent \(dayAndTime(last))"])
    }
    let late = header.attention.filter { $0.kind == "late source" }.map(\.text)
    return lines + late.map { ["freshness", $0] }
  }

  /// Whose consent the figures have asked for.
  private var consentApplied: String? {
    switch pane {
    case .segments where segments.mode != .library:
      segments.waterfall.value.map { "for \($0.destination), in the waterfall" }
    case .audiences:
      selectedDestination.map { destination in
        destination.purposes.isEmpty
          ? "none is needed by \(destination.title)"
          : destination.purposes.joined(separator: ", ") + ", for \(destination.title)"
      }
    case .home, .segments: "none: everybody who is known counts, whatever they permit"
    case .sources: "none: these are rows, not people to be addressed"
    case .consent: "none: these figures say what it is"
    case .reports, .people: nil
    }
  }

  // MARK: What figures mean

  /// What the figures of the focused panel are, a sentence each.
  private var definitions: [String] {
    switch focused {
    case .attention:
      [
        "a source is late when more time has passed since its last batch than it is expected every",
        "a volume is unusual when the last batch is more than 3.5 robust deviations from those before",
      ]
    case .overview:
      [
        "people: identifiers that links and rules hold to be one, counted under the lens",
        "events: rows with an event that are kept, each once", "sources: those that are set up",
        "segments: those that are saved", "data version: grows with every change of the data",
      ]
    case .sources, .batches, .rejects, .fields: sourceDefinitions
    case .purposes, .consentMap, .consentLosses, .consentTrend, .consentPerson, .personConsent:
      consentDefinitions
    case .identifiers: ["belongs here by: what tied it to the others of the person, and how often"]
    case .attributes: ["value: of the source that goes before the others, of one source the latest"]
    case .timeline: ["events of all identifiers of the person, newest first; ● begins a session"]
    case .memberships: ["segments: those saved ones that the person is in, as of now"]
    case .ledger:
      ["records: every grant and refusal that came, in a chain whose root changes with each"]
    case .library: ["people: who are in the segment, as it was counted last for the present data"]
    case .activations: ["delivered: people in the file; new and gone: against the one before it"]
    case .matches:
      ["people: identifiers that links and rules hold to be one, counted under the lens"]
    case .knownBy: ["identifiers: of this kind; people: who have at least one of it"]
    case .groupSizes: ["people: whose identifiers of all kinds are so many"]
    default: []
    }
  }

  private var sourceDefinitions: [String] {
    switch focused {
    case .fields: ["filled: accepted rows in which the field has a value, of all accepted rows"]
    case .rejects: ["rejected: rows that could not be used, kept with the reason to be tried again"]
    default:
      [
        "rows: everything that files had; accepted: rows that are kept and count",
        "rejected: rows that could not be used; known: rows that had come before and count once",
        "freshness: time since the last batch against the interval in which one is expected",
      ]
    }
  }

  private var consentDefinitions: [String] {
    [
      "granted: the latest word of every linked identifier permits the purpose, the strictest counts",
      "refused: one of them refused; expired: the grant ran out; no signal: nobody ever said",
      "ends: grants that run out within 30 days; grants, withdrawals: records a day, not people",
    ]
  }
}
