package import Basis

/// What one consent string says about its purposes and one vendor, read without building a set.
///
/// This is the way for millions of strings: nothing is allocated, and every segment is read once.
/// It refuses what the full decoder refuses.
package struct TCGlance: Hashable, Sendable {
  package private(set) var createdDeciseconds: Int64 = 0
  package private(set) var updatedDeciseconds: Int64 = 0
  package private(set) var vendorListVersion = 0
  package private(set) var policyVersion = 0
  package private(set) var isServiceSpecific = false
  package private(set) var specialFeatureOptIns = NumberedFlags()
  package private(set) var purposeConsents = NumberedFlags()
  package private(set) var purposeLegitimateInterests = NumberedFlags()
  package private(set) var purposeOneTreatment = false
  package private(set) var publisherCountry = LetterPair()
  package private(set) var vendorConsent = false
  package private(set) var vendorLegitimateInterest = false
  /// Whether the vendor was shown to the user; nil where the segment is missing.
  package private(set) var isDisclosed: Bool?
  /// Purposes that the publisher takes away from the vendor.
  package private(set) var forbiddenPurposes = NumberedFlags()
  /// Purposes for which the publisher leaves the vendor consent as the only basis.
  package private(set) var consentOnlyPurposes = NumberedFlags()
  /// Purposes for which the publisher leaves the vendor legitimate interest as the only basis.
  package private(set) var interestOnlyPurposes = NumberedFlags()
  /// Whether a vendor range went beyond the maximum its own section declares.
  package private(set) var exceedsMaximum = false

  /// When the record was first made, to the second.
  package var created: Timestamp { Timestamp(createdDeciseconds / 10) }
  /// When it was last changed, to the second.
  package var updated: Timestamp { Timestamp(updatedDeciseconds / 10) }

  /// Whether nothing forbids relying on the string at `now`; the rules of `TCString.isValid`.
  package func isValid(now: Timestamp) -> Bool {
    if policyVersion < 4, created >= TCString.newPolicyStart { return false }
    if policyVersion >= 4, !purposeLegitimateInterests.isDisjoint(with: [3, 4, 5, 6]) {
      return false
    }
    return isServiceSpecific && !exceedsMaximum && created <= now.advanced(by: 86_400)
  }

  /// Reads the string in `text` for `vendor`; cost grows with its length.
  package init(_ text: borrowing Span<UInt8>, vendor: Int) throws(SignalError) {
    var segments = TCSegments()
    guard let first = segments.next(in: text) else { throw SignalError("it is empty") }
    try readCore(BitReader(first, segment: 1), text, vendor)
    var number = 2
    var seen = NumberedFlags()
    while let range = segments.next(in: text) {
      var reader = BitReader(range, segment: number)
      let type = try reader.number(3, "segment type", of: text)
      if (1...3).contains(type), seen.contains(type) {
        throw reader.error("a segment of type \(type) is there twice", at: 0)
      }
      seen.insert(type)
      switch type {
      case 1: isDisclosed = try readVendors(&reader, text, vendor)
      case 2:
        _ = try readVendors(&reader, text, vendor)
      case 3:
        try reader.skip(48, "publisher's consents", of: text)
        let custom = try reader.number(6, "number of custom purposes", of: text)
        try reader.skip(custom * 2, "custom purposes", of: text)
      default: break
      }
      number += 1
    }
    try Self.checkAlphabet(text)
  }

  private mutating func readCore(
    _ start: BitReader, _ text: borrowing Span<UInt8>, _ vendor: Int
  ) throws(SignalError) {
    var reader = start
    try TCString.checkVersion(&reader, text)
    createdDeciseconds = Int64(try reader.bits(36, "creation time", of: text))
    updatedDeciseconds = Int64(try reader.bits(36, "time of last change", of: text))
    try reader.skip(42, "consent tool and language", of: text)
    vendorListVersion = try reader.number(12, "vendor list version", of: text)
    policyVersion = try reader.number(6, "policy version", of: text)
    isServiceSpecific = try reader.flag("service-specific flag", of: text)
    try reader.skip(1, "non-standard texts flag", of: text)
    specialFeatureOptIns = NumberedFlags(
      field: try reader.bits(12, "special features", of: text), width: 12)
    purposeConsents = NumberedFlags(
      field: try reader.bits(24, "purpose consents", of: text), width: 24)
    purposeLegitimateInterests = NumberedFlags(
      field: try reader.bits(24, "purpose interests", of: text), width: 24)
    purposeOneTreatment = try reader.flag("purpose one flag", of: text)
    publisherCountry = LetterPair(code: try reader.number(12, "publisher's country", of: text))
    vendorConsent = try readVendors(&reader, text, vendor)
    vendorLegitimateInterest = try readVendors(&reader, text, vendor)
    let count = try reader.number(12, "number of publisher restrictions", of: text)
    for _ in 0..<count { try readRestriction(&reader, text, vendor) }
  }

  private mutating func readVendors(
    _ reader: inout BitReader, _ text: borrowing Span<UInt8>, _ vendor: Int
  ) throws(SignalError) -> Bool {
    let maximum = try reader.number(16, "largest vendor id", of: text)
    if try reader.flag("vendor encoding", of: text) {
      let count = try reader.number(12, "number of vendor ranges", of: text)
      var isNamed = false
      for _ in 0..<count {
        let range = try reader.vendorRange(of: text)
        if range.contains(vendor) { isNamed = true }
        if range.upperBound > maximum { exceedsMaximum = true }
      }
      return isNamed
    }
    guard maximum <= reader.remaining else {
      throw reader.error("it is too short for \(maximum) vendors")
    }
    guard (1...max(1, maximum)).contains(vendor), maximum > 0 else {
      try reader.skip(maximum, "vendors", of: text)
      return false
    }
    try reader.skip(vendor - 1, "vendors", of: text)
    let isNamed = try reader.flag("vendors", of: text)
    try reader.skip(maximum - vendor, "vendors", of: text)
    return isNamed
  }

  private mutating func readRestriction(
    _ reader: inout BitReader, _ text: borrowing Span<UInt8>, _ vendor: Int
  ) throws(SignalError) {
    let purpose = try reader.number(6, "restricted purpose", of: text)
    let kind = try reader.number(2, "kind of restriction", of: text)
    let count = try reader.number(12, "number of restricted ranges", of: text)
    var isNamed = false
    for _ in 0..<count where try reader.vendorRange(of: text).contains(vendor) { isNamed = true }
    guard isNamed else { return }
    switch kind {
    case 0: forbiddenPurposes.insert(purpose)
    case 1: consentOnlyPurposes.insert(purpose)
    case 2: interestOnlyPurposes.insert(purpose)
    default: break
    }
  }

  private static func checkAlphabet(_ text: borrowing Span<UInt8>) throws(SignalError) {
    var index = 0
    while index < text.count {
      if index + 8 <= text.count, Base64URL.eight(of: text, at: index) != nil {
        index += 8
        continue
      }
      guard !isStranger(text[index]) else {
        throw SignalError("a character is not of the base64url alphabet", character: index + 1)
      }
      index += 1
    }
  }

  private static func isStranger(_ character: UInt8) -> Bool {
    Base64URL.value(of: character) == 64 && character != UInt8(ascii: ".")
  }
}
