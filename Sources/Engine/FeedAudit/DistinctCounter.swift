/// Counts distinct values by their hashes: exactly while they are few, then from an even sample.
///
/// When the table is full, every hash with one more odd low bit goes; those that stay stand for
/// twice as many. With 65,536 places the error is below one percent.
struct DistinctCounter: Sendable {
  private var occurrences: [UInt64: Int32] = [:]
  private var level = 0
  private let capacity: Int

  init(capacity: Int = 1 << 16) { self.capacity = capacity }

  mutating func add(_ hash: UInt64) {
    guard hash.trailingZeroBitCount >= level else { return }
    occurrences[hash, default: 0] &+= 1
    while occurrences.count > capacity {
      level += 1
      let least = level
      occurrences = occurrences.filter { $0.key.trailingZeroBitCount >= least }
    }
  }

  /// How many different values there were.
  var distinct: AuditCount { AuditCount(occurrences.count << level, isExact: level == 0) }

  /// How many values had been there before.
  var repeats: AuditCount {
    let seen = occurrences.values.reduce(0) { $0 + Int($1) - 1 }
    return AuditCount(seen << level, isExact: level == 0)
  }
}
