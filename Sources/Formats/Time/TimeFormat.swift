package import Basis

/// How a feed writes a date or an instant.
package struct TimeFormat: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case iso8601
    case rfc2822
    /// Nil: by magnitude.
    case epoch(EpochUnit?)
    case pattern(TimePattern)
    case standard
  }

  /// The text that compiles to this format.
  package let name: String
  let kind: Kind

  init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

  /// ISO 8601 in its usual forms.
  package static let iso8601 = TimeFormat(name: "iso8601", kind: .iso8601)
  /// The dates of e-mail and HTTP headers.
  package static let rfc2822 = TimeFormat(name: "rfc2822", kind: .rfc2822)
  /// A count since 1970 whose unit is found from its size.
  package static let epoch = TimeFormat(name: "epoch_auto", kind: .epoch(nil))
  /// ISO 8601, else RFC 2822, else a count since 1970; each value by itself.
  package static let standard = TimeFormat(name: "standard", kind: .standard)

  /// A count since 1970 in a known unit.
  package static func epoch(_ unit: EpochUnit) -> TimeFormat {
    TimeFormat(name: unit.rawValue, kind: .epoch(unit))
  }

  /// Returns the format that `pattern` names or spells.
  ///
  /// Names are `iso8601`, `rfc2822`, `epoch`, `epoch_ms`, `epoch_us`, `epoch_ns`, `epoch_auto`
  /// and `standard`. A pattern is made of `yyyy yy M MM MMM d dd D HH hh mm ss SSS a E Z`, with
  /// other letters quoted, or of strftime's `%` directives. Where no digit follows at once, one
  /// digit will do for `dd`, `MM` or `HH`; a blank stands for one or more.
  package static func compiled(pattern: String) throws(Fault) -> TimeFormat {
    switch pattern.lowercased() {
    case "iso8601", "iso", "iso-8601": return .iso8601
    case "rfc2822", "rfc-2822", "rfc822": return .rfc2822
    case "epoch_auto": return .epoch
    case "standard", "auto": return .standard
    default: break
    }
    if let unit = EpochUnit(rawValue: pattern.lowercased()) { return .epoch(unit) }
    return TimeFormat(name: pattern, kind: .pattern(try TimePatternText.compiled(pattern)))
  }

  /// Returns the instant that `bytes` name; nil where they don't fit or lie before 1970.
  ///
  /// A text without an offset of its own is local time in `zone`. Parts of a second are cut off.
  package func parse(_ bytes: Span<UInt8>, zone: Zone) -> Timestamp? {
    switch reading(bytes) {
    case .instant(let seconds): Self.checked(seconds)
    case .local(let seconds): Self.checked(zone.seconds(ofLocal: seconds))
    case nil: nil
    }
  }

  /// Returns the instant as `parse(_:zone:)` does, with the cursor's memory of the last stretch.
  package func parse(_ bytes: Span<UInt8>, cursor: inout ZoneCursor) -> Timestamp? {
    switch reading(bytes) {
    case .instant(let seconds): Self.checked(seconds)
    case .local(let seconds): Self.checked(cursor.seconds(ofLocal: seconds))
    case nil: nil
    }
  }

  /// Returns the calendar date as it is written, of any year; a time behind it is ignored.
  ///
  /// A count since 1970 gives its date in UTC.
  package func date(_ bytes: Span<UInt8>) -> CivilDate? {
    if let fields = fields(bytes) { return CivilDate(daysSinceEpoch: fields.day) }
    guard case .instant(let seconds) = reading(bytes), let instant = Self.checked(seconds) else {
      return nil
    }
    return CivilDate(daysSinceEpoch: Int(instant.seconds / 86_400))
  }

  /// True where the format can hold a time of day.
  package var hasTimeOfDay: Bool {
    if case .pattern(let pattern) = kind { return pattern.hasTime }
    return true
  }

  /// Seconds since 1970, of UTC or of a local calendar.
  private enum Reading { case instant(Int64), local(Int64) }

  private func reading(_ bytes: Span<UInt8>) -> Reading? {
    if let fields = fields(bytes) {
      guard let offset = fields.offset else { return .local(fields.local) }
      return .instant(fields.local - Int64(offset))
    }
    switch kind {
    case .epoch(let unit): return TimeEpoch.read(bytes, unit: unit).map { .instant($0) }
    case .standard: return TimeEpoch.read(bytes, unit: nil).map { .instant($0) }
    case .iso8601, .rfc2822, .pattern: return nil
    }
  }

  /// The last second of the year 9999.
  private static let latest: Int64 = 253_402_300_799

  private static func checked(_ seconds: Int64) -> Timestamp? {
    seconds >= 0 && seconds <= latest ? Timestamp(seconds) : nil
  }

  func fields(_ bytes: Span<UInt8>) -> TimeFields? {
    switch kind {
    case .iso8601: TimeISO8601.read(bytes)
    case .rfc2822: TimeRFC2822.read(bytes)
    case .epoch: nil
    case .pattern(let pattern): pattern.read(bytes)
    case .standard: TimeISO8601.read(bytes) ?? TimeRFC2822.read(bytes)
    }
  }
}
