/// Saved segments and models by name, and what must hold between them.
package struct References: Sendable {
  package let segments: [String: Segment]
  package let models: [String: Scorecard]
  /// Tells one state of the models from another; empty without any.
  let modelSignature: String

  package init(_ segments: [String: Segment] = [:], models: [String: Scorecard] = [:]) {
    (self.segments, self.models) = (segments, models)
    modelSignature = models.isEmpty ? "" : "\(models.hashValue) "
  }

  /// Returns `segment` with every reference replaced by what it names.
  ///
  /// A name that is not known, or that leads back to itself, is a problem at its place.
  package func resolved(_ segment: Segment) throws(Problem) -> Segment {
    try resolved(segment, behind: [])
  }

  private func resolved(_ segment: Segment, behind path: [Name]) throws(Problem) -> Segment {
    switch segment {
    case .reference(let name):
      if let problem = problem(with: name, behind: path) { throw problem }
      guard let named = segments[name.text] else { return segment }
      return try resolved(named, behind: path + [name])
    case .or(let parts):
      var below: [Segment] = []
      for part in parts { below.append(try resolved(part, behind: path)) }
      return .or(below)
    case .and(let parts):
      var below: [Segment] = []
      for part in parts { below.append(try resolved(part, behind: path)) }
      return .and(below)
    case .not(let part): return .not(try resolved(part, behind: path))
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .score, .rank:
      return segment
    }
  }

  /// The problem with one name that is met on the way `path`, at the place of the first step.
  private func problem(with name: Name, behind path: [Name]) -> Problem? {
    let place = (path.first ?? name).place ?? 0..<0
    if let start = path.firstIndex(of: name) {
      let cycle = (path[start...] + [name]).map { "@\($0)" }.joined(separator: " → ")
      return Problem(at: place, "a segment cannot contain itself: \(cycle)")
    }
    guard segments[name.text] == nil else { return nil }
    return Problem(
      at: place, "there is no segment @\(name)",
      suggestion: segments.keys.sorted().nearest(to: name.text).map { "@\(Keywords.name($0))" })
  }

  /// Every problem with the references of `segment`, one for each name in it that fails.
  package func problems(in segment: Segment) -> [Problem] {
    var found: [Problem] = []
    for name in segment.references {
      do throws(Problem) {
        _ = try resolved(.reference(name))
      } catch {
        found.append(error)
      }
    }
    return found
  }

  /// The saved segments that refer to `name`, directly or through others, in order of name.
  package func dependents(of name: String) -> [String] {
    var found: Set<String> = []
    var waiting = [name]
    while let next = waiting.popLast() {
      for (candidate, segment) in segments
      where !found.contains(candidate) && segment.references.contains(Name(next)) {
        found.insert(candidate)
        waiting.append(candidate)
      }
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
