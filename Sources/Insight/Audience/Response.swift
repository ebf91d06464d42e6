internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Who converted in a period, and what each person's conversions were worth.
struct ResponseColumns {
  let converters: DenseSet
  /// The shown currency's minor units by unit.
  let revenue: [Double]
  let types: [String]

  init(
    _ types: [String], value: String, _ money: MoneyTerms, _ context: ReportContext
  ) throws(Fault) {
    self.types = types
    var words = [UInt64](repeating: 0, count: DenseSet.wordCount(context.unitCount))
    var revenue = [Double](repeating: 0, count: context.unitCount)
    let seconds = context.seconds
    for type in types {
      let table = try context.events(type)
      let amounts = money.amounts(value, in: table)
      let count = money.currencies.count
      var worth = [Double](repeating: 0, count: count)
      for unit in 0..<context.unitCount where context.counts(unit) {
        for row in Int(table.starts[unit])..<Int(table.starts[unit + 1])
        where seconds.contains(table.times[row]) {
          words[unit >> 6] |= 1 << UInt64(unit & 63)
          guard let amounts, amounts.amounts.values[row] != WholeColumn.unknown else { continue }
          let place =
            amounts.amounts.currencies.isEmpty
            ? 0 : Int(amounts.amounts.map[Int(amounts.amounts.currencies[row])])
          worth[place] = money.minorUnits(
            amounts.amounts.values[row], places: amounts.places, currency: place)
          revenue[unit] += money.total(worth[...])
          worth[place] = 0
        }
      }
    }
    converters = DenseSet(words: words, bound: context.unitCount)
    self.revenue = revenue
  }

  func revenue(of people: DenseSet) -> Double {
    var total = 0.0
    people.forEachMember { unit in
      total += revenue[unit]
      return true
    }
    return total
  }
}
