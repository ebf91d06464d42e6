internal import Basis

/// One step that a value goes through before it is hashed or written.
///
/// A step works in place on UTF-8. What a destination could not use comes out empty, and an empty
/// value is never hashed.
package enum Step: String, Sendable, CaseIterable {
  case trim
  case lower
  case upper
  case noSpaces = "no_spaces"
  case email
  case gmail
  case googlemail
  case noTag = "no_tag"
  case noLocalDots = "no_local_dots"
  case e164
  case phoneDigits = "phone_digits"
  case digits
  case letters
  case noTitle = "no_title"
  case noSuffix = "no_suffix"
  case initial
  case countryCode = "country_code"
  case metaPostcode = "meta_postcode"
  case uuid
  case gender
  case year
  case monthAndDay = "month_and_day"

  /// What the step does, for the manual.
  package var summary: String {
    switch self {
    case .trim: "no white space at either end, one space between words"
    case .lower: "lower case"
    case .upper: "upper case"
    case .noSpaces: "no white space at all"
    case .email: "empty unless it is an address: something, one @, something"
    case .gmail: "at gmail.com no dots and no +suffix before the @"
    case .googlemail: "the same at gmail.com and googlemail.com"
    case .noTag: "no +suffix before the @, whatever the domain"
    case .noLocalDots: "no dots before the @, whatever the domain"
    case .e164: "+ and digits, 7 to 15 of them; empty without a country code"
    case .phoneDigits: "the digits of such a number without the +"
    case .digits: "digits alone"
    case .letters: "letters alone, of any alphabet"
    case .noTitle: "no Mr, Mrs, Ms, Miss, Dr or Prof in front"
    case .noSuffix: "no Jr, Sr, II, III or IV at the end"
    case .initial: "the first character"
    case .countryCode: "two letters, upper case; anything else becomes empty"
    case .metaPostcode: "lower case without spaces; US: five digits; GB: up to the sector"
    case .uuid: "a device's id: 32 hexadecimal digits with hyphens, lower case, not all zero"
    case .gender: "m or f"
    case .year: "the year of a date"
    case .monthAndDay: "MMDD of a date"
    }
  }

  /// Does the step; `country` is the row's two-letter country or empty.
  func apply(to text: inout [UInt8], country: Span<UInt8>) {
    switch self {
    case .trim: Bytes.collapseSpaces(&text)
    case .lower: Bytes.lower(&text)
    case .upper: Bytes.upper(&text)
    case .noSpaces: Bytes.keep(&text, ascii: { !Bytes.isSpace($0) }, other: { !$0.isWhitespace })
    case .email: Address.keepValid(&text)
    case .gmail: Address.plain(&text, at: ["gmail.com"])
    case .googlemail: Address.plain(&text, at: ["gmail.com", "googlemail.com"])
    case .noTag: Address.dropTag(&text)
    case .noLocalDots: Address.dropLocalDots(&text)
    case .e164: Bytes.e164(&text, plus: true)
    case .phoneDigits: Bytes.e164(&text, plus: false)
    case .digits: text.removeAll { !(48...57).contains($0) }
    case .letters: Bytes.keep(&text, ascii: { Bytes.isLetter($0) }, other: \.isLetter)
    case .noTitle: Names.dropTitle(&text)
    case .noSuffix: Names.dropSuffix(&text)
    case .initial: text = Array(String(decoding: text, as: UTF8.self).prefix(1).utf8)
    case .countryCode:
      Bytes.upper(&text)
      if text.count != 2 || !text.allSatisfy(Bytes.isLetter) { text.removeAll() }
    case .metaPostcode: Postcode.meta(&text, country: country)
    case .uuid: Bytes.uuid(&text)
    case .gender: Names.gender(&text)
    case .year: Bytes.date(&text) { Array($0[0..<4]) }
    case .monthAndDay: Bytes.date(&text) { Array($0[5..<7]) + Array($0[8..<10]) }
    }
  }
}

/// Work on UTF-8 that is ASCII nearly always; anything else goes the slower way over characters.
enum Bytes {
  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

  static func isASCII(_ text: [UInt8]) -> Bool {
    var all: UInt8 = 0
    for byte in text { all |= byte }
    return all < 0x80
  }

  static func lower(_ text: inout [UInt8]) {
    guard isASCII(text) else {
      text = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
      return
    }
    for index in text.indices where (65...90).contains(text[index]) { text[index] |= 0x20 }
  }

  static func upper(_ text: inout [UInt8]) {
    guard isASCII(text) else {
      text = Array(String(decoding: text, as: UTF8.self).uppercased().utf8)
      return
    }
    for index in text.indices where (97...122).contains(text[index]) { text[index] &= 0xDF }
  }

  static func keep(
    _ text: inout [UInt8], ascii: (UInt8) -> Bool, other: (Character) -> Bool
  ) {
    if isASCII(text) {
      text.removeAll { !ascii($0) }
    } else {
      text = Array(String(String(decoding: text, as: UTF8.self).filter(other)).utf8)
    }
  }

