internal import Columns
internal import Requests
internal import Segments

/// Lays out journeys: by path, as a matrix of transitions, by time or by number of touches.
struct JourneyTable {
  private let plan: JourneyPlan
  private let tally: JourneyTally
  private let context: ReportContext
  private(set) var columns: [ReportTable.Column] = []
  private(set) var rows: [ReportTable.Row] = []
  private(set) var axis: [String] = []
  private(set) var series: [ReportTable.Series] = []

  init(_ plan: JourneyPlan, _ tally: JourneyTally, _ context: ReportContext) {
    (self.plan, self.tally, self.context) = (plan, tally, context)
  }

  mutating func fill(_ show: String, top: Int) {
    switch show {
    case "transitions": fillTransitions()
    case "time": fillTime()
    case "touches": fillTouches()
    default: fillPaths(top)
    }
  }

  /// Everyone who made a journey, where the language can say it.
  private var segment: String? {
    guard plan.rule.session == nil, plan.start == nil, let end = plan.end else { return nil }
    return context.text([
      .did([end.event.text], in: context.period.window, where: end.filter)
    ])
  }

  var notes: [String] {
    var notes: [String] = []
    if plan.start != nil, let end = plan.end {
      let share = tally.count == 0 ? 0 : Double(tally.arrived) / Double(tally.count) * 100
      notes.append(
        "\(tally.arrived) of \(tally.count) journeys came to \(end.event.text) "
          + "(\((share * 10).rounded() / 10) %).")
    }
    let counted = journeys
    if let low = Quantiles.value(0.25, of: counted.seconds),
      let middle = Quantiles.median(counted.seconds),
      let high = Quantiles.value(0.75, of: counted.seconds),
      let touches = Quantiles.median(counted.touches)
    {
      notes.append(
        "Median time \(Self.text(middle)), half of the journeys between \(Self.text(low)) and "
          + "\(Self.text(high)); median of \(Int(touches.rounded())) touches.")
    }
    return notes
  }

  /// The times and touches of the journeys that arrived, or of all where none has to arrive.
  private var journeys: (seconds: [UInt32], touches: [UInt32]) {
    guard plan.end != nil, tally.arrived < tally.count else {
      return (tally.seconds, tally.touches)
    }
    let arrived = tally.ofJourney.indices.filter {
      tally.paths[Int(tally.ofJourney[$0])].hasArrived
    }
    return (arrived.map { tally.seconds[$0] }, arrived.map { tally.touches[$0] })
  }

  private static func text(_ seconds: Double) -> String {
    if seconds >= 172_800 { return "\((seconds / 8_640).rounded() / 10) days" }
    if seconds >= 7_200 { return "\((seconds / 360).rounded() / 10) hours" }
    return seconds >= 120 ? "\((seconds / 6).rounded() / 10) minutes" : "\(Int(seconds)) seconds"
  }

  // MARK: Paths

  private mutating func fillPaths(_ top: Int) {
    columns = [
      ReportTable.Column("Path", kind: .text),
      ReportTable.Column("Journeys", kind: .count, hasBar: true),
      ReportTable.Column("Share", kind: .share),
      ReportTable.Column("Median time", kind: .seconds),
      ReportTable.Column("Quarter under", kind: .seconds),
      ReportTable.Column("Quarter over", kind: .seconds),
      ReportTable.Column("Touches", kind: .number(decimals: 1)),
    ]
    let shown = tally.top(top)
    var places = [Int](repeating: -1, count: tally.paths.count)
    for (place, path) in shown.enumerated() { places[path.path] = place }
    var seconds = [[UInt32]](repeating: [], count: shown.count)
    var touches = [Int](repeating: 0, count: shown.count)
    for journey in tally.ofJourney.indices {
      let place = places[Int(tally.ofJourney[journey])]
      guard place >= 0 else { continue }
      seconds[place].append(tally.seconds[journey])
      touches[place] += Int(tally.touches[journey])
    }
    rows = shown.enumerated().map { place, path in
      row(label(tally.paths[path.path]), seconds[place], touches: touches[place])
    }
    let others = tally.count - shown.reduce(0) { $0 + $1.journeys }
    if others > 0 {
      rows.append(
        ReportTable.Row([
          .text("(other paths)"), .integer(others),
          .ratio(others, tally.count), .unknown, .unknown, .unknown, .unknown,
        ]))
    }
    var total = row("all", tally.seconds, touches: tally.touches.reduce(0) { $0 + Int($1) })
    (total.isTotal, total.segment) = (true, segment)
    rows.append(total)
    axis = rows.prefix(min(10, shown.count)).enumerated().map { index, _ in "\(index + 1)" }
    series = [
      ReportTable.Series(
        name: "Journeys", values: shown.prefix(10).map { Double($0.journeys) })
    ]
  }

