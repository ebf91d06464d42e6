/// A Global Privacy Platform string: a header and its sections, each decoded where it is known.
package struct GPPString: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case europe(TCString)
    case unitedStates(USPrivacySection)
    case usPrivacy(USPrivacyString)
    /// A section that is recognised by its id and kept as text.
    case text(String)
  }

  package struct Section: Hashable, Sendable {
    package let id: Int
    package let content: Content

    package init(id: Int, content: Content) { (self.id, self.content) = (id, content) }

    /// The section's name, such as `usnat`; nil for ids that are not assigned.
    package var name: String? { GPPSectionLayout.names[id] }

    /// The section as it is sent.
    package var encoded: String {
      switch content {
      case .europe(let string): string.encoded
      case .unitedStates(let section): section.encoded
      case .usPrivacy(let string): string.encoded
      case .text(let text): text
      }
    }
  }

  package let sections: [Section]

  /// Makes a string of `sections`, which are put in the order of their ids.
  package init(_ sections: [Section]) {
    self.sections = sections.sorted { $0.id < $1.id }
  }

  /// The section with `id`; nil where the string has none.
  package func section(_ id: Int) -> Section? { sections.first { $0.id == id } }

  /// Decodes a whole string, or says why and where it cannot be read.
  package init(_ text: String) throws(SignalError) {
    let parts = text.split(separator: "~", omittingEmptySubsequences: false).map { Array($0.utf8) }
    guard let first = parts.first, !first.isEmpty else { throw SignalError("it is empty") }
    let header = try GPPHeader(first.span)
    guard header.sectionIDs.count == parts.count - 1 else {
      throw SignalError(
        "the header lists \(header.sectionIDs.count) sections, but \(parts.count - 1) follow")
    }
    var sections: [Section] = []
    var offset = first.count + 1
    for (index, id) in header.sectionIDs.enumerated() {
      let part = parts[index + 1]
      do {
        sections.append(Section(id: id, content: try Self.content(id, part)))
      } catch {
        throw SignalError(
          "section \(id) (\(GPPSectionLayout.names[id] ?? "unknown")): \(error.reason)",
          segment: index + 2, bit: error.bit, character: error.character.map { $0 + offset })
      }
      offset += part.count + 1
    }
    self.sections = sections
  }

  private static func content(_ id: Int, _ bytes: [UInt8]) throws(SignalError) -> Content {
    switch id {
    case 2: .europe(try TCString(bytes.span))
    case 6: .usPrivacy(try USPrivacyString(bytes.span))
    case _ where !GPPSectionLayout.versions(of: id).isEmpty:
      .unitedStates(try USPrivacySection(id: id, bytes.span))
    default: .text(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The string as it is sent.
  package var encoded: String {
    let header = GPPHeader(sectionIDs: sections.map(\.id)).encoded
    return ([header] + sections.map(\.encoded)).joined(separator: "~")
  }
}
