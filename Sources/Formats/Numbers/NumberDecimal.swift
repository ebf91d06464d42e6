internal import Basis

/// A decimal number taken apart: its value is `coefficient × 10^exponent`, exactly or almost.
struct DecimalText {
  /// What is left out behind the last digit of the coefficient.
  enum Tail { case nothing, belowHalf, half, aboveHalf }

  private(set) var coefficient: UInt64 = 0
  private(set) var exponent = 0
  private(set) var tail = Tail.nothing
  private(set) var isNegative = false
  private(set) var currency: Currency?
  private var start = 0
  private var end: Int
  private var isParenthesised = false
  private var isSigned = false
  private var hasDroppedZeros = false

  static let powersOfTen: [UInt64] = (0...19).map { exponent in
    (0..<exponent).reduce(UInt64(1)) { product, _ in product * 10 }
  }
  /// Powers that a double holds exactly.
  static let exactPowers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { product, _ in product * 10 }
  }

  init(reading bytes: Span<UInt8>, decimal: DecimalMark) throws(NumberProblem) {
    end = bytes.count
    skipSpaces(bytes)
    guard start < end else { throw .empty }
    try readPrefix(bytes)
    try readSuffix(bytes)
    guard start < end else { throw .notNumber }
    try readExponent(bytes)
    try readDigits(bytes, mark: Self.mark(in: bytes, start..<end, decimal: decimal))
    isNegative = isNegative || isParenthesised
  }

  /// True where nothing but zeros stands behind the decimal mark.
  var isWhole: Bool {
    guard tail == .nothing else { return false }
    if exponent >= 0 || coefficient == 0 { return true }
    return -exponent <= 19 && coefficient % Self.powersOfTen[-exponent] == 0
  }

  /// Chooses the decimal mark of one number, by the rules of `DecimalMark`.
  static func mark(in bytes: Span<UInt8>, _ range: Range<Int>, decimal: DecimalMark) -> UInt8? {
    let point = UInt8(ascii: ".")
    let comma = UInt8(ascii: ",")
    if decimal != .automatic { return decimal == .comma ? comma : point }
    var points = (count: 0, last: -1)
    var commas = (count: 0, last: -1)
    for index in range {
      if bytes[index] == point { points = (points.count + 1, index) }
      if bytes[index] == comma { commas = (commas.count + 1, index) }
    }
    if points.count > 0, commas.count > 0 { return points.last > commas.last ? point : comma }
    if points.count > 0 { return points.count == 1 ? point : nil }
    guard commas.count == 1 else { return nil }
    let before = commas.last - range.lowerBound
    let isGrouping = range.upperBound - commas.last == 4 && (1...3).contains(before)
    let isZero = before == 1 && bytes[range.lowerBound] == UInt8(ascii: "0")
    return isGrouping && !isZero ? nil : comma
  }

  /// Returns the value times ten to the `places`, a half rounded to even.
  func scaled(places: Int) throws(NumberProblem) -> Int64 {
    let shift = exponent + places
    var value = coefficient
    var rest = tail
    if shift >= 0 {
      guard coefficient != 0 else { return 0 }
      guard shift <= 19 else { throw .tooLarge }
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: Self.powersOfTen[shift])
      guard !overflow else { throw .tooLarge }
      value = product
    } else if -shift > 19 {
      (value, rest) = (0, .belowHalf)
    } else {
      let divisor = Self.powersOfTen[-shift]
      let remainder = value % divisor
      value /= divisor
      rest = Self.tail(of: remainder, outOf: divisor, behind: tail)
    }
    if rest == .aboveHalf || (rest == .half && value % 2 == 1) { value += 1 }
    guard value <= UInt64(Int64.max) else { throw .tooLarge }
    return isNegative ? -Int64(value) : Int64(value)
  }

  /// Returns the nearest double; infinity is refused.
  func double() throws(NumberProblem) -> Double {
    let magnitude: Double
    if tail == .nothing, coefficient < 1 << 53, abs(exponent) <= 22 {
      let power = Self.exactPowers[abs(exponent)]
      magnitude = exponent < 0 ? Double(coefficient) / power : Double(coefficient) * power
    } else {
      // A further digit stands for what was left out, so that a tie is broken as it must be.
      let extra = tail == .nothing ? "0" : tail == .half ? "5" : tail == .belowHalf ? "1" : "9"
      magnitude = Double("\(coefficient)\(extra)e\(exponent - 1)") ?? .infinity
    }
    guard magnitude.isFinite else { throw .tooLarge }
    return isNegative ? -magnitude : magnitude
  }

  private static func tail(of remainder: UInt64, outOf divisor: UInt64, behind tail: Tail) -> Tail {
    let half = divisor / 2
    if remainder > half { return .aboveHalf }
    if remainder == half { return tail == .nothing ? .half : .aboveHalf }
    return remainder == 0 && tail == .nothing ? .nothing : .belowHalf
  }
}

