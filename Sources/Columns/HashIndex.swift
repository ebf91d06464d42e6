/// A table from 64-bit hashes to numbers, open-addressed, for millions of entries.
///
/// Swift's Dictionary costs four times the memory and time here, and this is where every row's
/// identifiers pass. Keys must already be well spread, as keyed hashes are.
package struct HashIndex: Sendable {
  /// A key and its number lie side by side, so that most questions cost one line of the cache.
  private struct Place {
    var key: UInt64 = 0
    var value: UInt32 = 0
  }

  private var places: [Place]
  private var mask: Int
  package private(set) var count = 0
  /// The key 0 marks an empty place, so its own entry is kept aside.
  private var zero: UInt32?

  package init(capacity: Int = 16) {
    let size = max(16, capacity * 2 - 1).nextPowerOfTwo
    places = [Place](repeating: Place(), count: size)
    mask = size - 1
  }

  /// The number of a key; nil where it has none.
  @inline(__always)
  package func value(for key: UInt64) -> UInt32? {
    guard key != 0 else { return zero }
    let places = places.span
    var index = Int(truncatingIfNeeded: key) & mask
    while true {
      let place = places[index]
      if place.key == key { return place.value }
      if place.key == 0 { return nil }
      index = (index &+ 1) & mask
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
    let index = place(of: key)
    guard places[index].key == 0 else { return (places[index].value, false) }
    places[index] = Place(key: key, value: value)
    count += 1
    return (value, true)
  }

  /// Gives a key that is in the table another number.
  package mutating func replace(_ key: UInt64, _ value: UInt32) {
    guard key != 0 else {
      zero = value
      return
    }
    let index = place(of: key)
    if places[index].key == key { places[index].value = value }
  }

  /// Where a key lies, or would lie.
  @inline(__always)
  private func place(of key: UInt64) -> Int {
    let places = places.span
    var index = Int(truncatingIfNeeded: key) & mask
    while places[index].key != key, places[index].key != 0 { index = (index &+ 1) & mask }
    return index
  }

  private mutating func grow() {
    let old = places
    let size = (mask + 1) * 2
    places = [Place](repeating: Place(), count: size)
    mask = size - 1
    for place in old where place.key != 0 { places[self.place(of: place.key)] = place }
  }
}

extension Int {
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
