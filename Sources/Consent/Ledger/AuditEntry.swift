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
  /// Further facts in words; empty where there are none.
  package var detail: String

  package init(
    time: Timestamp, actor: String, action: String, subject: String, detail: String = ""
  ) {
    (self.time, self.actor, self.action) = (time, actor, action)
    (self.subject, self.detail) = (subject, detail)
  }

  /// The entry in the bytes that are chained.
  package var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(Self.version)
    writer.write(time.seconds)
    for text in [actor, action, subject, detail] { writer.write(text) }
    return writer.bytes
  }

  /// Reads the entry out of a stored link; nil where it is not one.
  package init?(_ link: ChainLink) {
    var reader = CanonicalReader(link.entry)
    guard reader.number() != nil, reader.text() == Self.version, let time = reader.signedNumber(),
      let actor = reader.text(), let action = reader.text(), let subject = reader.text(),
      let detail = reader.text(), reader.isAtEnd
    else { return nil }
    self.init(
      time: Timestamp(time), actor: actor, action: action, subject: subject, detail: detail)
  }

  private static let version = "audit 1"
}
