internal import Columns
internal import Dispatch
internal import Glibc
internal import Synchronization

/// A stretch of the people that a regression learns from, as lists of who has each trait.
///
/// People are numbered anew within a block, so that the loops run over plain arrays.
struct LogisticBlock: Sendable {
  /// 1 for an example, 0 for another.
  let answers: [Double]
  /// Trait `t` is had by the people `rows[starts[t]..<starts[t + 1]]`.
  private let starts: [Int]
  private let rows: [UInt16]

  /// Units in one block; their numbers fit sixteen bits.
  static let size = 16_384

  static func blocks(_ traits: [DenseSet], people: DenseSet, examples: DenseSet) -> [LogisticBlock]
  {
    let count = (people.bound + size - 1) / size
    return inOrder(count) { index in
      let words = index * size / 64..<min(people.words.count, (index + 1) * size / 64)
      return LogisticBlock(words, traits, people, examples)
    }.filter { !$0.answers.isEmpty }
  }

  private init(
    _ range: Range<Int>, _ traits: [DenseSet], _ people: DenseSet, _ examples: DenseSet
  ) {
    var answers: [Double] = []
    // How many people of the block come before each word.
    var before: [Int] = []
    for word in range {
      before.append(answers.count)
      var left = people.words[word]
      while left != 0 {
        answers.append(examples.words[word] >> UInt64(left.trailingZeroBitCount) & 1 == 1 ? 1 : 0)
        left &= left &- 1
      }
    }
    var (starts, rows): ([Int], [UInt16]) = ([0], [])
    for trait in traits {
      for word in range {
        let members = people.words[word]
        var left = trait.words[word] & members
        while left != 0 {
          let below: UInt64 = (1 << UInt64(left.trailingZeroBitCount)) &- 1
          let row = before[word - range.lowerBound] + (members & below).nonzeroBitCount
          rows.append(UInt16(truncatingIfNeeded: row))
          left &= left &- 1
        }
      }
      starts.append(rows.count)
    }
    (self.answers, self.starts, self.rows) = (answers, starts, rows)
  }

  /// The sum of each person's coefficients: the first for all, then one a trait.
  func product(_ coefficients: [Double]) -> [Double] {
    var sums = [Double](repeating: coefficients[0], count: answers.count)
    for trait in 0..<starts.count - 1 {
      let coefficient = coefficients[trait + 1]
      guard coefficient != 0 else { continue }
      for place in starts[trait]..<starts[trait + 1] { sums[Int(rows[place])] += coefficient }
    }
    return sums
  }

  /// How surprising the answers are where `sums` are the logarithms of the odds.
  func loss(_ sums: [Double]) -> Double {
    var loss = 0.0
    for (sum, answer) in zip(sums, answers) {
      loss += max(sum, 0) - answer * sum + log1p(exp(-abs(sum)))
    }
    return loss
  }

  /// How the loss changes with each coefficient.
  func gradient(_ sums: [Double]) -> [Double] {
    let errors = zip(sums, answers).map { sum, answer in 1 / (1 + exp(-sum)) - answer }
    var gradient = [Double](repeating: 0, count: starts.count)
    gradient[0] = errors.reduce(0, +)
    for trait in 0..<starts.count - 1 {
      var sum = 0.0
      for place in starts[trait]..<starts[trait + 1] { sum += errors[Int(rows[place])] }
      gradient[trait + 1] = sum
    }
    return gradient
  }

  /// Runs `body` for each number on all cores; the results come in order, whoever ends first.
  static func inOrder<Answer: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Answer
  ) -> [Answer] {
    let answers = Mutex([Answer?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let answer = body(index)
      answers.withLock { $0[index] = answer }
    }
    return answers.withLock { $0.compactMap(\.self) }
  }
}
