package import Sealing

/// Which values of a run are personal data, and what seals them.
///
/// Texts lie in dictionaries, which are sealed by themselves; numbers, dates and times lie in the
/// runs of facts and events, so their sections are sealed one by one. Nothing can be searched for in
/// a sealed section: it is opened when its column is loaded, as texts are.
package struct ValueSealing: Sendable {
  /// What sealed sections are sealed for.
  static let context = "values"
  /// Follows the name of a section that is sealed.
  static let suffix = "/sealed-value"

  private let attributes: Set<String>
  private let fields: Set<String>
  private let vault: Vault

  /// Seals the values of some attributes and of some fields of events.
  package init(attributes: Set<String>, fields: Set<String>, vault: Vault) {
    (self.attributes, self.fields, self.vault) = (attributes, fields, vault)
  }

  /// Whether nothing is sealed.
  package var isEmpty: Bool { attributes.isEmpty && fields.isEmpty }

  /// Whether a section has values that are to be sealed: `born/value/whole`, `0/field/age/real`.
  func covers(_ section: String) -> Bool {
    guard !isEmpty, let slash = section.lastIndex(of: "/"),
      ["base", "whole", "real"].contains(section[section.index(after: slash)...])
    else { return false }
    let owner = section[..<slash]
    if owner.hasSuffix("/value"), attributes.contains(String(owner.dropLast("/value".count))) {
      return true
    }
    guard let first = owner.firstIndex(of: "/") else { return false }
    let rest = owner[owner.index(after: first)...]
    return rest.hasPrefix("field/") && fields.contains(String(rest.dropFirst("field/".count)))
  }

  func sealed(_ plain: [UInt8]) -> [UInt8] { vault.seal(plain, context: Self.context) }

  /// Whether a run has values in clear that are to be sealed, as one from before has.
  package func isNeeded(in run: RunFile) -> Bool {
    run.sectionNames.contains { covers($0) }
  }
}
