package import Requests

/// A segment's tree as text on several lines, one condition a line, for reading and editing.
package enum SegmentLines {
  package static func text(_ tree: SegmentTree) -> String {
    lines(tree, isInside: false).joined(separator: "\n")
  }

  private static func lines(_ tree: SegmentTree, isInside: Bool) -> [String] {
    switch tree {
    case .condition, .not: return [tree.text]
    case .all(let members): return joined(members, "and", tree, isInside: isInside)
    case .any(let members): return joined(members, "or", tree, isInside: isInside)
    }
  }

  private static func joined(
    _ members: [SegmentTree], _ word: String, _ tree: SegmentTree, isInside: Bool
  ) -> [String] {
    guard members.count > 1 else {
      return members.first.map { lines($0, isInside: isInside) } ?? [tree.text]
    }
    var result: [String] = []
    for (index, member) in members.enumerated() {
      var inner = lines(member, isInside: true)
      inner[0] = (index == 0 ? "" : word + " ") + inner[0]
      result += inner
    }
    guard isInside else { return result }
    return ["("] + result.map { "  " + $0 } + [")"]
  }
}
