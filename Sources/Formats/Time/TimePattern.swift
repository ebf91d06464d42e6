internal import Basis

/// One piece of a pattern.
enum TimePiece: Sendable, Hashable {
  case year, shortYear, month, monthName, day, dayOfYear, hour, hourOfHalf, minute, second
  case fraction, half, weekday, zone
  case literal(UInt8)
  /// One blank in the pattern stands for any number of them in the text.
  case blank

  /// True where digits follow at once, so that the piece before must have its full width.
  var isNumeric: Bool {
    switch self {
    case .year, .shortYear, .month, .day, .dayOfYear, .hour, .hourOfHalf, .minute, .second,
      .fraction:
      true
    case .monthName, .half, .weekday, .zone, .literal, .blank: false
    }
  }
}

extension TimePiece {
  /// How many digits the piece takes; all of them where digits follow at once.
  func width(isTight: Bool) -> ClosedRange<Int> {
    switch self {
    case .year: 4...4
    case .shortYear: 2...2
    case .dayOfYear: isTight ? 3...3 : 1...3
    case .fraction: 1...9
    default: isTight ? 2...2 : 1...2
    }
  }
}

/// A pattern such as `dd.MM.yyyy HH:mm`, compiled.
struct TimePattern: Sendable, Hashable {
  let pieces: [TimePiece]

  var hasTime: Bool { pieces.contains(.hour) || pieces.contains(.hourOfHalf) }

  /// Reads a whole text; nil where it doesn't fit the pattern or the date does not exist.
  func read(_ bytes: Span<UInt8>) -> TimeFields? {
    let range = TimeDigits.trimmed(bytes)
    var reader = TimePatternReader(index: range.lowerBound, end: range.upperBound)
    for position in 0..<pieces.count {
      let isTight = position + 1 < pieces.count && pieces[position + 1].isNumeric
      guard reader.read(pieces[position], bytes, isTight: isTight) else { return nil }
    }
    return reader.index == reader.end ? reader.fields() : nil
  }
}

/// Where a pattern's reader stands and what it has found.
struct TimePatternReader {
  var index: Int
  let end: Int
  private var year = 1970
  private var month = 1
  private var day = 1
  private var dayOfYear: Int?
  private var hour = 0
  private var isAfternoon: Bool?
  private var minute = 0
  private var second = 0
  private var offset: Int?

  init(index: Int, end: Int) { (self.index, self.end) = (index, end) }

  func fields() -> TimeFields? {
    var fields = TimeFields()
    fields.offset = offset
    if let dayOfYear {
      guard TimeISO8601.setOrdinal(year, dayOfYear, &fields) else { return nil }
    } else {
      guard fields.setDate(year, month, day) else { return nil }
    }
    var hour = hour
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    return fields.setTime(hour, minute, second) ? fields : nil
  }

  mutating func read(_ piece: TimePiece, _ bytes: Span<UInt8>, isTight: Bool) -> Bool {
    if piece.isNumeric { return readNumber(piece, bytes, isTight: isTight) }
    switch piece {
    case .monthName:
      guard let found = TimeMonths.read(bytes, &index) else { return false }
      month = found
      return index <= end
    case .half: return readHalf(bytes)
    case .weekday: return skipWeekday(bytes)
    case .zone: return readZone(bytes)
    case .blank: return skipBlanks(bytes)
    case .literal(let byte):
      guard index < end, bytes[index] == byte else { return false }
      index += 1
      return true
    case .year, .shortYear, .month, .day, .dayOfYear, .hour, .hourOfHalf, .minute, .second,
      .fraction:
      return false
    }
  }

  private mutating func readNumber(
    _ piece: TimePiece, _ bytes: Span<UInt8>, isTight: Bool
  ) -> Bool {
    guard let value = number(bytes, piece.width(isTight: isTight)) else { return false }
    switch piece {
    case .year: year = value
    // POSIX's border: 69 to 99 lie in the last century.
    case .shortYear: year = value + (value < 69 ? 2_000 : 1_900)
    case .month: month = value
    case .day: day = value
    case .dayOfYear: dayOfYear = value
    case .hour, .hourOfHalf: hour = value
    case .minute: minute = value
    case .second: second = value
    case .fraction, .monthName, .half, .weekday, .zone, .literal, .blank: break
    }
    return true
  }

  private mutating func number(_ bytes: Span<UInt8>, _ width: ClosedRange<Int>) -> Int? {
    let digits = TimeDigits.run(bytes, index, limit: width.upperBound)
    guard digits >= width.lowerBound, index + digits <= end else { return nil }
    defer { index += digits }
    return TimeDigits.fixed(bytes, index, digits)
  }

  /// Reads `AM`, `pm`, `a.m.`.
  private mutating func readHalf(_ bytes: Span<UInt8>) -> Bool {
    guard index < end else { return false }
    let letter = bytes[index] | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return false }
    isAfternoon = letter == UInt8(ascii: "p")
    index += 1
    if index < end, bytes[index] == 0x2E { index += 1 }
    guard index < end, bytes[index] | 0x20 == UInt8(ascii: "m") else { return false }
    index += 1
    if index < end, bytes[index] == 0x2E { index += 1 }
    return true
  }

  private mutating func skipWeekday(_ bytes: Span<UInt8>) -> Bool {
    let start = index
    while index < end, (97...122).contains(bytes[index] | 0x20) { index += 1 }
    let letters = index - start
    if index < end, letters == 2 || letters == 3, bytes[index] == 0x2E { index += 1 }
    return letters >= 2
  }

  private mutating func readZone(_ bytes: Span<UInt8>) -> Bool {
    if end - index >= 3, TimeDigits.isZero(bytes, index) {
      offset = 0
      index += 3
      return true
    }
    guard let found = TimeOffset.read(bytes, index, end) else { return false }
    (offset, index) = (found.seconds, found.end)
    return true
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) -> Bool {
    let start = index
    while index < end {
      if TimeDigits.isBlank(bytes[index]) {
        index += 1
      } else {
        let width = NumberBytes.space(bytes, index, end)
        guard width > 0 else { break }
        index += width
      }
    }
    return index > start
  }
}

extension TimeDigits {
  /// True where `UTC` or `GMT` stands at `start`, which has three bytes.
  static func isZero(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    let name = (bytes[start] & 0xDF, bytes[start + 1] & 0xDF, bytes[start + 2] & 0xDF)
    return name == (0x55, 0x54, 0x43) || name == (0x47, 0x4D, 0x54)
  }
}
