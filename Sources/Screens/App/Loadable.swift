package import Basis

/// A value that comes from the engine: what is known of it, and whether a newer one is under way.
package struct Loadable<Value: Equatable & Sendable>: Equatable, Sendable {
  /// The last that arrived; kept while a newer one is under way, so that nothing flickers.
  package private(set) var value: Value?
  package private(set) var fault: Fault?
  /// When the answer that is under way was asked for.
  package private(set) var askedAt: Instant?

  package init() {}

  package var isLoading: Bool { askedAt != nil }

  /// True where nothing was asked for, or what was asked for is called off.
  var isUntouched: Bool { value == nil && fault == nil && askedAt == nil }

  package mutating func asked(at instant: Instant) { askedAt = instant }

  /// Shows a value while the exact one is still under way.
  package mutating func estimated(_ value: Value) { (self.value, fault) = (value, nil) }

  package mutating func arrived(_ value: Value) {
    (self.value, fault, askedAt) = (value, nil, nil)
  }

  package mutating func failed(_ fault: Fault) { (self.fault, askedAt) = (fault, nil) }
  package mutating func stopped() { askedAt = nil }
  package mutating func forget() { self = Loadable() }
}
