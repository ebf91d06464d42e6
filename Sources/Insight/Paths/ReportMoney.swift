internal import Basis
internal import Columns
internal import Requests

/// What each event of a type is worth, in the currency that the report shows.
struct ReportMoney: Sendable {
  let value: EventValue
  let kind: ReportTable.Column.Kind
  /// False where the events have no such field of numbers.
  let isKnown: Bool
  let notes: [String]

  /// The fields that may say what currency an amount is in.
  static let currencyFields = ["currency", "source"]

  /// Reads a field of a table: money in the shown currency, other numbers as they are.
  ///
  /// Where amounts of several tables are added up, `among` has them all, so that all are shown in the
  /// same currency.
  init(
    field: String, of table: EventTable, among tables: [EventTable]? = nil,
    _ context: ReportContext
  ) throws(Fault) {
    switch table.fields[field] {
    case .whole(let column):
      isKnown = true
      guard case .money = column.kind else {
        (value, kind, notes) = (.whole(column.values), .number(decimals: 0), [])
        return
      }
      let terms = MoneyTerms(
        context.configuration, costs: try context.data.costs(), tables ?? [table],
        try context.data.sources())
      kind = .money(terms.shown)
      (value, notes) = Self.converted(field, table, terms, column)
    case .real(let column):
      (isKnown, kind, value) = (true, .number(decimals: 2), .real(column.values))
      notes = []
    case .text, .list, nil:
      (isKnown, kind, value) = (false, .number(decimals: 2), .none)
      notes = []
    }
  }

  /// Amounts in the shown currency; those whose currency has no rate are worth nothing, and are told.
  private static func converted(
    _ field: String, _ table: EventTable, _ terms: MoneyTerms, _ column: WholeColumn
  ) -> (EventValue, [String]) {
    guard let (amounts, places) = terms.amounts(field, in: table) else { return (.none, []) }
    let factors = terms.currencies.indices.map { place in
      var one = [Double](repeating: 0, count: terms.currencies.count)
      one[place] = terms.minorUnits(1, places: places, currency: place)
      return terms.total(one[...])
    }
    if amounts.currencies.isEmpty, factors[0] == 1 { return (.whole(column.values), []) }
    var isForeign = false
    let values = amounts.values.indices.map { row -> Double in
      guard amounts.values[row] != WholeColumn.unknown else { return .nan }
      let code = amounts.currencies.isEmpty ? 0 : Int(amounts.currencies[row])
      let factor = factors[amounts.map.isEmpty ? 0 : Int(amounts.map[code])]
      if factor == 0 { isForeign = true }
      return Double(amounts.values[row]) * factor
    }
    let foreign = terms.foreign.map { terms.currencies[$0].code }.joined(separator: ", ")
    let note = "Amounts in \(foreign) are left out: reports.toml has no rate for them."
    return (.real(values), isForeign ? [note] : [])
  }

  /// Throws where a field was named that is no number.
  func check(_ named: String?, event: String) throws(Fault) {
    guard let named, !isKnown else { return }
    throw Fault(
      .badReport, "--value \(named)", reason: "\(event) has no field of numbers with that name",
      remedy: "Name one, or leave --value out")
  }
}
