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
    _ events: [Name], _ field: Name, within set: DenseSet, _ choice: FacetChoice
  ) throws(Fault) -> FacetValues {
    guard let event = events.first else { return FacetValues([]) }
    let classes: [UInt32]
    let dictionary: TextDictionary
    guard case .text(let column) = try self.field(field, of: event) else {
      throw noTexts(in: field)
    }
    // A field has one dictionary in all events.
    dictionary = column.dictionary
    classes = try self.classes(of: dictionary, "f \(event.text) \(field.text)")
    let names = events.map { Printer.name($0) }.joined(separator: " ")
    let name = "\(names).\(Printer.name(field))"
    let last = UInt32(max(0, min(asOf.seconds, Int64(UInt32.max))))
    let counts: (inside: [Int], everyone: [Int])
    if classes.count <= FieldUnits.mostValues {
      let units = try fieldUnits(events, field, classes, name, upTo: last)
      counts = (try inside(units, set), units.sets.map(\.count))
    } else {
      let coded = try events.map { (event) throws(Fault) in try self.coded(event, field) }
      counts = (
        try unitCounts(coded, classes, upTo: last, within: set),
        try everyone(coded, classes, upTo: last, name)
      )
    }
    return labelled(counts, dictionary, choice) { text in
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

  private func coded(_ event: Name, _ field: Name) throws(Fault) -> CodedEvents {
    let table = try table(event)
    guard case .text(let column) = try self.field(field, of: event) else {
      throw noTexts(in: field)
    }
    return CodedEvents(table: table, codes: column.codes)
  }

  // MARK: Sets by value

  /// Who has had each value up to an instant.
  ///
  /// One walk over the events makes the sets of all values, and counting the events is one as well.
  private func fieldUnits(
    _ events: [Name], _ field: Name, _ classes: [UInt32], _ name: String, upTo last: UInt32
  ) throws(Fault) -> FieldUnits {
    let bytes = FieldUnits.byteCount(valueCount: classes.count, unitCount: unitCount)
    let kept = try audience.derived("units by \(name)", bytes: bytes, isWorthOnce: true) {
      () throws(Fault) in try fieldUnits(events, field, classes, upTo: .max)
    }
    if let kept, kept.latest <= last { return kept }
    return try fieldUnits(events, field, classes, upTo: last)
  }

  private func fieldUnits(
    _ events: [Name], _ field: Name, _ classes: [UInt32], upTo last: UInt32
  ) throws(Fault) -> FieldUnits {
    let wordCount = DenseSet.wordCount(unitCount)
    var latest: UInt32 = 0
    let words = try Parallel.array(of: classes.count * wordCount, filling: UInt64(0)) {
      (words) throws(Fault) in
      // One type after the other, so that their columns need not be in memory at once.
      for event in events {
        let coded = try coded(event, field)
        latest = coded.table.times.reduce(latest) { max($0, $1) }
        try Parallel.forEachPiece(of: unitCount, cancellation) { range in
          Self.mark(coded, classes, upTo: last, range, wordCount, words)
        }
      }
    }
    let sets = classes.indices.map { index in
      DenseSet(words: Array(words[index * wordCount..<(index + 1) * wordCount]), bound: unitCount)
    }
    return FieldUnits(sets: sets, latest: latest)
  }

  private static func mark(
    _ events: CodedEvents, _ classes: [UInt32], upTo last: UInt32, _ range: Range<Int>,
    _ wordCount: Int, _ words: Parallel.Output<UInt64>
  ) {
    let (starts, codes) = (events.table.starts.span, events.codes.span)
    let (times, classes) = (events.table.times.span, classes.span)
    for unit in range {
      let (word, bit) = (unit &>> 6, UInt64(1) &<< UInt64(truncatingIfNeeded: unit & 63))
      for row in Int(starts[unit])..<Int(starts[unit &+ 1]) {
        guard times[row] <= last else { break }
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
