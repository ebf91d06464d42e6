internal import Formats
internal import Intake

/// What one value looks like by itself, whatever its column is called.
enum ValueShape: String, Sendable, CaseIterable {
  case integer, number, boolean, date, uuid, email, phone, digest, url, list, text
  case address = "ip address"
  case consent = "tc string"

  /// Looks at a value without white space around it.
  static func of(_ text: Span<UInt8>) -> ValueShape {
    let letters = Letters(text)
    let first = text[0]
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") { return .list }
    if letters.isUUID { return .uuid }
    if text.count == 64, letters.hex == 64 { return .digest }
    if letters.ats == 1, letters.dots > 0, letters.spaces == 0 { return .email }
    if letters.digits == text.count { return .integer }
    if letters.beginsWithHTTP { return .url }
    if letters.dots == 3, letters.digits + 3 == text.count { return .address }
    if letters.isConsent { return .consent }
    if letters.digits >= 6, letters.isDate { return .date }
    if letters.isPhone { return .phone }
    if letters.isNumber, (try? NumberText.double(text)) != nil {
      return letters.marks == 0 ? .integer : .number
    }
    return BooleanText.read(text) != nil ? .boolean : .text
  }
}

/// How often a text has each kind of character.
private struct Letters {
  private(set) var digits = 0
  private(set) var hex = 0
  private(set) var dots = 0
  private(set) var ats = 0
  private(set) var spaces = 0
  private var commas = 0
  private var hyphens = 0
  private var slashes = 0
  private var colons = 0
  private var words = 0
  private var webSafe = 0
  private var phoneMarks = 0
  private var others = 0
  private let count: Int
  private let first: UInt8
  private let second: UInt8
  private(set) var beginsWithHTTP: Bool

  init(_ text: Span<UInt8>) {
    count = text.count
    first = text[0]
    second = text.count > 1 ? text[1] : 0
    beginsWithHTTP = text.count > 8
    for (index, byte) in "http".utf8.enumerated() where index < text.count {
      beginsWithHTTP = beginsWithHTTP && text[index] | 0x20 == byte
    }
    for index in 0..<text.count { add(text[index]) }
    beginsWithHTTP = beginsWithHTTP && colons > 0 && slashes > 1
  }

  private mutating func add(_ byte: UInt8) {
    switch byte {
    case 48...57: (digits, hex, webSafe) = (digits + 1, hex + 1, webSafe + 1)
    case 65...90, 97...122:
      (words, webSafe) = (words + 1, webSafe + 1)
      if byte | 0x20 <= UInt8(ascii: "f") { hex += 1 }
    case UInt8(ascii: "."): (dots, webSafe) = (dots + 1, webSafe + 1)
    case UInt8(ascii: ","): commas += 1
    case UInt8(ascii: "-"):
      (hyphens, webSafe, phoneMarks) = (hyphens + 1, webSafe + 1, phoneMarks + 1)
    case UInt8(ascii: "_"): (webSafe, others) = (webSafe + 1, others + 1)
    case UInt8(ascii: "/"): (slashes, phoneMarks) = (slashes + 1, phoneMarks + 1)
    case UInt8(ascii: ":"): colons += 1
    case UInt8(ascii: "@"): ats += 1
    case UInt8(ascii: " "): (spaces, phoneMarks) = (spaces + 1, phoneMarks + 1)
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"): phoneMarks += 1
    default: others += 1
    }
  }

  var marks: Int { dots + commas }
  var isUUID: Bool { count == 36 && hyphens == 4 && hex == 32 }
  /// The core of a consent string begins with its version as `C` and is nothing but base64url.
  var isConsent: Bool {
    first == UInt8(ascii: "C") && count >= 30 && webSafe == count && digits > 0
  }

  var isDate: Bool {
    // Months as words, AM and PM, T and Z.
    guard words <= 10, ats == 0, others == 0, commas <= 1, first != UInt8(ascii: "+") else {
      return false
    }
    if colons >= 1 { return hyphens + slashes + dots + spaces >= 2 }
    if words >= 3 { return spaces + hyphens >= 2 && digits <= 8 }
    let dividers = [hyphens, slashes, dots].filter { $0 == 2 }.count
    return dividers == 1 && spaces == 0 && digits <= 8 && words == 0 && count <= 10
  }

  var isPhone: Bool {
    guard words == 0, others == 0, (7...15).contains(digits) else { return false }
    let begins = first == UInt8(ascii: "+") || first == UInt8(ascii: "(") || first == 48
    return begins && digits + phoneMarks + dots == count && commas == 0 && dots != 1
  }

  var isNumber: Bool {
    guard digits > 0, words == 0, ats == 0, slashes == 0, colons == 0, others <= 3 else {
      return false
    }
    let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    guard hyphens <= (isSigned ? 1 : 0), spaces <= 2 else { return false }
    return digits + marks + spaces + hyphens + (isSigned ? 1 : 0) + others >= count
  }
}
