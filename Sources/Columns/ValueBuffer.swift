package import Basis

/// The values of one field while a slice is being filled, and how they lie in a run.
///
/// Each kind has one value that means unknown: code 0, `WholeColumn.unknown`, NaN, an empty list.
package enum ValueBuffer: Sendable {
  case codes([UInt32])
  case whole([Int64])
  case real([Double])
  case lists(starts: [UInt32], codes: [UInt32])

  package var count: Int {
    switch self {
    case .codes(let values): values.count
    case .whole(let values): values.count
    case .real(let values): values.count
    case .lists(let starts, _): starts.count - 1
    }
  }

  /// Tells whether any of the rows has a known value.
  package func hasKnown(in rows: some Sequence<Int>) -> Bool {
    switch self {
    case .codes(let values): rows.contains { values[$0] != 0 }
    case .whole(let values): rows.contains { values[$0] != WholeColumn.unknown }
    case .real(let values): rows.contains { !values[$0].isNaN }
    case .lists(let starts, _): rows.contains { starts[$0] != starts[$0 + 1] }
    }
  }

  /// Writes the values of `rows`, in that order, under `name`.
  package func write(_ rows: some Collection<UInt32>, to run: inout RunWriter, as name: String) {
    switch self {
    case .codes(let values):
      run.add(name + "/codes", rows.map { values[Int($0)] })
    case .whole(let values):
      var least = Int64.max
      for row in rows where values[Int(row)] != WholeColumn.unknown {
        least = min(least, values[Int(row)])
      }
      // Known values become 1 and up above the least one, so that the unknown packs into 0.
      let base = least == .max ? 0 : least &- 1
      run.add(name + "/base", [base])
      run.add(
        name + "/whole",
        rows.map { values[Int($0)] == WholeColumn.unknown ? 0 : values[Int($0)] &- base })
    case .real(let values):
      run.add(name + "/real", reals: rows.map { values[Int($0)] })
    case .lists(let starts, let codes):
      run.add(name + "/lengths", rows.map { starts[Int($0) + 1] - starts[Int($0)] })
      run.add(
        name + "/items",
        rows.flatMap { codes[Int(starts[Int($0)])..<Int(starts[Int($0) + 1])] })
    }
  }

  /// Reads back what `write` wrote; nil where the run has no such field.
  package static func read(_ name: String, from run: RunFile) throws(Fault) -> ValueBuffer? {
    if run.has(name + "/codes") { return .codes(try run.numbers(name + "/codes")) }
    if run.has(name + "/real") { return .real(try run.reals(name + "/real")) }
    if run.has(name + "/whole") {
      guard let base = try run.integers(name + "/base").first else {
        throw run.damage("the base of \(name) is missing")
      }
      var values = try run.integers(name + "/whole")
      for row in values.indices {
        values[row] = values[row] == 0 ? WholeColumn.unknown : values[row] &+ base
      }
      return .whole(values)
    }
    guard run.has(name + "/lengths") else { return nil }
    let items = try run.numbers(name + "/items")
    var starts: [UInt32] = [0]
    var end = 0
    for length in try run.numbers(name + "/lengths") {
      end += Int(length)
      guard end <= items.count else { throw run.damage("the lists of \(name) are cut off") }
      starts.append(UInt32(end))
    }
    return .lists(starts: starts, codes: items)
  }
}

extension ValueBuffer {
  /// An empty buffer for values of a type.
  package init(emptyFor type: ValueType) {
    switch type {
    case .text: self = .codes([])
    case .number: self = .real([])
    case .integer, .boolean, .date, .time, .money: self = .whole([])
    case .list: self = .lists(starts: [0], codes: [])
    }
  }

  /// Appends values of the same kind; another kind is a programmer's mistake.
  package mutating func append(contentsOf other: ValueBuffer) {
    // Taking the array out of `self` before it grows keeps it unshared, so nothing is copied.
    switch (self, other) {
    case (.codes(var values), .codes(let more)):
      self = .codes([])
      values += more
      self = .codes(values)
    case (.whole(var values), .whole(let more)):
      self = .whole([])
      values += more
      self = .whole(values)
    case (.real(var values), .real(let more)):
      self = .real([])
      values += more
      self = .real(values)
    case (.lists(var starts, var codes), .lists(let moreStarts, let moreCodes)):
      self = .codes([])
      let base = UInt32(codes.count)
      starts += moreStarts.dropFirst().map { base + $0 }
      codes += moreCodes
      self = .lists(starts: starts, codes: codes)
    default: preconditionFailure("values of two kinds in one column")
    }
  }
}

extension ValueBuffer {
  /// Gives rows up to `count` the unknown value.
  package mutating func pad(to count: Int) {
    let missing = count - self.count
    guard missing > 0 else { return }
    switch self {
    case .codes(var values):
      self = .codes([])
      values.append(contentsOf: repeatElement(0, count: missing))
      self = .codes(values)
    case .whole(var values):
      self = .whole([])
      values.append(contentsOf: repeatElement(WholeColumn.unknown, count: missing))
      self = .whole(values)
    case .real(var values):
      self = .real([])
      values.append(contentsOf: repeatElement(.nan, count: missing))
      self = .real(values)
    case .lists(var starts, let codes):
      self = .codes([])
      starts.append(contentsOf: repeatElement(UInt32(codes.count), count: missing))
      self = .lists(starts: starts, codes: codes)
    }
  }

  /// Makes room for `count` rows at once, so that nothing is copied while they come.
  package mutating func reserve(_ count: Int) {
    switch self {
    case .codes(var values):
      self = .codes([])
      values.reserveCapacity(count)
      self = .codes(values)
    case .whole(var values):
      self = .whole([])
      values.reserveCapacity(count)
      self = .whole(values)
    case .real(var values):
      self = .real([])
      values.reserveCapacity(count)
      self = .real(values)
    case .lists(var starts, let codes):
      self = .codes([])
      starts.reserveCapacity(count + 1)
      self = .lists(starts: starts, codes: codes)
    }
  }
}

extension ValueBuffer {
  /// How many rows have a known value; linear in their number.
  package var knownCount: Int {
    switch self {
    case .codes(let values): values.count { $0 != 0 }
    case .whole(let values): values.count { $0 != WholeColumn.unknown }
    case .real(let values): values.count { !$0.isNaN }
    case .lists(let starts, _): zip(starts, starts.dropFirst()).count { $0 != $1 }
    }
  }
}
