internal import Columns

// What the searches through the events of one unit after the other have in common.

extension DenseSet {
  /// Writes those of its units in `range`, which begins at a word, that pass into `words`.
  @inline(__always)
  func filter(
    _ range: Range<Int>, into words: Parallel.Output<UInt64>, _ passes: (Int) -> Bool
  ) {
    for word in range.lowerBound &>> 6..<(range.upperBound &+ 63) &>> 6 {
      var left = self.words[word]
      var found: UInt64 = 0
      while left != 0 {
        let bit = left & (~left &+ 1)
        if passes(word &<< 6 | left.trailingZeroBitCount) { found |= bit }
        left ^= bit
      }
      words[word] = found
    }
  }
}

/// Calls `body` with a view of each step's memory, all of them only valid until it returns.
func withViews<Step, View>(
  of steps: [Step], _ withView: @escaping (Step, (View) -> Void) -> Void,
  _ body: ([View]) -> Void
) {
  func collect(_ views: [View]) {
    guard views.count < steps.count else { return body(views) }
    withView(steps[views.count]) { collect(views + [$0]) }
  }
  collect([])
}
