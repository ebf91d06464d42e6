internal import Basis
internal import Columns

/// The built-in attributes `rfm_recency`, `rfm_frequency` and `rfm_monetary`.
///
/// Profiles with at least one of the event that the vocabulary names are ordered by the time of the
/// last one, by their number and by the sum of the measure, ties by profile, and cut into fifths: 5
/// is the latest, most frequent and highest fifth. Without such an event the score is unknown. Where
/// five does not divide them, the lower fifths are the larger by one.
enum RFMScore: String, CaseIterable {
  case recency = "rfm_recency"
  case frequency = "rfm_frequency"
  case monetary = "rfm_monetary"

  static let prefix = "rfm_"
  static let tiles = 5

  /// The fifth of each known figure, 1 to 5; the unknown where the figure is NaN.
  static func scores(_ figures: [Double]) -> [Int64] {
    let ordered = RankKey.ascending(figures)
    let (size, larger) = ordered.count.quotientAndRemainder(dividingBy: tiles)
    var scores = [Int64](repeating: WholeColumn.unknown, count: figures.count)
    var place = 0
    for tile in 1...tiles {
      let end = place + size + (tile <= larger ? 1 : 0)
      while place < end {
        scores[Int(ordered[place])] = Int64(tile)
        place += 1
      }
    }
    return scores
  }
}

extension SetPlanner {
  /// The column of a built-in score; nil for any other name, or where no event is named for them.
  func rfmColumn(_ name: Name) throws(Fault) -> Column? {
    guard let score = RFMScore(rawValue: name.text) else { return nil }
    return try rfmScores().map { .whole($0.column(of: score)) }
  }

  /// The units whose built-in score passes a test; nil for any other name.
  func rfmUnits(_ name: Name, _ test: Test) throws(Fault) -> DenseSet? {
    guard audience.vocabulary.attributes[name.text] == nil,
      let score = RFMScore(rawValue: name.text), let scores = try rfmScores(),
      case .whole(let ranges) = try TestCompiler(calendar: calendar).whole(test, .integer)
    else { return nil }
    return scores.units(score, in: ranges)
  }

  /// All scores; as long as no event is later than the instant, they are the same for every instant.
  private func rfmScores() throws(Fault) -> RFMScores? {
    guard let terms = audience.vocabulary.rfm else { return nil }
    let (event, measure) = (Name(terms.event), Name(terms.measure))
    let text = "rfm \(Printer.name(event)).\(Printer.name(measure))"
    let key = timedKey("m", text)
    if case .scores(let known) = cache.entry(key) { return known }
    let known = try audience.derived(text, bytes: unitCount * 2, isWorthOnce: true) {
      () throws(Fault) in try computedScores(event, measure)
    }
    let now = UInt32(clamping: asOf.seconds)
    if let known, known.asOf == now || (known.latest <= known.asOf && known.latest <= now) {
      return known
    }
    let scores = try computedScores(event, measure)
    cache.store(.scores(scores), key)
    return scores
  }

  private func computedScores(_ event: Name, _ measure: Name) throws(Fault) -> RFMScores {
    let last = try times(Anchor(.last, event))
    func known(_ figures: [Double]) -> [Double] {
      var figures = figures
      for unit in last.indices where last[unit] < 0 { figures[unit] = .nan }
      return figures
    }
    let figures = [
      known(last.map { Double($0) }),
      known(try self.figures(Measure(.count, event)).figures),
      known(try self.figures(Measure(.sum, event, field: measure)).figures),
    ]
    let columns = try Parallel.map(figures, cancellation) { figures in
      WholeColumn(values: RFMScore.scores(figures), kind: .integer)
    }
    let latest = try table(event).times.reduce(0) { max($0, $1) }
    return RFMScores(
      columns: columns, asOf: UInt32(clamping: asOf.seconds), latest: latest)
  }
}

/// The three scores of everyone as of one instant, in binary digits: a grid of scores asks for them all.
struct RFMScores: DerivedData {
  private let sliced: [SlicedColumn]
  private let unitCount: Int
  let asOf: UInt32
  /// When the last event happened, seen by them or not.
  let latest: UInt32

  var byteCount: Int { sliced.reduce(0) { $0 + $1.byteCount } }

  /// Takes the columns in the order of `RFMScore.allCases`.
  init(columns: [WholeColumn], asOf: UInt32, latest: UInt32) {
    (self.asOf, self.latest) = (asOf, latest)
    unitCount = columns.first?.values.count ?? 0
    sliced = columns.map { SlicedColumn(.whole($0)) }
  }

  /// The units whose score is in one of `ranges`; where nobody has a score, nobody is.
  func units(_ score: RFMScore, in ranges: [ClosedRange<Int64>]) -> DenseSet {
    sliced[Self.place(score)].units(in: ranges) ?? DenseSet(none: unitCount)
  }

  /// One score as a plain column; linear in the units.
  func column(of score: RFMScore) -> WholeColumn {
    let sliced = sliced[Self.place(score)]
    return WholeColumn(
      values: (0..<unitCount).map { sliced.value($0) ?? WholeColumn.unknown }, kind: .integer)
  }

  private static func place(_ score: RFMScore) -> Int {
    switch score {
    case .recency: 0
    case .frequency: 1
    case .monetary: 2
    }
  }
}

extension SQLPlanner {
  /// Rows of a built-in score as the attributes table would have them; nil for any other name.
  func rfmRows(_ name: Name) -> String? {
    guard let score = RFMScore(rawValue: name.text), let terms = vocabulary.rfm else { return nil }
    let event = Name(terms.event)
    let figure: String
    switch score {
    case .recency: figure = anchorTime(Anchor(.last, event), unit: "r.id")
    case .frequency: figure = measure(Measure(.count, event), unit: "r.id").sql
    case .monetary:
      figure = measure(Measure(.sum, event, field: Name(terms.measure)), unit: "r.id").sql
    }
    let last = anchorTime(Anchor(.last, event), unit: "r.id")
    return "(SELECT id AS unit, '\(score.rawValue)' AS name,"
      + " NTILE(\(RFMScore.tiles)) OVER (ORDER BY figure, id) AS number, NULL AS folded"
      + " FROM (SELECT r.id AS id, \(figure) AS figure FROM units r WHERE \(last) IS NOT NULL))"
  }
}
