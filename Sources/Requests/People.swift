package import Basis

/// What to look for: an identifier as it is typed.
package struct PersonSearch: Hashable, Sendable {
  /// Nil looks in every namespace.
  package var namespace: String?
  package var value: String

  package init(namespace: String?, value: String) {
    (self.namespace, self.value) = (namespace, value)
  }
}

/// One person, by profile or by an identifier.
package enum PersonReference: Hashable, Sendable {
  case profile(ProfileID)
  /// An empty namespace looks in every one.
  case identifier(namespace: String, value: String)
}

/// How many people there are, and what they are known by.
package struct PeopleOverview: Hashable, Sendable {
  /// The identifiers of one kind, and how many people have any of them.
  package struct Namespace: Hashable, Sendable {
    package var name: String
    package var identifiers: Int
    package var people: Int

    package init(name: String, identifiers: Int, people: Int) {
      (self.name, self.identifiers, self.people) = (name, identifiers, people)
    }
  }

  /// How many people have so many identifiers.
  package struct Size: Hashable, Sendable {
    package var from: Int
    /// Nil where there is no upper end.
    package var to: Int?
    package var people: Int

    package init(from: Int, to: Int?, people: Int) {
      (self.from, self.to, self.people) = (from, to, people)
    }
  }

  package var people: Int
  /// The one with most identifiers first.
  package var namespaces: [Namespace]
  package var sizes: [Size]

  package init(people: Int, namespaces: [Namespace], sizes: [Size]) {
    (self.people, self.namespaces, self.sizes) = (people, namespaces, sizes)
  }

  package var identifiers: Int { namespaces.reduce(0) { $0 + $1.identifiers } }
}

/// A person that a search found.
package struct PersonMatch: Hashable, Sendable {
  package var profile: ProfileID
  package var namespace: String
  /// The identifier, masked.
  package var shown: String
  package var identifiers: Int
  package var lastSeen: Timestamp?

  package init(
    profile: ProfileID, namespace: String, shown: String, identifiers: Int, lastSeen: Timestamp?
  ) {
    (self.profile, self.namespace, self.shown) = (profile, namespace, shown)
    (self.identifiers, self.lastSeen) = (identifiers, lastSeen)
  }
}

/// Everything known about one person.
package struct PersonView: Hashable, Sendable {
  /// An identifier and why it belongs here.
  package struct Identifier: Hashable, Sendable {
    package var namespace: String
    /// Masked, unless the view was asked for revealed.
    package var shown: String
    package var source: String
    /// The evidence that ties it to the others: `log-in, web, 3 times`.
    package var because: String
    /// From 0 to 1; nil for a certain link.
    package var confidence: Double?
    package var lastSeen: Timestamp?

    package init(
      namespace: String, shown: String, source: String, because: String, confidence: Double?,
      lastSeen: Timestamp?
    ) {
      (self.namespace, self.shown, self.source) = (namespace, shown, source)
      (self.because, self.confidence, self.lastSeen) = (because, confidence, lastSeen)
    }
  }

  package struct Attribute: Hashable, Sendable {
    package var name: String
    package var shown: String
    package var source: String
    package var time: Timestamp?
    /// How many other sources say something else.
    package var contradictions: Int

    package init(
      name: String, shown: String, source: String, time: Timestamp?, contradictions: Int
    ) {
      (self.name, self.shown, self.source) = (name, shown, source)
      (self.time, self.contradictions) = (time, contradictions)
    }
  }

  package struct Consent: Hashable, Sendable {
    package enum State: Hashable, Sendable { case granted, refused, expired, noSignal }
    package var purpose: String
    package var state: State
    package var source: String
    package var since: Timestamp?
    package var expires: Timestamp?

    package init(
      purpose: String, state: State, source: String, since: Timestamp?, expires: Timestamp?
    ) {
      (self.purpose, self.state, self.source) = (purpose, state, source)
      (self.since, self.expires) = (since, expires)
    }
  }

  /// Something that happened, newest first in the timeline.
  package struct Moment: Hashable, Sendable {
    package var time: Timestamp
    /// True for the first event of a session.
    package var startsSession: Bool
    package var event: String
    package var detail: String
    package var source: String

    package init(
      time: Timestamp, startsSession: Bool, event: String, detail: String, source: String
    ) {
      (self.time, self.startsSession, self.event) = (time, startsSession, event)
      (self.detail, self.source) = (detail, source)
    }
  }

  package var profile: ProfileID
  package var lens: Lens
  package var isRevealed: Bool
  package var identifiers: [Identifier]
  package var attributes: [Attribute]
  package var consent: [Consent]
  package var timeline: [Moment]
  /// How many moments there are in all; the timeline has the newest of them.
  package var momentsInAll: Int
  package var segments: [String]

  package init(
    profile: ProfileID, lens: Lens, isRevealed: Bool, identifiers: [Identifier],
    attributes: [Attribute], consent: [Consent], timeline: [Moment], momentsInAll: Int,
    segments: [String]
  ) {
    (self.profile, self.lens, self.isRevealed) = (profile, lens, isRevealed)
    (self.identifiers, self.attributes, self.consent) = (identifiers, attributes, consent)
    (self.timeline, self.momentsInAll, self.segments) = (timeline, momentsInAll, segments)
  }
}
