internal import Basis
internal import Columns

/// Figures made of events, comparisons of them, and ranks.
extension SetPlanner {
  func aggregate(_ aggregate: Aggregate) throws(Fault) -> DenseSet {
    let comparison = aggregate.comparison
    switch aggregate.operand {
    case .number(let number):
      let fold = try fold(aggregate.measure)
      let operand = number.double(scaledBy: fold.places)
      if let quick = try quickSum(aggregate.measure, fold, comparison, operand) { return quick }
      return try units(fold, comparison, operand)
    case .measure(let other):
      let (mine, myPlaces) = try figures(aggregate.measure)
      let (others, otherPlaces) = try figures(other)
      let places = max(myPlaces, otherPlaces)
      let (myFactor, otherFactor) = (
        Self.power(of: places - myPlaces), Self.power(of: places - otherPlaces)
      )
      let compared = ComparedFigures(
        comparison: comparison, left: mine, leftFactor: myFactor, right: others,
        rightFactor: otherFactor, rounding: DecimalRounding(places: places))
      let words = try Parallel.bits(unitCount, cancellation, compared)
      return DenseSet(words: words, bound: unitCount)
    }
  }

  static func power(of exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// A measure's events with what they are folded by.
  struct MeasureFold {
    enum Kind {
      case count
      case wholeSum([Int64], isAverage: Bool)
      case realSum([Double], isAverage: Bool)
      case wholeExtreme([Int64], isMaximum: Bool)
      case realExtreme([Double], isMaximum: Bool)
      case distinct(DistinctKeys)
      case days
      case gap
    }

    let scan: EventScan
    let kind: Kind
    /// The figure is in units of ten to the power of minus this.
    let places: Int
  }

  /// The figure of each unit, and its decimal places.
  func figures(_ measure: Measure) throws(Fault) -> (figures: [Double], places: Int) {
    let key = timedKey("m", Printer.measure(measure))
    let fold = try fold(measure)
    if case .figures(let known) = cache.entry(key) { return (known, fold.places) }
    let scan = fold.scan
    let figures: [Double]
    switch fold.kind {
    case .count: figures = try scan.figures(CountFold())
    case .wholeSum(let values, let isAverage):
      figures = try scan.figures(WholeSumFold(values, isAverage: isAverage, places: fold.places))
    case .realSum(let values, let isAverage):
      figures = try scan.figures(RealSumFold(values, isAverage: isAverage))
    case .wholeExtreme(let values, let isMaximum):
      figures = try scan.figures(WholeExtremeFold(values, isMaximum: isMaximum))
    case .realExtreme(let values, let isMaximum):
      figures = try scan.figures(RealExtremeFold(values, isMaximum: isMaximum))
    case .distinct(.codes(let keys)): figures = try scan.figures(DistinctFold(keys))
    case .distinct(.lists(let keys)): figures = try scan.figures(DistinctFold(keys))
    case .distinct(.whole(let keys)): figures = try scan.figures(DistinctFold(keys))
    case .distinct(.real(let keys)): figures = try scan.figures(DistinctFold(keys))
    case .days: figures = try scan.figures(DaysFold(calendar))
    case .gap: figures = try scan.figures(GapFold(calendar))
    }
    cache.store(.figures(figures), key)
    return (figures, fold.places)
  }

  /// The units whose figure compares as wanted, without keeping the figures.
  private func units(
    _ fold: MeasureFold, _ comparison: Comparison, _ operand: Double
  ) throws(Fault) -> DenseSet {
    let scan = fold.scan
    switch fold.kind {
    case .count: return try scan.units(CountFold(), comparison, operand)
    case .wholeSum(let values, let isAverage):
      return try scan.units(
        WholeSumFold(values, isAverage: isAverage, places: fold.places), comparison, operand)
    case .realSum(let values, let isAverage):
      return try scan.units(RealSumFold(values, isAverage: isAverage), comparison, operand)
    case .wholeExtreme(let values, let isMaximum):
      return try scan.units(WholeExtremeFold(values, isMaximum: isMaximum), comparison, operand)
    case .realExtreme(let values, let isMaximum):
      return try scan.units(RealExtremeFold(values, isMaximum: isMaximum), comparison, operand)
    case .distinct(.codes(let keys)):
      return try scan.units(DistinctFold(keys), comparison, operand)
    case .distinct(.lists(let keys)):
      return try scan.units(DistinctFold(keys), comparison, operand)
    case .distinct(.whole(let keys)):
      return try scan.units(DistinctFold(keys), comparison, operand)
    case .distinct(.real(let keys)):
      return try scan.units(DistinctFold(keys), comparison, operand)
    case .days: return try scan.units(DaysFold(calendar), comparison, operand)
    case .gap: return try scan.units(GapFold(calendar), comparison, operand)
    }
  }

  private func fold(_ measure: Measure) throws(Fault) -> MeasureFold {
    var filter = measure.filter
    if measure.function == .count, let field = measure.field {
      let known = Filter.test(field, .known(true))
      filter = filter.map { .all([$0, known]) } ?? known
    }
    let scan = try scan(measure.event, measure.window, filter)
    func made(_ kind: MeasureFold.Kind, places: Int = 0) -> MeasureFold {
      MeasureFold(scan: scan, kind: kind, places: places)
    }
    switch measure.function {
    case .count: return made(.count)
    case .days: return made(.days)
    case .gap: return made(.gap)
    case .distinct: return made(.distinct(try keys(measure, scan.table)))
    case .sum, .avg, .min, .max: break
    }
    let isAverage = measure.function == .avg
    let isSum = measure.function == .sum || isAverage
    let isMaximum = measure.function == .max
    switch try numbers(measure, scan.table) {
    case .whole(let column):
      let places = if case .money(let places) = column.kind { places } else { 0 }
      return made(
        isSum
          ? .wholeSum(column.values, isAverage: isAverage)
          : .wholeExtreme(column.values, isMaximum: isMaximum), places: places)
    case .real(let column):
      return made(
        isSum
          ? .realSum(column.values, isAverage: isAverage)
          : .realExtreme(column.values, isMaximum: isMaximum))
    case .text, .list:
      throw Fault(
        .badSegment, "segment", reason: "\(measure.function.rawValue) needs numbers",
        remedy: "Choose a field that holds numbers")
    }
  }

  private func fieldName(_ measure: Measure) throws(Fault) -> Name {
    guard let field = measure.field else {
      throw Fault(
        .badSegment, "segment", reason: "\(measure.function.rawValue) works on a field",
        remedy: "Name a field behind the event")
    }
    return field
  }

  /// The column of a measure's field; what is made from the time is made here for every row.
  private func numbers(_ measure: Measure, _ table: EventTable) throws(Fault) -> Column {
    let name = try fieldName(measure)
    if let column = try field(name, of: measure.event) { return column }
    let calendar = calendar
    switch name.text {
    case "hour":
      return .whole(
        WholeColumn(values: table.times.map { calendar.hour(of: Int64($0)) }, kind: .integer))
    case "weekday":
      return .whole(
        WholeColumn(values: table.times.map { calendar.weekday(of: Int64($0)) }, kind: .integer))
    case "date":
      return .whole(
        WholeColumn(values: table.times.map { calendar.day(of: Int64($0)) }, kind: .date))
    default:
      // No row tells its source.
      let codes = [UInt32](repeating: 0, count: table.rowCount)
      return .text(TextColumn(codes: codes, dictionary: TextDictionary(texts: [])))
    }
  }

  private func keys(_ measure: Measure, _ table: EventTable) throws(Fault) -> DistinctKeys {
    let key = "f \(measure.event.text) \(try fieldName(measure).text)"
    switch try numbers(measure, table) {
    case .text(let column):
      let classes = try classes(of: column.dictionary, key)
      return .codes(CodeKeys(codes: column.codes, classes: classes))
    case .list(let column):
      let classes = try classes(of: column.dictionary, key)
      return .lists(ListKeys(starts: column.starts, codes: column.codes, classes: classes))
    case .whole(let column): return .whole(WholeKeys(values: column.values))
    case .real(let column): return .real(RealKeys(values: column.values))
    }
  }

  // MARK: Ranks

  func rank(_ rank: Rank) throws(Fault) -> DenseSet {
    let keys: [UInt64]
    switch rank.key {
    case .measure(let measure): keys = try figures(measure).figures.map { RankKey.of($0) }
    case .score(let model): keys = try rankKeys(byScoreOf: model)
    case .attribute(let name):
      switch try column(name) {
      case .whole(let column): keys = column.values.map { RankKey.of($0) }
      case .real(let column): keys = column.values.map { RankKey.of($0) }
      case .text, .list:
        throw Fault(
          .badSegment, "segment", reason: "\(name) has no order",
          remedy: "Rank by a number, an amount, a date or a time")
      }
    }
    return RankKey.chosen(keys, rank.end, rank.amount)
  }
}

/// Whether two figures of a unit compare as wanted.
private struct ComparedFigures: RowPredicate {
  let comparison: Comparison
  let left: [Double]
  let leftFactor: Double
  let right: [Double]
  let rightFactor: Double
  let rounding: DecimalRounding

  func holds(_ row: Int) -> Bool {
    comparison.holds(scaled(left[row], leftFactor), scaled(right[row], rightFactor))
  }

  /// A figure in the unit of both: 19.99 times 100 is not 1,999 in binary digits.
  private func scaled(_ figure: Double, _ factor: Double) -> Double {
    factor == 1 ? figure : rounding.rounded(figure * factor)
  }
}
