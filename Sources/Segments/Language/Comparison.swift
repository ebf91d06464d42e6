internal import Basis

/// How two ordered values are compared.
package enum Comparison: String, Hashable, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// Whether `a` compares so with `b`; never true with an unknown (NaN) on either side.
  @inline(__always)
  package func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b && !a.isNaN && !b.isNaN
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  /// The comparison that says the same with its sides exchanged.
  package var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

/// A test of one attribute or of one field of an event.
package enum Test: Sendable {
  case compare(Comparison, Literal)
  case member([Literal], negated: Bool)
  /// Both ends included.
  case between(Literal, Literal)
  case text(TextOperator, String, negated: Bool)
  case known(Bool)
}

// Written out because texts are told apart by their bytes.
extension Test: Hashable {
  package static func == (a: Test, b: Test) -> Bool {
    switch (a, b) {
    case (.compare(let mine, let value), .compare(let other, let others)):
      mine == other && value == others
    case (.member(let values, let negated), .member(let others, let otherNegated)):
      negated == otherNegated && values == others
    case (.between(let low, let high), .between(let otherLow, let otherHigh)):
      low == otherLow && high == otherHigh
    case (.text(let mine, let text, let negated), .text(let other, let others, let otherNegated)):
      mine == other && negated == otherNegated && ExactText(text) == ExactText(others)
    case (.known(let mine), .known(let other)): mine == other
    case (.compare, _), (.member, _), (.between, _), (.text, _), (.known, _): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .compare(let comparison, let literal):
      hasher.combine(0)
      hasher.combine(comparison)
      hasher.combine(literal)
    case .member(let literals, let negated):
      hasher.combine(1)
      hasher.combine(literals)
      hasher.combine(negated)
    case .between(let low, let high):
      hasher.combine(2)
      hasher.combine(low)
      hasher.combine(high)
    case .text(let operation, let text, let negated):
      hasher.combine(3)
      hasher.combine(operation)
      hasher.combine(ExactText(text))
      hasher.combine(negated)
    case .known(let isKnown):
      hasher.combine(4)
      hasher.combine(isKnown)
    }
  }
}

/// A test of a text's letters.
package enum TextOperator: String, Hashable, Sendable, CaseIterable {
  case contains = "contains"
  case startsWith = "starts with"
  case endsWith = "ends with"
  /// A glob: `*` stands for any letters, `?` for one.
  case matches = "matches"
}

/// A value as it was written; what it means depends on the type it is compared with.
package struct Literal: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case text(String)
    case number(DecimalNumber)
    case boolean(Bool)
    case moment(Moment)
  }

  package let content: Content
  package let place: Range<Int>?

  package init(_ content: Content, place: Range<Int>? = nil) {
    (self.content, self.place) = (content, place)
  }

  package static func == (a: Literal, b: Literal) -> Bool {
    // Texts are told apart by their bytes.
    if case .text(let text) = a.content, case .text(let other) = b.content {
      return ExactText(text) == ExactText(other)
    }
    return a.content == b.content
  }

  package func hash(into hasher: inout Hasher) {
    if case .text(let text) = content {
      hasher.combine(ExactText(text))
    } else {
      hasher.combine(content)
    }
  }

  /// The value as a text attribute would hold it.
  package var asText: String {
    switch content {
    case .text(let text): text
    case .number(let number): number.text
    case .boolean(let flag): flag ? "true" : "false"
    case .moment(let moment): moment.text
    }
  }
}

/// A decimal number that keeps the digits it was written with.
package struct DecimalNumber: Hashable, Sendable {
  /// An optional minus, digits, and optionally a point and more digits.
  package let text: String
  private let mantissa: Int64
  private let places: Int

  /// Reads a number; nil where it is none, or has more than eighteen digits.
  package init?(_ text: String) {
    var mantissa: Int64 = 0
    var (places, digits) = (0, 0)
    var hasPoint = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where index == 0: continue
      case UInt8(ascii: ".") where !hasPoint && digits > 0: hasPoint = true
      case 48...57:
        digits += 1
        guard digits <= 18 else { return nil }
        mantissa = mantissa * 10 + Int64(byte - 48)
        if hasPoint { places += 1 }
      default: return nil
      }
    }
    guard digits > 0, !hasPoint || places > 0 else { return nil }
    self.text = text
    self.mantissa = text.utf8.first == UInt8(ascii: "-") ? -mantissa : mantissa
    self.places = places
  }

  package init(_ whole: Int) {
    (text, mantissa, places) = (String(whole), Int64(whole), 0)
  }

  /// The nearest floating-point number.
  package var double: Double { Double(text) ?? 0 }

  /// The number without zeros that say nothing.
  package var normalized: DecimalNumber {
    var (digits, left) = (mantissa, places)
    while left > 0, digits % 10 == 0 { (digits, left) = (digits / 10, left - 1) }
    return Self.written(digits, places: left) ?? self
  }

  /// The number times `factor`, its point `shift` places further left; nil where it has too many digits.
  package func multiplied(by factor: Int64, shift: Int) -> DecimalNumber? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Self.written(product, places: places + shift)?.normalized
  }

  private static func written(_ digits: Int64, places: Int) -> DecimalNumber? {
    guard places > 0 else { return DecimalNumber(String(digits)) }
    var text = String(digits.magnitude)
    if text.utf8.count <= places {
      text = String(repeating: "0", count: places + 1 - text.utf8.count) + text
    }
    let point = text.index(text.endIndex, offsetBy: -places)
    return DecimalNumber("\(digits < 0 ? "-" : "")\(text[..<point]).\(text[point...])")
  }

  /// The number times ten to the power of `shift`: its floor, and whether that is all of it.
  ///
  /// Saturates where the product does not fit.
  package func scaled(by shift: Int) -> (floor: Int64, isExact: Bool) {
    var value = mantissa
    if shift >= places {
      for _ in 0..<(shift - places) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return (value < 0 ? .min + 1 : .max, false) }
        value = product
      }
      return (value, true)
    }
    var divisor: Int64 = 1
    for _ in 0..<(places - shift) { divisor *= 10 }
    let (quotient, remainder) = value.dividedByFloor(divisor)
    return (quotient, remainder == 0)
  }

  /// The number times ten to the power of `shift`, as a floating-point number.
  package func double(scaledBy shift: Int) -> Double {
    let (floor, isExact) = scaled(by: shift)
    if isExact { return Double(floor) }
    return Double("\(text)e\(shift)") ?? double
  }

  /// The share of `count` that this number of per cent makes, rounded up.
  package func percent(of count: Int) -> Int {
    guard mantissa > 0 else { return 0 }
    var divisor: Int64 = 100
    for _ in 0..<min(places, 15) { divisor *= 10 }
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int64(count))
    guard !overflow else { return count }
    return min(count, Int((product - 1) / divisor + 1))
  }
}
