/// One identifier as a dense number; events, attributes and consent hang on it.
package struct NodeID: Hashable, Comparable, Sendable {
  package let number: UInt32
  package init(_ number: UInt32) { self.number = number }
  package static func < (a: NodeID, b: NodeID) -> Bool { a.number < b.number }
}

/// One counted unit under a lens, as a dense number that is only valid for one data version.
package struct ProfileID: Hashable, Comparable, Sendable {
  package let number: UInt32
  package init(_ number: UInt32) { self.number = number }
  package static func < (a: ProfileID, b: ProfileID) -> Bool { a.number < b.number }
}

/// A source's row in the catalogue.
package struct SourceID: Hashable, Comparable, Sendable {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
  package static func < (a: SourceID, b: SourceID) -> Bool { a.number < b.number }
}

/// A batch's row in the catalogue.
package struct BatchID: Hashable, Comparable, Sendable {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
  package static func < (a: BatchID, b: BatchID) -> Bool { a.number < b.number }
}

/// The unit that is counted.
package enum Lens: String, Sendable, CaseIterable {
  case device
  case person
  case household
}
