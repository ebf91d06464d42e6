package import Basis

/// Who did what and when on a workspace, as it is chained; it never names a person of the data.
package struct AuditEntry: Hashable, Sendable {
  package var time: Timestamp
  /// The account that ran the command.
  package var actor: String
  /// The command's verb, such as `export` or `reveal`.
  package var action: String
  /// What it was done to: a segment, a source, a destination.
  package var subject: String
  /// Further facts, in the order in which they are shown.
  package var details: [Detail]

  /// One named fact.
  package struct Detail: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  package init(
    time: Timestamp, actor: String, action: String, subject: String, details: [Detail] = []
  ) {
    (self.time, self.actor, self.action) = (time, actor, action)
    (self.subject, self.details) = (subject, details)
  }

  /// The entry in the bytes that are chained.
  package var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(Self.version)
    writer.write(time.seconds)
    writer.write(actor)
    writer.write(action)
    writer.write(subject)
    writer.write(UInt64(details.count))
    for detail in details {
      writer.write(detail.name)
      writer.write(detail.value)
    }
    return writer.bytes
  }

  /// Reads the entry out of a stored link; nil where it is not one.
  package init?(_ link: ChainLink) {
    var reader = CanonicalReader(link.entry)
    guard reader.number() != nil, reader.text() == Self.version, let time = reader.signedNumber(),
      let actor = reader.text(), let action = reader.text(), let subject = reader.text(),
      let count = reader.number(), count <= UInt64(link.entry.count)
    else { return nil }
    var details: [Detail] = []
    for _ in 0..<count {
      guard let name = reader.text(), let value = reader.text() else { return nil }
      details.append(Detail(name, value))
    }
    guard reader.isAtEnd else { return nil }
    self.init(
      time: Timestamp(time), actor: actor, action: action, subject: subject, details: details)
  }

  private static let version = "audit 1"
}
