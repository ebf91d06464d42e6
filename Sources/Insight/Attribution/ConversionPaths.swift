internal import Requests

/// The different paths of touches that came before conversions, the most frequent first.
struct ConversionPaths {
  private struct Group {
    var steps: [UInt32]
    var conversions = 0
    var value = 0.0
  }

  private let names: [String]
  private let groups: [Group]
  private let tally: CreditTally
  private let worth: ReportTable.Column.Kind?

  init(_ list: PathList, _ tally: CreditTally, worth: ReportTable.Column.Kind?) {
    (names, self.tally, self.worth) = (list.names, tally, worth)
    var found: [[UInt32]: Group] = [:]
    for path in 0..<list.count where list.conversions[path] > 0 {
      let steps = Array(list.steps[list.range(of: path)])
      guard !steps.isEmpty else { continue }
      found[steps, default: Group(steps: steps)].conversions += list.conversions[path]
      found[steps]?.value += list.values[path]
    }
    groups = found.values.sorted {
      $0.conversions == $1.conversions
        ? $0.steps.lexicographicallyPrecedes($1.steps) : $0.conversions > $1.conversions
    }
  }

  var count: Int { groups.count }

  var columns: [ReportTable.Column] {
    [
      ReportTable.Column("Path", kind: .text),
      ReportTable.Column("Conversions", kind: .count, hasBar: true),
      ReportTable.Column("Share", kind: .share),
    ] + (worth.map { [ReportTable.Column("Revenue", kind: $0)] } ?? []) + [
      ReportTable.Column("Touches", kind: .count)
    ]
  }

  func rows(top: Int) -> [ReportTable.Row] {
    var rows = groups.prefix(top).map { group in
      ReportTable.Row(
        cells(text(group.steps), group.conversions, group.value, .integer(group.steps.count)))
    }
    let others = groups.dropFirst(top)
    if !others.isEmpty {
      rows.append(
        ReportTable.Row(
          cells(
            "(other paths)", others.reduce(0) { $0 + $1.conversions },
            others.reduce(0) { $0 + $1.value }, .unknown)))
    }
    if tally.untouched > 0 {
      rows.append(
        ReportTable.Row(
          cells(
            AttributionTable.untouched, tally.untouched, tally.untouchedValue, .integer(0))))
    }
    rows.append(
      ReportTable.Row(
        cells("all", tally.total, tally.totalValue, .unknown), isTotal: true))
    return rows
  }

  private func cells(
    _ name: String, _ conversions: Int, _ value: Double, _ touches: ReportTable.Cell
  ) -> [ReportTable.Cell] {
    [.text(name), .integer(conversions), .ratio(conversions, tally.total)]
      + (worth == nil ? [] : [.number(value)]) + [touches]
  }

  /// `Direct ×2 > Email`: a touch that repeats is written once.
  private func text(_ steps: [UInt32]) -> String {
    var words: [(name: UInt32, times: Int)] = []
    for step in steps {
      if words.last?.name == step {
        words[words.count - 1].times += 1
      } else {
        words.append((step, 1))
      }
    }
    return words.map { names[Int($0.name)] + ($0.times > 1 ? " ×\($0.times)" : "") }
      .joined(separator: " > ")
  }
}
