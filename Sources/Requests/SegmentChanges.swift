/// Who came into a segment and who went between two states of it.
package struct MembershipChange: Hashable, Sendable {
  /// How many there were, and how many there are.
  package var before: Int
  package var after: Int
  package var entered: Int
  package var left: Int

  package init(before: Int, after: Int, entered: Int, left: Int) {
    (self.before, self.after, self.entered, self.left) = (before, after, entered, left)
  }

  /// How many are in both.
  package var stayed: Int { after - entered }
}

/// One of two definitions that are compared.
package struct ComparedDefinition: Hashable, Sendable {
  /// `version 3`, or `the given text`.
  package var label: String
  package var text: String

  package init(label: String, text: String) { (self.label, self.text) = (label, text) }
}

/// What two definitions of a segment have not in common.
package struct DefinitionDifference: Hashable, Sendable {
  package var old: ComparedDefinition
  package var new: ComparedDefinition
  /// Conditions that only the new one has, and those that only the old one had.
  package var added: [String]
  package var removed: [String]
  /// Whether both ask the same, however they are worded.
  package var meansTheSame: Bool
  package var effect: Effect

  /// What the second definition changes.
  package enum Effect: Hashable, Sendable {
    /// Who enters and leaves with it.
    case counted(MembershipChange)
    /// Why one of the two cannot be counted, such as a name that the workspace has no longer.
    case uncountable(String)
  }

  package init(
    old: ComparedDefinition, new: ComparedDefinition, added: [String], removed: [String],
    meansTheSame: Bool, effect: Effect
  ) {
    (self.old, self.new, self.added, self.removed) = (old, new, added, removed)
    (self.meansTheSame, self.effect) = (meansTheSame, effect)
  }
}

/// One change of a segment that would let more people in.
package struct SegmentGain: Hashable, Sendable {
  /// The condition that would change.
  package var condition: String
  /// What would stand there instead; nil where it would be left out.
  package var replacement: String?
  package var total: Int
  package var gained: Int

  package init(condition: String, replacement: String?, total: Int, gained: Int) {
    (self.condition, self.replacement) = (condition, replacement)
    (self.total, self.gained) = (total, gained)
  }
}

/// Saved segments that say nothing of their own.
package struct SegmentRedundancy: Hashable, Sendable {
  package struct Containment: Hashable, Sendable {
    package var inner: String
    package var outer: String
    package init(inner: String, outer: String) { (self.inner, self.outer) = (inner, outer) }
  }

  /// Those that hold nobody.
  package var empty: [String]
  /// Groups that hold the same people.
  package var equal: [[String]]
  /// Pairs of which the first lies wholly within the second.
  package var contained: [Containment]
  /// Those that the present data has no answer to, such as one with a field that is gone.
  package var unreadable: [String]

  package init(
    empty: [String], equal: [[String]], contained: [Containment], unreadable: [String]
  ) {
    (self.empty, self.equal) = (empty, equal)
    (self.contained, self.unreadable) = (contained, unreadable)
  }
}

/// What bringing a folder of segments into the workspace would do, file by file.
package struct SegmentImportPlan: Hashable, Sendable {
  package enum Action: String, Hashable, Sendable {
    case add, change, refile, keep
  }

  package struct Step: Hashable, Sendable {
    package var action: Action
    package var name: String
    package var file: String
    /// What changes in a few words: `2 conditions added, 1 removed`.
    package var detail: String

    package init(action: Action, name: String, file: String, detail: String) {
      (self.action, self.name, self.file, self.detail) = (action, name, file, detail)
    }
  }

  /// In the order of the names.
  package var steps: [Step]
  /// Segments of the workspace that the folder has no file for; they stay.
  package var onlyHere: [String]

  package init(steps: [Step], onlyHere: [String]) {
    (self.steps, self.onlyHere) = (steps, onlyHere)
  }

  /// Whether carrying it out would change anything.
  package var changesAnything: Bool { steps.contains { $0.action != .keep } }
}
