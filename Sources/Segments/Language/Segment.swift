/// A segment as a tree of conditions; two trees are equal if they say the same words.
package indirect enum Segment: Hashable, Sendable {
  case everyone
  case or([Segment])
  case and([Segment])
  case not(Segment)
  case attribute(Name, Test)
  case behaviour(Behaviour)
  case aggregate(Aggregate)
  case recency(Recency)
  case sequence(EventSequence)
  /// Every purpose granted.
  case consent([Name])
  /// An identifier of that namespace is known.
  case has(Name)
  /// The profile has data of that source.
  case from(Name)
  /// Another segment by its name.
  case reference(Name)
  case score(Name, Comparison, DecimalNumber)
  case rank(Rank)

  /// The conditions directly below this one.
  package var children: [Segment] {
    switch self {
    case .or(let parts), .and(let parts): parts
    case .not(let part): [part]
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      []
    }
  }

  /// The node that `path` leads to, a child's index at each step; nil where there is none.
  package subscript(path path: some Collection<Int>) -> Segment? {
    guard let first = path.first else { return self }
    let below = children
    return below.indices.contains(first) ? below[first][path: path.dropFirst()] : nil
  }

  /// Returns this tree with its node at `path` replaced, or without it where `part` is nil.
  ///
  /// A group that loses its last part disappears with it; nil means that nothing is left.
  package func replacing(_ path: some Collection<Int>, with part: Segment?) -> Segment? {
    guard let first = path.first else { return part }
    func edited(_ parts: [Segment]) -> [Segment] {
      parts.enumerated().compactMap { index, child in
        index == first ? child.replacing(path.dropFirst(), with: part) : child
      }
    }
    switch self {
    case .or(let parts):
      let left = edited(parts)
      return left.count > 1 ? .or(left) : left.first
    case .and(let parts):
      let left = edited(parts)
      return left.count > 1 ? .and(left) : left.first
    case .not(let inner):
      return inner.replacing(path.dropFirst(), with: part).map { .not($0) }
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      return self
    }
  }

  /// Every node with its path, parents before their children.
  package var nodes: [(path: [Int], node: Segment)] {
    var found: [(path: [Int], node: Segment)] = []
    func visit(_ node: Segment, _ path: [Int]) {
      found.append((path, node))
      for (index, child) in node.children.enumerated() { visit(child, path + [index]) }
    }
    visit(self, [])
    return found
  }
}

/// A name as it stands in a segment; where it stood does not count when names are compared.
package struct Name: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let text: String
  /// The bytes of the text that the name was read from; nil for a name that was made.
  package let place: Range<Int>?

  package init(_ text: String, place: Range<Int>? = nil) {
    (self.text, self.place) = (text, place)
  }
  package init(stringLiteral text: String) { self.init(text) }

  package var description: String { text }
  package static func == (a: Name, b: Name) -> Bool { a.text == b.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
