package import Basis
internal import Columns
internal import Formats
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  /// The exact size of a segment, and with `each` the figures of every node of its tree.
  package func count(_ text: String, each: Bool, terms: Terms) throws(Fault)
    -> Requests.SegmentCount
  {
    let started = SystemClock.nanoseconds()
    let (planner, segment) = try planned(text, terms)
    let total = try planner.count(segment)
    let nodes = each ? try Self.figures(of: segment, planner) : []
    let milliseconds = Double(SystemClock.nanoseconds() - started) / 1e6
    return Requests.SegmentCount(
      text: segment.description, asOf: terms.asOf, lens: terms.lens,
      total: SegmentTotal(
        count: total, precision: .exact, population: planner.unitCount,
        milliseconds: milliseconds),
      nodes: nodes)
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
    let audience = try audience(terms.lens, for: terms.purposes)
    let references = try savedReferences()
    let segment: Segment
    do throws(Problem) {
      segment = try Checker(audience.vocabulary, references: references).checked(text)
    } catch {
      throw error.fault(in: text)
    }
    let planner = SetPlanner(
      audience, asOf: terms.asOf, calendar: audience.snapshot.calendar,
      references: references, cache: results)
    return (planner, segment)
  }

  /// The saved segments as trees, for references by name.
  ///
  /// One that no longer reads is left out: who refers to it is told that there is no such segment.
  func savedReferences() throws(Fault) -> References {
    try reading { (workspace) throws(Fault) in
      var trees: [String: Segment] = [:]
      for saved in try workspace.catalogue.segments() {
        if let tree = try? Segment(parsing: saved.text) { trees[saved.segment] = tree }
      }
      return References(trees)
    }
  }

  private static func figures(of segment: Segment, _ planner: SetPlanner) throws(Fault)
    -> [NodeCount]
  {
    var running: [[Int]: Int] = [:]
    if case .and(let parts) = segment {
      var left = try planner.units(parts[0])
      running[[0]] = left.count
      for index in parts.indices.dropFirst() {
        left = left.intersection(try planner.units(parts[index]))
        running[[index]] = left.count
      }
    }
    var figures: [NodeCount] = []
    for (path, node) in segment.nodes {
      let without = path.isEmpty ? nil : segment.replacing(path, with: nil)
      figures.append(
        NodeCount(
          text: node.description, depth: path.count, own: try planner.count(node),
          running: running[path],
          without: try without.map { (rest) throws(Fault) in try planner.count(rest) }))
    }
    return figures
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
