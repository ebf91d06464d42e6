package import Basis
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
    let names = namespaces.flatMap { [$0, IdentifierForms.digestNamespace($0)] }
    for name in names + IdentifierForms.writtenNamespaces where hashes[name] == nil {
      hashes[name] = try hashing(name)
    }
    (self.tombstones, self.hashes) = (tombstones, hashes)
  }

  /// Whether nobody was erased, so that nothing need be checked.
  private var isEmpty: Bool { tombstones.count == 0 }

  /// Whether the identifier was erased, in whichever of its forms it was known.
  func hold(_ canonical: Span<UInt8>, of namespace: String) -> Bool {
    !isEmpty && hold(IdentifierForms.all(of: canonical, in: namespace))
  }

  /// Whether a text that is no identifier of its column's kind is one of another kind that was erased.
  func hold(misplaced text: Span<UInt8>) -> Bool {
    !isEmpty && hold(IdentifierForms.written(text))
  }

  private func hold(_ forms: [IdentifierForms.Form]) -> Bool {
    forms.contains { form in
      hashes[form.namespace].map { tombstones.contains($0.of(form.value.span)) } ?? false
    }
  }

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
    if hold(misplaced: text) { return true }
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
