internal import Basis
internal import Columns
internal import Intake
internal import Segments
internal import Storage

/// What attributes may be used for, and of whom: the one place that everything asks which hands
/// attributes out.
///
/// The taxonomy says which purposes may use an attribute at all; `attribute restrict` says what its
/// people must have granted besides. Both hold.
struct AttributeUse {
  /// By attribute, the purposes that the taxonomy lets use it; an attribute without is free.
  private let serving: [String: [String]]
  /// By attribute, what its people must have granted.
  let granted: [String: [String]]

  init(_ workspace: Workspace) throws(Fault) {
    var serving: [String: [String]] = [:]
    for (name, definition) in try QuestionDesk.definitions(in: workspace).definitions {
      serving[name] = definition.purposes
    }
    self.serving = serving
    granted = Dictionary(
      try workspace.catalogue.attributePurposes().map { ($0.attribute, $0.purposes) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Who lets each of `attributes` be used for all of `purposes`.
  ///
  /// Those that everybody does are left out. `planner` answers as of the day that consent counts.
  /// Without a purpose an attribute that the taxonomy restricts may be used of nobody.
  func allowing(_ attributes: some Sequence<String>, for purposes: [String], _ planner: SetPlanner)
    throws(Fault) -> [String: DenseSet]
  {
    var allowing: [String: DenseSet] = [:]
    for attribute in attributes {
      if let serving = serving[attribute],
        purposes.isEmpty || !purposes.allSatisfy({ serving.contains($0) })
      {
        allowing[attribute] = DenseSet(none: planner.unitCount)
      } else if let needed = granted[attribute] {
        var set = DenseSet(all: planner.unitCount)
        for purpose in needed {
          // A purpose that nobody has ever decided about is granted by nobody.
          let isKnown = planner.audience.vocabulary.purposes.contains(purpose)
          set =
            isKnown
            ? set.intersection(try planner.units(.consent([Name(purpose)])))
            : DenseSet(none: planner.unitCount)
        }
        allowing[attribute] = set
      }
    }
    return allowing
  }

  /// What a reader of a list without purposes must know of an attribute; nil where it is free.
  func note(on attribute: String, for purposes: [String]) -> String? {
    guard let serving = serving[attribute],
      purposes.isEmpty || !purposes.allSatisfy({ serving.contains($0) })
    else {
      return granted[attribute].map {
        "\(attribute) is shown of those who grant \($0.joined(separator: ", "))"
      }
    }
    return "\(attribute) is left empty: the taxonomy lets it be used for "
      + (serving.isEmpty ? "nothing" : serving.joined(separator: ", "))
  }
}
