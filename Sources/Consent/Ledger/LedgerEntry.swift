package import Basis
package import Sealing

/// A consent record as it stands in the ledger: nobody can tell from it whose it is.
package struct LedgerEntry: Hashable, Sendable {
  package var time: Timestamp
  /// The batch that brought the record.
  package var batch: BatchID
  /// The identifier's keyed hash, hashed again under the record's salt.
  package var who: Digest
  package var source: String
  package var kind: SignalKind
  package var basis: ConsentRecord.LegalBasis
  package var jurisdiction: String
  /// The names of the purposes that were granted, and refused, each list sorted.
  package var granted: [String]
  package var refused: [String]
  /// The hash of the raw proof under the record's salt.
  package var evidence: Digest

  package init(
    time: Timestamp, batch: BatchID, who: Digest, source: String, kind: SignalKind,
    basis: ConsentRecord.LegalBasis, jurisdiction: String, granted: [String], refused: [String],
    evidence: Digest
  ) {
    (self.time, self.batch, self.who, self.source) = (time, batch, who, source)
    (self.kind, self.basis, self.jurisdiction) = (kind, basis, jurisdiction)
    (self.granted, self.refused, self.evidence) = (granted, refused, evidence)
  }

  /// The entry in the bytes that are chained.
  package var canonical: [UInt8] {
    var writer = CanonicalWriter(reserving: 384)
    writer.write(Self.version)
    writer.write(time.seconds)
    writer.write(batch.number)
    writer.write(who)
    writer.write(source)
    writer.write(kind.rawValue)
    writer.write(basis.rawValue)
    writer.write(jurisdiction)
    for names in [granted, refused] {
      writer.write(UInt64(names.count))
      for name in names { writer.write(name) }
    }
    writer.write(evidence)
    return writer.bytes
  }

  /// Reads the entry out of a stored link; nil where it is not one.
  package init?(_ link: ChainLink) {
    var reader = CanonicalReader(link.entry)
    guard reader.number() != nil, reader.text() == Self.version,
      let time = reader.signedNumber(), let batch = reader.signedNumber(),
      let who = reader.value().flatMap({ Digest($0) }),
      let source = reader.text(), let kind = reader.text().flatMap(SignalKind.init(rawValue:)),
      let basis = reader.text().flatMap(ConsentRecord.LegalBasis.init(rawValue:)),
      let jurisdiction = reader.text(), let granted = Self.names(&reader),
      let refused = Self.names(&reader), let evidence = reader.value().flatMap({ Digest($0) }),
      reader.isAtEnd
    else { return nil }
    self.init(
      time: Timestamp(time), batch: BatchID(batch), who: who, source: source, kind: kind,
      basis: basis, jurisdiction: jurisdiction, granted: granted, refused: refused,
      evidence: evidence)
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

/// The entry by which a batch was taken out again; its records stay in the ledger.
package struct LedgerWithdrawal: Hashable, Sendable {
  package var time: Timestamp
  package var batch: BatchID
  package var source: String

  package init(time: Timestamp, batch: BatchID, source: String) {
    (self.time, self.batch, self.source) = (time, batch, source)
  }

  /// The entry in the bytes that are chained.
  package var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(Self.version)
    writer.write(time.seconds)
    writer.write(batch.number)
    writer.write(source)
    return writer.bytes
  }

  /// Reads the entry out of a stored link; nil where it is not one.
  package init?(_ link: ChainLink) {
    var reader = CanonicalReader(link.entry)
    guard reader.number() != nil, reader.text() == Self.version,
      let time = reader.signedNumber(), let batch = reader.signedNumber(),
      let source = reader.text(), reader.isAtEnd
    else { return nil }
    self.init(time: Timestamp(time), batch: BatchID(batch), source: source)
  }

  private static let version = "withdrawal 1"
}
