/// One value of a consent file, with the words that lead to it.
///
/// Tables within tables become words of the path, and the tables of a list their number from 0, so
/// that reading the settings does not depend on how the file is written.
package struct ConsentSetting: Hashable, Sendable {
  /// A setting's value; other kinds are no settings of consent.
  package enum Value: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case list([String])
  }

  package let path: [String]
  package let value: Value
  /// The line of the file, counted from 1, where it is known.
  package let line: Int?

  package init(_ path: [String], _ value: Value, line: Int? = nil) {
    (self.path, self.value, self.line) = (path, value, line)
  }
}
