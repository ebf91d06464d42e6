internal import Basis

/// A column that a comparison looks at, with numbers of its values where a test asks for them.
struct ComparedColumn: Sendable {
  let column: RecordColumn
  /// Days since 1970-01-01, or plain numbers, by code; NaN where a value is neither.
  var numbers: [Double] = []
  /// Elements of lists by code, as sorted hashes.
  var lists: [[UInt64]] = []
}

/// All columns and parts that a linkage looks at, each once, by their place.
struct ComparedColumns: Sendable {
  private(set) var columns: [ComparedColumn] = []
  private var places: [ColumnPart: Int] = [:]
  private var kinds: [Int: Set<Kind>] = [:]

  private enum Kind { case date, number, list }

  init(_ table: RecordTable, _ comparisons: [Comparison]) throws(Fault) {
    for comparison in comparisons {
      for level in comparison.levels { try take(level.test, table) }
    }
    for (place, wanted) in kinds {
      guard !wanted.isSuperset(of: [.date, .number]) else {
        throw Fault(
          .badConfiguration, "linkage", reason: "one column is compared both as date and as number",
          remedy: "Compare it as one of them")
      }
      for kind in wanted { prepare(place, kind) }
    }
  }

  func place(of part: ColumnPart) -> Int { places[part] ?? 0 }

  private mutating func take(_ test: Comparison.Test, _ table: RecordTable) throws(Fault) {
    switch test {
    case .exact(let part), .jaroWinkler(let part, _), .levenshtein(let part, _),
      .damerau(let part, _):
      try add(part, table)
    case .days(let part, _): kinds[try add(part, table), default: []].insert(.date)
    case .number(let part, _), .share(let part, _):
      kinds[try add(part, table), default: []].insert(.number)
    case .overlap(let part, _), .jaccard(let part, _):
      kinds[try add(part, table), default: []].insert(.list)
    case .swapped(let a, let b):
      try add(a, table)
      try add(b, table)
    case .all(let tests), .any(let tests):
      for test in tests { try take(test, table) }
    }
  }

  @discardableResult
  private mutating func add(_ part: ColumnPart, _ table: RecordTable) throws(Fault) -> Int {
    if let known = places[part] { return known }
    places[part] = columns.count
    columns.append(ComparedColumn(column: try table.column(part)))
    return columns.count - 1
  }

  private mutating func prepare(_ place: Int, _ kind: Kind) {
    let texts = columns[place].column.texts
    switch kind {
    case .date: columns[place].numbers = [.nan] + texts.map { FieldNumber.days($0) ?? .nan }
    case .number: columns[place].numbers = [.nan] + texts.map { Double($0) ?? .nan }
    case .list:
      columns[place].lists =
        [[]]
        + texts.map { text in
          let elements = text.split { $0 == "|" || $0 == ";" || $0 == "," }
          return Set(elements.map { Hash64.of(String($0)) }).sorted()
        }
    }
  }
}

/// Numbers that stand in text fields.
enum FieldNumber {
  /// Days since 1970-01-01 of a date written year first, such as `1984-03-12` or `19840312`.
  static func days(_ text: String) -> Double? {
    let digits = text.prefix(10).filter(\.isWholeNumber)
    guard digits.count == 8, let number = Int(digits),
      let date = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    else { return nil }
    return Double(date.daysSinceEpoch)
  }
}

extension RecordTable {
  func column(_ part: ColumnPart) throws(Fault) -> RecordColumn {
    guard let column = columns[part.column] else {
      let nearest = NearestName.to(part.column, among: columnNames)
      throw Fault(
        .badConfiguration, "linkage", reason: "there is no column \(part.column)",
        remedy: nearest.map { "Did you mean \($0)?" } ?? "Name one of the feed's columns")
    }
    return part.part == .whole ? column : RecordColumn(column, part: part.part)
  }
}

