package import Basis
internal import Columns
internal import Formats
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  /// The exact size of a segment, and with `each` the figures of every node of its tree.
  ///
  /// Where the exact size may take longer than a frame, `terms.estimate` is given one first.
  package func count(_ text: String, each: Bool, terms: Terms) throws(Fault)
    -> Requests.SegmentCount
  {
    let started = SystemClock.nanoseconds()
    let (planner, segment) = try planned(text, terms)
    func answer(_ count: Int, _ precision: Precision, _ nodes: [NodeCount])
      -> Requests.SegmentCount
    {
      Requests.SegmentCount(
        text: segment.description, asOf: terms.asOf, lens: terms.lens,
        total: SegmentTotal(
          count: count, precision: precision, population: planner.unitCount,
          milliseconds: Double(SystemClock.nanoseconds() - started) / 1e6),
        nodes: nodes)
    }
    if let give = terms.estimate, let audience = planner.audience as? WorkspaceAudience,
      try planner.takesLong(segment),
      let estimate = try planner.estimate(segment, from: sample(of: audience))
    {
      let first = answer(estimate.count, .estimate(low: estimate.low, high: estimate.high), [])
      give(each ? .counted(first) : .total(first.total))
    }
    let total = try planner.count(segment)
    return answer(total, .exact, each ? try Self.figures(of: planner.opened(segment), planner) : [])
  }

  /// The single changes of a segment that would let most people in, the best first.
  package func gains(_ text: String, terms: Terms) throws(Fault) -> [SegmentGain] {
    let (planner, whole) = try planned(text, terms)
    let segment = planner.opened(whole)
    return try planner.gains(segment).map { gain in
      let replacement: String? =
        switch gain.edit {
        case .remove: nil
        case .replace(let part): part.description
        }
      return SegmentGain(
        condition: segment[path: gain.path]?.description ?? segment.description,
        replacement: replacement, total: gain.total, gained: gain.gained)
    }
  }

  /// What is wrong with a text, how to colour it, and its tree where it reads.
  package func check(_ text: String, terms: Terms) throws(Fault) -> SegmentCheck {
    let vocabulary = try audience(terms.lens).vocabulary
    let tokens = Segment.highlighted(text).map { SegmentToken($0.place, Self.kind($0.role)) }
    let references = try savedReferences()
    do throws(Problem) {
      let segment = try Segment(parsing: text)
      let checker = Checker(vocabulary, references: references)
      let problems = checker.problems(in: segment).map(Self.problem)
      return SegmentCheck(
        text: text, tokens: tokens, problems: problems, tree: Self.tree(of: segment))
    } catch {
      return SegmentCheck(text: text, tokens: tokens, problems: [Self.problem(error)], tree: nil)
    }
  }

  /// A checked segment and what evaluates it.
  func planned(_ text: String, _ terms: Terms) throws(Fault) -> (SetPlanner, Segment) {
    let planner = try planner(terms)
    return (planner, try planned(text, planner))
  }

  /// The tree of a text, or of its JSON form, whose names are all known to `planner`.
  func planned(_ given: String, _ planner: SetPlanner) throws(Fault) -> Segment {
    let text = try SegmentTrees.text(given)
    do throws(Problem) {
      return try planner.checker.checked(text)
    } catch {
      throw error.fault(in: text)
    }
  }

  /// The tree of a text that was saved as a whole.
  ///
  /// Slips that are refused when they are typed count as they did when it was saved.
  func planned(saved text: String, _ planner: SetPlanner) throws(Fault) -> Segment {
    do throws(Problem) {
      let segment = try Segment(parsing: text)
      guard let problem = planner.checker.obstacles(to: segment).first else { return segment }
      throw problem
    } catch {
      throw error.fault(in: text)
    }
  }

  /// What evaluates segments under these terms, with these segments to refer to or the saved ones.
  func planner(_ terms: Terms, references: References? = nil) throws(Fault) -> SetPlanner {
    let audience = try audience(terms.lens, for: terms.purposes)
    let references = if let references { references } else { try savedReferences() }
    return SetPlanner(
      audience, asOf: terms.asOf, calendar: audience.snapshot.calendar,
      references: references, cache: results,
      cancellation: terms.stop.cancellation)
  }

  /// The saved segments as trees, for references by name.
  ///
  /// One that no longer reads is left out: who refers to it is told that there is no such segment.
  func savedReferences() throws(Fault) -> References { try library().references }

  private static func figures(of segment: Segment, _ planner: SetPlanner) throws(Fault)
    -> [NodeCount]
  {
    try planner.counts(segment).nodes.map { node in
      NodeCount(
        text: segment[path: node.path]?.description ?? "", depth: node.path.count, own: node.own,
        running: node.path.isEmpty ? nil : node.running, without: node.without)
    }
  }

  private static func tree(of segment: Segment) -> SegmentTree {
    switch segment {
    case .and(let parts): .all(parts.map { tree(of: $0) })
    case .or(let parts): .any(parts.map { tree(of: $0) })
    case .not(let part): .not(tree(of: part))
    default: .condition(segment.description)
    }
  }

  private static func kind(_ role: HighlightedPiece.Role) -> SegmentToken.Kind {
    switch role {
    case .keyword: .keyword
    case .name: .name
    case .text: .string
    case .number: .number
    case .date: .date
    case .symbol: .symbol
    case .comment: .comment
    case .reference: .reference
    case .mistake: .unknownName
    }
  }

  private static func problem(_ problem: Problem) -> SegmentProblem {
    SegmentProblem(problem.place, message: problem.message, suggestion: problem.suggestion)
  }
}

extension SetPlanner {
  /// Checks texts against the same names and segments.
  var checker: Checker { Checker(audience.vocabulary, references: references) }

  /// The tree that a saved segment stands for, where the whole is but its name.
  func opened(_ segment: Segment) -> Segment {
    var segment = segment
    // Bounded, though no cycle gets past the checker.
    for _ in 0..<References.deepest {
      guard case .reference(let name) = segment, let named = references.segments[name.text] else {
        break
      }
      segment = named
    }
    return segment
  }
}
