internal import Basis
internal import Dispatch
internal import Synchronization

/// A test of a row by its number.
protocol RowPredicate: Sendable {
  func holds(_ row: Int) -> Bool
}

/// Runs loops over units or rows on all cores, in pieces that never share a word of a bit set.
enum Parallel {
  /// Rows in one piece; between two pieces a cancellation is noticed.
  static let piece = 16_384

  /// Calls `body` once for each piece of `0..<count`; pieces begin at multiples of 64.
  static func forEachPiece(
    of count: Int, _ cancellation: Cancellation, _ body: @Sendable (Range<Int>) -> Void
  ) throws(Fault) {
    let pieces = (count + piece - 1) / piece
    if pieces <= 1 {
      if count > 0 { body(0..<count) }
    } else {
      DispatchQueue.concurrentPerform(iterations: pieces) { index in
        guard !cancellation.isCancelled else { return }
        body(index * piece..<min(count, (index + 1) * piece))
      }
    }
    try cancellation.check()
  }

  /// Returns one bit for each of `count` rows, set where the predicate holds.
  ///
  /// A type instead of a closure, so that the loop is compiled for it: called through a closure
  /// that the pieces capture, a row took 12 ns instead of 1.
  static func bits(
    _ count: Int, _ cancellation: Cancellation, _ predicate: some RowPredicate
  ) throws(Fault) -> [UInt64] {
    try array(of: (count + 63) / 64, filling: 0) { (words) throws(Fault) in
      try forEachPiece(of: count, cancellation) { range in
        var row = range.lowerBound
        while row < range.upperBound {
          let end = min(row &+ 64, range.upperBound)
          var word: UInt64 = 0
          for index in row..<end {
            let bit: UInt64 = predicate.holds(index) ? 1 : 0
            word |= bit &<< UInt64(truncatingIfNeeded: index)
          }
          words[row &>> 6] = word
          row = end
        }
      }
    }
  }

  /// Returns an array of `count` elements that `fill` writes, on several cores if it likes.
  @inline(__always)
  static func array<Element: Sendable>(
    of count: Int, filling initial: Element, _ fill: (Output<Element>) throws(Fault) -> Void
  ) throws(Fault) -> [Element] {
    var elements = [Element](repeating: initial, count: count)
    var failure: Fault?
    unsafe elements.withUnsafeMutableBufferPointer { buffer in
      do throws(Fault) { try fill(unsafe Output(buffer)) } catch { failure = error }
    }
    if let failure { throw failure }
    return elements
  }

  /// Returns what `make` makes of each of `parts`, in their order.
  static func map<Part: Sendable, Made: Sendable>(
    _ parts: [Part], _ cancellation: Cancellation, _ make: @Sendable (Part) -> Made
  ) throws(Fault) -> [Made] {
    let made = Mutex([Made?](repeating: nil, count: parts.count))
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      guard !cancellation.isCancelled else { return }
      let one = make(parts[index])
      made.withLock { $0[index] = one }
    }
    try cancellation.check()
    return made.withLock { $0.compactMap(\.self) }
  }

  /// Returns the sums, element by element, of what `body` adds up over stretches of `0..<count`.
  static func sums(
    _ width: Int, over count: Int, _ cancellation: Cancellation,
    _ body: @Sendable (Range<Int>, inout [Int]) -> Void
  ) throws(Fault) -> [Int] {
    let total = Mutex([Int](repeating: 0, count: width))
    // Few stretches, since each has counters of its own; many enough to notice a cancellation.
    let stretch = max(64, (count + 15) / 16)
    DispatchQueue.concurrentPerform(iterations: (count + stretch - 1) / stretch) { index in
      guard !cancellation.isCancelled else { return }
      var sums = [Int](repeating: 0, count: width)
      body(index * stretch..<min(count, (index + 1) * stretch), &sums)
      total.withLock { total in
        for index in 0..<width { total[index] &+= sums[index] }
      }
    }
    try cancellation.check()
    return total.withLock { $0 }
  }

  /// An array that several cores fill at once.
  @safe struct Output<Element: Sendable>: @unchecked Sendable {
    // Sendable: pieces begin at multiples of 64 units, so that no two cores write one element, be
    // it a unit's own or the word of its 64 bits; and `array` waits for all before it returns.
    private let elements: UnsafeMutableBufferPointer<Element>

    fileprivate init(_ elements: UnsafeMutableBufferPointer<Element>) {
      unsafe self.elements = elements
    }

    @inline(__always)
    subscript(index: Int) -> Element {
      get {
        precondition(unsafe index >= 0 && index < elements.count)
        return unsafe elements[index]
      }
      nonmutating set {
        precondition(unsafe index >= 0 && index < elements.count)
        unsafe elements[index] = newValue
      }
    }
  }
}
