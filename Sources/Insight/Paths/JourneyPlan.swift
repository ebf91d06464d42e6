internal import Basis
internal import Columns
internal import Identity
internal import Segments

/// Journeys as they were asked for: their events, steps and rule.
struct JourneyPlan: Sendable {
  let rule: JourneyRule
  /// The names of the steps.
  let names: [String]
  let types: [KeyedEvents]
  let start: EventSequence.Step?
  let end: EventSequence.Step?
  let by: String
  private let period: Range<UInt32>

  init(_ context: ReportContext, _ settings: ReportSettings) throws(Fault) {
    var rule = JourneyRule()
    let planner = context.planner
    start = try JourneysReport.event("from", settings).map { (text) throws(Fault) in
      try StepReader.step(text, planner)
    }
    end = try JourneysReport.event("to", settings).map { (text) throws(Fault) in
      try StepReader.step(text, planner)
    }
    (rule.hasStart, rule.hasEnd) = (start != nil, end != nil)
    rule.lookback = UInt32(clamping: try settings.duration("lookback") ?? 30 * 86_400)
    if settings.text("within-session") != nil {
      rule.session = SessionEnds(try SessionSetting(context, settings), context.calendar)
    }
    rule.depth = try settings.integer("depth", 1...50)
    rule.keepsRepeats = settings.text("repeats") == "keep"
    self.rule = rule
    by = settings.text("by") ?? "event"
    period = context.seconds
    let stepTypes = try Self.stepTypes(by, context, settings)
    let marked = [start, end].compactMap { $0?.event.text }
    var tables: [(type: String, table: EventTable)] = []
    for type in Set(stepTypes + marked).sorted() { tables.append((type, try context.events(type))) }
    let space = Self.space(by, tables.filter { stepTypes.contains($0.type) })
    names = space.names
    var types: [KeyedEvents] = []
    for (type, table) in tables {
      var marks: [(mark: UInt32, rows: [UInt64]?)] = []
      if let start, start.event.text == type {
        marks.append((JourneyWalk.start, try planner.events(of: start).rows))
      }
      if let end, end.event.text == type {
        marks.append((JourneyWalk.end, try planner.events(of: end).rows))
      }
      types.append(Self.keyed(table, space.keys(of: type), marks))
    }
    self.types = types
  }

  /// The named types, or all that tell what a person did.
  private static func stepTypes(
    _ by: String, _ context: ReportContext, _ settings: ReportSettings
  ) throws(Fault) -> [String] {
    let known = context.audience.vocabulary.events
    let named = settings.list("events")
    for type in named { _ = try context.events(type) }
    let roles: Set<EventRole> = [.visit, .click, .offline]
    let types =
      named.isEmpty ? known.keys.filter { roles.contains(EventRole(of: $0)) }.sorted() : named
    let telling = types.filter { type in
      let fields = known[type] ?? [:]
      return by == "event"
        || (by == "channel" ? KeySpace.tellsChannel(fields) : fields[by] == .text)
    }
    guard telling.isEmpty, !types.isEmpty else { return telling }
    let fields = Set(known.values.flatMap { $0.filter { $0.value == .text }.keys })
    let names = (["event", "channel"] + fields).sorted()
    throw Fault(
      .badReport, "--by \(by)", reason: "no such event tells it",
      remedy: NearestName.remedy(for: by, among: names))
  }

  private static func space(_ by: String, _ tables: [(type: String, table: EventTable)]) -> KeySpace
  {
    switch by {
    case "event":
      return .types(tables.map(\.type))
    case "channel": return .channels(tables)
    default: return .values(of: by, tables)
    }
  }

  /// A type's rows with their steps and marks.
  private static func keyed(
    _ table: EventTable, _ keys: KeyedEvents.Keys?, _ marks: [(mark: UInt32, rows: [UInt64]?)]
  ) -> KeyedEvents {
    let plain = KeyedEvents(table: table, keys: keys ?? .constant(KeyedEvents.none))
    guard !marks.isEmpty else { return plain }
    var own = [UInt32](repeating: 0, count: table.rowCount)
    for row in own.indices {
      let key = plain.key(row)
      own[row] = key == KeyedEvents.none ? JourneyWalk.noStep : key
      for (mark, rows) in marks
      where rows.map({ $0[row >> 6] >> UInt64(row & 63) & 1 == 1 }) ?? true { own[row] |= mark }
      if own[row] == JourneyWalk.noStep { own[row] = KeyedEvents.none }
    }
    return KeyedEvents(table: table, keys: .rows(own))
  }

  func run(
    over unitCount: Int, _ people: DenseSet?, countsTransitions: Bool
  ) -> JourneyTally {
    let choice = EventBatch.Choice(people: people)
    let empty = JourneyTally(
      names: names.count, depth: rule.depth, countsTransitions: countsTransitions)
    return Stretches.merged(over: unitCount, from: empty) { range, tally in
      var batch = EventBatch()
      var walk = JourneyWalk(rule)
      var first = range.lowerBound
      while first < range.upperBound {
        let units = first..<min(range.upperBound, first + EventBatch.size)
        batch.gather(types, units: units, seconds: period, choice)
        for unit in units {
          walk.walk(batch.entries.span, batch.range(of: unit)) { tally.add($0) }
        }
        first = units.upperBound
      }
    } merge: {
      $0.merge($1)
    }
  }

  var notes: [String] {
    var notes: [String] = []
    let from = start?.event.text ?? "the first event"
    if let end {
      notes.append(
        "A journey ends with \(end.event.text) and begins with "
          + (start == nil
            ? "the first event after the one before, at most "
              + "\(DurationText.words(rule.lookback)) earlier."
            : "the first \(from) after the one before."))
    } else {
      notes.append("A journey begins with \(from) and goes on to the last event.")
    }
    if let session = rule.session { notes.append("It lies within one session; \(session.text)") }
    if !rule.keepsRepeats { notes.append("A step that repeats is one step.") }
    return notes
  }
}
