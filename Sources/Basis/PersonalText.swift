/// Takes out of a text for others' eyes what can only be somebody's address or number.
///
/// Letters and digits become dots, one for one, so that a mark under the text stays in its place.
package enum PersonalText {
  /// The text with e-mail addresses and phone numbers masked.
  ///
  /// A part of a path stays, for the path would lead nowhere; so do addresses at `example.org`
  /// and its like, which belong to nobody. Linear.
  package static func masked(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == at || $0 == plus || $0 == zero }) else { return text }
    var characters = Array(text)
    var index = 0
    while index < characters.count {
      let found =
        switch characters[index] {
        case "@": address(around: index, in: characters)
        case "+": number(from: index, in: characters)
        case "0": national(from: index, in: characters)
        default: nil as Range<Int>?
        }
      if let found { hide(found, in: &characters) }
      index = max(index + 1, found?.upperBound ?? 0)
    }
    return String(characters)
  }

  private static let at = UInt8(ascii: "@")
  private static let plus = UInt8(ascii: "+")
  private static let zero = UInt8(ascii: "0")
  private static let nobodys = ["example.org", "example.com", "example.net"]

  /// The address whose sign is at `sign`; nil where there is none.
  private static func address(around sign: Int, in text: [Character]) -> Range<Int>? {
    var (start, end) = (sign, sign + 1)
    while start > 0, isOfName(text[start - 1]) { start -= 1 }
    while end < text.count, isOfHost(text[end]) { end += 1 }
    while end > sign + 1, text[end - 1] == "." || text[end - 1] == "-" { end -= 1 }
    let host = String(text[(sign + 1)..<end]).lowercased()
    guard start < sign, host.contains("."), !nobodys.contains(host) else { return nil }
    guard start == 0 || text[start - 1] != "/" else { return nil }
    return start..<end
  }

  /// The phone number that begins with the sign at `start`; nil where there is none.
  private static func number(from start: Int, in text: [Character]) -> Range<Int>? {
    guard start == 0 || !(isOfHost(text[start - 1]) || text[start - 1] == "/") else { return nil }
    guard start + 1 < text.count, text[start + 1].isNumber else { return nil }
    var digits = 0
    var end = start + 1
    while end < text.count, text[end].isASCII, text[end].isNumber || " -()./".contains(text[end]) {
      digits += text[end].isNumber ? 1 : 0
      end += 1
    }
    return (8...15).contains(digits) ? start..<end : nil
  }

  /// The phone number without its country that begins with the zero at `start`; nil where there is none.
  ///
  /// Its area is three digits and more, which dates have not.
  private static func national(from start: Int, in text: [Character]) -> Range<Int>? {
    guard start == 0 || !(isOfHost(text[start - 1]) || "/+:_".contains(text[start - 1])) else {
      return nil
    }
    var (area, digits, end) = (0, 0, start)
    while end < text.count, text[end].isASCII, text[end].isNumber || " -/".contains(text[end]) {
      digits += text[end].isNumber ? 1 : 0
      if end == start + area, text[end].isNumber { area += 1 }
      end += 1
    }
    while !text[end - 1].isNumber { end -= 1 }
    guard end == text.count || !(isOfHost(text[end]) || text[end] == "_") else { return nil }
    return area >= 3 && (9...15).contains(digits) ? start..<end : nil
  }

  /// Leaves the first letter of each side of an address, the first two digits of a number.
  private static func hide(_ range: Range<Int>, in text: inout [Character]) {
    let kept = text[range.lowerBound] == "+" ? 3 : 1
    var place = 0
    for index in range {
      place = text[index] == "@" ? 0 : place + 1
      if place > kept, text[index].isLetter || text[index].isNumber { text[index] = "•" }
    }
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "._%+-'~".contains(character)
  }

  private static func isOfHost(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "." || character == "-"
  }
}
