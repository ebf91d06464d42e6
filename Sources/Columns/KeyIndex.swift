package import Basis

/// The keys of rows that are already in the workspace, sorted, one run a slice.
///
/// Memory stays bounded: a run is decoded a slice at a time and merged against sorted new keys.
package enum KeyIndex {
  static let section = "keys"

  /// A run of ascending keys.
  package static func run(ascending keys: [UInt64]) -> RunWriter {
    var run = RunWriter()
    run.add(section, keys.map { Int64(bitPattern: $0 ^ 1 << 63) }, ascending: true)
    return run
  }

  package static func keys(in run: RunFile) throws(Fault) -> [UInt64] {
    try run.integers(section).map { UInt64(bitPattern: $0) ^ 1 << 63 }
  }

  /// Marks the rows whose key occurs in `known`; both lists of keys ascend.
  package static func mark(
    _ keys: [UInt64], _ rows: [UInt32], foundIn known: [UInt64], duplicates: inout [Bool]
  ) {
    var place = 0
    for (index, key) in keys.enumerated() {
      while place < known.count, known[place] < key { place += 1 }
      if place == known.count { return }
      if known[place] == key { duplicates[Int(rows[index])] = true }
    }
  }
}
