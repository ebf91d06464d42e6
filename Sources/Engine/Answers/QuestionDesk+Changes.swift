package import Basis
internal import Columns
package import Requests
internal import Segments

extension QuestionDesk {
  /// One of the states that a segment's definition is compared in.
  package enum DefinitionState: Sendable, Equatable {
    case version(Int)
    case newest
    /// A definition that is not saved.
    case text(String)

    fileprivate var isTyped: Bool {
      switch self {
      case .text: true
      case .version, .newest: false
      }
    }
  }

  /// What two states of a segment have not in common, and who enters and leaves with the second.
  package func difference(
    of name: String, from old: DefinitionState, to new: DefinitionState, terms: Terms
  ) throws(Fault) -> DefinitionDifference {
    let versions = try versions(of: name)
    let (before, after) = (try definition(old, versions, name), try definition(new, versions, name))
    let (oldTree, newTree) = (try parsed(before), try parsed(after))
    let difference = SegmentDifference(from: oldTree, to: newTree)
    let planner = try planner(terms)
    var obstacles: [String] = []
    for (state, definition, tree) in [(old, before, oldTree), (new, after, newTree)] {
      guard let problem = Self.obstacle(to: tree, as: state, planner.checker) else { continue }
      obstacles.append("\(definition.label) cannot be counted: \(problem.sentence)")
    }
    return DefinitionDifference(
      old: before, new: after, added: difference.added.map(\.description),
      removed: difference.removed.map(\.description), meansTheSame: difference.meansTheSame,
      effect: obstacles.isEmpty
        ? .counted(Self.figures(try planner.change(from: oldTree, to: newTree)))
        : .uncountable(obstacles[0]))
  }

  /// Why a definition is not counted; one that was saved is, though nobody could type it any more.
  private static func obstacle(
    to tree: Segment, as state: DefinitionState, _ checker: Checker
  ) -> Problem? {
    let typed = state.isTyped ? checker.problems(in: tree).first : nil
    return typed ?? checker.obstacles(to: tree).first
  }

  private func definition(
    _ state: DefinitionState, _ versions: [SegmentVersion], _ name: String
  ) throws(Fault) -> ComparedDefinition {
    switch state {
    case .text(let text): return ComparedDefinition(label: "the given text", text: text)
    case .newest: return Self.compared(try Self.version(nil, of: name, among: versions))
    case .version(let number):
      return Self.compared(try Self.version(number, of: name, among: versions))
    }
  }

  private static func compared(_ version: SegmentVersion) -> ComparedDefinition {
    ComparedDefinition(label: "version \(version.number)", text: version.text)
  }

  private func parsed(_ definition: ComparedDefinition) throws(Fault) -> Segment {
    do throws(Problem) {
      return try Segment(parsing: definition.text)
    } catch {
      throw error.fault(in: definition.text)
    }
  }

  private static func figures(_ change: Segments.MembershipChange) -> Requests.MembershipChange {
    let (entered, left) = (change.entered.count, change.left.count)
    return Requests.MembershipChange(
      before: change.stayed + left, after: change.stayed + entered, entered: entered, left: left)
  }

  /// Which of those who changed are wanted.
  package enum Movement: String, Sendable, CaseIterable { case entered, left }

  /// Who entered and who left a segment between two instants, and the first of one of the two.
  package func changes(
    _ text: String, from earlier: Timestamp, to later: Timestamp, list: MemberList?,
    of movement: Movement = .entered, terms: Terms
  ) throws(Fault) -> (change: Requests.MembershipChange, members: [Member]) {
    guard earlier <= later else {
      throw Fault(
        .usage, "--from", reason: "it is later than --to", remedy: "Give the earlier instant first")
    }
    var terms = terms
    terms.asOf = later
    let planner = try planner(terms)
    let segment = try segment(called: text, planner)
    let change = try planner.change(of: segment, since: earlier)
    var members: [Member] = []
    if let list {
      let units = movement == .entered ? change.entered : change.left
      members = try self.members(
        Array(units.members().prefix(list.limit)), list, try audience(terms.lens),
        planner)
    }
    return (Self.figures(change), members)
  }

  /// Saved segments that hold nobody, the same as another, or only people of another.
  package func redundancy(terms: Terms) throws(Fault) -> SegmentRedundancy {
    let planner = try planner(terms)
    let checker = planner.checker
    var unreadable = try library().unreadable
    var names: [String] = []
    for (name, segment) in planner.references.segments {
      if checker.obstacles(to: segment).isEmpty {
        names.append(name)
      } else {
        unreadable.append(name)
      }
    }
    let found = try planner.redundancy(among: names)
    return SegmentRedundancy(
      empty: found.empty, equal: found.equal,
      contained: found.contained.map { .init(inner: $0.inner, outer: $0.outer) },
      unreadable: unreadable.sorted())
  }
}
