/// The number plans of countries where a number's E.164 form can be told from its digits alone.
///
/// libphonenumber takes some ten microseconds a number; most numbers of these countries need none
/// of its rules. What a plan isn't sure of goes to the library; a test holds both to one answer.
struct PhonePlans: Sendable {
  private struct Plan: Sendable {
    let region: [UInt8]
    let code: [UInt8]
    /// What stands before a national number at home; nil where nothing does.
    let trunk: UInt8?
    let lengths: ClosedRange<Int>
    let firstDigits: ClosedRange<UInt8>

    init(
      _ region: String, _ code: String, _ trunk: Character?, _ lengths: ClosedRange<Int>,
      _ first: ClosedRange<UInt8>
    ) {
      (self.region, self.code) = (Array(region.utf8), Array(code.utf8))
      (self.trunk, self.lengths) = (trunk?.asciiValue, lengths)
      firstDigits = (first.lowerBound + 48)...(first.upperBound + 48)
    }
  }

  private static let plans = [
    Plan("DE", "49", "0", 7...12, 1...9), Plan("AT", "43", "0", 7...12, 1...9),
    Plan("CH", "41", "0", 9...9, 1...9), Plan("FR", "33", "0", 9...9, 1...9),
    Plan("NL", "31", "0", 9...9, 1...9), Plan("BE", "32", "0", 8...9, 1...9),
    Plan("GB", "44", "0", 10...10, 1...9), Plan("SE", "46", "0", 7...9, 1...9),
    Plan("ES", "34", nil, 9...9, 5...9), Plan("PL", "48", nil, 9...9, 1...9),
    Plan("DK", "45", nil, 8...8, 2...9), Plan("PT", "351", nil, 9...9, 2...9),
    Plan("US", "1", "1", 10...10, 2...9),
  ]

  private let home: Plan?

  init(region: [UInt8]) { home = Self.plans.first { $0.region == region } }

  /// Appends the E.164 form where a plan is sure of it; false, and nothing appended, otherwise.
  func append(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Bool {
    var digits = [20 of UInt8](repeating: 0)
    var count = 0
    let isInternational = bytes[0] == UInt8(ascii: "+")
    for index in (isInternational ? 1 : 0)..<bytes.count {
      let byte = bytes[index]
      if TextBytes.isDigit(byte) {
        guard count < 20 else { return false }
        digits[count] = byte
        count += 1
      } else {
        guard Self.isMark(byte) else { return false }
      }
    }
    if isInternational { return appendInternational(digits, 0, count, into: &out) }
    guard let home else { return false }
    let hasTrunk = count > 0 && digits[0] == home.trunk
    // `00` leads abroad from all these countries but the United States, which have `011`.
    if hasTrunk, count > 1, digits[1] == 48 {
      return home.trunk == 48 && appendInternational(digits, 2, count, into: &out)
    }
    let start = hasTrunk ? 1 : 0
    guard hasTrunk || home.trunk == nil || home.trunk == 49 else { return false }
    guard !Self.begins(digits, start, count, with: home.code) else { return false }
    return append(home, digits, start, count, into: &out)
  }

  private func appendInternational(
    _ digits: [20 of UInt8], _ start: Int, _ count: Int, into out: inout [UInt8]
  ) -> Bool {
    for plan in Self.plans where Self.begins(digits, start, count, with: plan.code) {
      return append(plan, digits, start + plan.code.count, count, into: &out)
    }
    return false
  }

  private func append(
    _ plan: Plan, _ digits: [20 of UInt8], _ start: Int, _ count: Int, into out: inout [UInt8]
  ) -> Bool {
    guard plan.lengths.contains(count - start), plan.firstDigits.contains(digits[start]) else {
      return false
    }
    out.append(UInt8(ascii: "+"))
    out += plan.code
    for index in start..<count { out.append(digits[index]) }
    return true
  }

  private static func begins(
    _ digits: [20 of UInt8], _ start: Int, _ count: Int, with code: [UInt8]
  ) -> Bool {
    guard start + code.count <= count else { return false }
    for index in 0..<code.count where digits[start + index] != code[index] { return false }
    return true
  }

  /// What people put between digits.
  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "("),
      UInt8(ascii: ")"):
      true
    default: false
    }
  }
}