  static func collapseSpaces(_ text: inout [UInt8]) {
    guard text.contains(where: { isSpace($0) || $0 >= 0x80 }) else { return }
    let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    text = Array(words.joined(separator: " ").utf8)
  }

  static func e164(_ text: inout [UInt8], plus: Bool) {
    let isInternational = text.first { !isSpace($0) } == UInt8(ascii: "+")
    text.removeAll { !(48...57).contains($0) }
    guard isInternational, (7...15).contains(text.count), text[0] != 48 else {
      text.removeAll()
      return
    }
    if plus { text.insert(UInt8(ascii: "+"), at: 0) }
  }

  /// Writes a UUID with its hyphens; all zeros is what a device says that does not want to be known.
  static func uuid(_ text: inout [UInt8]) {
    lower(&text)
    text.removeAll { $0 == UInt8(ascii: "-") }
    let isHex = text.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    guard text.count == 32, isHex, text.contains(where: { $0 != 48 }) else {
      text.removeAll()
      return
    }
    for place in [20, 16, 12, 8] { text.insert(UInt8(ascii: "-"), at: place) }
  }

  /// A part of an ISO date.
  static func date(_ text: inout [UInt8], _ part: ([UInt8]) -> [UInt8]) {
    let isDate =
      text.count >= 10 && text[4] == 45 && text[7] == 45
      && [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { (48...57).contains(text[$0]) }
    text = isDate ? part(text) : []
  }
}

/// E-mail addresses, which are in lower case by the time they come here.
enum Address {
  private static func at(_ text: [UInt8]) -> Int? { text.lastIndex(of: UInt8(ascii: "@")) }

  static func keepValid(_ text: inout [UInt8]) {
    let ats = text.count { $0 == UInt8(ascii: "@") }
    guard ats == 1, let at = at(text), at > 0, at < text.count - 1,
      !text.contains(where: Bytes.isSpace)
    else {
      text.removeAll()
      return
    }
  }

  static func plain(_ text: inout [UInt8], at domains: [StaticString]) {
    guard let at = at(text) else { return }
    let domain = text[(at + 1)...]
    guard
      domains.contains(where: { name in
        name.utf8CodeUnitCount == domain.count && domain.elementsEqual(name.description.utf8)
      })
    else { return }
    dropTag(&text)
    dropLocalDots(&text)
  }

  static func dropTag(_ text: inout [UInt8]) {
    guard let at = at(text), let plus = text[..<at].firstIndex(of: UInt8(ascii: "+")) else {
      return
    }
    text.removeSubrange(plus..<at)
  }

  static func dropLocalDots(_ text: inout [UInt8]) {
    guard let at = at(text), text[..<at].contains(UInt8(ascii: ".")) else { return }
    text = text[..<at].filter { $0 != UInt8(ascii: ".") } + text[at...]
  }
}

/// Names of people, word by word.
enum Names {
  private static let titles: Set<Substring> = ["mr", "mrs", "ms", "miss", "dr", "prof"]
  private static let suffixes: Set<Substring> = ["jr", "sr", "ii", "iii", "iv"]

  private static func isAmong(_ names: Set<Substring>, _ word: Substring) -> Bool {
    names.contains(Substring(word.lowercased().filter { $0 != "." && $0 != "," }))
  }

  static func dropTitle(_ text: inout [UInt8]) {
    guard text.contains(where: Bytes.isSpace) else { return }
    var words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    while words.count > 1, isAmong(titles, words[0]) { words.removeFirst() }
    text = Array(words.joined(separator: " ").utf8)
  }

  static func dropSuffix(_ text: inout [UInt8]) {
    guard text.contains(where: Bytes.isSpace) else { return }
    var words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    while words.count > 1, isAmong(suffixes, words[words.count - 1]) { words.removeLast() }
    text = Array(words.joined(separator: " ").utf8)
    // The comma that stood before the suffix went with it.
    while text.last == UInt8(ascii: ",") { text.removeLast() }
  }

  static func gender(_ text: inout [UInt8]) {
    Bytes.lower(&text)
    let word = String(decoding: text, as: UTF8.self)
    switch word {
    case "m", "male", "man": text = [UInt8(ascii: "m")]
    case "f", "female", "woman", "w": text = [UInt8(ascii: "f")]
    default: text.removeAll()
    }
  }
}

/// Postcodes, whose form depends on the country.
enum Postcode {
  static func meta(_ text: inout [UInt8], country: Span<UInt8>) {
    Bytes.lower(&text)
    text.removeAll(where: Bytes.isSpace)
    guard country.count == 2 else { return }
    switch (country[0] | 0x20, country[1] | 0x20) {
    case (UInt8(ascii: "u"), UInt8(ascii: "s")): text.removeLast(max(0, text.count - 5))
    case (UInt8(ascii: "g"), UInt8(ascii: "b")), (UInt8(ascii: "u"), UInt8(ascii: "k")):
      if text.count >= 5 { text.removeLast(2) }
    default: break
    }
  }
}
