extension TCString {
  /// Decodes a whole string, or says why and where it cannot be read.
  package init(_ text: String) throws(SignalError) {
    try self.init(Array(text.utf8).span)
  }

  /// Decodes a whole string, or says why and where it cannot be read.
  package init(_ text: Span<UInt8>) throws(SignalError) {
    var segments = TCSegments()
    guard let first = segments.next(in: text) else { throw SignalError("it is empty") }
    var reader = BitReader(first, segment: 1)
    try TCString.checkVersion(&reader, text)
    self = try TCString(core: &reader, text)
    if try !reader.restIsZero(of: text) { oddities.append(.bitsAfterEnd(segment: 1)) }
    var number = 2
    while let range = segments.next(in: text) {
      try readSegment(BitReader(range, segment: number), text)
      number += 1
    }
  }

  /// Reads the version and refuses every one but 2.
  static func checkVersion(
    _ reader: inout BitReader, _ text: borrowing Span<UInt8>
  ) throws(SignalError) {
    switch try reader.number(6, "version", of: text) {
    case 2: return
    case 1: throw reader.error("version 1 of the framework was switched off in 2020", at: 0)
    case 3: throw reader.error("it looks like a GPP string, which is a signal of its own", at: 0)
    case let other: throw reader.error("version \(other) is not a version of this string", at: 0)
    }
  }

  private init(
    core reader: inout BitReader, _ text: borrowing Span<UInt8>
  ) throws(SignalError) {
    createdDeciseconds = Int64(try reader.bits(36, "creation time", of: text))
    updatedDeciseconds = Int64(try reader.bits(36, "time of last change", of: text))
    cmpID = try reader.number(12, "consent tool's id", of: text)
    cmpVersion = try reader.number(12, "consent tool's version", of: text)
    consentScreen = try reader.number(6, "consent screen", of: text)
    language = LetterPair(code: try reader.number(12, "language", of: text))
    vendorListVersion = try reader.number(12, "vendor list version", of: text)
    policyVersion = try reader.number(6, "policy version", of: text)
    isServiceSpecific = try reader.flag("service-specific flag", of: text)
    usesNonStandardTexts = try reader.flag("non-standard texts flag", of: text)
    specialFeatureOptIns = try reader.flags(12, "special features", of: text)
    purposeConsents = try reader.flags(24, "purpose consents", of: text)
    purposeLegitimateInterests = try reader.flags(24, "purpose interests", of: text)
    purposeOneTreatment = try reader.flag("purpose one flag", of: text)
    publisherCountry = LetterPair(code: try reader.number(12, "publisher's country", of: text))
    vendorConsents = try readVendors(&reader, text)
    vendorLegitimateInterests = try readVendors(&reader, text)
    let count = try reader.number(12, "number of publisher restrictions", of: text)
    for _ in 0..<count { restrictions.append(try readRestriction(&reader, text)) }
  }

  private mutating func readVendors(
    _ reader: inout BitReader, _ text: borrowing Span<UInt8>
  ) throws(SignalError) -> VendorSet {
    let maximum = try reader.number(16, "largest vendor id", of: text)
    if try reader.flag("vendor encoding", of: text) {
      let count = try reader.number(12, "number of vendor ranges", of: text)
      var vendors = VendorSet(maximum: maximum)
      for _ in 0..<count { vendors.insert(try reader.vendorRange(of: text)) }
      if vendors.maximum > maximum {
        oddities.append(.vendorBeyondMaximum(segment: reader.segment))
      }
      return vendors
    }
    guard maximum <= reader.remaining else {
      throw reader.error("it is too short for \(maximum) vendors")
    }
    var words: [UInt64] = []
    words.reserveCapacity(VendorSet.wordCount(maximum))
    var left = maximum
    while left > 0 {
      words.append(try reader.word(of: min(64, left), "vendors", of: text))
      left -= 64
    }
    return VendorSet(maximum: maximum, words: words)
  }

