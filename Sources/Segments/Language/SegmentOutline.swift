internal import Synchronization

/// How large a segment is with everything that it refers to.
struct SegmentOutline: Sendable {
  /// Conditions without parts, each as often as it is reached.
  var conditions: Int
  /// How many groups and references stand inside each other.
  var depth: Int

  /// More would keep a question from ever being answered: segments that each refer twice to the one
  /// before double with every step.
  private static let mostConditions = 20_000
  /// More would not fit on the stack of a worker.
  static let deepest = 2 * Parser.deepest

  static var limit: String {
    "has more than \(mostConditions) conditions, or more than \(deepest) groups inside each other"
  }

  var isTooLarge: Bool { conditions > Self.mostConditions || depth > Self.deepest }
}

/// The outlines of saved segments, found when the first is asked for.
///
/// A class, because every copy of what holds it shares what was found.
final class SegmentOutlines: Sendable {
  private let segments: [String: Segment]
  private let known = Mutex<[String: SegmentOutline]?>(nil)

  init(of segments: [String: Segment]) { self.segments = segments }

  /// Nil for a segment that is not there, and for one that leads to such a one or to itself.
  func outline(ofSaved name: String) -> SegmentOutline? {
    known.withLock { known in
      if known == nil { known = Self.outlines(of: segments) }
      return known?[name]
    }
  }

  /// The outline of any tree; nil where one of its references has none.
  func outline(of segment: Segment) -> SegmentOutline? {
    Self.outline(of: segment) { outline(ofSaved: $0) }
  }

  /// From those without references upwards, each once: what is never reached has no outline.
  private static func outlines(of segments: [String: Segment]) -> [String: SegmentOutline] {
    var users: [String: [String]] = [:]
    var missing: [String: Int] = [:]
    var ready: [String] = []
    for (name, segment) in segments {
      let named = Set(segment.references.map(\.text))
      for other in named { users[other, default: []].append(name) }
      missing[name] = named.count
      if named.isEmpty { ready.append(name) }
    }
    var outlines: [String: SegmentOutline] = [:]
    while let name = ready.popLast() {
      outlines[name] = segments[name].flatMap { outline(of: $0) { outlines[$0] } }
      for user in users[name] ?? [] {
        missing[user, default: 0] -= 1
        if missing[user] == 0 { ready.append(user) }
      }
    }
    return outlines
  }

  private static func outline(
    of segment: Segment, _ saved: (String) -> SegmentOutline?
  ) -> SegmentOutline? {
    if case .reference(let name) = segment {
      return saved(name.text).map { outline in
        SegmentOutline(conditions: outline.conditions, depth: outline.depth + 1)
      }
    }
    let parts = segment.children
    guard !parts.isEmpty else { return SegmentOutline(conditions: 1, depth: 1) }
    var whole = SegmentOutline(conditions: 0, depth: 0)
    for part in parts {
      guard let outline = outline(of: part, saved) else { return nil }
      let (sum, isOver) = whole.conditions.addingReportingOverflow(outline.conditions)
      whole.conditions = isOver ? .max : sum
      whole.depth = max(whole.depth, outline.depth + 1)
    }
    return whole
  }
}