extension DecimalText {
  private mutating func skipSpaces(_ bytes: Span<UInt8>) {
    while true {
      let width = NumberBytes.space(bytes, start, end)
      if start >= end || width == 0 { break }
      start += width
    }
    while true {
      let width = NumberBytes.spaceBefore(bytes, start, end)
      if width == 0 { break }
      end -= width
    }
  }

  private mutating func readPrefix(_ bytes: Span<UInt8>) throws(NumberProblem) {
    while start < end {
      skipSpaces(bytes)
      guard start < end else { return }
      let byte = bytes[start]
      if NumberBytes.isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
        return
      }
      if byte == UInt8(ascii: "(") {
        guard !isParenthesised, bytes[end - 1] == UInt8(ascii: ")"), end - start >= 2 else {
          throw .notNumber
        }
        (isParenthesised, start, end) = (true, start + 1, end - 1)
      } else if let sign = NumberBytes.sign(bytes, start, end) {
        try take(sign.isMinus)
        start += sign.width
      } else {
        let stop = NumberBytes.affixEnd(bytes, start, end)
        try takeCurrency(bytes, start..<stop)
        start = stop
      }
    }
  }

  private mutating func readSuffix(_ bytes: Span<UInt8>) throws(NumberProblem) {
    while start < end {
      skipSpaces(bytes)
      guard start < end, !NumberBytes.isDigit(bytes[end - 1]) else { return }
      if bytes[end - 1] == UInt8(ascii: "%") {
        guard exponent == 0 else { throw .notNumber }
        (exponent, end) = (-2, end - 1)
      } else if let sign = NumberBytes.signBefore(bytes, start, end) {
        try take(sign.isMinus)
        end -= sign.width
      } else {
        let begin = NumberBytes.affixStart(bytes, start, end)
        if begin == end { return }
        try takeCurrency(bytes, begin..<end)
        end = begin
      }
    }
  }

  private mutating func take(_ isMinus: Bool) throws(NumberProblem) {
    guard !isSigned, !isParenthesised else { throw .notNumber }
    (isSigned, isNegative) = (true, isMinus)
  }

  private mutating func takeCurrency(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(NumberProblem) {
    guard currency == nil, !range.isEmpty,
      let found = NumberCurrency.recognised(bytes.extracting(range))
    else { throw .notNumber }
    currency = found
  }

  private mutating func readExponent(_ bytes: Span<UInt8>) throws(NumberProblem) {
    var index = end
    var value = 0
    while index > start, NumberBytes.isDigit(bytes[index - 1]), end - index < 4 { index -= 1 }
    let digits = index..<end
    guard !digits.isEmpty, digits.count <= 3, index > start else { return }
    var isMinus = false
    if bytes[index - 1] == UInt8(ascii: "-") || bytes[index - 1] == UInt8(ascii: "+") {
      isMinus = bytes[index - 1] == UInt8(ascii: "-")
      index -= 1
    }
    guard index - 1 > start, bytes[index - 1] | 0x20 == UInt8(ascii: "e") else { return }
    for position in digits { value = value * 10 + Int(bytes[position] - 48) }
    exponent += isMinus ? -value : value
    end = index - 1
  }

  private mutating func readDigits(
    _ bytes: Span<UInt8>, mark: UInt8?
  ) throws(NumberProblem) {
    var groups = NumberGroups()
    var hasDigits = false
    var isFraction = false
    var index = start
    while index < end {
      let byte = bytes[index]
      if NumberBytes.isDigit(byte) {
        append(byte - 48, isFraction: isFraction)
        hasDigits = true
        if !isFraction { groups.countDigit() }
        index += 1
      } else if byte == mark {
        guard !isFraction else { throw .badGrouping }
        isFraction = true
        index += 1
      } else if let separator = NumberBytes.separator(bytes, index, end) {
        guard !isFraction, groups.open(separator.kind) else { throw .badGrouping }
        index += separator.width
      } else {
        throw .notNumber
      }
    }
    guard hasDigits else { throw .notNumber }
    guard groups.isWellFormed else { throw .badGrouping }
  }

  private mutating func append(_ digit: UInt8, isFraction: Bool) {
    if tail == .nothing, !hasDroppedZeros, coefficient < 1_000_000_000_000_000_000 {
      coefficient = coefficient * 10 + UInt64(digit)
      if isFraction { exponent -= 1 }
      return
    }
    if !isFraction { exponent += 1 }
    keepTail(digit)
  }

  private mutating func keepTail(_ digit: UInt8) {
    // Zeros alone leave the coefficient exact, but they do take up their place.
    if tail == .nothing, hasDroppedZeros {
      tail = digit == 0 ? .nothing : .belowHalf
    } else if tail == .nothing {
      hasDroppedZeros = digit == 0
      tail = digit == 0 ? .nothing : digit < 5 ? .belowHalf : digit == 5 ? .half : .aboveHalf
    } else if tail == .half, digit != 0 {
      tail = .aboveHalf
    }
  }
}
