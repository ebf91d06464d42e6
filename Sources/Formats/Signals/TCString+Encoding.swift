extension TCString {
  /// The string as it is sent: core, disclosed vendors, allowed vendors, publisher's segment.
  ///
  /// Vendors are written as a bit field or as ranges, whichever is shorter. Fields wider than
  /// their place keep their lowest bits.
  package var encoded: String {
    var segments = [core]
    if let disclosedVendors { segments.append(Self.segment(type: 1, disclosedVendors)) }
    if let allowedVendors { segments.append(Self.segment(type: 2, allowedVendors)) }
    if let publisher { segments.append(publisher.segment) }
    return segments.joined(separator: ".")
  }

  private var core: String {
    var writer = BitWriter()
    writer.write(2, 6)
    writer.write(UInt64(truncatingIfNeeded: createdDeciseconds), 36)
    writer.write(UInt64(truncatingIfNeeded: updatedDeciseconds), 36)
    writer.write(cmpID, 12)
    writer.write(cmpVersion, 12)
    writer.write(consentScreen, 6)
    writer.write(language.code, 12)
    writer.write(vendorListVersion, 12)
    writer.write(policyVersion, 6)
    writer.write(isServiceSpecific)
    writer.write(usesNonStandardTexts)
    writer.write(specialFeatureOptIns.field(width: 12), 12)
    writer.write(purposeConsents.field(width: 24), 24)
    writer.write(purposeLegitimateInterests.field(width: 24), 24)
    writer.write(purposeOneTreatment)
    writer.write(publisherCountry.code, 12)
    writer.write(vendorConsents)
    writer.write(vendorLegitimateInterests)
    writer.write(restrictions.count, 12)
    for restriction in restrictions.prefix(0xFFF) {
      writer.write(restriction.purpose, 6)
      writer.write(restriction.kind.rawValue, 2)
      writer.write(ranges: restriction.vendors.ranges)
    }
    return writer.text
  }

  private static func segment(type: Int, _ vendors: VendorSet) -> String {
    var writer = BitWriter()
    writer.write(type, 3)
    writer.write(vendors)
    return writer.text
  }
}

extension TCString.PublisherConsent {
  fileprivate var segment: String {
    var writer = BitWriter()
    writer.write(3, 3)
    writer.write(purposeConsents.field(width: 24), 24)
    writer.write(purposeLegitimateInterests.field(width: 24), 24)
    writer.write(customPurposeCount, 6)
    writer.write(customConsents.field(width: customPurposeCount), customPurposeCount)
    writer.write(customLegitimateInterests.field(width: customPurposeCount), customPurposeCount)
    return writer.text
  }
}

extension BitWriter {
  /// Appends a vendor section: maximum, encoding, then the shorter of bit field and ranges.
  fileprivate mutating func write(_ vendors: VendorSet) {
    let ranges = vendors.ranges
    let rangeBits = ranges.reduce(12) { $0 + ($1.count == 1 ? 17 : 33) }
    write(vendors.maximum, 16)
    // More ranges than their 12-bit count can say must go as a bit field.
    let usesRanges = rangeBits < vendors.maximum && ranges.count <= 0xFFF
    write(usesRanges)
    if usesRanges {
      write(ranges: ranges)
    } else {
      for id in 0..<vendors.maximum { write(vendors.contains(id + 1)) }
    }
  }

  fileprivate mutating func write(ranges: [ClosedRange<Int>]) {
    write(min(ranges.count, 0xFFF), 12)
    for range in ranges.prefix(0xFFF) {
      write(range.count > 1)
      write(range.lowerBound, 16)
      if range.count > 1 { write(range.upperBound, 16) }
    }
  }
}
