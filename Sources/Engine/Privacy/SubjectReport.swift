package import Basis

/// All that a workspace keeps of one person, in clear, as the person may ask for it.
package struct SubjectReport: Sendable {
  /// An identifier, and which sources sent it.
  package struct Identifier: Sendable {
    package let namespace: String
    package let value: String
    package let sources: [String]
  }

  /// One statement about the person: what a source said of an attribute, and when.
  package struct Fact: Sendable {
    package let attribute: String
    package let value: String
    package let source: String
    package let time: Timestamp
  }

  /// Something the person did.
  package struct Event: Sendable {
    package let time: Timestamp
    package let type: String
    package let source: String
    package let fields: [(name: String, value: String)]
  }

  /// A decision about a purpose.
  package struct Consent: Sendable {
    package let purpose: String
    package let isGranted: Bool
    package let time: Timestamp
    package let source: String
  }

  /// What a model makes of the person.
  package struct Score: Sendable {
    package let model: String
    package let about: String
    package let score: Double
  }

  /// A delivery that had the person in it.
  package struct Delivery: Sendable {
    package let destination: String
    package let segment: String
    package let file: String
    package let time: Timestamp
  }

  /// A row of theirs that could not be used.
  package struct Reject: Sendable {
    package let file: String
    package let line: Int
    package let reason: String
    package let text: String
  }

  package let lens: Lens
  package let asOf: Timestamp
  package let identifiers: [Identifier]
  package let facts: [Fact]
  package let events: [Event]
  package let consent: [Consent]
  package let segments: [String]
  package let scores: [Score]
  package let deliveries: [Delivery]
  package let rejects: [Reject]
}
