internal import Basis
internal import Formats

/// TC strings by day, country and answer; encoding one costs more than looking it up.
struct ConsentStrings {
  private var known: [Int: String] = [:]

  /// What a person chose in the consent dialogue.
  enum Answer: Int { case all, statistics, none }

  /// The string that the shop's consent dialogue writes on a day.
  mutating func string(_ answer: Answer, _ market: Market, day: Int) -> String {
    let key = (day * 8 + market.rawValue) * 4 + answer.rawValue
    if let string = known[key] { return string }
    let string = Self.encoded(answer, market, day: day)
    known[key] = string
    return string
  }

  private static let vendors = [2, 6, 12, 21, 52, 76, 128, 755, 793]

  private static func encoded(_ answer: Answer, _ market: Market, day: Int) -> String {
    var string = TCString(created: Timestamp(Int64(day) * 86_400))
    string.cmpID = 300
    string.cmpVersion = 2
    string.consentScreen = 1
    string.language = LetterPair(market.language) ?? LetterPair()
    string.publisherCountry = LetterPair("DE") ?? LetterPair()
    string.vendorListVersion = 150
    string.disclosedVendors = VendorSet(vendors)
    switch answer {
    case .all:
      string.purposeConsents = NumberedFlags(1...10)
      string.purposeLegitimateInterests = NumberedFlags([2, 7, 8, 9, 10])
      string.vendorConsents = VendorSet(vendors)
      string.vendorLegitimateInterests = VendorSet([755, 793])
    case .statistics:
      string.purposeConsents = NumberedFlags([1, 7, 8, 9])
      string.vendorConsents = VendorSet(vendors)
    case .none: break
    }
    return string.encoded
  }
}
