internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// A retention as it was asked for: cohorts, steps of time and events.
struct RetentionPlan: Sendable {
  let unit: TimeUnit
  let isRolling: Bool
  let measuresRevenue: Bool
  let first: [EventSequence.Step]
  let returning: [EventSequence.Step]
  /// The first day of each step of time.
  let days: [Int]
  let scan: RetentionScan
  let kind: ReportTable.Column.Kind
  private let moneyNotes: [String]

  init(_ context: ReportContext, _ settings: ReportSettings) throws(Fault) {
    let unit = try settings.choice("unit", TimeUnit.self)
    let periods = try settings.integer("periods", 1...366)
    measuresRevenue = settings.text("measure") == "revenue"
    isRolling = settings.text("mode") == "rolling"
    self.unit = unit
    first = try Self.steps("first", context, settings)
    var returning = try Self.steps("return", context, settings)
    let field = settings.text("value") ?? "revenue"
    let known = context.audience.vocabulary.events
    if measuresRevenue, settings.text("return") == nil {
      returning = returning.filter { known[$0.event.text]?[field] != nil }
    }
    self.returning = returning
    let calendar = context.calendar
    let cohorts: Int
    (days, cohorts) = Self.days(unit, periods, context)
    var kind = ReportTable.Column.Kind.number(decimals: 2)
    var notes: [String] = []
    var counted: [RetentionScan.Events] = []
    let fields = measuresRevenue ? [field] + ReportMoney.currencyFields : []
    for step in returning {
      let (table, rows) = try context.planner.events(of: step, fields: fields)
      counted.append(RetentionScan.Events(table: table, rows: rows))
    }
    for (index, step) in returning.enumerated() where measuresRevenue {
      let money = try ReportMoney(
        field: field, of: counted[index].table, among: counted.map(\.table), context)
      try money.check(settings.text("value"), event: step.event.text)
      (counted[index].value, kind) = (money.value, money.kind)
      for note in money.notes where !notes.contains(note) { notes.append(note) }
    }
    (self.kind, moneyNotes) = (kind, notes)
    var starts: [RetentionScan.Events] = []
    for step in first {
      let (table, rows) = try context.planner.events(of: step, fields: [])
      starts.append(RetentionScan.Events(table: table, rows: rows))
    }
    scan = RetentionScan(
      first: starts, returning: counted,
      edges: days.map { UInt32(clamping: calendar.start(ofDay: Int64($0))) }, cohorts: cohorts,
      periods: periods, end: UInt32(clamping: context.asOf.seconds + 1),
      sumsValues: measuresRevenue)
  }

  /// The named event, or everything that people do.
  private static func steps(
    _ name: String, _ context: ReportContext, _ settings: ReportSettings
  ) throws(Fault) -> [EventSequence.Step] {
    if let text = settings.text(name) { return [try StepReader.step(text, context.planner)] }
    let roles: Set<EventRole> = [.visit, .click, .offline]
    return context.audience.vocabulary.events.keys.filter { roles.contains(EventRole(of: $0)) }
      .sorted().map { EventSequence.Step(Name($0)) }
  }

  /// The first days of all steps of time, one more than there are, and how many make cohorts.
  private static func days(
    _ unit: TimeUnit, _ periods: Int, _ context: ReportContext
  ) -> (days: [Int], cohorts: Int) {
    let period = context.period.days
    var starts = [unit.start(of: period.upperBound)]
    let earliest = unit.start(of: period.lowerBound)
    while starts[0] > earliest, starts.count < 1_000 {
      starts.insert(unit.start(of: starts[0] - 1), at: 0)
    }
    let cohorts = starts.count
    for _ in 0..<periods { starts.append(unit.next(after: starts[starts.count - 1])) }
    return (starts, cohorts)
  }

  private static func words(_ steps: [EventSequence.Step]) -> String {
    steps.count <= 4 ? steps.map(\.event.text).joined(separator: " or ") : "anything"
  }

  var notes: [String] {
    let (cohort, back) = (Self.words(first), Self.words(returning))
    var notes = [
      "A cohort: those who did \(cohort) for the first time ever in that \(unit.rawValue).",
      isRolling
        ? "Rolling: who did \(back) in that \(unit.rawValue) or any later one that is shown."
        : "Bounded: who did \(back) in that very \(unit.rawValue); 0 is the cohort's own.",
    ]
    if measuresRevenue {
      notes[1] = "Revenue of \(back) in that \(unit.rawValue), for each person of the cohort."
    }
    notes.append("The \(unit.rawValue) that is not over yet counts as far as it has come.")
    return notes + moneyNotes
  }
}
