/// How one trait of two records is compared: levels from the most to the least alike.
///
/// A last level, anything else, is always there. Where every column of the comparison is unknown on
/// one side or the other, the comparison says nothing.
package struct Comparison: Sendable, Equatable {
  /// What two records must have in common for a level.
  package indirect enum Test: Sendable, Equatable {
    case exact(ColumnPart)
    case jaroWinkler(ColumnPart, atLeast: Double)
    case levenshtein(ColumnPart, atMost: Int)
    /// Like Levenshtein's, with swaps of neighbours as one edit.
    case damerau(ColumnPart, atMost: Int)
    /// Dates written year first, with or without separators.
    case days(ColumnPart, atMost: Double)
    case number(ColumnPart, atMost: Double)
    /// The difference as a share of the larger number.
    case share(ColumnPart, atMost: Double)
    /// Lists separated by `|`, `;` or `,`: how many elements both have.
    case overlap(ColumnPart, atLeast: Int)
    /// Lists: what both have as a share of what either has.
    case jaccard(ColumnPart, atLeast: Double)
    /// Two columns with their values exchanged.
    case swapped(ColumnPart, ColumnPart)
    case all([Test])
    case any([Test])

    var columns: [ColumnPart] {
      switch self {
      case .exact(let part), .jaroWinkler(let part, _), .levenshtein(let part, _),
        .damerau(let part, _), .days(let part, _), .number(let part, _), .share(let part, _),
        .overlap(let part, _), .jaccard(let part, _):
        [part]
      case .swapped(let a, let b): [a, b]
      case .all(let tests), .any(let tests): tests.flatMap(\.columns)
      }
    }
  }

  /// One level, with what is known about it beforehand.
  package struct Level: Sendable, Equatable {
    package var label: String
    package var test: Test
    /// How much the rarity of the value counts, from 0 to 1.
    package var frequencyWeight: Double
    /// A probability that training leaves as it is.
    package var m: Double?
    package var u: Double?

    package init(
      _ label: String, _ test: Test, frequencyWeight: Double = 0, m: Double? = nil,
      u: Double? = nil
    ) {
      (self.label, self.test, self.frequencyWeight) = (label, test, frequencyWeight)
      (self.m, self.u) = (m, u)
    }
  }

  package var name: String
  package var levels: [Level]
  /// The share below which a value counts as no rarer.
  package var rarest: Double

  package init(_ name: String, _ levels: [Level], rarest: Double = 0) {
    precondition(
      (1...Self.mostLevels).contains(levels.count),
      "a comparison has 1 to \(Self.mostLevels) levels")
    (self.name, self.levels, self.rarest) = (name, levels, rarest)
  }

  /// A pattern of levels is packed into one word, four bits a comparison.
  package static let mostLevels = 14

  /// All columns that it looks at, whole, each once.
  var columns: [String] { Set(levels.flatMap { $0.test.columns.map(\.column) }).sorted() }

  /// The number of levels with anything else.
  package var levelCount: Int { levels.count + 1 }

  package func label(ofLevel level: Int) -> String {
    level < levels.count ? levels[level].label : "anything else"
  }

  /// The column whose values' rarity counts: that of the first exact level.
  var frequencyColumn: (part: ColumnPart, level: Int)? {
    for (index, level) in levels.enumerated() {
      if case .exact(let part) = level.test { return (part, index) }
    }
    return nil
  }
}

extension Comparison {
  /// The same or not.
  package static func exact(_ column: String, frequencyWeight: Double = 0) -> Comparison {
    Comparison(
      column, [Level("exact", .exact(ColumnPart(column)), frequencyWeight: frequencyWeight)])
  }

  /// A text with typing errors, by Jaro–Winkler.
  package static func jaroWinkler(
    _ column: String, _ thresholds: [Double] = [0.9, 0.7], frequencyWeight: Double = 0
  ) -> Comparison {
    let part = ColumnPart(column)
    return Comparison(
      column,
      [Level("exact", .exact(part), frequencyWeight: frequencyWeight)]
        + thresholds.map { Level("Jaro–Winkler ≥ \($0)", .jaroWinkler(part, atLeast: $0)) })
  }

