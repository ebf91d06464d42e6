internal import Basis

/// Follows a sequence through the events of one unit, to tell why it holds or why it does not.
///
/// Cost grows with the events as it does for all units at once.
struct SequenceTrace {
  /// The times of the events that may be each step, in order.
  private let candidates: [[Int64]]
  /// The times of what must not follow; nil where nothing is said of it.
  private let absent: [Int64]?
  /// Seconds from the first to the last step, at most.
  private let within: Int64

  init(candidates: [[Int64]], absent: [Int64]?, within: Int64?) {
    (self.candidates, self.absent, self.within) = (candidates, absent, within ?? .max / 2)
  }

  /// The first chain that holds, or else the one that comes nearest to it.
  ///
  /// The nearest is one that fails only by what follows it, then the shortest that takes too long, then
  /// the one that gets farthest.
  func found() -> Explanation.Evidence.Steps {
    var next = [Int](repeating: 0, count: candidates.count)
    var farthest: [Int64] = []
    var shortest: [Int64]?
    var followed: (chain: [Int64], by: Int64)?
    for first in candidates.first ?? [] {
      var chain = self.chain(from: first, &next)
      if chain.count > farthest.count { farthest = chain }
      // From any later one a chain gets no farther.
      guard chain.count == candidates.count, let end = chain.last else { break }
      let limit = first + within
      guard end <= limit else {
        if let known = shortest, Self.length(known) <= end - first { continue }
        shortest = chain
        continue
      }
      guard let absent else { return Self.steps(chain, nil) }
      // The later the last step, the less time is left for what must not follow.
      let place = chain.count - 1
      if place > 0 {
        let times = candidates[place]
        chain[place] = times[Self.firstIndex(in: times, after: limit) - 1]
      }
      let after = Self.firstIndex(in: absent, after: chain[place])
      guard after < absent.count, absent[after] <= limit else { return Self.steps(chain, nil) }
      followed = (chain, absent[after])
    }
    if let followed { return Self.steps(followed.chain, .followed(Timestamp(followed.by))) }
    return shortest.map { Self.steps($0, .tooLong) } ?? Self.steps(farthest, .missing)
  }

  /// The earliest events that follow `first`, as far as there are some.
  ///
  /// Firsts come in order of time, so that nothing before `next` can follow any more.
  private func chain(from first: Int64, _ next: inout [Int]) -> [Int64] {
    var chain = [first]
    for (index, times) in candidates.enumerated().dropFirst() {
      while next[index] < times.count, times[next[index]] <= chain[index - 1] { next[index] += 1 }
      guard next[index] < times.count else { break }
      chain.append(times[next[index]])
    }
    return chain
  }

  /// Where the first of `times` stands that is later than `instant`; their number where there is none.
  private static func firstIndex(in times: [Int64], after instant: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] > instant { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func length(_ chain: [Int64]) -> Int64 { (chain.last ?? 0) - (chain.first ?? 0) }

  private static func steps(
    _ chain: [Int64], _ obstacle: Explanation.Evidence.Steps.Obstacle?
  ) -> Explanation.Evidence.Steps {
    Explanation.Evidence.Steps(times: chain.map { Timestamp($0) }, obstacle: obstacle)
  }
}
