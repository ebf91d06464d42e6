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
  private let tests: [[CompiledTest]]
  /// The columns of each comparison, by place.
  private let places: [[Int]]
  private var similarity = TextSimilarity()
  private var keys: [UInt64]
  private var answers: [UInt8]
  private static let cacheBits: UInt64 = 15

  init(_ compared: ComparedColumns, _ comparisons: [Comparison]) {
    self.compared = compared
    tests = comparisons.map { $0.levels.map { CompiledTest($0.test, compared) } }
    places = tests.map { Set($0.flatMap(\.places)).sorted() }
    keys = [UInt64](repeating: .max, count: comparisons.count << Int(Self.cacheBits))
    answers = [UInt8](repeating: 0, count: keys.count)
  }

  var comparisonCount: Int { tests.count }

  /// The level of one comparison; -1 where it says nothing.
  mutating func level(_ comparison: Int, _ a: Int, _ b: Int) -> Int {
    guard isKnown(comparison, a, b) else { return -1 }
    guard places[comparison].count <= 2 else { return compute(comparison, a, b) }
    // Codes of up to two columns on both sides make one word; a comparison is remembered only where
    // they fit, because then the word is the pair.
    var key: UInt64 = 0
    let width: UInt64 = places[comparison].count == 1 ? 32 : 16
    for place in places[comparison] {
      let codes = compared.columns[place].column.codes
      let (first, second) = (UInt64(codes[a]), UInt64(codes[b]))
      guard max(first, second) >> width == 0 else { return compute(comparison, a, b) }
      key = key << (2 * width) | first << width | second
    }
    let slot =
      comparison << Int(Self.cacheBits) | Int(Hash64.mixed(key) >> (64 - Self.cacheBits))
    if keys[slot] == key { return Int(answers[slot]) }
    let level = compute(comparison, a, b)
    (keys[slot], answers[slot]) = (key, UInt8(level))
    return level
  }

  private func isKnown(_ comparison: Int, _ a: Int, _ b: Int) -> Bool {
    places[comparison].contains { place in
      let codes = compared.columns[place].column.codes
      return codes[a] != 0 && codes[b] != 0
    }
  }

  private mutating func compute(_ comparison: Int, _ a: Int, _ b: Int) -> Int {
    for level in tests[comparison].indices where holds(tests[comparison][level], a, b) {
      return level
    }
    return tests[comparison].count
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
      let codes = compared.columns[place].column.codes
      let (first, second) = (codes[a], codes[b])
      guard first != 0, second != 0 else { return false }
      return holds(measure, place, first, second)
    }
  }

  private mutating func holds(
    _ measure: CompiledTest.Measure, _ place: Int, _ a: UInt32, _ b: UInt32
  ) -> Bool {
    let column = compared.columns[place]
    switch measure {
    case .exact: return a == b
    case .jaroWinkler(let least):
      let all = column.column.scalars.span
      return similarity.jaroWinkler(
        all.extracting(column.column.range(of: a)), all.extracting(column.column.range(of: b)))
        >= least
    case .edits(let limit, let swaps):
      let all = column.column.scalars.span
      return similarity.edits(
        all.extracting(column.column.range(of: a)), all.extracting(column.column.range(of: b)),
        limit: limit, swaps: swaps) <= limit
    case .distance(let most): return abs(column.numbers[Int(a)] - column.numbers[Int(b)]) <= most
    case .share(let most):
      let (x, y) = (column.numbers[Int(a)], column.numbers[Int(b)])
      return abs(x - y) <= most * max(abs(x), abs(y))
    case .overlap(let least): return common(column, a, b).both >= least
    case .jaccard(let least):
      let (both, either) = common(column, a, b)
      return either > 0 && Double(both) / Double(either) >= least
    }
  }

  private func common(_ column: ComparedColumn, _ a: UInt32, _ b: UInt32) -> (
    both: Int, either: Int
  ) {
    let (x, y) = (column.lists[Int(a)], column.lists[Int(b)])
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
