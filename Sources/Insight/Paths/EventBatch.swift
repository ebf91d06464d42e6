package import Columns

/// The events of some units from several types, each unit's in order of time.
///
/// An entry is the time in the upper and the key in the lower 32 bits. Entries of one second stand
/// in the order of their keys, which are ranks of names: the order in which feeds arrived never shows.
package struct EventBatch {
  /// Units taken at once: enough to amortise the loops, few enough to stay in the cache.
  package static let size = 2_048

  /// Whose events are taken.
  package struct Choice: Sendable {
    /// The units that count at all; nil where all do.
    package var people: DenseSet?
    /// Only units with events in one of these tables; empty where it does not matter.
    package var having: [EventTable] = []
    /// Only units whose events in `having` reach into these seconds.
    package var within: Range<UInt32> = 0..<UInt32.max

    package init(people: DenseSet?) { self.people = people }
  }

  package private(set) var units: Range<Int> = 0..<0
  package private(set) var entries: [UInt64] = []
  private var begins: [Int] = []
  private var ends: [Int] = []
  /// By type and unit, its first row and the one behind its last.
  private var rows: [UInt32] = []

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

  /// Takes the events of `units` that lie in `seconds`; a unit that is not chosen has none.
  package mutating func gather(
    _ types: [KeyedEvents], units: Range<Int>, seconds: Range<UInt32>, _ choice: Choice
  ) {
    self.units = units
    let total = measure(types, seconds, Self.chosen(units, choice))
    if entries.count < total {
      entries += [UInt64](repeating: 0, count: total - entries.count)
    }
    for (index, type) in types.enumerated() { copy(type, index * units.count * 2) }
    let (begins, ends) = (self.begins, self.ends)
    var out = entries.mutableSpan
    for place in begins.indices where ends[place] &- begins[place] > 1 {
      Self.sort(&out, begins[place], ends[place])
    }
  }

  private static func chosen(_ units: Range<Int>, _ choice: Choice) -> [Bool] {
    var isChosen = [Bool](repeating: true, count: units.count)
    if let people = choice.people {
      for unit in units { isChosen[unit - units.lowerBound] = people.contains(unit) }
    }
    guard !choice.having.isEmpty else { return isChosen }
    var hasSome = [Bool](repeating: false, count: units.count)
    let (low, high) = (choice.within.lowerBound, choice.within.upperBound)
    for table in choice.having {
      let (starts, times) = (table.starts.span, table.times.span)
      for place in hasSome.indices {
        let (start, end) = (
          Int(starts[units.lowerBound &+ place]), Int(starts[units.lowerBound &+ place &+ 1])
        )
        if start < end, times[end &- 1] >= low, times[start] < high { hasSome[place] = true }
      }
    }
    for place in hasSome.indices where !hasSome[place] { isChosen[place] = false }
    return isChosen
  }

  /// Takes the events of `units` that lie in `seconds` from where they stand in order already.
  package mutating func take(
    from timeline: OrderedEvents, units: Range<Int>, seconds: Range<UInt32>, people: DenseSet?
  ) {
    self.units = units
    entries = timeline.entries
    begins.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let (starts, entries) = (timeline.starts.span, timeline.entries.span)
    let (low, high) = (UInt64(seconds.lowerBound) << 32, UInt64(seconds.upperBound) << 32)
    for unit in units {
      var first = Int(starts[unit])
      var last = Int(starts[unit &+ 1])
      if people?.contains(unit) == false { last = first }
      if first < last, entries[first] < low {
        first = Self.firstEntry(entries, first, last, notBefore: low)
      }
      if first < last, entries[last &- 1] >= high {
        last = Self.firstEntry(entries, first, last, notBefore: high)
      }
      begins.append(first)
      ends.append(last)
    }
  }

  /// Leaves of each unit's entries those that `isKept` keeps, which is asked in order of time, and told
  /// where a unit begins.
  mutating func keep(_ isKept: (_ entry: UInt64, _ isFirst: Bool) -> Bool) {
    let begins = self.begins
    for place in begins.indices {
      var end = begins[place]
      for index in begins[place]..<ends[place] {
        let entry = entries[index]
        guard isKept(entry, index == begins[place]) else { continue }
        entries[end] = entry
        end &+= 1
      }
      ends[place] = end
    }
  }

  /// Leaves of each unit's entries those that are not before `time`.
  mutating func drop(before time: UInt32) {
    let low = UInt64(time) << 32
    for place in begins.indices {
      begins[place] = Self.firstEntry(entries.span, begins[place], ends[place], notBefore: low)
    }
  }

  /// Finds each unit's rows of each type and where its entries begin; returns how many there are.
  private mutating func measure(
    _ types: [KeyedEvents], _ seconds: Range<UInt32>, _ isChosen: [Bool]
  ) -> Int {
    let width = units.count
    let base = units.lowerBound
    var rows = [UInt32](repeating: 0, count: types.count * width * 2)
    var counts = [Int](repeating: 0, count: width)
    for (index, type) in types.enumerated() {
      let (starts, times) = (type.table.starts.span, type.table.times.span)
      var out = rows.mutableSpan
      var sums = counts.mutableSpan
      var place = index &* width &* 2
      for unit in 0..<width {
        defer { place &+= 2 }
        guard isChosen[unit] else { continue }
        var first = Int(starts[base &+ unit])
        var last = Int(starts[base &+ unit &+ 1])
        guard first < last else { continue }
        if times[first] < seconds.lowerBound {
          first = EventTimes.firstRow(times, first, last, notBefore: seconds.lowerBound)
        }
        if first < last, times[last &- 1] >= seconds.upperBound {
          last = EventTimes.firstRow(times, first, last, notBefore: seconds.upperBound)
        }
        out[place] = UInt32(truncatingIfNeeded: first)
        out[place &+ 1] = UInt32(truncatingIfNeeded: last)
        sums[unit] &+= last &- first
      }
    }
    var total = 0
    for unit in 0..<width {
      let count = counts[unit]
      counts[unit] = total
      total += count
    }
    (self.rows, begins, ends) = (rows, counts, counts)
    return total
  }

  private mutating func copy(_ type: KeyedEvents, _ base: Int) {
    let marks = type.marks
    switch type.keys {
    case .constant(let key):
      guard key != KeyedEvents.none else { return }
      copy(type.table, base) { _ in key | marks }
    case .coded(let codes, let names):
      let marked = names.map { $0 == KeyedEvents.none ? $0 : $0 | marks }
      let (codes, names) = (codes.span, marked.span)
      copy(type.table, base) { row in names[Int(codes[row])] }
    case .rows(let keys):
      let keys = keys.span
      copy(type.table, base) { row in
        keys[row] == KeyedEvents.none ? KeyedEvents.none : keys[row] | marks
      }
    }
  }

  @inline(__always)
  private mutating func copy(_ table: EventTable, _ base: Int, _ key: (Int) -> UInt32) {
    let (times, width) = (table.times.span, units.count)
    let rows = self.rows
    // Taken out and put back, so that writing never asks whether an array is shared.
    var (ownEntries, ownEnds): ([UInt64], [Int]) = ([], [])
    swap(&ownEntries, &entries)
    swap(&ownEnds, &self.ends)
    var out = ownEntries.mutableSpan
    var ends = ownEnds.mutableSpan
    var place = base
    for unit in 0..<width {
      var row = Int(rows[place])
      let last = Int(rows[place &+ 1])
      place &+= 2
      guard row < last else { continue }
      var end = ends[unit]
      while row < last {
        let key = key(row)
        if key != KeyedEvents.none {
          out[end] = UInt64(times[row]) << 32 | UInt64(key)
          end &+= 1
        }
        row &+= 1
      }
      ends[unit] = end
    }
    swap(&ownEntries, &entries)
    swap(&ownEnds, &self.ends)
  }

  /// Sorts some entries: by insertion where they are few, as they mostly are, else by halves.
  private static func sort(_ out: inout MutableSpan<UInt64>, _ begin: Int, _ end: Int) {
    guard end &- begin <= 48 else {
      var own: [UInt64] = []
      own.reserveCapacity(end - begin)
      for index in begin..<end { own.append(out[index]) }
      own.sort()
      for index in begin..<end { out[index] = own[index - begin] }
      return
    }
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

  /// The first entry from `start` that is not below `low`: by halves where they are many.
  @inline(__always)
  private static func firstEntry(
    _ entries: Span<UInt64>, _ start: Int, _ end: Int, notBefore low: UInt64
  ) -> Int {
    var (from, to) = (start, end)
    while to &- from > 16 {
      let middle = (from &+ to) / 2
      if entries[middle] < low { from = middle &+ 1 } else { to = middle }
    }
    var earlier = 0
    for place in from..<to { earlier &+= entries[place] < low ? 1 : 0 }
    return from &+ earlier
  }
}
