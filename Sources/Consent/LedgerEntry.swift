package import Basis
package import Sealing

/// A consent record as it stands in the ledger: nobody can tell from it whose it is.
///
/// The person enters as a hash under a salt of their own. Whoever erases the salt makes the entry
/// anonymous, and the chain stays whole.
package struct LedgerEntry: Hashable, Sendable {
  package var time: Timestamp
  /// The hash of the identifier under the person's salt.
  package var subject: Digest
  package var source: String
  package var kind: SignalKind
  package var basis: ConsentRecord.LegalBasis
  package var jurisdiction: String
  /// The names of the purposes that were granted, and refused.
  package var granted: [String]
  package var refused: [String]
  /// The hash of the raw proof under the person's salt.
  package var evidence: Digest

  /// Makes the entry of `record`; `identity` is the identifier's namespace and normal value.
  package init(
    _ record: ConsentRecord, source: String, catalogue: PurposeCatalogue, salt: SubjectSalt,
    identity: [UInt8]
  ) {
    time = record.time
    subject = salt.subject(identity)
    self.source = source
    kind = record.proof.kind
    basis = record.basis
    jurisdiction = record.jurisdiction
    granted = record.granted.purposes.map(catalogue.name).sorted()
    refused = record.refused.purposes.map(catalogue.name).sorted()
    evidence = salt.evidence(record.proof.bytes)
  }

  /// The entry in the bytes that are chained.
  package var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(Self.version)
    writer.write(time.seconds)
    writer.write(subject.bytes)
    writer.write(source)
    writer.write(kind.rawValue)
    writer.write(basis.rawValue)
    writer.write(jurisdiction)
    for names in [granted, refused] {
      writer.write(UInt64(names.count))
      for name in names { writer.write(name) }
    }
    writer.write(evidence.bytes)
    return writer.bytes
  }

  /// Reads the entry out of a stored link; nil where it is not one.
  package init?(_ link: ChainLink) {
    var reader = CanonicalReader(link.entry)
    guard reader.number() != nil, reader.text() == Self.version,
      let time = reader.signedNumber(), let subject = reader.value().flatMap({ Digest($0) }),
      let source = reader.text(), let kind = reader.text().flatMap(SignalKind.init(rawValue:)),
      let basis = reader.text().flatMap(ConsentRecord.LegalBasis.init(rawValue:)),
      let jurisdiction = reader.text(), let granted = Self.names(&reader),
      let refused = Self.names(&reader), let evidence = reader.value().flatMap({ Digest($0) }),
      reader.isAtEnd
    else { return nil }
    self.time = Timestamp(time)
    (self.subject, self.source, self.kind, self.basis) = (subject, source, kind, basis)
    (self.jurisdiction, self.granted, self.refused) = (jurisdiction, granted, refused)
    self.evidence = evidence
  }

  private static func names(_ reader: inout CanonicalReader) -> [String]? {
    guard let count = reader.number(), count <= 64 else { return nil }
    var names: [String] = []
    for _ in 0..<count {
      guard let name = reader.text() else { return nil }
      names.append(name)
    }
    return names
  }

  private static let version = "consent 1"
}

/// A person's random salt; without it the person's entries cannot be told from anyone else's.
package struct SubjectSalt: Hashable, Sendable {
  package let bytes: [UInt8]

  /// Takes up a stored salt; nil where it is too short to protect anyone.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= 16 else { return nil }
    self.bytes = bytes
  }

  private init(drawn bytes: [UInt8]) { self.bytes = bytes }

  /// Draws a new salt.
  package static func random() -> SubjectSalt { SubjectSalt(drawn: SecureRandom.bytes(16)) }

  /// What stands for an identifier in the ledger.
  package func subject(_ identity: [UInt8]) -> Digest { hash("subject", identity) }

  /// What stands for a raw proof in the ledger.
  package func evidence(_ proof: [UInt8]) -> Digest { hash("evidence", proof) }

  private func hash(_ use: String, _ value: [UInt8]) -> Digest {
    var writer = CanonicalWriter()
    writer.write(use)
    writer.write(value)
    return SHA256.authentication(of: writer.bytes.span, key: bytes.span)
  }
}
