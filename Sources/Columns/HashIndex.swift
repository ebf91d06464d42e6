/// A table from 64-bit hashes to numbers, open-addressed, for millions of entries.
///
/// Swift's Dictionary costs four times the memory and time here, and this is where every row's
/// identifiers pass. Keys must already be well spread, as keyed hashes are.
package struct HashIndex: Sendable {
  private var keys: [UInt64]
  private var values: [UInt32]
  private var mask: Int
  package private(set) var count = 0
  /// The key 0 marks an empty place, so its own entry is kept aside.
  private var zero: UInt32?

  package init(capacity: Int = 16) {
    let places = max(16, capacity * 2 - 1).nextPowerOfTwo
    keys = [UInt64](repeating: 0, count: places)
    values = [UInt32](repeating: 0, count: places)
    mask = places - 1
  }

  /// The number of a key; nil where it has none.
  package func value(for key: UInt64) -> UInt32? {
    guard key != 0 else { return zero }
    return unsafe keys.withUnsafeBufferPointer { keys in
      var place = Int(truncatingIfNeeded: key) & mask
      while true {
        let found = unsafe keys[place]
        if found == key { return unsafe values.withUnsafeBufferPointer { unsafe $0[place] } }
        if found == 0 { return nil }
        place = (place &+ 1) & mask
      }
    }
  }

  /// The number of a key, which becomes `value` where it has none yet, and whether that was so.
  package mutating func insert(_ key: UInt64, _ value: UInt32) -> (value: UInt32, isNew: Bool) {
    guard key != 0 else {
      if let zero { return (zero, false) }
      zero = value
      count += 1
      return (value, true)
    }
    if (count + 1) * 4 > (mask + 1) * 3 { grow() }
    var place = Int(truncatingIfNeeded: key) & mask
    while true {
      let found = keys[place]
      if found == key { return (values[place], false) }
      if found == 0 {
        keys[place] = key
        values[place] = value
        count += 1
        return (value, true)
      }
      place = (place &+ 1) & mask
    }
  }

  /// Gives a key that is in the table another number.
  package mutating func replace(_ key: UInt64, _ value: UInt32) {
    guard key != 0 else {
      zero = value
      return
    }
    var place = Int(truncatingIfNeeded: key) & mask
    while keys[place] != 0 {
      if keys[place] == key {
        values[place] = value
        return
      }
      place = (place &+ 1) & mask
    }
  }

  private mutating func grow() {
    let old = (keys, values)
    let places = (mask + 1) * 2
    keys = [UInt64](repeating: 0, count: places)
    values = [UInt32](repeating: 0, count: places)
    mask = places - 1
    for (index, key) in old.0.enumerated() where key != 0 {
      var place = Int(truncatingIfNeeded: key) & mask
      while keys[place] != 0 { place = (place &+ 1) & mask }
      keys[place] = key
      values[place] = old.1[index]
    }
  }
}

extension Int {
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
