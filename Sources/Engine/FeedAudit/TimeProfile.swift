internal import Basis
internal import Formats

/// Finds out how a column writes its times, and from when to when they go.
///
/// The first few hundred decide the format; the others are read by it.
struct TimeProfile: Sendable {
  private static let wanted = 400

  private var samples: [[UInt8]] = []
  private(set) var guess: TimeGuess?
  private var hasGuessed = false
  private(set) var first: Int64?
  private(set) var last: Int64?
  private(set) var unread = 0

  /// Takes a text that looks like a time; true where it lies more than a day ahead of `now`.
  mutating func add(_ text: Span<UInt8>, now: Timestamp) -> Bool {
    if hasGuessed { return read(text, now) }
    var bytes: [UInt8] = []
    for index in 0..<text.count { bytes.append(text[index]) }
    samples.append(bytes)
    if samples.count == Self.wanted { settle(now) }
    return false
  }

  /// Decides the format by what has come so far.
  mutating func settle(_ now: Timestamp) {
    guard !hasGuessed else { return }
    hasGuessed = true
    guess = TimeFormat.guess(samples: samples) ?? Self.guess(mostOf: samples)
    for sample in samples { _ = read(sample.span, now) }
    samples = []
  }

  /// The format that most samples have, so that a few broken ones don't hide it.
  private static func guess(mostOf samples: [[UInt8]]) -> TimeGuess? {
    var candidates: [String: TimeFormat] = [:]
    for sample in samples.prefix(40) {
      guard let guess = TimeFormat.guess(samples: [sample]) else { continue }
      for format in [guess.format, guess.alternative].compactMap({ $0 }) {
        candidates[format.name] = format
      }
    }
    var best: (name: String, fitting: [[UInt8]]) = ("", [])
    for (name, format) in candidates.sorted(by: { $0.key < $1.key }) {
      let fitting = samples.filter { format.date($0.span) != nil }
      if fitting.count > best.fitting.count { best = (name, fitting) }
    }
    guard best.fitting.count * 10 >= samples.count * 7 else { return nil }
    return TimeFormat.guess(samples: best.fitting)
  }

  private mutating func read(_ text: Span<UInt8>, _ now: Timestamp) -> Bool {
    guard let guess else { return false }
    let seconds: Int64?
    if guess.isDateOnly {
      seconds = guess.format.date(text).map { Int64($0.daysSinceEpoch) * 86_400 }
    } else {
      seconds = guess.format.parse(text, zone: .utc)?.seconds
    }
    guard let seconds else {
      unread += 1
      return false
    }
    first = min(first ?? seconds, seconds)
    last = max(last ?? seconds, seconds)
    return seconds > now.seconds + 86_400
  }
}
