internal import Basis
internal import Columns

/// Counting units by the values that they have.
extension SetPlanner {
  /// Distinct whole values up to this many are shown one by one, more of them in ranges.
  private static let mostDistinct = 64
  private static let rangeCount = 10

  func attributeValues(
    _ name: Name, within set: DenseSet, _ choice: FacetChoice
  ) throws(Fault) -> FacetValues {
    switch try column(name) {
    case .text(let column):
      let counts = try counts(name, column, within: set)
      return labelled(counts, column.dictionary, choice) {
        .attribute(name, .compare(.equal, Literal(.text($0))))
      }
    case .list(let column):
      let counts = try counts(lists: column, "a \(name.text)", within: set)
      return labelled(counts, column.dictionary, choice) {
        .attribute(name, .compare(.equal, Literal(.text($0))))
      }
    case .whole(let column): return FacetValues(try wholeValues(name, column, within: set))
    case .real(let column):
      let known = Self.sample(of: column.values) { !$0.isNaN }
      let bounds = Self.quantiles(known)
      return FacetValues(
        try ranges(name, bounds, within: set) { DecimalNumber($0.plainText) })
    }
  }

  // MARK: Texts

  /// For each code, units within and units at all; spellings that fold alike count as the first.
  typealias CodeCounts = (inside: [Int], everyone: [Int])

  private func counts(
    _ name: Name, _ column: TextColumn, within set: DenseSet
  ) throws(Fault) -> CodeCounts {
    let classes = try classes(of: column.dictionary, "a \(name.text)")
    func everyone() throws(Fault) -> [Int] {
      try codeCounts(column, classes.count, within: DenseSet(all: unitCount))
    }
    let kept = try audience.derived(
      "units by \(name.text)", bytes: classes.count * 8, isWorthOnce: true
    ) { () throws(Fault) in CodeCounters(counts: try everyone()) }
    let all = if let kept { kept.counts } else { try everyone() }
    let inside = try codeCounts(column, classes.count, within: set)
    return (Self.gathered(inside, classes), Self.gathered(all, classes))
  }

  /// How many of the units have each code.
  private func codeCounts(
    _ column: TextColumn, _ codeCount: Int, within set: DenseSet
  ) throws(Fault) -> [Int] {
    let (codes, words) = (column.codes.span, set.words.span)
    // A counter for each core and each of very many codes would take longer to add up than to fill.
    guard codeCount <= 65_536 else {
      var counts = [Int](repeating: 0, count: codeCount)
      set.forEachMember { unit in
        counts[Int(codes[unit])] &+= 1
        return true
      }
      return counts
    }
    return try Parallel.sums(codeCount, over: words.count, cancellation) { range, counts in
      for word in range {
        var left = words[word]
        while left != 0 {
          counts[Int(codes[word &<< 6 | left.trailingZeroBitCount])] &+= 1
          left &= left &- 1
        }
      }
    }
  }

  private func counts(
    lists column: ListColumn, _ key: String, within set: DenseSet
  ) throws(Fault) -> CodeCounts {
    let classes = try classes(of: column.dictionary, key)
    var (inside, everyone) = (
      [Int](repeating: 0, count: classes.count), [Int](repeating: 0, count: classes.count)
    )
    for unit in 0..<max(0, column.starts.count - 1) {
      let range = Int(column.starts[unit])..<Int(column.starts[unit + 1])
      let isInside = set.contains(unit)
      for code in Set(range.map { classes[Int(column.codes[$0])] }) {
        everyone[Int(code)] += 1
        if isInside { inside[Int(code)] += 1 }
      }
    }
    return (inside, everyone)
  }

  private static func gathered(_ counts: [Int], _ classes: [UInt32]) -> [Int] {
    var gathered = [Int](repeating: 0, count: counts.count)
    for (code, count) in counts.enumerated() { gathered[Int(classes[code])] += count }
    return gathered
  }

  /// The values that anybody has, or of very many those that come first.
  func labelled(
    _ counts: CodeCounts, _ dictionary: TextDictionary, _ choice: FacetChoice,
    _ condition: (String) -> Segment
  ) -> FacetValues {
    let present = dictionary.texts.indices.filter { counts.everyone[$0 + 1] > 0 }
    let chosen = choice.first(of: present, counts, dictionary)
    let values = chosen.map { index in
      let text = dictionary.texts[index]
      return FacetValue(
        label: text, inside: counts.inside[index + 1], everyone: counts.everyone[index + 1],
        condition: condition(text))
    }
    return FacetValues(values, of: present.count)
  }

  // MARK: Numbers

