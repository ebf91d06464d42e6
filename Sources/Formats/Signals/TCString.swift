package import Basis

/// A consent string of the IAB Transparency and Consent Framework, version 2, as it was written.
///
/// Every field keeps what the string says, right or wrong; `problems` tells what today's policy
/// objects to, and `decision(…)` what a vendor may do.
package struct TCString: Hashable, Sendable {
  /// When the record was first made, in tenths of a second since 1970.
  package var createdDeciseconds: Int64
  /// When it was last changed, in tenths of a second since 1970.
  package var updatedDeciseconds: Int64
  package var cmpID = 0
  package var cmpVersion = 0
  package var consentScreen = 0
  package var language = LetterPair()
  package var vendorListVersion = 0
  /// The policy in force: 4 is TCF 2.2, 5 is TCF 2.3.
  package var policyVersion = 5
  package var isServiceSpecific = true
  package var usesNonStandardTexts = false
  package var specialFeatureOptIns = NumberedFlags()
  package var purposeConsents = NumberedFlags()
  package var purposeLegitimateInterests = NumberedFlags()
  /// Whether purpose 1 was not asked because the publisher's country does not require it.
  package var purposeOneTreatment = false
  package var publisherCountry = LetterPair()
  package var vendorConsents = VendorSet()
  package var vendorLegitimateInterests = VendorSet()
  package var restrictions: [Restriction] = []
  /// The vendors shown to the user; nil where the segment is missing, as before TCF 2.3.
  package var disclosedVendors: VendorSet?
  /// The vendors of an out-of-band segment of old, kept to be shown and never used.
  package var allowedVendors: VendorSet?
  package var publisher: PublisherConsent?
  /// What the reader had to pass over.
  package var oddities: [Oddity] = []

  /// Makes a string of the current policy that grants nothing.
  package init(created: Timestamp, updated: Timestamp? = nil) {
    createdDeciseconds = created.seconds * 10
    updatedDeciseconds = (updated ?? created).seconds * 10
  }

  /// When the record was first made, to the second.
  package var created: Timestamp { Timestamp(createdDeciseconds.dividedByFloor(10).quotient) }
  /// When it was last changed, to the second.
  package var updated: Timestamp { Timestamp(updatedDeciseconds.dividedByFloor(10).quotient) }

  /// What a publisher changes for one purpose and some vendors.
  package struct Restriction: Hashable, Sendable {
    package var purpose: Int
    package var kind: Kind
    package var vendors: VendorSet

    package init(purpose: Int, kind: Kind, vendors: VendorSet) {
      (self.purpose, self.kind, self.vendors) = (purpose, kind, vendors)
    }

    package enum Kind: Int, Sendable, CaseIterable {
      case notAllowed = 0
      case consentRequired = 1
      case legitimateInterestRequired = 2
      case undefined = 3
    }
  }

  /// What the user allowed the publisher itself.
  package struct PublisherConsent: Hashable, Sendable {
    package var purposeConsents = NumberedFlags()
    package var purposeLegitimateInterests = NumberedFlags()
    /// How many purposes of its own the publisher names, at most 63.
    package var customPurposeCount = 0
    package var customConsents = NumberedFlags()
    package var customLegitimateInterests = NumberedFlags()

    package init() {}
  }

  /// Something in a string that can be read past, but that no correct writer makes.
  package enum Oddity: Hashable, Sendable {
    case bitsAfterEnd(segment: Int)
    case unknownSegment(type: Int)
    case vendorBeyondMaximum(segment: Int)
  }
}

/// Two letters packed into twelve bits, as languages and countries are written.
package struct LetterPair: Hashable, Sendable, CustomStringConvertible {
  /// The two letters, six bits each, A being 0.
  package let code: Int

  package init(code: Int) { self.code = code & 0xFFF }

  /// Makes the pair `AA`, which stands for nothing.
  package init() { code = 0 }

  /// Makes a pair from two letters of any case; nil for anything else.
  package init?(_ text: String) {
    let letters = Array(text.uppercased().utf8)
    guard letters.count == 2, letters.allSatisfy({ (65...90).contains($0) }) else { return nil }
    code = Int(letters[0] - 65) << 6 | Int(letters[1] - 65)
  }

  /// Whether both halves are letters.
  package var isValid: Bool { code >> 6 < 26 && code & 63 < 26 }

  package var description: String {
    String(
      decoding: [code >> 6, code & 63].map { $0 < 26 ? UInt8(65 + $0) : UInt8(ascii: "?") },
      as: UTF8.self)
  }
}
