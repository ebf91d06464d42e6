internal import Basis

/// The records that a blocking rule lets meet, side by side.
struct Blocks: Sendable {
  /// A record's block; `noNode` where a part of the rule is unknown.
  let keys: [UInt32]
  /// Block `k` has the records `rows[starts[k]..<starts[k + 1]]`, ascending.
  let starts: [UInt32]
  let rows: [UInt32]

  init(_ rule: BlockingRule, _ table: RecordTable) throws(Fault) {
    var keys = [UInt32](repeating: 0, count: table.rowCount)
    for part in rule.parts {
      let codes = try table.column(part).codes
      keys = Self.refined(keys, by: codes)
    }
    self.init(keys: keys)
  }

  init(keys: [UInt32]) {
    let count = Int((keys.lazy.filter { $0 != noNode }.max() ?? 0) + 1)
    var starts = [UInt32](repeating: 0, count: count + 1)
    for key in keys where key != noNode { starts[Int(key) + 1] += 1 }
    for key in 0..<count { starts[key + 1] += starts[key] }
    var places = starts
    var rows = [UInt32](repeating: 0, count: Int(starts[count]))
    for (row, key) in keys.enumerated() where key != noNode {
      rows[Int(places[Int(key)])] = UInt32(row)
      places[Int(key)] += 1
    }
    (self.keys, self.starts, self.rows) = (keys, starts, rows)
  }

  var count: Int { starts.count - 1 }

  func size(_ block: Int) -> Int { Int(starts[block + 1] - starts[block]) }

  /// How many pairs the blocks hold, those that the scope forbids left out.
  func pairCount(_ table: RecordTable, _ scope: LinkageSettings.Scope) -> Int {
    var total = 0
    for block in 0..<count where size(block) > 1 {
      total += size(block) * (size(block) - 1) / 2
      guard scope == .betweenSources, !table.sources.isEmpty else { continue }
      var bySource: [UInt16: Int] = [:]
      for row in rows[Int(starts[block])..<Int(starts[block + 1])] {
        bySource[table.sources[Int(row)], default: 0] += 1
      }
      total -= bySource.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    }
    return total
  }

  /// The blocks that agree on this and on another column of keys.
  func met(with other: Blocks) -> Blocks {
    Blocks(keys: Self.refined(keys, by: other.keys.map { $0 == noNode ? 0 : $0 + 1 }))
  }

  /// Numbers the pairs of key and code densely; code 0 is unknown and makes the key so.
  private static func refined(_ keys: [UInt32], by codes: [UInt32]) -> [UInt32] {
    var table = DenseNumbers(capacity: keys.count)
    return zip(keys, codes).map { key, code in
      key == noNode || code == 0 ? noNode : table.number(of: UInt64(key) << 32 | UInt64(code))
    }
  }
}

/// Numbers words densely in the order in which they come first; an open-addressing table.
struct DenseNumbers: Sendable {
  private var words: [UInt64]
  private var numbers: [UInt32]
  private let mask: Int
  private(set) var count: UInt32 = 0

  /// Makes a table for at most `capacity` distinct words.
  init(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    words = [UInt64](repeating: 0, count: size)
    numbers = [UInt32](repeating: noNode, count: size)
    mask = size - 1
  }

  mutating func number(of word: UInt64) -> UInt32 {
    var slot = Int(truncatingIfNeeded: Hash64.mixed(word)) & mask
    while numbers[slot] != noNode {
      if words[slot] == word { return numbers[slot] }
      slot = (slot + 1) & mask
    }
    (words[slot], numbers[slot]) = (word, count)
    count += 1
    return numbers[slot]
  }
}
