internal import Normalise
internal import Sealing

/// The forms in which one identifier may come: kinds, each with the value as it is written there.
///
/// An address, a number and the SHA-256 of either are told by how they are written, whatever a feed
/// calls their kind.
package enum IdentifierForms {
  package struct Form: Equatable {
    package let namespace: String
    package let value: [UInt8]

    fileprivate init(_ namespace: String, _ value: [UInt8]) {
      (self.namespace, self.value) = (namespace, value)
    }
  }

  /// The kinds that any value may be of by how it is written.
  static let writtenNamespaces = [email, phone, digestNamespace(email), digestNamespace(phone)]

  /// Where others' digests of a namespace's values come in.
  static func digestNamespace(_ name: String) -> String { name + "_sha256" }

  /// All forms of a canonical value of `namespace`, that one among them.
  package static func all(of value: Span<UInt8>, in namespace: String) -> [Form] {
    switch namespace {
    case email: return address(bytes(value))
    case phone: return number(bytes(value))
    default:
      let digest = Form(digestNamespace(namespace), digits(of: value))
      // A digest may be written in capitals or in Base64, too.
      let spelled = canonical(value, as: digestKind).map { [Form(namespace, $0)] } ?? []
      return [Form(namespace, bytes(value)), digest] + spelled + written(value)
    }
  }

  /// The forms that a text has by how it is written alone; none where it is something else.
  static func written(_ text: Span<UInt8>) -> [Form] {
    if let digest = canonical(text, as: digestKind) {
      return [email, phone].map { Form(digestNamespace($0), digest) }
    }
    let isAddress = (0..<text.count).contains { text[$0] == UInt8(ascii: "@") }
    if isAddress, let value = canonical(text, as: addressKind) { return address(value) }
    // Without its country a number is as good as any other.
    let isNumber = text.count > 0 && text[0] == UInt8(ascii: "+")
    if isNumber, let value = canonical(text, as: numberKind) { return number(value) }
    return []
  }

  private static let email = "email"
  private static let phone = "phone"
  private static let addressKind = IdentifierNamespace(email)
  private static let numberKind = IdentifierNamespace(phone)
  private static let digestKind = IdentifierNamespace(digestNamespace(email))
  private static let rules = IdentifierRules()

  private static func address(_ value: [UInt8]) -> [Form] {
    [Form(email, value), Form(digestNamespace(email), digits(of: value.span))]
  }

  /// Some hash a number with its plus, others its digits alone.
  private static func number(_ value: [UInt8]) -> [Form] {
    let bare = value.span.extracting(droppingFirst: 1)
    return [Form(phone, value)]
      + [digits(of: value.span), digits(of: bare)].map { Form(digestNamespace(phone), $0) }
  }

  private static func canonical(_ text: Span<UInt8>, as kind: IdentifierNamespace) -> [UInt8]? {
    var canonical: [UInt8] = []
    return rules.canonicalise(text, as: kind, into: &canonical) == .usable ? canonical : nil
  }

  private static func digits(of value: Span<UInt8>) -> [UInt8] {
    var digits: [UInt8] = []
    SHA256.appendHex(of: value, to: &digits)
    return digits
  }

  private static func bytes(_ span: Span<UInt8>) -> [UInt8] { (0..<span.count).map { span[$0] } }
}
