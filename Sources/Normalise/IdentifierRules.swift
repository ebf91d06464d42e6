internal import Formats

/// What a value is worth as an identifier.
package enum IdentifierVerdict: Hashable, Sendable {
  /// It names one person, device or network; its canonical bytes were appended.
  case usable
  /// It is well-formed but stands for nobody; its canonical bytes were appended, no feed brings it in.
  case bad(BadIdentifiers.Kind)
  /// It can't be one; nothing was appended.
  case invalid(IdentifierProblem)
}

/// Why a value can't be an identifier of its namespace.
package enum IdentifierProblem: String, Hashable, Sendable, CaseIterable {
  case empty = "empty"
  case tooLong = "too_long"
  case notText = "not_text"
  case notEmail = "not_an_email"
  case notPhone = "not_a_phone_number"
  case noCountry = "phone_without_country"
  case phoneTooShort = "phone_too_short"
  case phoneTooLong = "phone_too_long"
  case notUUID = "not_a_uuid"
  case notDigest = "not_a_sha256"
  case digestOfNothing = "sha256_of_nothing"
  case doublyEncoded = "doubly_encoded"
  case notUID2 = "not_a_uid2"
  case notAddress = "not_an_ip_address"

  /// What is wrong and what to do, as a phrase for a reject.
  package var explanation: String {
    switch self {
    case .empty: "the value is empty"
    case .tooLong: "the value is longer than an identifier can be"
    case .notText: "the value has control characters or is not UTF-8"
    case .notEmail: "the value is not an e-mail address"
    case .notPhone: "the value is not a phone number"
    case .noCountry: "the number has no country code; set default_region in the mapping"
    case .phoneTooShort: "the number is too short for its country"
    case .phoneTooLong: "the number is too long for its country"
    case .notUUID: "the value is not a UUID of 32 hexadecimal digits"
    case .notDigest: "the value is not a SHA-256 in hexadecimal or Base64"
    case .digestOfNothing: "the value is the hash of an empty text"
    case .doublyEncoded: "the value is the Base64 of hexadecimal text; encode the raw 32 bytes"
    case .notUID2: "the value is not a UID2 of 44 Base64 characters"
    case .notAddress: "the value is not an IPv4 or IPv6 address"
    }
  }
}

/// Brings identifiers into their canonical form and judges them.
///
/// A class, so that every identifier of every row can pass it on without copying what it is made of.
package final class IdentifierRules: Sendable {
  /// The longest identifier kept, in bytes.
  package static let longest = 1_024

  private let phones: PhoneNumbers

  /// Makes rules for one source; `defaultRegion` is an ISO 3166 alpha-2 code for its phone numbers.
  package init(defaultRegion: String? = nil) {
    phones = PhoneNumbers(defaultRegion: defaultRegion)
  }

  /// Appends the canonical bytes of a value unless it is invalid; cost grows with its length.
  package func canonicalise(
    _ bytes: Span<UInt8>, as namespace: IdentifierNamespace, into out: inout [UInt8]
  ) -> IdentifierVerdict {
    let range = TextBytes.trimmed(bytes)
    guard !range.isEmpty else { return .invalid(.empty) }
    guard range.count <= Self.longest else { return .invalid(.tooLong) }
    let start = out.count
    let problem =
      range.count == bytes.count
      ? append(bytes, namespace, &out) : append(bytes.extracting(range), namespace, &out)
    if let problem {
      // `undefined` in an e-mail column is a placeholder first and a malformed address second.
      let isPlaceholder = BadIdentifiers.isPlaceholder(bytes.extracting(range))
      out.removeLast(out.count - start)
      guard isPlaceholder else { return .invalid(problem) }
      TextBytes.append(bytes, range, into: &out)
      return .bad(.placeholder)
    }
    let written = out.span.extracting(start..<out.count)
    if let kind = BadIdentifiers.kind(of: written, in: namespace) { return .bad(kind) }
    return .usable
  }

  private func append(
    _ bytes: Span<UInt8>, _ namespace: IdentifierNamespace, _ out: inout [UInt8]
  ) -> IdentifierProblem? {
    switch namespace.form {
    case .email: EmailAddress.append(bytes, into: &out)
    case .phone: phones.append(bytes, into: &out)
    case .uuid: Digests.appendUUID(bytes, into: &out)
    case .uid2: Digests.appendUID2(bytes, into: &out)
    case .digest: Digests.appendSHA256(bytes, into: &out)
    case .address: NetworkAddress.append(bytes, into: &out)
    case .plain: Self.appendPlain(bytes, into: &out)
    }
  }

  private static func appendPlain(
    _ bytes: Span<UInt8>, into out: inout [UInt8]
  ) -> IdentifierProblem? {
    guard SafeText.isClean(bytes) else { return .notText }
    TextBytes.append(bytes, 0..<bytes.count, into: &out)
    return nil
  }
}