  private func row(_ label: String, _ seconds: [UInt32], touches: Int) -> ReportTable.Row {
    ReportTable.Row([
      .text(label), .integer(seconds.count), .ratio(seconds.count, tally.count),
      .optional(Quantiles.median(seconds)), .optional(Quantiles.value(0.25, of: seconds)),
      .optional(Quantiles.value(0.75, of: seconds)), .ratio(touches, seconds.count),
    ])
  }

  private func label(_ path: JourneyTally.Path) -> String {
    var words = path.steps.map { plan.names[Int($0)] }
    if path.isCut { path.hasArrived ? words.insert("…", at: 0) : words.append("…") }
    if path.hasArrived, let end = plan.end { words.append(end.event.text) }
    if !path.hasArrived, plan.end != nil { words.append("(not yet)") }
    return words.isEmpty ? "(nothing)" : words.joined(separator: " > ")
  }

  // MARK: Transitions

  private mutating func fillTransitions() {
    let count = plan.names.count
    let ends =
      plan.end.map { [$0.event.text + " (end)", "(stopped)"] } ?? ["(arrived)", "(stopped)"]
    let targets = plan.names + ends
    let used = (0..<(count + 2)).filter { target in
      (0...count).contains { tally.transitions(from: $0, to: target) > 0 }
    }
    columns =
      [
        ReportTable.Column("From", kind: .text), ReportTable.Column("Times", kind: .count),
      ] + used.map { ReportTable.Column(targets[$0], kind: .heat) }
    // The start first, then the steps in their order.
    for from in [count] + Array(0..<count) {
      let times = (0..<(count + 2)).reduce(0) { $0 + tally.transitions(from: from, to: $1) }
      guard times > 0 else { continue }
      rows.append(
        ReportTable.Row(
          [.text(from == count ? "(start)" : plan.names[from]), .integer(times)]
            + used.map { .ratio(tally.transitions(from: from, to: $0), times) }))
    }
  }

  // MARK: Time and touches

  private static let edges: [(label: String, below: UInt32)] = [
    ("under 1 minute", 60), ("1 to 10 minutes", 600), ("10 to 60 minutes", 3_600),
    ("1 to 6 hours", 21_600), ("6 to 24 hours", 86_400), ("1 to 3 days", 3 * 86_400),
    ("3 to 7 days", 7 * 86_400), ("7 to 14 days", 14 * 86_400), ("14 to 30 days", 30 * 86_400),
    ("30 days and more", .max),
  ]

  private mutating func fillTime() {
    var counts = [Int](repeating: 0, count: Self.edges.count)
    for seconds in journeys.seconds {
      counts[Self.edges.firstIndex { seconds < $0.below } ?? counts.count - 1] += 1
    }
    fillDistribution("Time to arrive", Array(zip(Self.edges.map(\.label), counts)))
  }

  private mutating func fillTouches() {
    let most = 20
    var counts = [Int](repeating: 0, count: most + 1)
    for touches in journeys.touches { counts[min(Int(touches), most)] += 1 }
    let last = counts.lastIndex { $0 > 0 } ?? 0
    fillDistribution(
      "Touches", (0...last).map { ($0 == most ? "\(most)+" : "\($0)", counts[$0]) })
  }

  private mutating func fillDistribution(_ title: String, _ counts: [(label: String, count: Int)]) {
    columns = [
      ReportTable.Column(title, kind: .text),
      ReportTable.Column("Journeys", kind: .count, hasBar: true),
      ReportTable.Column("Share", kind: .share),
      ReportTable.Column("So far", kind: .share),
    ]
    let total = counts.reduce(0) { $0 + $1.count }
    var soFar = 0
    for (label, count) in counts {
      soFar += count
      rows.append(
        ReportTable.Row([
          .text(label), .integer(count), .ratio(count, total), .ratio(soFar, total),
        ]))
    }
    rows.append(
      ReportTable.Row(
        [.text("all"), .integer(total), .ratio(total, total), .unknown], isTotal: true,
        segment: segment))
    axis = counts.map(\.label)
    series = [ReportTable.Series(name: "Journeys", values: counts.map { Double($0.count) })]
  }
}
