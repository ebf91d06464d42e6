/// The chain of states that paths walk through: from a start by channels to a conversion or to nothing.
///
/// A state is the last channels of a path, as many as the order says, fewer at its beginning. Every
/// transition is counted, repeats of a channel among them, and its share among those that leave the
/// same state is its probability.
package struct MarkovChain: Sendable {
  /// The state before the first touch.
  static let start = 0

  package let channelCount: Int
  /// The channel that was touched last in each state; the start has none, −1.
  private(set) var channels: [Int] = [-1]
  /// State `s` leads to `targets[begins[s]..<begins[s + 1]]` with those `probabilities`.
  private(set) var begins: [Int] = [0]
  private(set) var targets: [Int] = []
  private(set) var probabilities: [Double] = []
  /// The probability to convert in the next step, and the value that is expected of that step.
  private(set) var converting: [Double] = []
  private(set) var earning: [Double] = []

  package var stateCount: Int { channels.count }

  /// Counts the transitions of all paths; those without touches are left out.
  package init(_ paths: PathList, order: Int) {
    channelCount = paths.names.count
    var counts = TransitionCounts(channels: channelCount, order: order)
    for path in 0..<paths.count {
      let range = paths.range(of: path)
      guard !range.isEmpty else { continue }
      counts.add(
        paths.steps.span.extracting(range), conversions: paths.conversions[path],
        value: paths.values[path], nulls: paths.nulls[path])
    }
    build(counts)
  }

  private mutating func build(_ counts: TransitionCounts) {
    channels = counts.lastChannels
    for state in 0..<counts.stateCount {
      let total = Double(counts.left[state])
      for (target, count) in counts.transitions(from: state) {
        targets.append(target)
        probabilities.append(Double(count) / total)
      }
      begins.append(targets.count)
      converting.append(total > 0 ? Double(counts.converted[state]) / total : 0)
      earning.append(total > 0 ? counts.earned[state] / total : 0)
    }
  }

  /// How likely one channel is to follow another, first to last channel and then to a conversion.
  package func probability(from state: Int, to target: Int) -> Double {
    for index in begins[state]..<begins[state + 1] where targets[index] == target {
      return probabilities[index]
    }
    return 0
  }
}

/// Counts how often states follow each other.
struct TransitionCounts {
  private let channels: Int
  private let order: Int
  /// The state of each sequence of channels, written as a number in base `channels + 1`.
  private var numbers: [UInt64: Int] = [:]
  /// The same as a table, where all such numbers are few.
  private var table: [Int32]
  /// How many such numbers there are; a longer number loses its first digit.
  private let codeCount: UInt64
  /// By state and channel, `next` holds the state that follows and `followed` how often.
  private var next: [Int32] = []
  private var followed: [Int] = []
  private(set) var lastChannels: [Int] = []
  private(set) var converted: [Int] = []
  private(set) var earned: [Double] = []
  /// How often each state was left, to wherever.
  private(set) var left: [Int] = []

  init(channels: Int, order: Int) {
    (self.channels, self.order) = (channels, order)
    var codes: UInt64 = 1
    for _ in 0..<order {
      codes = codes.multipliedReportingOverflow(by: UInt64(channels + 1)).partialValue
    }
    codeCount = codes
    table = codes <= 1 << 20 ? [Int32](repeating: -1, count: Int(codes)) : []
    _ = state(0, last: -1)
  }

  var stateCount: Int { lastChannels.count }

  /// The states that follow one, with how often they did.
  func transitions(from state: Int) -> [(target: Int, count: Int)] {
    let base = state * channels
    return (0..<channels).compactMap { channel in
      followed[base + channel] > 0 ? (Int(next[base + channel]), followed[base + channel]) : nil
    }
  }

  mutating func add(
    _ path: Span<UInt32>, conversions: Int, value: Double, nulls: Int
  ) {
    let weight = conversions + nulls
    guard weight > 0 else { return }
    var code: UInt64 = 0
    var current = 0
    for index in 0..<path.count {
      let channel = Int(path[index])
      code = (code &* UInt64(channels + 1) &+ UInt64(channel + 1)) % codeCount
      let edge = current &* channels &+ channel
      if next[edge] < 0 { next[edge] = Int32(state(code, last: channel)) }
      followed[edge] += weight
      left[current] += weight
      current = Int(next[edge])
    }
    left[current] += weight
    converted[current] += conversions
    earned[current] += value
  }

  private mutating func state(_ code: UInt64, last: Int) -> Int {
    if table.isEmpty {
      if let known = numbers[code] { return known }
      numbers[code] = lastChannels.count
    } else {
      if table[Int(code)] >= 0 { return Int(table[Int(code)]) }
      table[Int(code)] = Int32(lastChannels.count)
    }
    lastChannels.append(last)
    converted.append(0)
    earned.append(0)
    left.append(0)
    next += [Int32](repeating: -1, count: channels)
    followed += [Int](repeating: 0, count: channels)
    return lastChannels.count - 1
  }
}
