internal import Activation
internal import Basis
internal import Normalise
internal import Sealing

/// The spellings under which a person's identifiers may stand in text or bytes.
///
/// A text matches where one of them stands by itself: neither a letter nor a digit touches it. Case
/// never matters. Phone numbers are also found by their digits, however they are punctuated.
struct IdentifierPatterns {
  /// Values, their hashes in the spellings of destinations, in lower case.
  private let spellings: PatternSet
  /// Spellings that are long enough not to stand anywhere by chance, and no words of the workspace's own.
  private let tellingSpellings: PatternSet
  /// Spellings that mean the person where they stand in rules, mappings and segments, too: a short
  /// number or a name of an event stands there for something else.
  private let struckSpellings: PatternSet
  /// Hashes as 32 bytes.
  private let digests: PatternSet
  /// Digits of phone numbers without their country code, which feeds often leave out.
  private let digits: PatternSet

  private static let tellingLength = 6
  private static let mark = Array(ErasureMark.text.utf8)

  /// `destinations` are those whose spellings a delivered file may have, `words` the names of what the
  /// workspace has: events, attributes, purposes and the like.
  init(
    _ identifiers: [Subject.Identifier], _ destinations: [DestinationSpec], words: Set<String>
  ) {
    var spellings: Set<[UInt8]> = []
    var digests: Set<[UInt8]> = []
    var digits: Set<[UInt8]> = []
    for identifier in identifiers {
      let value = identifier.value
      spellings.insert(Self.lowered(value))
      if IdentifierNamespace(identifier.namespace).name == "phone" {
        let number = value.filter { (48...57).contains($0) }
        if number.count >= 9 { digits.insert(Array(number.dropFirst(3))) }
      }
      for form in [identifier.text, identifier.text.uppercased(), identifier.text.lowercased()] {
        let digest = SHA256.of(Array(form.utf8).span)
        digests.insert(digest.bytes)
        spellings.insert(Array(digest.hex.utf8))
        var base64: [UInt8] = []
        SHA256.appendBase64(of: Array(form.utf8).span, to: &base64)
        spellings.insert(Self.lowered(base64))
      }
      for destination in destinations {
        for column in destination.columns
        where column.origin == .identifier(identifier.namespace) {
          let cell = Self.lowered(Array(RowEncoder.spelling(of: identifier.text, in: column).utf8))
          if cell.count >= Self.tellingLength { spellings.insert(cell) }
        }
      }
    }
    self.spellings = PatternSet(spellings)
    let own = Set(words.map { Self.lowered(Array($0.utf8)) })
    tellingSpellings = PatternSet(
      spellings.filter { $0.count >= Self.tellingLength && !own.contains($0) })
    struckSpellings = PatternSet(spellings.filter { Self.isTelling($0) && !own.contains($0) })
    self.digests = PatternSet(digests)
    self.digits = PatternSet(digits)
  }

  /// Whether a value is long enough to mean the person, or mixes digits with other signs.
  private static func isTelling(_ value: [UInt8]) -> Bool {
    let digits = value.count { (48...57).contains($0) }
    return value.count >= tellingLength
      || (value.count >= 4 && digits > 0 && digits < value.count)
  }

  /// Whether a row, a line or any other text mentions the person.
  func match(_ text: [UInt8]) -> Bool {
    let lowered = Self.lowered(text)
    if spellings.first(in: lowered.span, byItself: true) != nil { return true }
    if digests.first(in: text.span, byItself: false) != nil { return true }
    return firstNumber(in: text, from: 0) != nil
  }

  /// Where the person's next phone number stands: digits with no more between them than people write
  /// inside a number, and the sign before them.
  private func firstNumber(in text: [UInt8], from start: Int) -> Range<Int>? {
    guard !digits.isEmpty else { return nil }
    var number: [UInt8] = []
    var place = 0..<0
    for index in start...text.count {
      let byte = index < text.count ? text[index] : 10
      if (48...57).contains(byte) {
        let first = index > start && text[index - 1] == UInt8(ascii: "+") ? index - 1 : index
        place = (number.isEmpty ? first : place.lowerBound)..<index + 1
        number.append(byte)
      } else if !" -()/+.".utf8.contains(byte) {
        if digits.first(in: number.span, byItself: false) != nil { return place }
        number.removeAll(keepingCapacity: true)
      }
    }
    return nil
  }

  /// Whether raw bytes have a spelling anywhere that cannot stand there by chance.
  func occur(in bytes: [UInt8]) -> Bool {
    if digests.first(in: bytes.span, byItself: false) != nil { return true }
    let lowered = Self.lowered(bytes)
    return tellingSpellings.first(in: lowered.span, byItself: false) != nil
  }

  /// A text of the workspace's own with every mention of the person struck out; nil where it has none.
  func struckOut(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    let lowered = Self.lowered(bytes)
    let spelled = Self.striking(bytes) { start in
      struckSpellings.first(in: lowered.span, from: start, byItself: true)
    }
    let rest = spelled ?? bytes
    let numbered = Self.striking(rest) { firstNumber(in: rest, from: $0) }
    return (numbered ?? spelled).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A text without what `next` finds from a place on; nil where that is nothing.
  private static func striking(_ bytes: [UInt8], _ next: (Int) -> Range<Int>?) -> [UInt8]? {
    var result: [UInt8] = []
    var end = 0
    while let found = next(end) {
      result += bytes[end..<found.lowerBound]
      result += mark
      end = found.upperBound
    }
    return end == 0 ? nil : result + bytes[end...]
  }

  /// Lower case of ASCII letters; other bytes stay, so that lengths do.
  private static func lowered(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
  }
}
