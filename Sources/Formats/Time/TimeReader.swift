package import Basis

/// Reads instants as one feed writes them: the format and the zone are fixed once, beforehand.
package struct TimeReader: Sendable {
  private let format: TimeFormat
  private let zone: Zone

  /// Makes a reader for a pattern such as `dd.MM.yyyy HH:mm`; without one it reads the standard
  /// forms: ISO 8601, RFC 2822 and counts since 1970.
  package init(pattern: String?, zone: Zone) throws(Fault) {
    format =
      try pattern.map { (text) throws(Fault) in try TimeFormat.compiled(pattern: text) }
      ?? .standard
    self.zone = zone
  }

  /// The instant in seconds since 1970; nil where the text is no instant.
  package func seconds(_ text: Span<UInt8>) -> Int64? { format.parse(text, zone: zone)?.seconds }

  /// The calendar day that the text names, whatever the time of day; nil where it names none.
  package func day(_ text: Span<UInt8>) -> Int64? {
    format.date(text).map { Int64($0.daysSinceEpoch) }
  }
}
