internal import Basis
internal import Columns
internal import Requests

/// What each event of a type is worth, in the currency that the report shows.
struct ReportMoney: Sendable {
  let value: EventValue
  let kind: ReportTable.Column.Kind
  let isKnown: Bool
  private(set) var notes: [String] = []

  init(field: String, of table: EventTable, _ configuration: ReportConfiguration) {
    let euro = Currency("EUR")
    switch table.fields[field] {
    case .whole(let column):
      isKnown = true
      if case .money = column.kind, let currency = configuration.currency ?? euro {
        kind = .money(currency)
      } else {
        kind = .number(decimals: 0)
      }
      value = .whole(column.values)
    case .real(let column):
      (isKnown, kind, value) = (true, .number(decimals: 2), .real(column.values))
    case .text, .list, nil:
      (isKnown, kind, value) = (false, .number(decimals: 2), .none)
    }
  }

  /// Throws where a field was named that is no number.
  func check(_ named: String?, event: String) throws(Fault) {
    guard let named, !isKnown else { return }
    throw Fault(
      .badReport, "--value \(named)", reason: "\(event) has no field of numbers with that name",
      remedy: "Name one, or leave --value out")
  }
}
