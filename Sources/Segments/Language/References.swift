/// Saved segments and models by name, and what must hold between them.
package struct References: Sendable {
  /// How many groups and references may stand inside each other.
  package static var deepest: Int { SegmentOutline.deepest }

  package let segments: [String: Segment]
  package let models: [String: Scorecard]
  /// Tells one state of the models from another; empty without any.
  let modelSignature: String
  private let outlines: SegmentOutlines

  package init(_ segments: [String: Segment] = [:], models: [String: Scorecard] = [:]) {
    (self.segments, self.models) = (segments, models)
    modelSignature = models.isEmpty ? "" : "\(models.hashValue) "
    outlines = SegmentOutlines(of: segments)
  }

  /// Returns `segment` with every reference replaced by what it names.
  ///
  /// A name that is not known, or that leads back to itself, is a problem at its place.
  package func resolved(_ segment: Segment) throws(Problem) -> Segment {
    if let problem = problems(in: segment).first { throw problem }
    return opened(segment)
  }

  /// Replaces references of which none has a problem.
  private func opened(_ segment: Segment) -> Segment {
    switch segment {
    case .reference(let name): segments[name.text].map { opened($0) } ?? segment
    case .or(let parts): .or(parts.map { opened($0) })
    case .and(let parts): .and(parts.map { opened($0) })
    case .not(let part): .not(opened(part))
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .score, .rank:
      segment
    }
  }

  /// Every problem with the references of `segment`, one for each name in it that fails.
  package func problems(in segment: Segment) -> [Problem] {
    let names = segment.references
    let found = names.compactMap { problem(with: $0) }
    guard found.isEmpty, outlines.outline(of: segment)?.isTooLarge == true else { return found }
    let what = names.isEmpty ? "it" : "with what it refers to, it"
    return [Problem(at: names.first?.place ?? 0..<0, "\(what) \(SegmentOutline.limit)")]
  }

  /// The problem with a name, or with a name that it leads to, at its own place.
  private func problem(with name: Name) -> Problem? {
    let place = name.place ?? 0..<0
    if let outline = outlines.outline(ofSaved: name.text) {
      guard outline.isTooLarge else { return nil }
      return Problem(at: place, "with what it refers to, @\(name) \(SegmentOutline.limit)")
    }
    // What has no outline refers to something that is not there, or round to itself.
    var path = [name]
    var places: [Name: Int] = [name: 0]
    while let segment = segments[path[path.count - 1].text] {
      guard
        let next = segment.references.first(where: { outlines.outline(ofSaved: $0.text) == nil })
      else { return nil }
      if let start = places[next] {
        let cycle = (path[start...] + [next]).map { "@\($0)" }.joined(separator: " → ")
        return Problem(at: place, "a segment cannot contain itself: \(cycle)")
      }
      places[next] = path.count
      path.append(next)
    }
    let missing = path[path.count - 1]
    return Problem(
      at: place, "there is no segment @\(missing)",
      suggestion: segments.keys.sorted().nearest(to: missing.text).map { "@\(Keywords.name($0))" })
  }

  /// The saved segments that refer to `name`, directly or through others, in order of name.
  package func dependents(of name: String) -> [String] {
    var users: [String: [String]] = [:]
    for (user, segment) in segments {
      for named in segment.references { users[named.text, default: []].append(user) }
    }
    var found: Set<String> = []
    var waiting = [name]
    while let next = waiting.popLast() {
      for user in users[next] ?? [] where found.insert(user).inserted { waiting.append(user) }
    }
    return found.sorted()
  }
}

extension References {
  /// The saved segments that ask a model for its score, in order of name.
  package func segments(asking model: String) -> [String] {
    segments.filter { $0.value.models.contains(Name(model)) }.keys.sorted()
  }
}

extension Segment {
  /// The names of the segments that this one refers to itself, in reading order.
  package var references: [Name] {
    if case .reference(let name) = self { return [name] }
    return children.flatMap(\.references)
  }

  /// Returns this segment with references to `old` turned into references to `new`.
  package func renamingReference(_ old: String, to new: String) -> Segment {
    switch self {
    case .reference(let name): name.text == old ? .reference(Name(new, place: name.place)) : self
    case .or(let parts): .or(parts.map { $0.renamingReference(old, to: new) })
    case .and(let parts): .and(parts.map { $0.renamingReference(old, to: new) })
    case .not(let part): .not(part.renamingReference(old, to: new))
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .score, .rank:
      self
    }
  }
}
