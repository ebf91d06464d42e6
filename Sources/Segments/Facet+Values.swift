internal import Basis
internal import Columns

/// Counting units by the values that they have.
extension SetPlanner {
  /// Distinct whole values up to this many are shown one by one, more of them in ranges.
  private static let mostDistinct = 64
  private static let rangeCount = 10

  func attributeValues(_ name: Name, within set: DenseSet) throws(Fault) -> [FacetValue] {
    switch try column(name) {
    case .text(let column):
      let counts = counts(column.codes, column.dictionary, "a \(name.text)", within: set)
      return labelled(counts, column.dictionary) {
        .attribute(name, .compare(.equal, Literal(.text($0))))
      }
    case .list(let column):
      let counts = counts(lists: column, "a \(name.text)", within: set)
      return labelled(counts, column.dictionary) {
        .attribute(name, .compare(.equal, Literal(.text($0))))
      }
    case .whole(let column): return try wholeValues(name, column, within: set)
    case .real(let column):
      let known = Self.sample(of: column.values) { !$0.isNaN }
      let bounds = Self.quantiles(known)
      return try ranges(name, bounds, within: set) { DecimalNumber($0.plainText) }
    }
  }

  // MARK: Texts

  /// For each code, units within and units at all; spellings that fold alike count as the first.
  private typealias CodeCounts = (inside: [Int], everyone: [Int])

  private func counts(
    _ codes: [UInt32], _ dictionary: TextDictionary, _ key: String, within set: DenseSet
  ) -> CodeCounts {
    let classes = folded(dictionary, key).classes
    var everyone = [Int](repeating: 0, count: classes.count)
    for code in codes { everyone[Int(code)] &+= 1 }
    var inside = [Int](repeating: 0, count: classes.count)
    set.forEachMember { unit in
      inside[Int(codes[unit])] &+= 1
      return true
    }
    return (Self.gathered(inside, classes), Self.gathered(everyone, classes))
  }

  private func counts(
    lists column: ListColumn, _ key: String, within set: DenseSet
  ) -> CodeCounts {
    let classes = folded(column.dictionary, key).classes
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

  private func labelled(
    _ counts: CodeCounts, _ dictionary: TextDictionary, _ condition: (String) -> Segment
  ) -> [FacetValue] {
    dictionary.texts.indices.compactMap { index in
      guard counts.everyone[index + 1] > 0 else { return nil }
      let text = dictionary.texts[index]
      return FacetValue(
        label: text, inside: counts.inside[index + 1], everyone: counts.everyone[index + 1],
        condition: condition(text))
    }
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

  // MARK: Fields

  /// The events of one type with a column of theirs as classes of texts.
  private struct CodedEvents: Sendable {
    let table: EventTable
    let codes: [UInt32]
  }

  /// Counts units by the values of a field that one event or several have in common.
  func fieldValues(
    _ events: [Name], _ field: Name, within set: DenseSet
  ) throws(Fault) -> [FacetValue] {
    var coded: [CodedEvents] = []
    var dictionary: TextDictionary?
    for event in events {
      let table = try table(event)
      guard case .text(let column) = try self.field(field, of: event) else {
        throw Fault(
          .badSegment, "segment", reason: "\(field) has no texts to count units by",
          remedy: "Choose a field that holds texts")
      }
      dictionary = column.dictionary
      coded.append(CodedEvents(table: table, codes: column.codes))
    }
    // A field has one dictionary in all events.
    guard let dictionary, let event = events.first else { return [] }
    let classes = folded(dictionary, "f \(event.text) \(field.text)").classes
    let seen = UInt32(max(0, min(asOf.seconds, Int64(UInt32.max))))
    let inside = try unitCounts(coded, classes, upTo: seen, within: set)
    let names = events.map { Printer.name($0) }.joined(separator: " ")
    let key = timedKey("m", "units by \(names).\(Printer.name(field))")
    let everyone: [Int]
    if case .figures(let known) = cache.entry(key) {
      everyone = known.map { Int($0) }
    } else {
      everyone = try unitCounts(coded, classes, upTo: seen, within: DenseSet(all: unitCount))
      cache.store(.figures(everyone.map { Double($0) }), key)
    }
    return labelled((inside, everyone), dictionary) { text in
      let filter = Filter.test(field, .compare(.equal, Literal(.text(text))))
      let conditions = events.map { Segment.behaviour(Behaviour($0, filter: filter)) }
      return conditions.count == 1 ? conditions[0] : .or(conditions)
    }
  }

  /// For each class of codes, how many of the units have had it at least once.
  private func unitCounts(
    _ coded: [CodedEvents], _ classes: [UInt32], upTo last: UInt32, within set: DenseSet
  ) throws(Fault) -> [Int] {
    let classes = classes.span
    let words = set.words.span
    return try Parallel.sums(classes.count, over: words.count, cancellation) { range, counts in
      // The unit that was counted last for each class, so that it is counted once.
      var counted = [Int](repeating: -1, count: classes.count)
      for word in range {
        var left = words[word]
        while left != 0 {
          let unit = word &<< 6 | left.trailingZeroBitCount
          left &= left &- 1
          for events in coded {
            let starts = events.table.starts.span
            let times = events.table.times.span
            let codes = events.codes.span
            for row in Int(starts[unit])..<Int(starts[unit &+ 1]) {
              guard times[row] <= last else { break }
              let index = Int(classes[Int(codes[row])])
              if counted[index] != unit {
                counted[index] = unit
                counts[index] &+= 1
              }
            }
          }
        }
      }
    }
  }
}
