internal import Basis
internal import Columns
internal import Identity
internal import Segments

/// A funnel as it was asked for: its steps, its rule, its groups and the events that it looks at.
struct FunnelPlan: Sendable {
  let steps: [EventSequence.Step]
  let rule: FunnelRule
  let scan: FunnelScan
  /// What ways are broken down by; nil where they are not.
  let by: String?
  let isAttribute: Bool
  /// The names of the groups; those who do not say have no name.
  let groups: [String?]
  let excluded: [EventSequence.Step]
  private let otherTypes: [String]

  private static let usual = [
    ["page_view", "product_view", "add_to_cart", "checkout", "purchase"],
    ["page", "Product Viewed", "Product Added", "Checkout Started", "Order Completed"],
  ]

  /// Reads the settings; nil where they name no steps and the data has no usual ones.
  init?(_ context: ReportContext, _ settings: ReportSettings) throws(Fault) {
    guard let text = settings.text("steps") ?? Self.usualSteps(context) else { return nil }
    steps = try StepReader.steps(text, context.planner)
    guard steps.count <= FunnelSearch.mostSteps else {
      throw Fault(
        .usage, "--steps", reason: "there are \(steps.count) steps",
        remedy: "Name at most \(FunnelSearch.mostSteps)")
    }
    var rule = FunnelRule(mode: try settings.choice("mode", FunnelRule.Mode.self))
    rule.within = try settings.duration("within").map { UInt32(clamping: $0) }
    if settings.text("scope") == "session" {
      rule.session = SessionEnds(try SessionSetting(context, settings), context.calendar)
    }
    self.rule = rule
    var excluded: [EventSequence.Step] = []
    for name in settings.list("exclude") {
      excluded.append(try StepReader.step(name, context.planner))
    }
    self.excluded = excluded
    otherTypes = try Self.otherTypes(rule, context, settings)
    by = settings.text("by")
    var members = try Self.members(steps, excluded, otherTypes, context)
    let grouping = try FunnelGrouping(by, rule.mode == .any ? steps : [steps[0]], context)
    (groups, isAttribute) = (grouping.names, grouping.isAttribute)
    for (type, keys) in grouping.keys { members[type]?.groups = keys }
    scan = FunnelScan(
      events: try FunnelScan.events(members, rule, context),
      beginnings: FunnelScan.beginnings(members, rule), rule: rule, stepCount: steps.count,
      period: context.seconds, groupCount: grouping.names.count, unitGroups: grouping.unitGroups)
  }

  private static func usualSteps(_ context: ReportContext) -> String? {
    let known = context.audience.vocabulary.events
    return usual.map { $0.filter { known[$0] != nil } }.first { $0.count > 1 }?
      .map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " > ")
  }

  /// The types without a step that matter: all that people do, where order is strict or sessions count.
  private static func otherTypes(
    _ rule: FunnelRule, _ context: ReportContext, _ settings: ReportSettings
  ) throws(Fault) -> [String] {
    guard rule.mode == .strict || rule.session != nil else { return [] }
    let named = settings.list("events")
    for type in named { _ = try context.events(type, fields: []) }
    guard named.isEmpty else { return named }
    return context.audience.vocabulary.events.keys.filter { EventRole(of: $0) == .visit }.sorted()
  }

  private static func members(
    _ steps: [EventSequence.Step], _ excluded: [EventSequence.Step], _ others: [String],
    _ context: ReportContext
  ) throws(Fault) -> [String: FunnelScan.Member] {
    var members: [String: FunnelScan.Member] = [:]
    func add(_ step: EventSequence.Step, _ mask: UInt32) throws(Fault) {
      let (table, rows) = try context.planner.events(of: step, fields: [])
      members[step.event.text, default: FunnelScan.Member(table: table, marks: [])].marks
        .append((mask, rows))
    }
    for (index, step) in steps.enumerated() { try add(step, 1 << UInt32(index)) }
    for step in excluded { try add(step, FunnelSearch.excluded) }
    for type in others where members[type] == nil {
      members[type] = FunnelScan.Member(
        table: try context.events(type, fields: []), marks: [])
    }
    return members
  }

  var notes: [String] {
    var notes: [String] = []
    switch rule.mode {
    case .ordered:
      notes.append("Each step comes later than the one before; anything may happen in between.")
    case .strict:
      notes.append(
        "Each step is the very next event after the one before, of "
          + "\(otherTypes.joined(separator: ", ")).")
    case .any: notes.append("The steps count in any order: a row says how many different ones.")
    }
    if let within = rule.within {
      notes[0] += " From the first to the last at most \(DurationText.words(within))."
    }
    if let session = rule.session { notes.append("Sessions are counted; \(session.text)") }
    if !excluded.isEmpty {
      let names = excluded.map(\.event.text).joined(separator: ", ")
      notes.append("A way ends where \(names) happens after its first step.")
    }
    notes.append("All steps lie in the period; the way that gets furthest counts.")
    return notes
  }
}

/// What ways through a funnel are told apart by.
struct FunnelGrouping {
  var names: [String?] = [nil]
  var isAttribute = false
  /// The group of each unit less one row for those who do not say, where an attribute is asked for.
  var unitGroups: [UInt32] = []
  /// The numbers of the rows of each type, where a field is.
  var keys: [String: KeyedEvents.Keys] = [:]

  init(_ by: String?, _ steps: [EventSequence.Step], _ context: ReportContext) throws(Fault) {
    guard let by else { return }
    let fields = steps.map { context.audience.vocabulary.events[$0.event.text]?[by] }
    if fields.contains(.text) {
      var tables: [(type: String, table: EventTable)] = []
      for step in steps where !tables.contains(where: { $0.type == step.event.text }) {
        let type = step.event.text
        tables.append((type, try context.events(type, fields: [by])))
      }
      let space = KeySpace.values(of: by, tables)
      names = [nil] + space.names.map { $0 }
      for (type, _) in tables { keys[type] = space.keys(of: type) }
    } else if case .text(let column)? = try context.audience.attribute(by) {
      let sorted = Set(column.dictionary.texts).sorted()
      let ranks = KeySpace.ranks(sorted)
      let numbers = [0] + column.dictionary.texts.map { (ranks[$0] ?? 0) + 1 }
      unitGroups = column.codes.map { numbers[Int($0)] }
      (names, isAttribute) = ([nil] + sorted.map { $0 }, true)
    } else {
      throw Self.unknown(by, steps, context)
    }
    guard names.count < 1 << 18 else {
      throw Fault(
        .badReport, "--by \(by)", reason: "it has \(names.count) values",
        remedy: "Choose something with fewer")
    }
  }

  private static func unknown(
    _ by: String, _ steps: [EventSequence.Step], _ context: ReportContext
  ) -> Fault {
    let vocabulary = context.audience.vocabulary
    var known = Set(vocabulary.attributes.filter { $0.value == .text }.keys)
    for step in steps {
      known.formUnion(
        (vocabulary.events[step.event.text] ?? [:]).filter { $0.value == .text }.keys)
    }
    let names = known.sorted()
    return Fault(
      .badReport, "--by \(by)",
      reason: "neither the first step nor a person has such a text",
      remedy: NearestName.remedy(for: by, among: names))
  }
}
