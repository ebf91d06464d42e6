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

  init(number: Int, plan: RowPlan) {
    self.number = number
    for (name, type) in zip(plan.fieldNames, plan.fieldTypes) {
      events.fields[name] = ValueBuffer(emptyFor: type)
    }
    for (name, type) in zip(plan.attributeNames, plan.attributeTypes) {
      facts[name] = FactSlice(values: ValueBuffer(emptyFor: type))
    }
  }

  mutating func append(_ values: ValueBuffer, toField name: String) {
    events.fields[name]?.append(contentsOf: values)
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

  /// Marks every row whose key an earlier row of the slice has.
  static func markRepeats(_ keys: [UInt64], _ rows: [UInt32], in duplicates: inout [Bool]) {
    for index in keys.indices.dropFirst() where keys[index] == keys[index - 1] {
      duplicates[Int(rows[index])] = true
    }
  }
}