  private func wholeValues(
    _ name: Name, _ column: WholeColumn, within set: DenseSet
  ) throws(Fault) -> [FacetValue] {
    if let counts = Self.countedValues(column.values, set) {
      return counts.compactMap { value, inside, everyone in
        guard let literal = Self.literal(value, column.kind) else { return nil }
        return FacetValue(
          label: literal.asText, inside: inside, everyone: everyone,
          condition: .attribute(name, .compare(.equal, literal)))
      }
    }
    let known = Self.sample(of: column.values) { $0 != WholeColumn.unknown }
    let bounds = Self.quantiles(known)
    var found: [FacetValue] = []
    for (index, ends) in zip(bounds, bounds.dropFirst()).enumerated() {
      // Every range but the last ends below the next one's beginning.
      let high = index + 2 == bounds.count ? ends.1 : ends.1 - 1
      guard let low = Self.literal(ends.0, column.kind), let top = Self.literal(high, column.kind)
      else { continue }
      let condition = Segment.attribute(name, .between(low, top))
      let units = try units(condition)
      found.append(
        FacetValue(
          label: "\(low.asText) – \(top.asText)", inside: units.intersectionCount(set),
          everyone: units.count, condition: condition))
    }
    return found
  }

  /// Each value with its units, ascending; nil where there are too many to show one by one.
  private static func countedValues(
    _ values: [Int64], _ set: DenseSet
  ) -> [(value: Int64, inside: Int, everyone: Int)]? {
    var (low, high) = (Int64.max, Int64.min)
    for value in values where value != WholeColumn.unknown {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return [] }
    // A wide range with few values in it is rare, and shown in ranges, too.
    guard high.subtractingReportingOverflow(low).partialValue.magnitude < 4_096 else { return nil }
    let width = Int(high - low) + 1
    var (inside, everyone) = (
      [Int](repeating: 0, count: width), [Int](repeating: 0, count: width)
    )
    for value in values where value != WholeColumn.unknown { everyone[Int(value &- low)] &+= 1 }
    set.forEachMember { unit in
      let value = values[unit]
      if value != WholeColumn.unknown { inside[Int(value &- low)] &+= 1 }
      return true
    }
    let present = everyone.indices.filter { everyone[$0] > 0 }
    guard present.count <= mostDistinct else { return nil }
    return present.map { (low + Int64($0), inside[$0], everyone[$0]) }
  }

  /// Some ten thousand known values from all over a column, in order; ranges need no more.
  private static func sample<Value: Comparable>(
    of values: [Value], _ isKnown: (Value) -> Bool
  ) -> [Value] {
    let step = max(1, values.count / 10_000)
    let drawn = stride(from: 0, to: values.count, by: step).map { values[$0] }.filter(isKnown)
    guard step > 1, let first = drawn.first else { return drawn.sorted() }
    // The ends are sought among all values, so that the ranges hold every one.
    var (low, high) = (first, first)
    for value in values where isKnown(value) { (low, high) = (min(low, value), max(high, value)) }
    return [low] + drawn.sorted() + [high]
  }

  /// The ends of ranges that hold about as many values each, without repetition.
  private static func quantiles<Value: Comparable>(_ sorted: [Value]) -> [Value] {
    guard let last = sorted.last else { return [] }
    var bounds: [Value] = []
    for index in 0..<rangeCount {
      let bound = sorted[index * sorted.count / rangeCount]
      if bound != bounds.last { bounds.append(bound) }
    }
    if bounds.last != last || bounds.count == 1 { bounds.append(last) }
    return bounds
  }

  private func ranges(
    _ name: Name, _ bounds: [Double], within set: DenseSet,
    _ number: (Double) -> DecimalNumber?
  ) throws(Fault) -> [FacetValue] {
    var found: [FacetValue] = []
    for (index, ends) in zip(bounds, bounds.dropFirst()).enumerated() {
      guard let low = number(ends.0), let high = number(ends.1) else { continue }
      let isLast = index + 2 == bounds.count
      let condition = Segment.and([
        .attribute(name, .compare(.greaterOrEqual, Literal(.number(low)))),
        .attribute(name, .compare(isLast ? .lessOrEqual : .less, Literal(.number(high)))),
      ])
      let units = try units(condition)
      found.append(
        FacetValue(
          label: "\(low.text) – \(high.text)", inside: units.intersectionCount(set),
          everyone: units.count, condition: condition))
    }
    return found
  }

  private static func literal(_ value: Int64, _ kind: WholeColumn.Kind) -> Literal? {
    switch kind {
    case .integer: return Literal(.number(DecimalNumber(Int(value))))
    case .boolean: return Literal(.boolean(value == 1))
    case .date: return Literal(.moment(.day(CivilDate(daysSinceEpoch: Int(value)))))
    case .time:
      let (day, second) = value.dividedByFloor(86_400)
      let time = CivilTime(secondOfDay: Int(second))
      return Literal(.moment(.utc(CivilDate(daysSinceEpoch: Int(day)), time)))
    case .money(let places):
      let digits = padded(Int(value.magnitude), places + 1)
      let point = digits.index(digits.endIndex, offsetBy: -places)
      let text = places == 0 ? digits : "\(digits[..<point]).\(digits[point...])"
      return DecimalNumber((value < 0 ? "-" : "") + text).map { Literal(.number($0)) }
    }
  }
}

/// How many units have each code of an attribute.
private struct CodeCounters: DerivedData {
  let counts: [Int]
  var byteCount: Int { counts.count * 8 }
}