  private func readRestriction(
    _ reader: inout BitReader, _ text: borrowing Span<UInt8>
  ) throws(SignalError) -> Restriction {
    let purpose = try reader.number(6, "restricted purpose", of: text)
    let kind = try reader.number(2, "kind of restriction", of: text)
    let count = try reader.number(12, "number of restricted ranges", of: text)
    var vendors = VendorSet()
    for _ in 0..<count { vendors.insert(try reader.vendorRange(of: text)) }
    return Restriction(
      purpose: purpose, kind: Restriction.Kind(rawValue: kind) ?? .undefined, vendors: vendors)
  }

  private mutating func readSegment(
    _ start: BitReader, _ text: borrowing Span<UInt8>
  ) throws(SignalError) {
    var reader = start
    switch try reader.number(3, "segment type", of: text) {
    case 1:
      guard disclosedVendors == nil else {
        throw reader.error("the disclosed vendors are there twice", at: 0)
      }
      disclosedVendors = try readVendors(&reader, text)
    case 2:
      guard allowedVendors == nil else {
        throw reader.error("the allowed vendors are there twice", at: 0)
      }
      allowedVendors = try readVendors(&reader, text)
    case 3:
      guard publisher == nil else {
        throw reader.error("the publisher's segment is there twice", at: 0)
      }
      publisher = try PublisherConsent(&reader, text)
    case let type:
      oddities.append(.unknownSegment(type: type))
      _ = try reader.restIsZero(of: text)
    }
    if try !reader.restIsZero(of: text) {
      oddities.append(.bitsAfterEnd(segment: reader.segment))
    }
  }
}

extension TCString.PublisherConsent {
  fileprivate init(
    _ reader: inout BitReader, _ text: borrowing Span<UInt8>
  ) throws(SignalError) {
    purposeConsents = try reader.flags(24, "publisher's consents", of: text)
    purposeLegitimateInterests = try reader.flags(24, "publisher's interests", of: text)
    customPurposeCount = try reader.number(6, "number of custom purposes", of: text)
    customConsents = try reader.flags(customPurposeCount, "custom consents", of: text)
    customLegitimateInterests = try reader.flags(customPurposeCount, "custom interests", of: text)
  }
}

extension BitReader {
  /// Reads a field of `width` flags, at most 63, whose first is number 1.
  mutating func flags(
    _ width: Int, _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) -> NumberedFlags {
    var flags = try bits(min(width, 32), field, of: text)
    if width > 32 { flags = flags << UInt64(width - 32) | (try bits(width - 32, field, of: text)) }
    return NumberedFlags(field: flags, width: width)
  }

  /// Reads up to 64 bits into the highest places of a word.
  @inline(__always)
  mutating func word(
    of count: Int, _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) -> UInt64 {
    guard count > 32 else { return try bits(count, field, of: text) << UInt64(64 - count) }
    let high = try bits(32, field, of: text)
    return high << 32 | (try bits(count - 32, field, of: text)) << UInt64(64 - count)
  }

  /// Reads one entry of a range-encoded vendor section.
  @inline(__always)
  mutating func vendorRange(
    of text: borrowing Span<UInt8>
  ) throws(SignalError) -> ClosedRange<Int> {
    let start = position
    let isRange = try flag("kind of vendor range", of: text)
    let first = try number(16, "vendor range", of: text)
    let last = isRange ? try number(16, "vendor range", of: text) : first
    guard first > 0 else { throw error("vendor 0 does not exist", at: start) }
    guard first <= last else { throw error("a vendor range ends before it begins", at: start) }
    return first...last
  }
}

/// Splits a string at its full stops, a segment at a time.
struct TCSegments {
  private var offset = 0
  private var isFinished = false

  /// Returns the characters of the next segment, or nil after the last one.
  mutating func next(in text: borrowing Span<UInt8>) -> Range<Int>? {
    guard !isFinished, text.count > 0 else { return nil }
    let start = offset
    while offset < text.count, text[offset] != UInt8(ascii: ".") { offset += 1 }
    let end = offset
    if offset < text.count { offset += 1 } else { isFinished = true }
    return start..<end
  }
}
