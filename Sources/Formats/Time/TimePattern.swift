package import Basis

/// A pattern of local dates and times such as `dd.MM.yyyy HH:mm:ss`, ready to read with.
package struct TimePattern: Sendable, Equatable {
  private enum Part: Sendable, Equatable {
    case year, shortYear, month(digits: Int), monthName, day(digits: Int), hour(digits: Int)
    case halfDayHour(digits: Int), minute, second, fraction, halfDay, weekday
    case literal(UInt8)
  }

  private let parts: [Part]

  /// Reads a pattern's letters; refuses ones that mean nothing.
  package init(_ pattern: String) throws(Fault) {
    var parts: [Part] = []
    let letters = Array(pattern)
    var index = 0
    while index < letters.count {
      let letter = letters[index]
      var end = index
      while end < letters.count, letters[end] == letter { end += 1 }
      let count = end - index
      switch letter {
      case "y": parts.append(count == 2 ? .shortYear : .year)
      case "M": parts.append(count > 2 ? .monthName : .month(digits: count))
      case "d": parts.append(.day(digits: count))
      case "H": parts.append(.hour(digits: count))
      case "h": parts.append(.halfDayHour(digits: count))
      case "m": parts.append(.minute)
      case "s": parts.append(.second)
      case "S": parts.append(.fraction)
      case "a": parts.append(.halfDay)
      case "E": parts.append(.weekday)
      case "'":
        end = index + 1
        while end < letters.count, letters[end] != "'" {
          parts += String(letters[end]).utf8.map { .literal($0) }
          end += 1
        }
        end = min(letters.count, end + 1)
      default:
        guard !letter.isLetter || letter == "T" || letter == "Z" else {
          throw Fault(
            .badMapping, "time format “\(pattern)”", reason: "the letter \(letter) means nothing",
            remedy: "Use y M d H h m s S a, as in dd.MM.yyyy HH:mm")
        }
        for _ in 0..<count { parts += String(letter).utf8.map { .literal($0) } }
      }
      index = end
    }
    self.parts = parts
  }

  /// Seconds since 1970 on the local clock; nil where the text does not fit.
  package func read(_ text: Span<UInt8>) -> Int64? {
    var cursor = ByteCursor()
    var (year, month, day): (Int64, Int64, Int64) = (1_970, 1, 1)
    var (hour, minute, second): (Int64, Int64, Int64) = (0, 0, 0)
    var isAfternoon: Bool?
    for part in parts {
      switch part {
      case .year:
        guard let read = cursor.number(text, 4) else { return nil }
        year = read
      case .shortYear:
        guard let read = cursor.number(text, 2) else { return nil }
        year = read + (read < 70 ? 2_000 : 1_900)
      case .month(let digits):
        guard let read = number(text, &cursor, digits) else { return nil }
        month = read
      case .monthName:
        guard let read = MonthNames.read(text, &cursor) else { return nil }
        month = Int64(read)
      case .day(let digits):
        guard let read = number(text, &cursor, digits) else { return nil }
        day = read
      case .hour(let digits):
        guard let read = number(text, &cursor, digits), read < 24 else { return nil }
        hour = read
      case .halfDayHour(let digits):
        guard let read = number(text, &cursor, digits), (1...12).contains(read) else { return nil }
        hour = read % 12
      case .minute:
        guard let read = cursor.number(text, 2), read < 60 else { return nil }
        minute = read
      case .second:
        guard let read = cursor.number(text, 2), read <= 60 else { return nil }
        second = min(read, 59)
      case .fraction: guard cursor.skipDigits(text) > 0 else { return nil }
      case .halfDay:
        guard cursor.offset + 2 <= text.count else { return nil }
        let letter = text[cursor.offset] | 32
        guard letter == 97 || letter == 112, text[cursor.offset + 1] | 32 == 109 else { return nil }
        isAfternoon = letter == 112
        cursor.offset += 2
      case .weekday: guard cursor.skipLetters(text) >= 2 else { return nil }
      case .literal(let byte): guard cursor.skip(text, byte) else { return nil }
      }
    }
    guard cursor.isAtEnd(text),
      let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
    else { return nil }
    if isAfternoon == true { hour += 12 }
    return Int64(date.daysSinceEpoch) * 86_400 + hour * 3_600 + minute * 60 + second
  }

  private func number(_ text: Span<UInt8>, _ cursor: inout ByteCursor, _ digits: Int) -> Int64? {
    digits == 1 ? cursor.upTo(text, 2) : cursor.number(text, digits)
  }
}
