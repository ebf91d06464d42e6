internal import Requests

/// Lays out what the models credit, with figures that add up to what was shared.
struct AttributionTable {
  private let terms: AttributionTerms
  private let result: AttributionResult
  private let worth: ReportTable.Column.Kind?
  /// By model, the rounded figures of each name, in units of the last decimal.
  private let conversions: [[Int]]
  private let values: [[Int]]
  /// The names that any model credits, the most credited by the first model in front.
  private let shown: [Int]
  private let scale: Int

  static let untouched = "(no known touch)"

  init(_ terms: AttributionTerms, _ result: AttributionResult, worth: ReportTable.Column.Kind?) {
    (self.terms, self.result, self.worth) = (terms, result, worth)
    let scale = (0..<terms.decimals).reduce(1) { scale, _ in scale * 10 }
    self.scale = scale
    let touched = (result.total - result.untouched) * scale
    conversions = result.credits.map { Apportionment.parts(of: touched, $0.conversions) }
    let factor = Self.factor(worth)
    let value = Self.whole(result.totalValue, factor) - Self.whole(result.untouchedValue, factor)
    values = result.credits.map { Apportionment.parts(of: value, $0.values) }
    let credits = result.credits
    let leading = credits.first?.conversions ?? []
    shown = result.names.indices
      .filter { name in
        credits.contains { $0.conversions[name] != 0 || $0.values[name] != 0 }
      }
      .sorted { leading[$0] == leading[$1] ? $0 < $1 : leading[$0] > leading[$1] }
  }

  /// Money is kept in minor units; other values are rounded to hundredths.
  private static func factor(_ worth: ReportTable.Column.Kind?) -> Double {
    if case .number = worth { 100 } else { 1 }
  }

  private static func whole(_ value: Double, _ factor: Double) -> Int {
    Int((value * factor).rounded())
  }

  static func columns(
    _ terms: AttributionTerms, _ worth: ReportTable.Column.Kind?, _ titles: [String]
  ) -> [ReportTable.Column] {
    let name = ReportTable.Column(
      terms.by == "channel" ? "Channel" : Self.capital(terms.by), kind: .text)
    let counts = ReportTable.Column.Kind.number(decimals: terms.decimals)
    guard titles.count > 1 else {
      return [
        name, ReportTable.Column("Conversions", kind: counts, hasBar: true),
        ReportTable.Column("Share", kind: .share),
      ] + (worth.map { [ReportTable.Column("Revenue", kind: $0)] } ?? [])
    }
    let kind = terms.showsRevenue ? worth ?? counts : counts
    return [name] + titles.map { ReportTable.Column($0, kind: kind) }
  }

  private static func capital(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  func rows(total segment: String?) -> [ReportTable.Row] {
    var rows = shown.map { name in
      ReportTable.Row(
        cells(result.names[name], conversions.map { $0[name] }, values.map { $0[name] }))
    }
    let factor = Self.factor(worth)
    let models = result.credits.count
    if result.untouched > 0 {
      rows.append(
        ReportTable.Row(
          cells(
            Self.untouched, [Int](repeating: result.untouched * scale, count: models),
            [Int](repeating: Self.whole(result.untouchedValue, factor), count: models))))
    }
    rows.append(
      ReportTable.Row(
        cells(
          "all", [Int](repeating: result.total * scale, count: models),
          [Int](repeating: Self.whole(result.totalValue, factor), count: models)),
        isTotal: true, segment: segment))
    return rows
  }

  private func cells(_ name: String, _ counts: [Int], _ worths: [Int]) -> [ReportTable.Cell] {
    guard counts.count > 1 else {
      return [.text(name)] + counts.map { .number(Double($0) / Double(scale)) }
        + counts.map { .ratio($0, result.total * scale) }
        + (worth == nil ? [] : worths.map { value($0) })
    }
    let shows = terms.showsRevenue && worth != nil
    return [.text(name)]
      + (shows ? worths.map { value($0) } : counts.map { .number(Double($0) / Double(scale)) })
  }

  private func value(_ amount: Int) -> ReportTable.Cell {
    if case .number = worth { .number(Double(amount) / 100) } else { .integer(amount) }
  }

  var axis: [String] { shown.prefix(12).map { result.names[$0] } }

  /// The first three models, for a chart.
  var series: [ReportTable.Series] {
    zip(result.credits, conversions).prefix(3).map { credit, figures in
      ReportTable.Series(
        name: credit.model.title,
        values: shown.prefix(12).map { Double(figures[$0]) / Double(scale) })
    }
  }
}