  /// A text with typing errors, by the number of edits.
  package static func levenshtein(
    _ column: String, _ limits: [Int] = [1, 2], frequencyWeight: Double = 0
  ) -> Comparison {
    let part = ColumnPart(column)
    return Comparison(
      column,
      [Level("exact", .exact(part), frequencyWeight: frequencyWeight)]
        + limits.map { Level("edits ≤ \($0)", .levenshtein(part, atMost: $0)) })
  }

  /// A person's name: by Jaro–Winkler, rare names counting more.
  package static func name(_ column: String) -> Comparison {
    var comparison = jaroWinkler(column, [0.92, 0.88, 0.7], frequencyWeight: 1)
    comparison.rarest = 0.001
    return comparison
  }

  /// A first and a last name, which may have changed places.
  package static func fullName(first: String, last: String) -> Comparison {
    let (a, b) = (ColumnPart(first), ColumnPart(last))
    func alike(_ least: Double) -> Test {
      .all([.jaroWinkler(a, atLeast: least), .jaroWinkler(b, atLeast: least)])
    }
    return Comparison(
      "\(first) \(last)",
      [
        Level("exact", .all([.exact(a), .exact(b)])),
        Level("swapped", .swapped(a, b)),
        Level("both Jaro–Winkler ≥ 0.92", alike(0.92)),
        Level("both Jaro–Winkler ≥ 0.88", alike(0.88)),
        Level("\(last) exact", .exact(b)), Level("\(first) exact", .exact(a)),
      ])
  }

  /// An electronic address: whole, its user part, then both with typing errors.
  package static func email(_ column: String) -> Comparison {
    let (whole, user) = (ColumnPart(column), ColumnPart(column, .emailUser))
    return Comparison(
      column,
      [
        Level("exact", .exact(whole), frequencyWeight: 1),
        Level("same user part", .exact(user)),
        Level("Jaro–Winkler ≥ 0.88", .jaroWinkler(whole, atLeast: 0.88)),
        Level("user part Jaro–Winkler ≥ 0.88", .jaroWinkler(user, atLeast: 0.88)),
      ])
  }

  /// A date of birth: one edit, then a month, a year, ten years apart.
  package static func dateOfBirth(_ column: String) -> Comparison {
    let part = ColumnPart(column)
    return Comparison(
      column,
      [
        Level("exact", .exact(part)), Level("one edit", .damerau(part, atMost: 1)),
        Level("within a month", .days(part, atMost: 30.4375)),
        Level("within a year", .days(part, atMost: 365.25)),
        Level("within ten years", .days(part, atMost: 3_652.5)),
      ])
  }

  /// A postcode: whole, then its sector, district and area.
  package static func postcode(_ column: String) -> Comparison {
    Comparison(
      column,
      [
        Level("exact", .exact(ColumnPart(column)), frequencyWeight: 1),
        Level("same sector", .exact(ColumnPart(column, .postcodeSector))),
        Level("same district", .exact(ColumnPart(column, .postcodeDistrict))),
        Level("same area", .exact(ColumnPart(column, .postcodeArea))),
      ])
  }

  /// A number, by its distance.
  package static func number(_ column: String, _ limits: [Double]) -> Comparison {
    let part = ColumnPart(column)
    return Comparison(
      column,
      [Level("exact", .exact(part))]
        + limits.map { Level("within \($0)", .number(part, atMost: $0)) })
  }

  /// A list, by how many elements both have.
  package static func overlap(_ column: String, _ counts: [Int] = [1]) -> Comparison {
    let part = ColumnPart(column)
    return Comparison(
      column, counts.map { Level("at least \($0) in common", .overlap(part, atLeast: $0)) })
  }
}
