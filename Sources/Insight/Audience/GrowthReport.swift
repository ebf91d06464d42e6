package import Basis
internal import Columns
package import Requests
internal import Segments

/// Who came, came back and stayed away, step by step.
package struct GrowthReport: Report {
  package let name = "audience-growth"
  package let title = "Audience growth"
  package let about =
    "New, returning and lost people by day, week or month, in all or by source."
  package let parameters: [ReportKind.Parameter] =
    [.unit("week")] + ReportKind.Parameter.period(last: "90d") + [
      .compare, .segment, .split,
      .by("", choices: ["source"], about: "each source by itself"),
      ReportKind.Parameter(
        name: "lost-after", value: "30d", placeholder: "DURATION",
        about: "so long without an event is lost"),
      ReportKind.Parameter(
        name: "event", placeholder: "EVENT,…", about: "only these events are activity (all)"),
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let unit = try settings.choice("unit", TimeUnit.self)
    let types = try Self.types(settings, context)
    let lostAfter = try settings.duration("lost-after") ?? 30 * 86_400
    let isBySource = settings.text("by") == "source"
    let starts = unit.starts(in: context.period.days)
    var rows: [ReportTable.Row] = []
    var series: [ReportTable.Series] = []
    let names: [String?] = isBySource ? try context.data.sources().map(\.name) : [nil]
    for (index, source) in names.enumerated() {
      try context.step(index, of: names.count)
      let activity = try Activity(context, types, unit, source: source, lostAfter: lostAfter)
      guard source == nil || activity.steps.contains(where: { $0.known > 0 }) else { continue }
      for (start, step) in zip(starts, activity.steps) {
        var cells: [ReportTable.Cell] = [
          .date(CivilDate(daysSinceEpoch: start)), .integer(step.active), .integer(step.fresh),
          .integer(step.active - step.fresh), .integer(step.lost),
          .integer(step.fresh - step.lost), .integer(step.known),
        ]
        if let source { cells.insert(.text(source), at: 0) }
        rows.append(
          ReportTable.Row(
            cells,
            segment: step.active == 0 ? nil : segment(start, unit, types, source, context)))
      }
      if let source {
        series.append(
          ReportTable.Series(name: source, values: activity.steps.map { Double($0.active) }))
      } else {
        series = [
          ReportTable.Series(name: "new", values: activity.steps.map { Double($0.fresh) }),
          ReportTable.Series(
            name: "returning", values: activity.steps.map { Double($0.active - $0.fresh) }),
          ReportTable.Series(name: "lost", values: activity.steps.map { Double($0.lost) }),
        ]
      }
    }
    let title = unit.rawValue.prefix(1).uppercased() + unit.rawValue.dropFirst()
    return table(
      context, columns: Self.columns(title, isBySource), rows: rows,
      axis: starts.map { unit.label($0) }, series: series,
      endsPartial: (starts.last.map { unit.next(after: $0) } ?? 0)
        > Int(context.calendar.day(of: context.asOf.seconds)),
      notes: notes(lostAfter))
  }

  private static func columns(_ step: String, _ isBySource: Bool) -> [ReportTable.Column] {
    (isBySource ? [.init("Source", kind: .text)] : []) + [
      .init(step, kind: .date), .init("Active", kind: .count, hasBar: true),
      .init("New", kind: .count), .init("Returning", kind: .count),
      .init("Lost", kind: .count, lessIsBetter: true), .init("Net", kind: .count),
      .init("Known so far", kind: .count),
    ]
  }

  private func notes(_ lostAfter: Int64) -> [String] {
    [
      "New people have their first event in the step, returning ones had one before; people are lost "
        + "in the step in which their last event is \(lostAfter / 86_400) days old. People without "
        + "any event are not counted."
    ]
  }

  private static func types(
    _ settings: ReportSettings, _ context: ReportContext
  ) throws(Fault) -> [String] {
    let named = settings.list("event")
    for name in named { _ = try context.events(name) }
    return named.isEmpty ? context.audience.vocabulary.events.keys.sorted() : named
  }

  /// The people who are active in a step.
  private func segment(
    _ start: Int, _ unit: TimeUnit, _ types: [String], _ source: String?, _ context: ReportContext
  ) -> String? {
    let days = start...(unit.next(after: start) - 1)
    guard let window = context.period.window(within: days, context.calendar), !types.isEmpty else {
      return nil
    }
    let filter = source.map { Filter.test(Name("source"), .equals($0)) }
    return context.text([.did(types, in: window, where: filter)])
  }
}

/// When people were active, in steps of a period.
struct Activity {
  struct Step {
    var active = 0
    var fresh = 0
    var lost = 0
    /// Everyone whose first event was until then.
    var known = 0
  }

  private(set) var steps: [Step]

  init(
    _ context: ReportContext, _ types: [String], _ unit: TimeUnit, source: String?,
    lostAfter: Int64
  ) throws(Fault) {
    let axis = Steps(context.period, unit, context.calendar)
    let count = axis.starts.count
    let width = (count + 63) / 64
    var first = [UInt32](repeating: .max, count: context.unitCount)
    var last = [UInt32](repeating: 0, count: context.unitCount)
    var active = [UInt64](repeating: 0, count: context.unitCount * width)
    let end = UInt32(clamping: context.asOf.seconds)
    let seconds = context.seconds
    for type in types {
      let table = try context.events(type)
      let (codes, wanted) = Self.filter(source, table)
      for person in 0..<context.unitCount where context.counts(person) {
        for row in Int(table.starts[person])..<Int(table.starts[person + 1]) {
          let time = table.times[row]
          guard time <= end, codes.isEmpty || codes[row] == wanted else { continue }
          first[person] = min(first[person], time)
          last[person] = max(last[person], time)
          guard seconds.contains(time) else { continue }
          let step = Int(axis.code(of: time)) - 1
          if step >= 0 { active[person * width + step >> 6] |= 1 << UInt64(step & 63) }
        }
      }
    }
    steps = [Step](repeating: Step(), count: count)
    for person in 0..<context.unitCount where first[person] != .max {
      for word in 0..<width {
        var bits = active[person * width + word]
        while bits != 0 {
          steps[word << 6 | bits.trailingZeroBitCount].active += 1
          bits &= bits - 1
        }
      }
      if let step = Self.step(first[person], axis, seconds) { steps[step].fresh += 1 }
      let gone = Int64(last[person]) + lostAfter
      if gone <= context.asOf.seconds, let step = Self.step(UInt32(clamping: gone), axis, seconds) {
        steps[step].lost += 1
      }
      // Whoever was there before the period is known from the first step on.
      let entry = first[person] < seconds.lowerBound ? 0 : Self.step(first[person], axis, seconds)
      if let entry { steps[entry].known += 1 }
    }
    for step in steps.indices.dropFirst() { steps[step].known += steps[step - 1].known }
  }

  private static func step(_ time: UInt32, _ axis: Steps, _ seconds: Range<UInt32>) -> Int? {
    guard seconds.contains(time) else { return nil }
    let code = Int(axis.code(of: time))
    return code == 0 ? nil : code - 1
  }

  /// The codes of the rows' sources and the one that is wanted; no codes where every row counts.
  private static func filter(_ source: String?, _ table: EventTable) -> ([UInt32], UInt32) {
    guard let source else { return ([], 0) }
    guard case .text(let column)? = table.fields["source"],
      let index = column.dictionary.texts.firstIndex(of: source)
    else { return ([UInt32](repeating: 0, count: table.rowCount), 1) }
    return (column.codes, UInt32(index + 1))
  }
}
