package import Basis
internal import Formats

/// A consent string that was received on the very day of its last change, which tells no time of day.
///
/// There the row's own time orders one string against another. The same string comes again with every
/// page, so that a number of it is kept: what it grants counts from when it first came.
package enum StringOfDay {
  /// The number of the string in a proof that was received at `time`; 0 where the string has a time of
  /// day, is of another day, or the signal is no such string.
  ///
  /// A ledger's proof begins with the version of the form, where there is one, and a space.
  package static func number(_ kind: SignalKind, _ proof: Span<UInt8>, at time: Timestamp) -> UInt32
  {
    var signal: [UInt8] = []
    for index in proof.indices {
      if proof[index] == UInt8(ascii: " ") { signal = [] } else { signal.append(proof[index]) }
    }
    switch kind {
    case .tcf: return number(signal.span, at: time)
    case .gpp:
      guard let string = try? GPPString(String(decoding: signal, as: UTF8.self)) else { return 0 }
      for section in string.sections {
        if case .europe = section.content {
          return number(Array(section.encoded.utf8).span, at: time)
        }
      }
      return 0
    case .usPrivacy, .gcs, .gcd, .gpc, .flag, .unsubscribe, .bounce: return 0
    }
  }

  private static func number(_ text: Span<UInt8>, at time: Timestamp) -> UInt32 {
    guard let glance = try? TCGlance(text, vendor: 0), holds(glance, time) else { return 0 }
    return UInt32(truncatingIfNeeded: Hash64.of(text)) | 1
  }

  /// Whether a string was last changed on the day of `time`, whose beginning says nothing.
  static func holds(_ glance: TCGlance, _ time: Timestamp) -> Bool {
    let begin = glance.updated.seconds
    return begin % 86_400 == 0 && time.seconds > begin && time.seconds < begin + 86_400
  }
}
