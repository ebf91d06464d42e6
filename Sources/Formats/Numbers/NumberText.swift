package import Basis

/// How a feed writes the mark between whole and decimal digits.
package enum DecimalMark: Sendable, Hashable {
  case point
  case comma
  /// Decided from the number itself.
  ///
  /// The later of two different marks is the decimal one; a mark that occurs twice groups digits;
  /// a single point is a decimal point; a single comma groups exactly when one to three digits
  /// stand before it, not only a zero, and three behind (`1,234`).
  case automatic

  /// The mark that is written as `byte`.
  package init(_ byte: UInt8) { self = byte == UInt8(ascii: ",") ? .comma : .point }

  /// The mark as a byte; nil where each number decides for itself.
  package var byte: UInt8? {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .point: UInt8(ascii: ".")
    case .automatic: nil
    }
  }
}

/// Why a text is not a usable number.
package enum NumberProblem: String, Error, Sendable, CaseIterable {
  case empty = "empty"
  case notNumber = "not_a_number"
  case badGrouping = "bad_grouping"
  case notWhole = "not_a_whole_number"
  case tooLarge = "too_large"
  case noCurrency = "no_currency"
  case outsideRange = "outside_range"

  /// What is wrong, as a phrase for a reject.
  package var explanation: String {
    switch self {
    case .empty: "the value is empty"
    case .notNumber: "the value is not a number"
    case .badGrouping: "the thousands separators do not fit the decimal mark"
    case .notWhole: "the value has decimals where a whole number is expected"
    case .tooLarge: "the number is too large"
    case .outsideRange: "the number lies outside of what its definition allows"
    case .noCurrency: "the amount names no currency; set currency in the mapping"
    }
  }
}

/// Reads decimal numbers as people and systems write them.
///
/// Understood are both decimal marks, thousands separators (`,` `.` `'` `’` and spaces, also the
/// Indian grouping), a sign before or behind, parentheses for negative amounts, a currency code
/// or symbol on either side, a percent sign (the value is divided by 100) and an exponent.
package enum NumberText {
  /// Returns the number times ten to the `places`, as an exact integer.
  ///
  /// Digits beyond `places` are rounded to the nearest, a half to the even neighbour.
  /// `places` is from -9 to 9; -4 turns millionths into hundredths.
  package static func scaled(
    _ bytes: Span<UInt8>, places: Int, decimal: DecimalMark = .automatic
  ) throws(NumberProblem) -> Int64 {
    if let plain = PlainNumber(bytes, decimal: decimal),
      let value = plain.scaled(places: places)
    {
      return value
    }
    return try DecimalText(reading: bytes, decimal: decimal).scaled(places: places)
  }

  /// Returns a whole number; decimals other than zeros are refused.
  package static func integer(
    _ bytes: Span<UInt8>, decimal: DecimalMark = .automatic
  ) throws(NumberProblem) -> Int64 {
    if let plain = PlainNumber(bytes, decimal: decimal), plain.decimals == 0 {
      return plain.isNegative ? -Int64(plain.coefficient) : Int64(plain.coefficient)
    }
    let number = try DecimalText(reading: bytes, decimal: decimal)
    guard number.isWhole else { throw .notWhole }
    return try number.scaled(places: 0)
  }

  /// Returns the nearest double.
  package static func double(
    _ bytes: Span<UInt8>, decimal: DecimalMark = .automatic
  ) throws(NumberProblem) -> Double {
    if let plain = PlainNumber(bytes, decimal: decimal), let value = plain.double { return value }
    return try DecimalText(reading: bytes, decimal: decimal).double()
  }

  /// Returns an amount in minor units of the currency that is written with it, else of `currency`.
  package static func money(
    _ bytes: Span<UInt8>, decimal: DecimalMark = .automatic, currency: Currency?
  ) throws(NumberProblem) -> Money {
    if let currency, let plain = PlainNumber(bytes, decimal: decimal),
      let value = plain.scaled(places: currency.decimalPlaces)
    {
      return Money(minorUnits: value, currency: currency)
    }
    let number = try DecimalText(reading: bytes, decimal: decimal)
    guard let currency = number.currency ?? currency else { throw .noCurrency }
    let units = try number.scaled(places: currency.decimalPlaces)
    return Money(minorUnits: units, currency: currency)
  }

  /// Returns the currency written before or behind the number; nil where there is none.
  package static func currency(
    _ bytes: Span<UInt8>, decimal: DecimalMark = .automatic
  ) throws(NumberProblem) -> Currency? {
    try DecimalText(reading: bytes, decimal: decimal).currency
  }
}

/// A number of up to 18 plain ASCII digits with at most a minus and a decimal mark.
///
/// Nearly all values of a feed have this shape, so they are read in one pass; the rest goes
/// to `DecimalText`.
struct PlainNumber {
  var coefficient: UInt64 = 0
  var decimals = 0
  var isNegative = false

  init?(_ bytes: Span<UInt8>, decimal: DecimalMark) {
    let mark = decimal == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    var index = 0
    if bytes.count > 0, bytes[0] == UInt8(ascii: "-") { (isNegative, index) = (true, 1) }
    guard bytes.count - index >= 1, bytes.count - index <= 19 else { return nil }
    var markAt = -1
    var digits = 0
    while index < bytes.count {
      let digit = bytes[index] &- 48
      if digit < 10 {
        coefficient = coefficient &* 10 &+ UInt64(digit)
        digits += 1
      } else {
        guard bytes[index] == mark, markAt < 0, digits > 0 else { return nil }
        markAt = digits
      }
      index += 1
    }
    guard digits <= 18 else { return nil }
    decimals = markAt < 0 ? 0 : digits - markAt
    guard markAt < 0 || decimals > 0 else { return nil }
  }

  /// The number times ten to the `places`, where no rounding is needed and nothing overflows.
  func scaled(places: Int) -> Int64? {
    guard decimals <= places else { return nil }
    let (value, overflow) = coefficient.multipliedReportingOverflow(
      by: DecimalText.powersOfTen[places - decimals])
    guard !overflow, value <= UInt64(Int64.max) else { return nil }
    return isNegative ? -Int64(value) : Int64(value)
  }

  /// The double, where one exact division gives it.
  var double: Double? {
    guard coefficient < 1 << 53 else { return nil }
    let value = Double(coefficient) / DecimalText.exactPowers[decimals]
    return isNegative ? -value : value
  }
}
