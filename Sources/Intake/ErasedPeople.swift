package import Basis
internal import Columns
package import Consent
internal import Normalise
package import Sealing

/// Knows the rows of people who were erased by the keyed hashes that were left of them.
package struct ErasedPeople: Sendable {
  private let tombstones: TombstoneSet
  private let hashes: [String: KeyedHash]

  /// Nobody was erased.
  package static let nobody = ErasedPeople()

  private init() { (tombstones, hashes) = (TombstoneSet(), [:]) }

  /// `hashing` gives the hash of tombstones of one namespace, for those in `namespaces`.
  package init(
    _ tombstones: TombstoneSet, namespaces: [String],
    hashing: (String) throws(Fault) -> KeyedHash
  ) throws(Fault) {
    var hashes: [String: KeyedHash] = [:]
    for name in namespaces {
      for form in [name, Self.digestNamespace(name)] where hashes[form] == nil {
        hashes[form] = try hashing(form)
      }
    }
    (self.tombstones, self.hashes) = (tombstones, hashes)
  }

  /// Where others' digests of a namespace's values come in.
  package static func digestNamespace(_ name: String) -> String { name + "_sha256" }

  /// Whether nobody was erased, so that nothing need be checked.
  var isEmpty: Bool { tombstones.count == 0 }

  /// Whether the identifier was erased, itself or known by its digest.
  func hold(_ canonical: Span<UInt8>, of namespace: String) -> Bool {
    guard !isEmpty else { return false }
    if let hash = hashes[namespace], tombstones.contains(hash.of(canonical)) { return true }
    if let digests = hashes[Self.digestNamespace(namespace)],
      tombstones.contains(digests.of(SHA256.of(canonical).hex))
    {
      return true
    }
    return holdDigest(canonical)
  }

  /// Whether a value has the form of a SHA-256 and is that of an erased address or number, whatever a
  /// feed calls its kind.
  private func holdDigest(_ canonical: Span<UInt8>) -> Bool {
    guard canonical.count == Self.hexDigits else { return false }
    var digest = ""
    for place in 0..<canonical.count {
      let byte = canonical[place]
      guard (48...57).contains(byte) || (97...102).contains(byte | 0x20) else { return false }
      digest.unicodeScalars.append(Unicode.Scalar(byte < 58 ? byte : byte | 0x20))
    }
    return Self.hashed.contains { name in
      hashes[Self.digestNamespace(name)].map { tombstones.contains($0.of(digest)) } ?? false
    }
  }

  private static let hexDigits = 64
  /// The namespaces that others send as digests.
  private static let hashed = ["email", "phone"]

  /// Whether any word or cell of a row that cannot be used is an identifier that was erased.
  func mentioned(in raw: Span<UInt8>, _ identifiers: [BoundIdentifier]) -> Bool {
    guard !isEmpty else { return false }
    let cellEnds = Set(",;\t|\"'{}[]:<>\r\n".utf8)
    for ends in [cellEnds, cellEnds.union(" ()/?&=".utf8)] {
      var start = 0
      for place in 0...raw.count where place == raw.count || ends.contains(raw[place]) {
        defer { start = place + 1 }
        guard place - start >= 3, place - start <= IdentifierRules.longest else { continue }
        if isIdentifier(raw.extracting(start..<place), identifiers) { return true }
      }
    }
    return false
  }

  private func isIdentifier(_ text: Span<UInt8>, _ identifiers: [BoundIdentifier]) -> Bool {
    var canonical: [UInt8] = []
    for rule in identifiers {
      canonical.removeAll(keepingCapacity: true)
      guard rule.rules.canonicalise(text, as: rule.kind, into: &canonical) == .usable else {
        continue
      }
      if hold(canonical.span, of: rule.name) { return true }
    }
    return false
  }
}