/// Tells the level of each comparison for a pair of records.
///
/// Text comparisons are remembered by pairs of values in a table that forgets: most pairs of a block
/// repeat the values of others.
struct PairScorer: Sendable {
  private let compared: ComparedColumns
  private let plans: [ComparisonPlan]
  /// The codes and scalars of each column, at the top because they are looked up most often.
  private let codes: [[UInt32]]
  private let scalars: [[UInt32]]
  private var similarity = TextSimilarity()
  private var keys: [UInt64]
  private var answers: [UInt8]
  /// The last Jaro–Winkler similarity, because several levels ask for the same.
  private var last = (place: -1, a: UInt32(0), b: UInt32(0), similarity: 0.0)
  private static let cacheBits: UInt64 = 15

  init(_ compared: ComparedColumns, _ comparisons: [Comparison]) {
    self.compared = compared
    plans = comparisons.map { ComparisonPlan($0, compared) }
    codes = compared.columns.map(\.column.codes)
    scalars = compared.columns.map(\.column.scalars)
    keys = [UInt64](repeating: .max, count: comparisons.count << Int(Self.cacheBits))
    answers = [UInt8](repeating: 0, count: keys.count)
  }

  /// The level of one comparison; -1 where it says nothing.
  mutating func level(_ comparison: Int, _ a: Int, _ b: Int) -> Int {
    let place = plans[comparison].keyPlace
    guard place >= 0 else {
      let isKnown = plans[comparison].places.contains { codes[$0][a] != 0 && codes[$0][b] != 0 }
      return isKnown ? compute(comparison, a, b) : -1
    }
    let (first, second) = (codes[place][a], codes[place][b])
    guard first != 0, second != 0 else { return -1 }
    if first == second, plans[comparison].beginsExact { return 0 }
    let key = UInt64(first) << 32 | UInt64(second)
    let slot =
      comparison << Int(Self.cacheBits) | Int(Hash64.mixed(key) >> (64 - Self.cacheBits))
    if keys[slot] == key { return Int(answers[slot]) }
    let level = compute(comparison, a, b)
    (keys[slot], answers[slot]) = (key, UInt8(level))
    return level
  }

  private mutating func compute(_ comparison: Int, _ a: Int, _ b: Int) -> Int {
    let tests = plans[comparison].tests
    for level in tests.indices where holds(tests[level], a, b) { return level }
    return tests.count
  }

  private mutating func holds(_ test: CompiledTest, _ a: Int, _ b: Int) -> Bool {
    switch test {
    case .all(let tests): return tests.allSatisfy { holds($0, a, b) }
    case .any(let tests): return tests.contains { holds($0, a, b) }
    case .swapped(let first, let second):
      let (x, y) = (compared.columns[first].column, compared.columns[second].column)
      let (xa, xb, ya, yb) = (x.codes[a], x.codes[b], y.codes[a], y.codes[b])
      guard xa != 0, xb != 0, ya != 0, yb != 0 else { return false }
      return x.scalars[x.range(of: xa)] == y.scalars[y.range(of: yb)]
        && y.scalars[y.range(of: ya)] == x.scalars[x.range(of: xb)]
    case .single(let place, let measure):
      let (first, second) = (codes[place][a], codes[place][b])
      guard first != 0, second != 0 else { return false }
      if case .exact = measure { return first == second }
      return holds(measure, place, first, second)
    }
  }

  private mutating func holds(
    _ measure: CompiledTest.Measure, _ place: Int, _ a: UInt32, _ b: UInt32
  ) -> Bool {
    switch measure {
    case .exact: return a == b
    case .jaroWinkler(let least):
      if last.place != place || last.a != a || last.b != b {
        last = (place, a, b, jaroWinkler(place, a, b))
      }
      return last.similarity >= least
    case .edits(let limit, let swaps): return edits(place, a, b, limit, swaps) <= limit
    case .distance(let most): return abs(number(place, a) - number(place, b)) <= most
    case .share(let most):
      let (x, y) = (number(place, a), number(place, b))
      return abs(x - y) <= most * max(abs(x), abs(y))
    case .overlap(let least): return common(place, a, b).both >= least
    case .jaccard(let least):
      let (both, either) = common(place, a, b)
      return either > 0 && Double(both) / Double(either) >= least
    }
  }

  private func number(_ place: Int, _ code: UInt32) -> Double {
    compared.columns[place].numbers[Int(code)]
  }

