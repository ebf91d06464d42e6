package import Basis

/// A segment with a name.
package struct SavedSegment: Hashable, Sendable {
  package var name: String
  /// How the segment language refers to it: `@Buyers`.
  package var reference: String
  package var text: String
  package var version: Int
  package var note: String
  package var savedAt: Timestamp
  /// Nil until it has been counted for the present data.
  package var size: Int?
  /// Parts are parted by `/`; empty where it lies in none.
  package var folder: String
  /// In order.
  package var tags: [String]
  package var owner: String

  package init(
    name: String, reference: String, text: String, version: Int, note: String, savedAt: Timestamp,
    size: Int?, folder: String = "", tags: [String] = [], owner: String = ""
  ) {
    (self.name, self.reference, self.text, self.version) = (name, reference, text, version)
    (self.note, self.savedAt, self.size) = (note, savedAt, size)
    (self.folder, self.tags, self.owner) = (folder, tags, owner)
  }
}

/// One state of a segment's definition.
package struct SegmentVersion: Hashable, Sendable {
  package var number: Int
  package var text: String
  package var note: String
  package var savedAt: Timestamp
  package var size: Int?

  package init(number: Int, text: String, note: String, savedAt: Timestamp, size: Int?) {
    (self.number, self.text, self.note) = (number, text, note)
    (self.savedAt, self.size) = (savedAt, size)
  }
}

/// Earlier versions of a segment that refer to one that was removed.
package struct OrphanedVersions: Hashable, Sendable {
  package var segment: String
  /// In order, at least one.
  package var numbers: [Int]

  package init(segment: String, numbers: [Int]) {
    (self.segment, self.numbers) = (segment, numbers)
  }

  package var sentence: String {
    let shown = numbers.map(String.init)
    let list =
      shown.count == 1
      ? "Version \(shown[0])"
      : "Versions \(shown.dropLast().joined(separator: ", ")) and \(shown[shown.count - 1])"
    return "\(list) of \(segment) cannot be counted any more"
  }
}

/// A definition to keep under a name; a new version where the name is known.
package struct SaveRequest: Hashable, Sendable {
  package var name: String
  package var text: String
  package var note: String
  /// The version that was edited; nil for a new segment.
  ///
  /// A later version in the workspace is an error, so that nobody's work is written over.
  package var basedOn: Int?
  /// Where to keep it; nil leaves it where it is.
  package var folder: String?
  /// All of its tags; nil leaves them as they are.
  package var tags: [String]?
  package var owner: String?

  package init(
    name: String, text: String, note: String, basedOn: Int?, folder: String? = nil,
    tags: [String]? = nil, owner: String? = nil
  ) {
    (self.name, self.text, self.note, self.basedOn) = (name, text, note, basedOn)
    (self.folder, self.tags, self.owner) = (folder, tags, owner)
  }
}

/// How segments overlap, pair by pair.
package struct Overlap: Hashable, Sendable {
  /// The people who are in exactly these segments and in no other of them.
  package struct Intersection: Hashable, Sendable {
    /// Places in `names`, ascending.
    package var members: [Int]
    package var count: Int

    package init(members: [Int], count: Int) { (self.members, self.count) = (members, count) }
  }

  package var names: [String]
  /// People in both, by row and column in the order of `names`; the diagonal has the sizes.
  package var shared: [[Int]]
  package var population: Int
  /// The largest ones first; empty where there are more segments than can be told apart.
  package var intersections: [Intersection]

  package init(
    names: [String], shared: [[Int]], population: Int, intersections: [Intersection] = []
  ) {
    (self.names, self.shared, self.population) = (names, shared, population)
    self.intersections = intersections
  }
}

/// Why a person is in a segment or is not.
package struct WhyAnswer: Hashable, Sendable {
  package struct Node: Hashable, Sendable {
    package var text: String
    package var depth: Int
    package var holds: Bool
    /// The fact that decides it: `last purchase 2026-09-14, 68 days ago`.
    package var because: String
    /// Whether it is one of the conditions that make the answer what it is.
    package var decides: Bool

    package init(text: String, depth: Int, holds: Bool, because: String, decides: Bool = false) {
      (self.text, self.depth, self.holds, self.because) = (text, depth, holds, because)
      self.decides = decides
    }
  }

  package var isMember: Bool
  package var nodes: [Node]

  package init(isMember: Bool, nodes: [Node]) { (self.isMember, self.nodes) = (isMember, nodes) }
}

/// What a picker of conditions shall offer.
package enum CandidateRequest: Hashable, Sendable {
  /// Attributes, events, campaigns, segments, purposes, sources, namespaces.
  case conditions
  /// The values of one attribute, most frequent first.
  case values(attribute: String, limit: Int)
  /// The events that name one campaign, that with most people first.
  case campaign(String)
}

/// Something that can become a condition.
package struct Candidate: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case attribute, value, event, campaign, segment, model, purpose, source, namespace, family
  }

  package var kind: Kind
  package var name: String
  /// The name or value as the segment language writes it: in quotes where it needs them.
  package var written: String
  /// The condition's text if it is taken as it is: `did purchase in last 30 days`.
  package var condition: String
  /// How many people it matches; nil where that is not known without counting.
  package var count: Int?
  /// A few words on it: `text, 12 values`.
  package var note: String
  /// True for an attribute whose values can be asked for.
  package var hasValues: Bool
  /// The conditions any of which will do, for one that is made of several; empty for a plain one.
  package var alternatives: [String]

  package init(
    kind: Kind, name: String, written: String, condition: String, count: Int?, note: String = "",
    hasValues: Bool = false, alternatives: [String] = []
  ) {
    (self.kind, self.name, self.written, self.condition) = (kind, name, written, condition)
    (self.count, self.note, self.hasValues) = (count, note, hasValues)
    self.alternatives = alternatives
  }
}
