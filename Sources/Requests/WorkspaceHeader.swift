package import Basis

/// The workspace in one line: what every pane shows on top, and what needs attention today.
package struct WorkspaceHeader: Hashable, Sendable {
  /// The name of the folder, without the path.
  package var name: String
  /// The instant that figures are for.
  package var asOf: Timestamp
  package var lens: Lens
  /// How many units the lens counts.
  package var population: Int
  /// Changes whenever data does; a face asks again for what it shows when it differs.
  package var dataVersion: Int
  package var events: Int
  package var sources: Int
  package var segments: Int
  package var isReadOnly: Bool
  /// Most urgent first.
  package var attention: [AttentionItem]

  package init(
    name: String, asOf: Timestamp, lens: Lens, population: Int, dataVersion: Int, events: Int,
    sources: Int, segments: Int, isReadOnly: Bool = false, attention: [AttentionItem]
  ) {
    (self.name, self.asOf, self.lens, self.population) = (name, asOf, lens, population)
    (self.dataVersion, self.events, self.sources) = (dataVersion, events, sources)
    (self.segments, self.isReadOnly, self.attention) = (segments, isReadOnly, attention)
  }
}

/// Something that a person should look at.
package struct AttentionItem: Hashable, Sendable {
  package enum Urgency: Hashable, Sendable, Comparable { case note, warning, error }

  /// What it is about, and so which pane opens it.
  package enum Subject: Hashable, Sendable {
    case source(String)
    case rejects(source: String)
    case consent
    case segment(String)
    case activation(String)
    case workspace
  }

  package var urgency: Urgency
  package var subject: Subject
  /// One sentence: `web is 7 h late`.
  package var text: String
  /// A few words for the top line, that items of a kind share: `late source`.
  package var kind: String
  /// The same of several: `late sources`.
  package var kinds: String

  package init(
    _ urgency: Urgency, _ subject: Subject, text: String, kind: String, kinds: String? = nil
  ) {
    (self.urgency, self.subject, self.text) = (urgency, subject, text)
    (self.kind, self.kinds) = (kind, kinds ?? kind + "s")
  }
}
