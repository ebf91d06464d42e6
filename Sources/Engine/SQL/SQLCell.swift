internal import Basis
internal import Columns
internal import Storage

/// How a value of a column stands in SQL.
enum SQLCell {
  static func type(of type: ValueType) -> String {
    switch type {
    case .text, .list, .date, .time: "TEXT"
    case .number, .money: "REAL"
    case .integer, .boolean: "INTEGER"
    }
  }

  /// A value to read: amounts in whole units, dates and times as text, lists joined by `, `.
  static func value(_ column: Column, _ row: Int) -> SQLValue {
    guard let value = column.value(at: row) else { return .null }
    switch value {
    case .text(let text): return .text(text)
    case .number(let number): return .real(number)
    case .integer(let number): return .integer(number)
    case .boolean(let isTrue): return .integer(isTrue ? 1 : 0)
    case .list(let texts): return .text(texts.joined(separator: ", "))
    case .date(let date): return .text(date.iso8601)
    case .time(let time): return .text(time.iso8601)
    case .money(let money): return .real(Double(money.minorUnits) / 100)
    }
  }
}

/// One place of a long table: a column, and for a list which of its values.
struct SQLSlot: Sendable {
  let name: String
  let column: Column
  let position: Int

  /// A slot for each value that a row of the column may have.
  static func slots(_ name: String, _ column: Column) -> [SQLSlot] {
    var longest = 1
    if case .list(let list) = column {
      for row in 0..<column.count {
        longest = max(longest, Int(list.starts[row + 1] - list.starts[row]))
      }
    }
    return (0..<longest).map { SQLSlot(name: name, column: column, position: $0) }
  }

  /// The text at a row; nil where it is unknown or no text.
  func text(_ row: Int) -> String? {
    switch column {
    case .text(let column): return column.dictionary[column.codes[row]]
    case .list(let column):
      let index = Int(column.starts[row]) + position
      return index < column.starts[row + 1] ? column.dictionary[column.codes[index]] : nil
    case .whole, .real: return nil
    }
  }

  /// The number at a row as it is stored: amounts in minor units, dates in days.
  func number(_ row: Int) -> SQLValue {
    switch column {
    case .whole(let column):
      column.values[row] == WholeColumn.unknown ? .null : .integer(column.values[row])
    case .real(let column): column.values[row].isNaN ? .null : .real(column.values[row])
    case .text, .list: .null
    }
  }

  func isKnown(_ row: Int) -> Bool { text(row) != nil || number(row) != .null }
}

extension MemoryTable.Column {
  static func number(_ name: String, _ value: @escaping @Sendable (Int) -> Int) -> Self {
    Self(name, "INTEGER") { (row) throws(Fault) in .integer(Int64(value(row))) }
  }

  static func text(_ name: String, _ value: @escaping @Sendable (Int) -> String) -> Self {
    Self(name, "TEXT") { (row) throws(Fault) in .text(value(row)) }
  }
}

extension MemoryTable.Key {
  /// The first column is the row's own number.
  static func unit(count: Int) -> Self { owner(width: 1, count: count) }

  /// Each number of the first column owns `width` rows.
  static func owner(width: Int, count: Int) -> Self {
    Self(column: 0) { (key) throws(Fault) in
      guard key >= 0, key < Int64(count) else { return [] }
      return [Int(key) * width..<(Int(key) + 1) * width]
    }
  }
}

extension MemoryTable {
  /// A table of `owner, name, text, folded, number` with a row for each known value.
  ///
  /// Each owner has `width` places; `slots` are those of an owner's columns and `row` is the
  /// owner's row in them.
  static func long(
    _ name: String, owner: String, owners: @escaping @Sendable () throws(Fault) -> Int,
    slots: @escaping @Sendable (Int) throws(Fault) -> [SQLSlot],
    width: @escaping @Sendable () throws(Fault) -> Int,
    row: @escaping @Sendable (Int) throws(Fault) -> Int
  ) -> MemoryTable {
    @Sendable func place(_ index: Int) throws(Fault) -> (SQLSlot, Int)? {
      let width = try width()
      let slots = try slots(index / width)
      guard index % width < slots.count else { return nil }
      return (slots[index % width], try row(index / width))
    }
    return MemoryTable(
      name,
      columns: [
        Column(owner, "INTEGER") { (index) throws(Fault) in
          .integer(Int64(index / (try width())))
        },
        Column("name", "TEXT") { (index) throws(Fault) in
          .optional(try place(index)?.0.name)
        },
        Column("text", "TEXT") { (index) throws(Fault) in
          .optional(try place(index).flatMap { $0.0.text($0.1) })
        },
        Column("folded", "TEXT") { (index) throws(Fault) in
          .optional(try place(index).flatMap { $0.0.text($0.1) }.map(SimpleFolding.folded))
        },
        Column("number", "NUMERIC") { (index) throws(Fault) in
          try place(index).map { $0.0.number($0.1) } ?? .null
        },
      ],
      keys: [
        Key(column: 0) { (key) throws(Fault) in
          guard key >= 0, key < Int64(try owners()) else { return [] }
          let width = try width()
          return [Int(key) * width..<(Int(key) + 1) * width]
        }
      ], rowCount: { () throws(Fault) in try owners() * (try width()) },
      isPresent: { (index) throws(Fault) in
        try place(index).map { $0.0.isKnown($0.1) } ?? false
      })
  }

  /// A table of `unit, name` with a row for each set a unit is in.
  static func memberships(
    _ table: String, _ names: [String], _ count: Int,
    _ members: @escaping @Sendable (String) throws(Fault) -> UnitSet?
  ) -> MemoryTable {
    let width = max(1, names.count)
    return MemoryTable(
      table, columns: [.number("unit") { $0 / width }, .text("name") { names[$0 % width] }],
      keys: [.owner(width: width, count: count)], rowCount: { names.isEmpty ? 0 : count * width },
      isPresent: { (row) throws(Fault) in
        try members(names[row % width])?.contains(UInt32(row / width)) ?? false
      })
  }
}
