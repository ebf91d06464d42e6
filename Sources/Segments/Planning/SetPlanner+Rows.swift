internal import Basis
internal import Columns

/// Columns, and the rows of them that pass tests.
extension SetPlanner {
  func attribute(_ name: Name, _ test: Test) throws(Fault) -> DenseSet {
    if let found = try rfmUnits(name, test) {
      return test == .known(false) ? found.complement : found
    }
    let column = try column(name)
    let compiled = try compiled(test, for: column, dictionary: "a \(name.text)")
    let set: DenseSet
    if let found = try slicedUnits(name, column, compiled) {
      set = found
    } else {
      set = DenseSet(words: try compiled.rows(of: column, cancellation), bound: unitCount)
    }
    return test == .known(false) ? set.complement : set
  }

  func column(_ name: Name) throws(Fault) -> Column {
    var column = try audience.attribute(name.text)
    if column == nil { column = try rfmColumn(name) }
    return try found(column, "attribute", name, audience.vocabulary.attributeNames)
  }

  func table(_ event: Name) throws(Fault) -> EventTable {
    let table = try audience.eventFrame(event.text)
    return try found(table, "event", event, Array(audience.vocabulary.events.keys))
  }

  /// A field's column; nil for what is made from the time, and for a source that no row tells.
  func field(_ name: Name, of event: Name) throws(Fault) -> Column? {
    if name.text != "source", FieldType.builtIn[name.text] != nil { return nil }
    if let column = try audience.eventField(name.text, of: event.text) { return column }
    if name.text == "source" { return nil }
    if let column = try audience.sessionField(name.text, of: event.text) { return column }
    throw missing("field of \(event)", name, audience.vocabulary.fieldNames(of: event.text))
  }

  /// The dictionary of a column, folded; `key` names the column.
  ///
  /// A sample's columns have the dictionaries of the whole.
  func folded(_ dictionary: TextDictionary, _ key: String) throws(Fault) -> FoldedDictionary {
    try audience.whole.derived(
      "folded \(key)", bytes: FoldedDictionary.byteCount(of: dictionary), isWorthOnce: true,
      { FoldedDictionary(dictionary) }) ?? FoldedDictionary(dictionary)
  }

  /// For each code of a dictionary, the code of the first text that folds to the same.
  func classes(of dictionary: TextDictionary, _ key: String) throws(Fault) -> [UInt32] {
    func classes() throws(Fault) -> CodeClasses { try folded(dictionary, key).classes() }
    let kept = try audience.whole.derived(
      "classes \(key)", bytes: dictionary.texts.count * 4, isWorthOnce: true, classes)
    return if let kept { kept.classes } else { try classes().classes }
  }

  /// What a loop over a column has to look at; for `known(false)` it finds what is known.
  private func compiled(
    _ test: Test, for column: Column, dictionary key: String
  ) throws(Fault) -> RowTest {
    let compiler = TestCompiler(calendar: calendar)
    switch column {
    case .text(let texts):
      return try compiler.text(
        test, folded(texts.dictionary, key), isList: false, cancellation)
    case .list(let lists):
      return try compiler.text(test, folded(lists.dictionary, key), isList: true, cancellation)
    case .whole(let values): return try compiler.whole(test, values.kind)
    case .real: return try compiler.real(test)
    }
  }

  // MARK: Filters

  /// One bit for each row of an event's table that passes a filter; nil where there is no filter.
  func rows(_ filter: Filter?, _ event: Name, _ table: EventTable) throws(Fault) -> [UInt64]? {
    guard let filter else { return nil }
    let key = timelessKey("r", "\(Printer.name(event)) \(Printer.filter(filter))")
    if case .rows(let known) = cache.entry(key) { return known }
    let rows = try computedRows(filter, event, table)
    cache.store(.rows(rows), key)
    return rows
  }

  private func computedRows(
    _ filter: Filter, _ event: Name, _ table: EventTable
  ) throws(Fault) -> [UInt64] {
    switch filter {
    case .test(let name, let test): return try fieldRows(name, test, event, table)
    case .all(let parts): return try joined(parts, event, table) { $0 & $1 }
    case .any(let parts): return try joined(parts, event, table) { $0 | $1 }
    }
  }

  private func joined(
    _ parts: [Filter], _ event: Name, _ table: EventTable, _ combine: (UInt64, UInt64) -> UInt64
  ) throws(Fault) -> [UInt64] {
    var result: [UInt64]?
    for part in parts {
      guard let next = try rows(part, event, table) else { continue }
      if let before = result {
        result = zip(before, next).map(combine)
      } else {
        result = next
      }
    }
    return result ?? []
  }

  private func fieldRows(
    _ name: Name, _ test: Test, _ event: Name, _ table: EventTable
  ) throws(Fault) -> [UInt64] {
    let rows: [UInt64]
    if let column = try field(name, of: event) {
      let key = "f \(event.text) \(name.text)"
      rows = try compiled(test, for: column, dictionary: key).rows(of: column, cancellation)
    } else {
      rows = try builtInRows(name, test, table)
    }
    return test == .known(false) ? rows.map { ~$0 } : rows
  }

  private func builtInRows(
    _ name: Name, _ test: Test, _ table: EventTable
  ) throws(Fault) -> [UInt64] {
    let compiler = TestCompiler(calendar: calendar)
    let compiled: RowTest
    let hand: ClockValues.Hand
    switch name.text {
    case "date": (compiled, hand) = (try compiler.whole(test, .date), .second)
    case "hour": (compiled, hand) = (try compiler.whole(test, .integer), .hour)
    case "weekday": (compiled, hand) = (try compiler.weekday(test), .weekday)
    default: return [UInt64](repeating: 0, count: DenseSet.wordCount(table.rowCount))
    }
    guard case .whole(var ranges) = compiled else { return [] }
    // Days become stretches of seconds, so that no row's day has to be found.
    if hand == .second { ranges = ranges.compactMap { secondsOfDays($0) } }
    let values = ClockValues(times: table.times, calendar: calendar, hand: hand)
    return try RowTest.bits(table.rowCount, within: ranges, cancellation, values)
  }

  private func secondsOfDays(_ days: ClosedRange<Int64>) -> ClosedRange<Int64>? {
    let dayOfLastSecond = calendar.day(of: Int64(UInt32.max))
    guard days.upperBound >= 0 || days.lowerBound >= -1, days.lowerBound <= dayOfLastSecond else {
      return nil
    }
    let low = days.lowerBound < 0 ? 0 : calendar.start(ofDay: days.lowerBound)
    let high =
      days.upperBound > dayOfLastSecond
      ? Int64(UInt32.max) : calendar.start(ofDay: days.upperBound + 1) - 1
    return low <= high ? low...high : nil
  }
}
