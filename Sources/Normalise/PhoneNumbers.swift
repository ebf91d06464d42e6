internal import CPhone

/// Brings phone numbers into E.164 by libphonenumber.
///
/// A number is usable when its country is known and its length is one that the country has.
/// Whether the number was ever given out is not asked: number plans change more often than the
/// library's tables.
package struct PhoneNumbers: Sendable {
  /// Two capitals and a final zero, for C; `ZZ` means that numbers must bring their country.
  private let region: [CChar]
  private let plans: PhonePlans
  private let hasRegion: Bool

  /// Makes a reader; `defaultRegion` is the alpha-2 code of numbers without a country.
  ///
  /// Where there is none, `00` at the beginning leads abroad, as it does from most countries. A
  /// region has its own way to say that.
  package init(defaultRegion: String?) {
    let letters = Array((defaultRegion ?? "").uppercased().utf8)
    let isRegion = letters.count == 2 && letters.allSatisfy(TextBytes.isLetter)
    let code = isRegion ? letters : Array("ZZ".utf8)
    region = code.map { CChar(bitPattern: $0) } + [0]
    plans = PhonePlans(region: code)
    hasRegion = isRegion
  }

  /// Appends the E.164 form, or says what is wrong and appends nothing.
  func append(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> IdentifierProblem? {
    if !hasRegion, bytes.count > 2, bytes[0] == UInt8(ascii: "0"), bytes[1] == UInt8(ascii: "0") {
      var international = [UInt8(ascii: "+")]
      TextBytes.append(bytes, 2..<bytes.count, into: &international)
      return appendKnown(international.span, into: &out)
    }
    return appendKnown(bytes, into: &out)
  }

  private func appendKnown(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> IdentifierProblem? {
    plans.append(bytes, into: &out) ? nil : appendByLibrary(bytes, into: &out)
  }

  /// Does what a plan of `PhonePlans` can't; also the measure that plans are tested by.
  package func appendByLibrary(
    _ bytes: Span<UInt8>, into out: inout [UInt8]
  ) -> IdentifierProblem? {
    guard bytes.count <= 64 else { return .notPhone }
    var digits = 0
    for index in 0..<bytes.count {
      if bytes[index] &- 48 < 10 { digits += 1 }
      // Words before the first digit are a note, not a number; letters behind it may stand for
      // digits or an extension.
      if digits == 0, TextBytes.isLetter(bytes[index]) {
        guard index < 4, bytes.count > 4, TextBytes.index(of: "tel:", in: bytes) == 0 else {
          return .notPhone
        }
      }
    }
    guard digits >= 3 else { return .notPhone }
    var written = [32 of UInt8](repeating: 0)
    let length = unsafe bytes.withUnsafeBufferPointer { text in
      var target = written.mutableSpan
      return unsafe target.withUnsafeMutableBufferPointer { buffer in
        unsafe region.withUnsafeBufferPointer { region in
          unsafe pt_phone_e164(text.baseAddress, text.count, region.baseAddress, buffer.baseAddress)
        }
      }
    }
    guard length > 0 else { return Self.problem(length) }
    for index in 0..<Int(length) { out.append(written[index]) }
    return nil
  }

  private static func problem(_ code: Int32) -> IdentifierProblem {
    switch Int(code) {
    case PT_PHONE_NO_COUNTRY: .noCountry
    case PT_PHONE_TOO_SHORT: .phoneTooShort
    case PT_PHONE_TOO_LONG: .phoneTooLong
    default: .notPhone
    }
  }
}
