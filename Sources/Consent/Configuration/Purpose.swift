package import Basis

/// What data may be used for, as a number that is valid for one catalogue.
package struct PurposeID: Hashable, Comparable, Sendable {
  package let number: UInt8
  package init(_ number: UInt8) { self.number = number }
  package static func < (a: PurposeID, b: PurposeID) -> Bool { a.number < b.number }
}

/// A set of purposes of one catalogue, as one word.
package struct PurposeSet: Hashable, Sendable, ExpressibleByArrayLiteral {
  private var word: UInt64 = 0

  package init() {}
  package init(arrayLiteral purposes: PurposeID...) { for purpose in purposes { insert(purpose) } }

  /// Adds `purpose`.
  package mutating func insert(_ purpose: PurposeID) { word |= 1 << UInt64(purpose.number) }

  /// Takes away every purpose of `other`.
  package mutating func subtract(_ other: PurposeSet) { word &= ~other.word }

  /// Adds every purpose of `other`.
  package mutating func formUnion(_ other: PurposeSet) { word |= other.word }

  /// Whether `purpose` is in the set.
  package func contains(_ purpose: PurposeID) -> Bool { word >> UInt64(purpose.number) & 1 == 1 }

  /// Whether no purpose is in the set.
  package var isEmpty: Bool { word == 0 }

  /// The purposes in ascending order.
  package var purposes: [PurposeID] {
    (0..<UInt8(64)).map(PurposeID.init).filter(contains)
  }
}

/// The purposes of a workspace: the standard ones first, then those that it configures.
package struct PurposeCatalogue: Hashable, Sendable {
  /// The names, each at the place of its number.
  package let names: [String]

  /// The purposes that every workspace has.
  package static let standardNames = [
    "storage", "ads", "personalised_ads", "analytics", "email", "sharing",
  ]

  package static let standard = PurposeCatalogue(checked: standardNames)

  private init(checked names: [String]) { self.names = names }

  /// Makes the catalogue of the standard purposes and `further` ones.
  package init(adding further: [String]) throws(Fault) {
    var names = Self.standardNames
    for name in further where !names.contains(name) {
      guard Self.isName(name) else {
        throw Fault(
          .badConfiguration, "purpose", reason: "“\(name)” is not a bare word",
          remedy: "Use lower-case letters, digits and _, beginning with a letter")
      }
      names.append(name)
    }
    guard names.count <= 64 else {
      throw Fault(
        .badConfiguration, "purposes", reason: "there are \(names.count) of them, and 64 at most",
        remedy: "Leave out those that no destination asks for")
    }
    self.names = names
  }

  /// The purpose called `name`; nil where there is none.
  package func purpose(_ name: String) -> PurposeID? {
    names.firstIndex(of: name).map { PurposeID(UInt8($0)) }
  }

  /// The purpose called `name`, or a fault that suggests the nearest one.
  package func required(_ name: String) throws(Fault) -> PurposeID {
    if let purpose = purpose(name) { return purpose }
    let nearest = NearestName.to(name, among: names)
    throw Fault(
      .badConsent, "purpose “\(name)”", reason: "there is no purpose of this name",
      remedy: nearest.map { "Did you mean \($0)?" }
        ?? "Purposes are \(names.joined(separator: ", "))")
  }

  /// The name of `purpose`.
  package func name(of purpose: PurposeID) -> String { names[Int(purpose.number)] }

  /// All purposes in their order.
  package var purposes: [PurposeID] { names.indices.map { PurposeID(UInt8($0)) } }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (97...122).contains(first) else { return false }
    return name.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
    }
  }
}
