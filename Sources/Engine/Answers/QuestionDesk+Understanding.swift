package import Basis
internal import Columns
package import Requests
internal import Segments

extension QuestionDesk {
  /// The segment's size on each of the last days of the workspace's zone, oldest first.
  ///
  /// It is counted as of the time of day that the question is asked as of.
  package func trend(_ text: String, days: Int, terms: Terms) throws(Fault) -> [Requests.TrendPoint]
  {
    let planner = try planner(terms)
    let segment = try segment(called: text, planner)
    let calendar = planner.calendar
    let now = terms.asOf.seconds
    let today = Int(calendar.day(of: now))
    let (_, second) = (now + calendar.offset(at: now)).dividedByFloor(86_400)
    let time = CivilTime(secondOfDay: Int(second))
    var points: [Requests.TrendPoint] = []
    for back in stride(from: days - 1, through: 0, by: -1) {
      guard terms.progress(days - back, days) else { throw Self.stopped }
      try terms.stop.cancellation.check()
      let day = CivilDate(daysSinceEpoch: today - back)
      let instant = back == 0 ? terms.asOf : Timestamp(calendar.instant(of: day, time))
      points.append(Requests.TrendPoint(day: day, count: try planner.asOf(instant).count(segment)))
    }
    return points
  }

  /// How many units each pair of segments shares, and the largest groups of who is in just some.
  ///
  /// Each is the name of a saved segment, with or without its `@`, or a segment's text. Of more segments
  /// than `mostIntersected` there are no such groups.
  package func overlap(
    _ names: [String], top: Int = 20, terms: Terms
  ) throws(Fault) -> Requests.Overlap {
    let planner = try planner(terms)
    var segments: [Segment] = []
    for name in names { segments.append(try segment(called: name, planner)) }
    let overlap = try planner.overlap(segments, top: top)
    var shared = names.map { _ in [Int](repeating: 0, count: names.count) }
    for (index, size) in overlap.sizes.enumerated() { shared[index][index] = size }
    for pair in overlap.pairs {
      shared[pair.first][pair.second] = pair.both
      shared[pair.second][pair.first] = pair.both
    }
    return Requests.Overlap(
      names: names.map { String($0.drop { $0 == "@" }) }, shared: shared,
      population: overlap.unitCount,
      intersections: overlap.intersections.map { .init(members: $0.segments, count: $0.count) })
  }

  /// The most segments of which it is told who is in exactly some of them.
  package static var mostIntersected: Int { SetPlanner.mostIntersected }

  /// The saved segment of a name, or else the segment that a text says.
  func segment(called given: String, _ planner: SetPlanner) throws(Fault) -> Segment {
    let text = try SegmentTrees.text(given)
    let name = text.hasPrefix("@") ? String(text.dropFirst()) : text
    if planner.references.segments[name] != nil { return .reference(Name(name)) }
    do throws(Problem) {
      return try planner.checker.checked(text)
    } catch {
      let isName = text.allSatisfy { $0.isLetter || $0.isNumber || " _-".contains($0) }
      // What looks like a name is told as one that nobody has saved.
      if isName { return try planned("@\"\(text)\"", planner) }
      throw error.fault(in: text)
    }
  }

  static let stopped = Fault(
    .interrupted, "the question", reason: "it was stopped", remedy: "Ask it again when you like")
}
