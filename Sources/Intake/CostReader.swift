internal import Basis
internal import Formats

/// Reads one line of a platform's cost report.
enum CostReader {
  struct Record {
    var day: CivilDate
    var campaign: String
    var channel: String
    var impressions: Int
    var clicks: Int
    var cost: Money
  }

  /// Whether the row only sums up others, as reports end and Meta's begin with.
  static func isTotal(_ bound: BoundCost, _ row: RowText, isMeta: Bool) -> Bool {
    let campaign = bound.campaign.text(row)
    if let campaign, TotalRow.isTotal(campaign) { return true }
    if let day = bound.day.input.text(row), TotalRow.isTotal(day) { return true }
    // Meta's total has no campaign; neither has Google's, where the day is a dash.
    return campaign == nil && (isMeta || bound.day.input.text(row) == nil)
  }

  static func read(_ bound: BoundCost, _ row: RowText) throws(RowProblem) -> Record {
    guard let dayText = bound.day.input.text(row) else {
      throw RowProblem(bound.day.input.name, .missingTime, "a cost needs a day")
    }
    let dayBytes = Array(dayText.utf8)
    guard let day = bound.day.reader.day(dayBytes.span) else {
      throw RowProblem(bound.day.input.name, .badDate, "it is no day that the mapping knows")
    }
    guard let campaign = bound.campaign.text(row) else {
      throw RowProblem(bound.campaign.name, .badStructure, "a cost needs a campaign")
    }
    let code = bound.currencyColumn.map { row.string($0) }
    guard let currency = code.flatMap({ Currency($0) }) ?? bound.rule.currency else {
      throw RowProblem(
        bound.rule.currencyColumn, .badCurrency, "neither the row nor the mapping has a currency")
    }
    return Record(
      day: CivilDate(daysSinceEpoch: Int(day)), campaign: campaign,
      channel: bound.channel.text(row) ?? "unknown",
      impressions: Int(try number(bound.impressions, row, bound.mark, places: 0) ?? 0),
      clicks: Int(try number(bound.clicks, row, bound.mark, places: 0) ?? 0),
      cost: Money(
        minorUnits: try number(
          bound.cost, row, bound.mark,
          places: currency.decimalPlaces - (bound.rule.isMicros ? 6 : 0)) ?? 0,
        currency: currency))
  }

  private static func number(
    _ input: BoundInput?, _ row: RowText, _ mark: DecimalMark, places: Int
  ) throws(RowProblem) -> Int64? {
    guard let input, let text = input.text(row) else { return nil }
    let bytes = Array(text.utf8)
    do {
      return try NumberText.scaled(bytes.span, places: places, decimal: mark)
    } catch {
      throw RowProblem(input.name, .badNumber, error.explanation)
    }
  }
}
