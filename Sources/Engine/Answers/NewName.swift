internal import Basis

/// What a source or a segment may be called.
enum NewName {
  private static let mostBytes = 80

  /// Refuses names that no command line or file could tell from nothing or from each other.
  static func check(_ name: String, of what: String) throws(Fault) {
    let hasControl = name.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    guard !name.isEmpty, name == name.trimmed, !hasControl else {
      throw Fault(
        .usage, "\(what) “\(name.trimmed)”",
        reason: name.trimmed.isEmpty
          ? "it has no name" : "a name has neither blanks at its ends nor control characters",
        remedy: "Give it a name of letters, digits and signs")
    }
    // A library is written as files that are called so.
    guard name.utf8.count <= mostBytes else {
      throw Fault(
        .usage, "\(what) “\(name.prefix(24))…”", reason: "its name has \(name.count) characters",
        remedy: "Give it a shorter name, of \(mostBytes) letters at most")
    }
  }
}
