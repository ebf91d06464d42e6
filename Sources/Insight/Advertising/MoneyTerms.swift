internal import Basis
internal import Columns
internal import Requests

/// Which currencies occur, and which one a report shows.
struct MoneyTerms: Sendable {
  /// Every currency that occurs; the first is the one that is shown.
  let currencies: [Currency]
  private let rates: [Currency: Double]
  /// The currencies of sources that use another than the shown one.
  private let ofSources: [String: Currency]

  /// The shown currency is that of the configuration, else that of most cost lines, else the euro.
  init(
    _ configuration: ReportConfiguration, costs: [CostLine], _ tables: [EventTable],
    _ sources: [SourceFacts] = []
  ) {
    var lines: [Currency: Int] = [:]
    for line in costs { lines[line.cost.currency, default: 0] += 1 }
    for table in tables {
      guard case .text(let column)? = table.fields["currency"] else { continue }
      for text in column.dictionary.texts {
        if let currency = Currency(text) { lines[currency, default: 0] += 0 }
      }
    }
    for case .some(let currency) in sources.map(\.currency) { lines[currency, default: 0] += 0 }
    let usual = lines.max { ($0.value, $1.key.code) < ($1.value, $0.key.code) }?.key
    let euro = Currency("EUR").map { [$0] } ?? []
    let shown = configuration.currency.map { [$0] } ?? usual.map { [$0] } ?? euro
    let others = lines.keys.filter { !shown.contains($0) }.sorted { $0.code < $1.code }
    currencies = shown + others
    rates = configuration.rates
    let foreign = sources.filter { source in source.currency.map { !shown.contains($0) } ?? false }
    ofSources = Dictionary(
      foreign.compactMap { source in source.currency.map { (source.name, $0) } },
      uniquingKeysWith: { first, _ in first })
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

  /// The amounts of a table's field, in the currency of each row, else of its source.
  func amounts(_ field: String, in table: EventTable) -> (amounts: GroupScan.Amounts, places: Int)?
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
    var amounts = GroupScan.Amounts(values: values, count: currencies.count)
    let told = currencies(of: table)
    (amounts.currencies, amounts.map) = (told.codes, told.places)
    return (amounts, places)
  }

  /// How rows tell their currency: by codes, each with the currency's place; no codes where all are in
  /// the shown one.
  ///
  /// What a row says itself goes first; a row that says nothing is in the currency of its source.
  private func currencies(of table: EventTable) -> (codes: [UInt32], places: [UInt32]) {
    var (own, ofSource): (TextColumn?, TextColumn?)
    if case .text(let column)? = table.fields["currency"] { own = column }
    if !ofSources.isEmpty, case .text(let column)? = table.fields["source"] { ofSource = column }
    let ownPlaces =
      [0] + (own?.dictionary.texts.map { UInt32(Currency($0).map { place(of: $0) } ?? 0) } ?? [])
    let sourcePlaces =
      [0]
      + (ofSource?.dictionary.texts.map { UInt32(ofSources[$0].map { place(of: $0) } ?? 0) } ?? [])
    switch (own, ofSource) {
    case (nil, nil): return ([], [])
    case (.some(let own), nil): return (own.codes, ownPlaces)
    case (nil, .some(let ofSource)): return (ofSource.codes, sourcePlaces)
    case (.some(let own), .some(let ofSource)):
      let codes = own.codes.indices.map { row in
        own.codes[row] == 0
          ? sourcePlaces[Int(ofSource.codes[row])] : ownPlaces[Int(own.codes[row])]
      }
      return (codes, currencies.indices.map { UInt32($0) })
    }
  }

  /// Stored amounts of `places` decimals in the minor units of a currency.
  func minorUnits(_ amount: Int64, places: Int, currency: Int) -> Double {
    Double(amount) * Self.scale(currencies[currency].decimalPlaces - places)
  }

  /// An amount in the minor units of the shown currency; nil where it has no rate.
  func shown(_ amount: Money) -> Double? {
    if amount.currency == shown { return Double(amount.minorUnits) }
    guard let rate = rates[amount.currency] else { return nil }
    let scale = Self.scale(shown.decimalPlaces - amount.currency.decimalPlaces)
    return Double(amount.minorUnits) * rate * scale
  }

  /// What a reader must know where only one currency is shown.
  var leftOutNotes: [String] {
    var notes = rateNotes
    if !foreign.isEmpty {
      let words = foreign.map { currencies[$0].code }.joined(separator: ", ")
      notes.append("Amounts in \(words) are left out: reports.toml has no rate for them.")
    }
    return notes
  }

  private var rateNotes: [String] {
    let rated = currencies.dropFirst().filter { rates[$0] != nil }
    guard !rated.isEmpty else { return [] }
    let words = rated.map { "1 \($0) = \(rates[$0] ?? 0) \(shown)" }
    return ["Converted at the rates of reports.toml: \(words.joined(separator: ", "))."]
  }

  /// What a reader must know about the currencies.
  func notes(_ hasAmounts: Bool) -> [String] {
    var notes = rateNotes
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
