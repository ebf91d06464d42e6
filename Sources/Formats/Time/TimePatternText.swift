internal import Basis

/// Compiles the text of a pattern.
enum TimePatternText {
  /// Returns the pieces of `text`, written with letters (`dd.MM.yyyy`) or as for strftime (`%d.%m.%Y`).
  static func compiled(_ text: String) throws(Fault) -> TimePattern {
    let bytes = Array(text.utf8)
    let pieces =
      bytes.contains(UInt8(ascii: "%")) ? try percent(bytes, text) : try letters(bytes, text)
    try check(pieces, text)
    return TimePattern(pieces: pieces)
  }

  private static func letters(_ bytes: [UInt8], _ text: String) throws(Fault) -> [TimePiece] {
    var pieces: [TimePiece] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "'") {
        guard let close = bytes[(index + 1)...].firstIndex(of: byte) else {
          throw fault(text, "a quote is never closed", "Close the quote")
        }
        let quoted = bytes[(index + 1)..<close]
        pieces += quoted.isEmpty ? [.literal(byte)] : quoted.map { .literal($0) }
        index = close + 1
      } else if (97...122).contains(byte | 0x20) {
        var end = index
        while end < bytes.count, bytes[end] == byte { end += 1 }
        guard let piece = piece(byte, count: end - index) else {
          throw fault(
            text, "`\(String(decoding: bytes[index..<end], as: UTF8.self))` has no meaning",
            "Use yyyy MM dd HH mm ss, MMM for names, a for AM/PM, and quote other letters")
        }
        pieces.append(piece)
        index = end
      } else {
        appendPlain(byte, to: &pieces)
        index += 1
      }
    }
    return pieces
  }

  private static func piece(_ letter: UInt8, count: Int) -> TimePiece? {
    switch (letter, count) {
    case (UInt8(ascii: "y"), 2), (UInt8(ascii: "u"), 2): .shortYear
    case (UInt8(ascii: "y"), 1), (UInt8(ascii: "y"), 4), (UInt8(ascii: "u"), 4): .year
    case (UInt8(ascii: "M"), 1...2), (UInt8(ascii: "L"), 1...2): .month
    case (UInt8(ascii: "M"), 3...4), (UInt8(ascii: "L"), 3...4): .monthName
    case (UInt8(ascii: "d"), 1...2): .day
    case (UInt8(ascii: "D"), 1...3): .dayOfYear
    case (UInt8(ascii: "H"), 1...2): .hour
    case (UInt8(ascii: "h"), 1...2): .hourOfHalf
    case (UInt8(ascii: "m"), 1...2): .minute
    case (UInt8(ascii: "s"), 1...2): .second
    case (UInt8(ascii: "S"), 1...9): .fraction
    case (UInt8(ascii: "a"), 1): .half
    case (UInt8(ascii: "E"), 1...4): .weekday
    case (UInt8(ascii: "Z"), 1...5), (UInt8(ascii: "X"), 1...5), (UInt8(ascii: "x"), 1...5),
      (UInt8(ascii: "z"), 1...4):
      .zone
    // The `T` of ISO 8601 needs no quotes.
    case (UInt8(ascii: "T"), 1): .literal(letter)
    default: nil
    }
  }

  private static func percent(_ bytes: [UInt8], _ text: String) throws(Fault) -> [TimePiece] {
    var pieces: [TimePiece] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        appendPlain(bytes[index], to: &pieces)
        index += 1
        continue
      }
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
      guard index < bytes.count, let meaning = directive(bytes[index]) else {
        throw fault(
          text, "a % directive has no meaning here", "Use %Y %m %d %H %M %S %y %b %I %p %z")
      }
      pieces += meaning
      index += 1
    }
    return pieces
  }

  private static func directive(_ letter: UInt8) -> [TimePiece]? {
    let dash = TimePiece.literal(UInt8(ascii: "-"))
    let colon = TimePiece.literal(UInt8(ascii: ":"))
    let slash = TimePiece.literal(UInt8(ascii: "/"))
    switch letter {
    case UInt8(ascii: "Y"): return [.year]
    case UInt8(ascii: "y"): return [.shortYear]
    case UInt8(ascii: "m"): return [.month]
    case UInt8(ascii: "d"), UInt8(ascii: "e"): return [.day]
    case UInt8(ascii: "j"): return [.dayOfYear]
    case UInt8(ascii: "H"), UInt8(ascii: "k"): return [.hour]
    case UInt8(ascii: "I"), UInt8(ascii: "l"): return [.hourOfHalf]
    case UInt8(ascii: "M"): return [.minute]
    case UInt8(ascii: "S"): return [.second]
    case UInt8(ascii: "f"): return [.fraction]
    case UInt8(ascii: "p"), UInt8(ascii: "P"): return [.half]
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "h"): return [.monthName]
    case UInt8(ascii: "a"), UInt8(ascii: "A"): return [.weekday]
    case UInt8(ascii: "z"), UInt8(ascii: "Z"): return [.zone]
    case UInt8(ascii: "F"): return [.year, dash, .month, dash, .day]
    case UInt8(ascii: "T"): return [.hour, colon, .minute, colon, .second]
    case UInt8(ascii: "R"): return [.hour, colon, .minute]
    case UInt8(ascii: "D"): return [.month, slash, .day, slash, .shortYear]
    case UInt8(ascii: "%"): return [.literal(letter)]
    default: return nil
    }
  }

  private static func appendPlain(_ byte: UInt8, to pieces: inout [TimePiece]) {
    guard byte == 0x20 else { return pieces.append(.literal(byte)) }
    if pieces.last != .blank { pieces.append(.blank) }
  }

  private static func check(_ pieces: [TimePiece], _ text: String) throws(Fault) {
    let hasYear = pieces.contains(.year) || pieces.contains(.shortYear)
    let hasMonth = pieces.contains(.month) || pieces.contains(.monthName)
    guard hasYear, hasMonth || pieces.contains(.dayOfYear) else {
      throw fault(text, "it has no year or no month", "Write at least yyyy and MM")
    }
    guard pieces.contains(.hourOfHalf) == pieces.contains(.half) else {
      throw fault(
        text, "hh counts to 12 and needs a for AM or PM", "Use HH, or hh together with a")
    }
    let named = pieces.filter { piece in
      if case .literal = piece { return false }
      return piece != .blank
    }
    guard Set(named).count == named.count else {
      throw fault(text, "a part occurs twice", "Name each part once; MM is months, mm minutes")
    }
  }

  private static func fault(_ text: String, _ reason: String, _ remedy: String) -> Fault {
    Fault(.badMapping, "time format `\(text)`", reason: reason, remedy: remedy)
  }
}
