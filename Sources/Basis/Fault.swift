/// A failure that an analyst can act on: what failed, why, and what to do next.
///
/// A fault never carries personal data: the subject is a file, a row, a name of ours, not a value.
/// Where it repeats what was typed or what stands in a file, addresses and numbers are masked.
package struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The broad kind of a failure, stable for scripts that read `--json`.
  package enum Code: String, Sendable, CaseIterable {
    case usage = "usage"
    case notFound = "not_found"
    case alreadyExists = "already_exists"
    case unreadable = "file.unreadable"
    case unwritable = "file.unwritable"
    case diskFull = "file.disk_full"
    case malformed = "file.malformed"
    case badEncoding = "file.encoding"
    case badMapping = "mapping"
    case badConfiguration = "configuration"
    case badSegment = "segment"
    case badReport = "report"
    case badConsent = "consent"
    case locked = "workspace.locked"
    case newerWorkspace = "workspace.newer"
    case notWorkspace = "workspace.missing"
    case damaged = "workspace.damaged"
    case store = "workspace.store"
    case refused = "refused"
    case interrupted = "interrupted"
  }

  /// A place in a file, counted from 1; nil where it does not apply.
  package struct Place: Sendable, Equatable {
    package var file: String?
    package var line: Int?
    package var column: Int?

    package init(file: String? = nil, line: Int? = nil, column: Int? = nil) {
      (self.file, self.line, self.column) = (file, line, column)
    }
  }

  package let code: Code
  package let subject: String
  package let reason: String
  package let remedy: String
  package let place: Place?
  /// The text at fault with a mark under the place, on lines of its own; nil where there is none.
  package let excerpt: String?

  package init(
    _ code: Code, _ subject: String, reason: String, remedy: String, place: Place? = nil,
    excerpt: String? = nil
  ) {
    (self.code, self.place) = (code, place)
    self.subject = PersonalText.masked(subject)
    self.reason = PersonalText.masked(reason)
    self.remedy = PersonalText.masked(remedy)
    self.excerpt = excerpt.map(PersonalText.masked)
  }

  /// The same failure in a text that stands in `file`.
  package func located(in file: String) -> Fault {
    var place = place ?? Place()
    place.file = file
    return Fault(
      code, subject, reason: reason, remedy: remedy, place: place, excerpt: excerpt)
  }

  /// The whole failure as one sentence or two, place first.
  package var description: String {
    var head = subject
    if let place {
      var parts: [String] = []
      if let file = place.file, file != subject { parts.append(file) }
      if let line = place.line { parts.append("line \(line)") }
      if let column = place.column { parts.append("column \(column)") }
      if !parts.isEmpty { head += " (\(parts.joined(separator: ", ")))" }
    }
    let whole = remedy.isEmpty ? "\(head): \(reason)" : "\(head): \(reason). \(remedy)"
    return whole.last == "?" || whole.last == "." ? whole : whole + "."
  }
}
