internal import Basis
internal import Columns
internal import Requests

/// Which currencies occur, and which one a report shows.
struct MoneyTerms: Sendable {
  /// Every currency that occurs; the first is the one that is shown.
  let currencies: [Currency]
  private let rates: [Currency: Double]

  /// The shown currency is that of the configuration, else that of most cost lines, else the euro.
  init(_ configuration: ReportConfiguration, costs: [CostLine], _ tables: [EventTable]) {
    var lines: [Currency: Int] = [:]
    for line in costs { lines[line.cost.currency, default: 0] += 1 }
    for table in tables {
      guard case .text(let column)? = table.fields["currency"] else { continue }
      for text in column.dictionary.texts {
        if let currency = Currency(text) { lines[currency, default: 0] += 0 }
      }
    }
    let usual = lines.max { ($0.value, $1.key.code) < ($1.value, $0.key.code) }?.key
    let euro = Currency("EUR").map { [$0] } ?? []
    let shown = configuration.currency.map { [$0] } ?? usual.map { [$0] } ?? euro
    let others = lines.keys.filter { !shown.contains($0) }.sorted { $0.code < $1.code }
    currencies = shown + others
    rates = configuration.rates
  }

  var shown: Currency { currencies[0] }

  /// The place of a currency in `currencies`.
  func place(of currency: Currency) -> Int { currencies.firstIndex(of: currency) ?? 0 }

  /// The currencies that are told apart because nothing says what they are worth.
  var foreign: [Int] { currencies.indices.dropFirst().filter { rates[currencies[$0]] == nil } }

  /// What amounts by currency come to in the shown one; those without a rate are left out.
  func total(_ amounts: ArraySlice<Double>) -> Double {
    var total = 0.0
    for (place, amount) in zip(currencies.indices, amounts) where amount != 0 {
      if place == 0 {
        total += amount
      } else if let rate = rates[currencies[place]] {
        total += amount * rate * Self.scale(shown.decimalPlaces - currencies[place].decimalPlaces)
      }
    }
    return total
  }

  /// The amounts of a table's field, a currency a row where the table tells it.
  func amounts(_ field: String, in table: EventTable) -> (amounts: EventScan.Amounts, places: Int)?
  {
    let values: [Int64]
    let places: Int
    switch table.fields[field] {
    case .whole(let column):
      values = column.values
      if case .money(let decimals) = column.kind { places = decimals } else { places = 0 }
    case .real(let column):
      places = 2
      values = column.values.map {
        $0.isFinite && abs($0) < 1e15 ? Int64(($0 * 100).rounded()) : WholeColumn.unknown
      }
    case .text, .list, nil: return nil
    }
    var amounts = EventScan.Amounts(values: values, count: currencies.count)
    if case .text(let column)? = table.fields["currency"] {
      amounts.currencies = column.codes
      amounts.map =
        [0] + column.dictionary.texts.map { UInt32(Currency($0).map { place(of: $0) } ?? 0) }
    }
    return (amounts, places)
  }

  /// Stored amounts of `places` decimals in the minor units of a currency.
  func minorUnits(_ amount: Int64, places: Int, currency: Int) -> Double {
    Double(amount) * Self.scale(currencies[currency].decimalPlaces - places)
  }

  /// What a reader must know about the currencies.
  func notes(_ hasAmounts: Bool) -> [String] {
    var notes: [String] = []
    let rated = currencies.dropFirst().filter { rates[$0] != nil }
    if !rated.isEmpty {
      let words = rated.map { "1 \($0) = \(rates[$0] ?? 0) \(shown)" }
      notes.append("Converted at the rates of reports.toml: \(words.joined(separator: ", ")).")
    }
    if !foreign.isEmpty {
      let words = foreign.map { currencies[$0].code }.joined(separator: ", ")
      notes.append(
        "\(words) stands in columns of its own: reports.toml has no rate for it, and ratios "
          + "leave it out.")
    }
    return notes
  }

  private static func scale(_ places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<abs(places) { scale *= 10 }
    return places < 0 ? 1 / scale : scale
  }
}
