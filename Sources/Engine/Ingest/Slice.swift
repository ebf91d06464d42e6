internal import Basis
internal import Columns
internal import Intake

/// A bounded part of a batch: rows until there are enough to sort and write.
struct Slice {
  let number: Int
  /// One key an accepted row.
  var keys: [UInt64] = []
  var events = EventSlice()
  /// Which accepted row each event is.
  var eventRows: [UInt32] = []
  var facts: [String: FactSlice] = [:]

  /// How many accepted rows a slice holds before it is written; it bounds memory.
  static let fullRows = 4_000_000
  private static let large = 100_000
  /// A slice is written once it is full, which the block that fills it may exceed.
  private static let room = fullRows + large
  private var isRoomy = false

  init(number: Int, plan: RowPlan) {
    self.number = number
    for (name, type) in zip(plan.fieldNames, plan.fieldTypes) {
      events.fields[name] = ValueBuffer(emptyFor: type)
    }
    for (name, type) in zip(plan.attributeNames, plan.attributeTypes) {
      facts[name] = FactSlice(values: ValueBuffer(emptyFor: type))
    }
  }

  /// Appends the values of the events from `first` on; those without a value behind the last known
  /// one need not be there.
  ///
  /// A field that no event has stays empty, and costs nothing.
  mutating func append(_ values: ValueBuffer, toField name: String, from first: Int) {
    guard values.count > 0, var field = events.fields.removeValue(forKey: name) else { return }
    if isRoomy { field.reserve(Self.room) }
    field.pad(to: first)
    field.append(contentsOf: values)
    events.fields[name] = field
  }

  /// Fills up the fields that some event has.
  mutating func complete() {
    let count = events.count
    for name in Array(events.fields.keys) where events.fields[name]?.count != 0 {
      events.fields[name]?.pad(to: count)
    }
  }

  /// Gives a slice that has become large the room of a full one, so that its columns are not copied
  /// again and again while they grow; memory that stays empty is never touched.
  mutating func makeRoom() {
    guard !isRoomy, keys.count >= Self.large else { return }
    isRoomy = true
    keys.reserveCapacity(Self.room)
    events.nodes.reserveCapacity(Self.room)
    events.times.reserveCapacity(Self.room)
    events.types.reserveCapacity(Self.room)
    events.bots.reserveCapacity(Self.room)
    eventRows.reserveCapacity(Self.room)
  }

  mutating func append(
    nodes: [UInt32], times: [UInt32], values: ValueBuffer, toAttribute name: String
  ) {
    facts[name]?.nodes += nodes
    facts[name]?.times += times
    facts[name]?.values.append(contentsOf: values)
  }

  /// The rows by key and then by arrival.
  func sortedKeys() -> (keys: [UInt64], rows: [UInt32]) {
    var sorted = keys
    var rows = (0..<UInt32(keys.count)).map { $0 }
    RadixSort.sort(&sorted, carrying: &rows)
    return (sorted, rows)
  }

  /// The events whose rows are no duplicates, in the order of arrival.
  func keptEvents(_ isDuplicate: [Bool]) -> [UInt32] {
    var kept: [UInt32] = []
    kept.reserveCapacity(eventRows.count)
    for (event, row) in eventRows.enumerated() where !isDuplicate[Int(row)] {
      kept.append(UInt32(event))
    }
    return kept
  }

  /// Marks every row whose key an earlier row of the slice has.
  static func markRepeats(_ keys: [UInt64], _ rows: [UInt32], in duplicates: inout [Bool]) {
    for index in keys.indices.dropFirst() where keys[index] == keys[index - 1] {
      duplicates[Int(rows[index])] = true
    }
  }
}
