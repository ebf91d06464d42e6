internal import Columns

/// The events of some units from several types, each unit's in order of time.
///
/// An entry is the time in the upper and the key in the lower 32 bits. Entries of one second stand
/// in the order of their keys, which are ranks of names: the order in which feeds arrived never shows.
package struct EventBatch {
  /// Units taken at once: enough to amortise the loops, few enough to stay in the cache.
  package static let size = 2_048

  package private(set) var units: Range<Int> = 0..<0
  package private(set) var entries: [UInt64] = []
  private var begins: [Int] = []
  private var ends: [Int] = []
  private var firsts: [Int] = []
  private var lasts: [Int] = []

  package init() {}

  /// The places of a unit's entries.
  @inline(__always)
  package func range(of unit: Int) -> Range<Int> {
    begins[unit &- units.lowerBound]..<ends[unit &- units.lowerBound]
  }

  @inline(__always)
  package static func time(_ entry: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: entry >> 32) }
  @inline(__always)
  package static func key(_ entry: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: entry) }

  /// Takes the events of `units` that lie in `seconds`; a unit that `counts` refuses has none.
  package mutating func gather(
    _ types: [KeyedEvents], units: Range<Int>, seconds: Range<UInt32>, counts: (Int) -> Bool
  ) {
    self.units = units
    let total = measure(types, seconds, counts)
    if entries.count < total {
      entries += [UInt64](repeating: 0, count: total - entries.count)
    }
    for (index, type) in types.enumerated() { copy(type, index * units.count) }
    for unit in 0..<units.count { sort(begins[unit], ends[unit]) }
  }

  /// Finds each unit's rows of each type and where its entries begin; returns how many there are.
  private mutating func measure(
    _ types: [KeyedEvents], _ seconds: Range<UInt32>, _ counts: (Int) -> Bool
  ) -> Int {
    let width = units.count
    firsts = [Int](repeating: 0, count: types.count * width)
    lasts = firsts
    begins = [Int](repeating: 0, count: width)
    let wanted = units.map(counts)
    for (index, type) in types.enumerated() {
      let (starts, times) = (type.table.starts.span, type.table.times.span)
      let base = index * width
      for place in 0..<width where wanted[place] {
        var first = Int(starts[units.lowerBound &+ place])
        var last = Int(starts[units.lowerBound &+ place &+ 1])
        guard first < last else { continue }
        if times[first] < seconds.lowerBound {
          first = Self.firstRow(times, first, last, notBefore: seconds.lowerBound)
        }
        if first < last, times[last &- 1] >= seconds.upperBound {
          last = Self.firstRow(times, first, last, notBefore: seconds.upperBound)
        }
        firsts[base &+ place] = first
        lasts[base &+ place] = last
        begins[place] &+= last &- first
      }
    }
    var total = 0
    for place in 0..<width {
      let count = begins[place]
      begins[place] = total
      total += count
    }
    ends = begins
    return total
  }

  private mutating func copy(_ type: KeyedEvents, _ base: Int) {
    switch type.keys {
    case .constant(let key):
      copy(type.table, base) { _ in key | type.marks }
    case .coded(let codes, let names):
      let (codes, names) = (codes.span, names.span)
      copy(type.table, base) { row in
        let key = names[Int(codes[row])]
        return key == KeyedEvents.none ? key : key | type.marks
      }
    case .rows(let keys):
      let keys = keys.span
      copy(type.table, base) { row in
        keys[row] == KeyedEvents.none ? KeyedEvents.none : keys[row] | type.marks
      }
    }
  }

  @inline(__always)
  private mutating func copy(_ table: EventTable, _ base: Int, _ key: (Int) -> UInt32) {
    let times = table.times.span
    let (firsts, lasts, width) = (self.firsts, self.lasts, units.count)
    var ends = self.ends
    var out = entries.mutableSpan
    for place in 0..<width {
      var row = firsts[base &+ place]
      let last = lasts[base &+ place]
      guard row < last else { continue }
      var end = ends[place]
      while row < last {
        let key = key(row)
        if key != KeyedEvents.none {
          out[end] = UInt64(times[row]) << 32 | UInt64(key)
          end &+= 1
        }
        row &+= 1
      }
      ends[place] = end
    }
    self.ends = ends
  }

  /// Sorts some entries: by insertion where they are few, as they mostly are.
  private mutating func sort(_ begin: Int, _ end: Int) {
    guard end &- begin > 1 else { return }
    if end &- begin > 40 { return entries[begin..<end].sort() }
    var out = entries.mutableSpan
    for index in (begin &+ 1)..<end {
      let entry = out[index]
      var place = index
      while place > begin, out[place &- 1] > entry {
        out[place] = out[place &- 1]
        place &-= 1
      }
      out[place] = entry
    }
  }

  /// The first row from `start` whose time is not before `low`.
  @inline(__always)
  static func firstRow(
    _ times: Span<UInt32>, _ start: Int, _ end: Int, notBefore low: UInt32
  ) -> Int {
    var (from, to) = (start, end)
    while from < to {
      let middle = (from &+ to) / 2
      if times[middle] < low { from = middle &+ 1 } else { to = middle }
    }
    return from
  }
}
