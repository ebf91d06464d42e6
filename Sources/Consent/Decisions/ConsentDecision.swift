/// What holds for one identifier or one unit and one purpose.
///
/// The raw values rise with strictness among linked identifiers: the highest one decides.
package enum ConsentDecision: UInt8, Sendable, CaseIterable {
  /// Nothing was ever said: no.
  case noSignal = 0
  /// Nothing was said, and a source may rely on legitimate interest: yes.
  case interest = 1
  /// A grant has run out: no.
  case expired = 2
  case granted = 3
  case refused = 4

  /// Whether data may be used.
  package var isAllowed: Bool {
    switch self {
    case .granted, .interest: true
    case .noSignal, .expired, .refused: false
    }
  }
}

/// Whose records decide about a unit.
package enum ConsentScope: String, Sendable, CaseIterable {
  /// Each identifier has its own latest record, and the strictest of all linked ones holds.
  case linked
  /// The latest record of all linked identifiers holds, whichever of them it came from.
  case latest
  /// Each identifier has its own latest record, which holds for this identifier alone.
  case own
}

/// How one purpose is decided.
package struct DecisionRule: Hashable, Sendable {
  package var scope: ConsentScope
  /// How long a grant holds; nil for ever.
  package var expiry: CalendarSpan?

  package init(scope: ConsentScope = .linked, expiry: CalendarSpan? = .months(13)) {
    (self.scope, self.expiry) = (scope, expiry)
  }
}
