internal import Basis
internal import Columns

/// Counting units by what their events say.
extension SetPlanner {
  /// The events of one type with a column of theirs as classes of texts.
  private struct CodedEvents: Sendable {
    let table: EventTable
    let codes: [UInt32]
  }

  /// Counts units by the values of a field that one event or several have in common.
  func fieldValues(
    _ events: [Name], _ field: Name, within set: DenseSet
  ) throws(Fault) -> [FacetValue] {
    guard let event = events.first else { return [] }
    let classes: [UInt32]
    let dictionary: TextDictionary
    guard case .text(let column) = try self.field(field, of: event) else {
      throw noTexts(in: field)
    }
    // A field has one dictionary in all events.
    dictionary = column.dictionary
    classes = folded(dictionary, "f \(event.text) \(field.text)").classes
    let names = events.map { Printer.name($0) }.joined(separator: " ")
    let name = "\(names).\(Printer.name(field))"
    let last = UInt32(max(0, min(asOf.seconds, Int64(UInt32.max))))
    let counts: (inside: [Int], everyone: [Int])
    if let units = try fieldUnits(events, field, classes, name), units.latest <= last {
      counts = (try inside(units, set), units.sets.map(\.count))
    } else {
      let coded = try coded(events, field)
      counts = (
        try unitCounts(coded, classes, upTo: last, within: set),
        try everyone(coded, classes, upTo: last, name)
      )
    }
    return labelled(counts, dictionary) { text in
      let filter = Filter.test(field, .compare(.equal, Literal(.text(text))))
      let conditions = events.map { Segment.behaviour(Behaviour($0, filter: filter)) }
      return conditions.count == 1 ? conditions[0] : .or(conditions)
    }
  }

  private func noTexts(in field: Name) -> Fault {
    Fault(
      .badSegment, "segment", reason: "\(field) has no texts to count units by",
      remedy: "Choose a field that holds texts")
  }

  private func coded(_ events: [Name], _ field: Name) throws(Fault) -> [CodedEvents] {
    var coded: [CodedEvents] = []
    for event in events {
      let table = try table(event)
      guard case .text(let column) = try self.field(field, of: event) else {
        throw noTexts(in: field)
      }
      coded.append(CodedEvents(table: table, codes: column.codes))
    }
    return coded
  }

  // MARK: Sets by value

  /// Who has ever had each value; nil where there are too many values.
  private func fieldUnits(
    _ events: [Name], _ field: Name, _ classes: [UInt32], _ name: String
  ) throws(Fault) -> FieldUnits? {
    guard classes.count <= FieldUnits.mostValues else { return nil }
    return try audience.derived(
      "units by \(name)",
      bytes: FieldUnits.byteCount(valueCount: classes.count, unitCount: unitCount),
      // One walk over the events makes them all, and counting them is one as well.
      isWorthOnce: true
    ) { () throws(Fault) in
      let coded = try coded(events, field)
      let wordCount = DenseSet.wordCount(unitCount)
      let words = try Parallel.array(of: classes.count * wordCount, filling: UInt64(0)) {
        (words) throws(Fault) in
        try Parallel.forEachPiece(of: unitCount, cancellation) { range in
          for events in coded { Self.mark(events, classes, range, wordCount, words) }
        }
      }
      let sets = classes.indices.map { index in
        DenseSet(words: Array(words[index * wordCount..<(index + 1) * wordCount]), bound: unitCount)
      }
      let latest = coded.reduce(UInt32(0)) { $1.table.times.reduce($0) { max($0, $1) } }
      return FieldUnits(sets: sets, latest: latest)
    }
  }

  private static func mark(
    _ events: CodedEvents, _ classes: [UInt32], _ range: Range<Int>, _ wordCount: Int,
    _ words: Parallel.Output<UInt64>
  ) {
    let (starts, codes) = (events.table.starts.span, events.codes.span)
    let classes = classes.span
    for unit in range {
      let (word, bit) = (unit &>> 6, UInt64(1) &<< UInt64(truncatingIfNeeded: unit & 63))
      for row in Int(starts[unit])..<Int(starts[unit &+ 1]) {
        let index = Int(classes[Int(codes[row])])
        if index != 0 { words[index &* wordCount &+ word] |= bit }
      }
    }
  }

  private func inside(_ units: FieldUnits, _ set: DenseSet) throws(Fault) -> [Int] {
    try Parallel.map(units.sets, cancellation) { $0.count == 0 ? 0 : $0.intersectionCount(set) }
  }

  // MARK: Counting events

  private func everyone(
    _ coded: [CodedEvents], _ classes: [UInt32], upTo last: UInt32, _ name: String
  ) throws(Fault) -> [Int] {
    let key = timedKey("m", "units by \(name)")
    if case .figures(let known) = cache.entry(key) { return known.map { Int($0) } }
    let counts = try unitCounts(coded, classes, upTo: last, within: DenseSet(all: unitCount))
    cache.store(.figures(counts.map { Double($0) }), key)
    return counts
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
