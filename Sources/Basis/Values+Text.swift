extension Double {
  /// The shortest digits that read back as the same number, without a point where it is whole.
  package var plainText: String {
    self == rounded() && magnitude < 1e15 ? String(Int64(self)) : "\(self)"
  }
}

extension Money {
  /// The amount as a decimal number without its currency.
  package var plainText: String {
    let places = currency.decimalPlaces
    guard places > 0 else { return String(minorUnits) }
    var digits = String(minorUnits.magnitude)
    digits = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    return (minorUnits < 0 ? "-" : "") + digits.dropLast(places) + "." + digits.suffix(places)
  }
}

extension Value {
  /// The value as a person reads it.
  package var shown: String {
    switch self {
    case .boolean(let flag): flag ? "yes" : "no"
    case .list(let texts): texts.joined(separator: ", ")
    case .money(let money): "\(money.plainText) \(money.currency)"
    default: plainText
    }
  }

  /// The value as a file has it: dates and times in ISO 8601, lists parted by bars.
  package var plainText: String {
    switch self {
    case .text(let text): text
    case .number(let number): number.plainText
    case .integer(let number): String(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .date(let date): date.iso8601
    case .time(let time): time.iso8601
    case .list(let texts): texts.joined(separator: "|")
    case .money(let money): money.plainText
    }
  }
}
