internal import Basis
internal import Columns
internal import Segments

/// Which events are touches, and what they are credited as.
struct AttributionEvents: Sendable {
  let keys: KeySpace
  private let by: String
  private let tables: [(type: String, table: EventTable)]
  private let clicks: [String]
  private let views: [String]

  private static let usualConversions = [
    "purchase", "order", "order_completed", "Order Completed", "conversion", "ad_conversion",
  ]

  /// The event that is earned: the named one, or the first usual one that the data knows.
  static func conversion(
    _ settings: ReportSettings, _ planner: SetPlanner
  ) throws(Fault) -> EventSequence.Step? {
    if let text = settings.text("conversion") { return try StepReader.step(text, planner) }
    let known = planner.audience.vocabulary.events
    return usualConversions.first { known[$0] != nil }.map { EventSequence.Step(Name($0)) }
  }

  init(_ settings: ReportSettings, _ conversion: String, _ context: ReportContext) throws(Fault) {
    let by = settings.text("by") ?? "channel"
    let known = context.audience.vocabulary.events
    let telling = known.filter { _, fields in
      by == "channel" ? KeySpace.tellsChannel(fields) : fields[by] == .text
    }
    guard !telling.isEmpty else { throw Self.unknown(by, known) }
    func types(_ name: String, _ roles: Set<EventRole>) throws(Fault) -> [String] {
      let named = settings.list(name)
      guard !named.isEmpty else {
        return telling.keys.filter { $0 != conversion && roles.contains(EventRole(of: $0)) }
          .sorted()
      }
      for type in named {
        _ = try context.events(type, fields: [])
        guard telling[type] != nil else {
          throw Fault(
            .badReport, "--\(name) \(type)", reason: "such events do not tell a \(by)",
            remedy: "Leave it out, or choose another --by")
        }
      }
      return named
    }
    let views = try types("view", [.view])
    clicks = try types("click", [.visit, .click, .offline]).filter { !views.contains($0) }
    self.views = views
    let fields = by == "channel" ? KeySpace.channelFields : [by]
    var tables: [(type: String, table: EventTable)] = []
    for type in clicks + views {
      tables.append((type, try context.events(type, fields: fields)))
    }
    (self.by, self.tables) = (by, tables)
    keys = by == "channel" ? KeySpace.channels(tables) : KeySpace.values(of: by, tables)
  }

  /// The touches of everyone in order of time, kept for the next question about the same ones.
  func source(visitGap: UInt32, _ context: ReportContext) throws(Fault) -> EventSource {
    let key =
      "touches by \(by) gap \(visitGap) clicks \(clicks.map(\.debugDescription)) "
      + "views \(views.map(\.debugDescription))"
    let rows = tables.reduce(0) { $0 + $1.table.rowCount }
    let kept = try context.audience.derived(
      key, bytes: rows * OrderedEvents.bytesPerEvent, isWorthOnce: true
    ) { gathered(visitGap).ordered(context.unitCount) }
    return kept.map { .kept($0) } ?? gathered(visitGap)
  }

  private func gathered(_ visitGap: UInt32) -> EventSource {
    let types = tables.compactMap { type, table in
      keys.keys(of: type).map {
        KeyedEvents(
          table: table, keys: $0, marks: views.contains(type) ? TouchPaths.viewMark : 0)
      }
    }
    let visits = VisitRule(gap: visitGap, mark: TouchPaths.viewMark, directs: keys.directs)
    return .gathered(types, visits: visitGap > 0 ? visits : nil)
  }

  private static func unknown(_ by: String, _ known: [String: [String: ValueType]]) -> Fault {
    var fields: Set<String> = ["channel"]
    for own in known.values { fields.formUnion(own.filter { $0.value == .text }.keys) }
    let names = fields.sorted()
    return Fault(
      .badReport, "--by \(by)", reason: "no event has a field of texts with that name",
      remedy: NearestName.remedy(for: by, among: names))
  }

  func notes(_ terms: AttributionTerms) -> [String] {
    var notes: [String] = []
    if clicks.isEmpty, views.isEmpty {
      return ["No events tell what touched a person; name them with --click and --view."]
    }
    if !clicks.isEmpty {
      notes.append(
        "Touches: \(clicks.joined(separator: ", ")) within \(DurationText.words(terms.clickWindow)) before "
          + "the conversion"
          + (terms.visitGap > 0
            ? "; what follows within \(DurationText.words(terms.visitGap)) belongs to the same visit."
            : ".")
      )
    }
    if !views.isEmpty, terms.viewWindow > 0 {
      notes.append(
        "Views: \(views.joined(separator: ", ")) within \(DurationText.words(terms.viewWindow)), where no "
          + "click or visit is known.")
    }
    return notes
  }
}