  private mutating func jaroWinkler(_ place: Int, _ a: UInt32, _ b: UInt32) -> Double {
    let (first, second) = ranges(place, a, b)
    let all = scalars[place]
    return similarity.jaroWinkler(all.span.extracting(first), all.span.extracting(second))
  }

  private mutating func edits(
    _ place: Int, _ a: UInt32, _ b: UInt32, _ limit: Int, _ swaps: Bool
  ) -> Int {
    let (first, second) = ranges(place, a, b)
    guard abs(first.count - second.count) <= limit else { return limit + 1 }
    let all = scalars[place]
    return similarity.edits(
      all.span.extracting(first), all.span.extracting(second), limit: limit, swaps: swaps)
  }

  private func ranges(_ place: Int, _ a: UInt32, _ b: UInt32) -> (Range<Int>, Range<Int>) {
    (compared.columns[place].column.range(of: a), compared.columns[place].column.range(of: b))
  }

  private func common(_ place: Int, _ a: UInt32, _ b: UInt32) -> (both: Int, either: Int) {
    let (x, y) = (compared.columns[place].lists[Int(a)], compared.columns[place].lists[Int(b)])
    var (i, j, both) = (0, 0, 0)
    while i < x.count, j < y.count {
      if x[i] == y[j] { both += 1 }
      let step = x[i] <= y[j]
      if x[i] >= y[j] { j += 1 }
      if step { i += 1 }
    }
    return (both, x.count + y.count - both)
  }
}

/// One comparison, ready for many pairs.
struct ComparisonPlan: Sendable {
  let tests: [CompiledTest]
  let places: [Int]
  /// The one column whose two values decide the level; -1 where there are several.
  let keyPlace: Int
  /// True where equal values are at the first level.
  let beginsExact: Bool

  init(_ comparison: Comparison, _ compared: ComparedColumns) {
    tests = comparison.levels.map { CompiledTest($0.test, compared) }
    places = Set(tests.flatMap(\.places)).sorted()
    let parts = Set(comparison.levels.flatMap { $0.test.columns })
    // Parts of one value follow from the whole.
    let whole = parts.first { $0.part == .whole }
    let isOneColumn = Set(parts.map(\.column)).count == 1
    keyPlace =
      places.count == 1 ? places[0] : isOneColumn ? whole.map(compared.place(of:)) ?? -1 : -1
    if case .single(let place, .exact) = tests[0], place == keyPlace {
      beginsExact = true
    } else {
      beginsExact = false
    }
  }
}

/// A test with columns by place.
indirect enum CompiledTest: Sendable {
  enum Measure: Sendable {
    case exact
    case jaroWinkler(Double)
    case edits(Int, swaps: Bool)
    case distance(Double)
    case share(Double)
    case overlap(Int)
    case jaccard(Double)
  }

  case single(Int, Measure)
  case swapped(Int, Int)
  case all([CompiledTest])
  case any([CompiledTest])

  init(_ test: Comparison.Test, _ columns: ComparedColumns) {
    switch test {
    case .exact(let part): self = .single(columns.place(of: part), .exact)
    case .jaroWinkler(let part, let least):
      self = .single(columns.place(of: part), .jaroWinkler(least))
    case .levenshtein(let part, let most):
      self = .single(columns.place(of: part), .edits(most, swaps: false))
    case .damerau(let part, let most):
      self = .single(columns.place(of: part), .edits(most, swaps: true))
    case .days(let part, let most), .number(let part, let most):
      self = .single(columns.place(of: part), .distance(most))
    case .share(let part, let most): self = .single(columns.place(of: part), .share(most))
    case .overlap(let part, let least):
      self = .single(columns.place(of: part), .overlap(least))
    case .jaccard(let part, let least):
      self = .single(columns.place(of: part), .jaccard(least))
    case .swapped(let a, let b):
      self = .swapped(columns.place(of: a), columns.place(of: b))
    case .all(let tests): self = .all(tests.map { CompiledTest($0, columns) })
    case .any(let tests): self = .any(tests.map { CompiledTest($0, columns) })
    }
  }

  var places: [Int] {
    switch self {
    case .single(let place, _): [place]
    case .swapped(let a, let b): [a, b]
    case .all(let tests), .any(let tests): tests.flatMap(\.places)
    }
  }
}
