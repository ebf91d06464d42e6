internal import Formats

/// Whether a column has times of day, such as `9:05` or `21:05:30`, which a date column beside it
/// makes into instants.
struct ClockProfile: Sendable {
  private static let wanted = 40

  /// How many values are times of day.
  private(set) var count = 0
  private var samples: [String] = []

  /// Takes a value.
  mutating func add(_ text: Span<UInt8>) {
    guard Self.isClock(text) else { return }
    count += 1
    guard samples.count < Self.wanted else { return }
    var bytes: [UInt8] = []
    for index in 0..<text.count { bytes.append(text[index]) }
    samples.append(String(decoding: bytes, as: UTF8.self))
  }

  /// How a date and these times of day behind it are read; nothing is known where no pattern fits.
  ///
  /// `date` is the pattern of the dates, nil where they are read without being told; the answer's
  /// pattern is nil where both together are.
  func pattern(behind date: String?) -> (pattern: String?, isKnown: Bool) {
    let (day, prefix) =
      date == nil ? ("2026-08-21 ", "yyyy-MM-dd ") : ("21.08.2026 ", "dd.MM.yyyy ")
    guard let guess = TimeFormat.guess(samples: samples.map { day + $0 }), !guess.isDateOnly else {
      return (nil, false)
    }
    let name = guess.format.name
    if date == nil, !name.hasPrefix(prefix) { return (nil, true) }
    guard name.hasPrefix(prefix) else { return (nil, false) }
    return ((date.map { $0 + " " } ?? prefix) + name.dropFirst(prefix.count), true)
  }

  /// Two digits or one, a colon, two digits, and at most seconds, fractions and a half of the day.
  private static func isClock(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 4, text.count <= 15 else { return false }
    func isDigit(_ place: Int) -> Bool { (48...57).contains(text[place]) }
    let colon = text[1] == UInt8(ascii: ":") ? 1 : 2
    guard text[colon] == UInt8(ascii: ":"), isDigit(0), isDigit(colon - 1), colon + 2 < text.count,
      isDigit(colon + 1), isDigit(colon + 2)
    else { return false }
    for place in (colon + 3)..<max(colon + 3, text.count) {
      switch text[place] {
      case 48...57, 32, 46, 58, 65, 77, 80, 97, 109, 112: continue
      default: return false
      }
    }
    return true
  }
}
