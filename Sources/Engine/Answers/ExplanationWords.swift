internal import Basis
internal import Columns
internal import Segments

/// Says in a few words what decided a condition for one unit.
struct ExplanationWords {
  let planner: SetPlanner
  let unit: Int
  /// Whether an attribute's values are shown masked.
  let isPersonal: (String) -> Bool

  func because(_ node: Explanation) throws(Fault) -> String {
    switch node.condition {
    case .and(let parts):
      return "\(node.parts.count { $0.holds }) of \(parts.count) hold"
    case .or(let parts):
      return "\(node.parts.count { $0.holds }) of \(parts.count) holds"
    case .not: return node.holds ? "what is not wanted is not so" : "what is not wanted is so"
    case .everyone: return "it holds for everyone"
    case .reference: return node.holds ? "is in that segment" : "is not in that segment"
    case .consent(let purposes): return try consents(purposes)
    case .has(let namespace):
      return node.holds ? "\(namespace) is known" : "no \(namespace) is known"
    case .from(let source):
      return node.holds ? "\(source) knows them" : "\(source) has nothing of them"
    case .attribute(let name, _): return value(name, node.evidence)
    case .rank(let rank): return place(rank, node)
    case .behaviour, .aggregate, .recency, .sequence, .score:
      return events(node.evidence)
    }
  }

  private func consents(_ purposes: [Name]) throws(Fault) -> String {
    var words: [String] = []
    for purpose in purposes {
      let isGranted = try planner.units(.consent([purpose])).contains(unit)
      words.append("\(purpose) is \(isGranted ? "" : "not ")granted")
    }
    return words.joined(separator: ", ")
  }

  private func value(_ name: Name, _ evidence: Explanation.Evidence) -> String {
    guard case .value(let value) = evidence, let value else { return "\(name) is not known" }
    let shown = isPersonal(name.text) ? Mask.masked(value.shown, namespace: name.text) : value.shown
    return "\(name) is \(shown)"
  }

  private func place(_ rank: Rank, _ node: Explanation) -> String {
    let figure: String
    switch (rank.key, node.evidence) {
    case (.attribute(let name), let evidence): figure = value(name, evidence)
    case (.measure, let evidence), (.score, let evidence): figure = events(evidence)
    }
    return figure + (node.holds ? ", within the rank" : ", outside of the rank")
  }

  private func events(_ evidence: Explanation.Evidence) -> String {
    switch evidence {
    case .none, .value: return ""
    case .figure(let figure):
      return figure.map { "it comes to \(Self.number($0))" } ?? "there is nothing to make it of"
    case .time(let time): return time.map { "it was \(moment($0))" } ?? "there never was one"
    case .steps(let times):
      guard !times.isEmpty else { return "not even the first step happened" }
      let list = times.map { moment($0) }.joined(separator: ", then ")
      return times.count == 1 ? "the first step: \(list)" : "the steps one after the other: \(list)"
    case .events(let count, let deciding):
      guard let deciding else { return "no such event ever" }
      guard deciding.counts else {
        return "none counts; the latest \(deciding.event) was \(moment(deciding.time))"
      }
      let events = count == 1 ? "1 event counts" : "\(count) events count"
      return "\(events); \(deciding.event) \(moment(deciding.time)) decides"
    }
  }

  /// A day and time with how long ago it was.
  private func moment(_ time: Timestamp) -> String {
    let seconds = planner.asOf.seconds - time.seconds
    let ago: String
    switch seconds {
    case ..<0: ago = "still to come"
    case ..<3_600: ago = "\(seconds / 60) min ago"
    case ..<172_800: ago = "\(seconds / 3_600) hours ago"
    default: ago = "\(seconds / 86_400) days ago"
    }
    return "\(time.iso8601.prefix(16).replacing("T", with: " ")) UTC, \(ago)"
  }

  private static func number(_ figure: Double) -> String {
    guard figure.magnitude < 1e15 else { return "\(figure)" }
    let cents = Int64((figure * 100).rounded())
    guard cents % 100 != 0 else { return String(cents / 100) }
    let (whole, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    return (cents < 0 ? "-" : "") + "\(whole)." + padded(Int(rest), 2)
  }
}
