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

  /// The fifth of each key, 1 to 5; the unknown where the key is 0.
  static func scores(_ keys: [UInt64]) -> [Int64] {
    let known = keys.indices.filter { keys[$0] != 0 }
      .sorted { (keys[$0], $0) < (keys[$1], $1) }
    let (size, larger) = known.count.quotientAndRemainder(dividingBy: tiles)
    var scores = [Int64](repeating: WholeColumn.unknown, count: keys.count)
    var (place, tile) = (0, 1)
    for unit in known {
      if place == size + (tile <= larger ? 1 : 0) { (place, tile) = (0, tile + 1) }
      scores[unit] = Int64(tile)
      place += 1
    }
    return scores
  }
}

extension SetPlanner {
  /// The column of a built-in score; nil for any other name, or where no event is named for them.
  func rfmColumn(_ name: Name) throws(Fault) -> Column? {
    guard let score = RFMScore(rawValue: name.text), let terms = audience.vocabulary.rfm else {
      return nil
    }
    let event = Name(terms.event)
    let key = timedKey("m", "\(score.rawValue) \(Printer.name(event)).\(terms.measure)")
    if case .figures(let known) = cache.entry(key) {
      return .whole(
        WholeColumn(
          values: known.map { $0.isNaN ? WholeColumn.unknown : Int64($0) }, kind: .integer))
    }
    let last = try times(Anchor(.last, event))
    let figures: [Double]
    switch score {
    case .recency: figures = last.map { Double($0) }
    case .frequency: figures = try self.figures(Measure(.count, event)).figures
    case .monetary:
      figures = try self.figures(Measure(.sum, event, field: Name(terms.measure))).figures
    }
    let scores = RFMScore.scores(
      figures.indices.map { last[$0] < 0 ? 0 : RankKey.of(figures[$0]) })
    cache.store(.figures(scores.map { $0 == WholeColumn.unknown ? .nan : Double($0) }), key)
    return .whole(WholeColumn(values: scores, kind: .integer))
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
