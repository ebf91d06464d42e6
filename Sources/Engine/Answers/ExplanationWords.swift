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
    case .not: return node.holds ? "this does not hold, as is wanted" : "this holds, and must not"
    case .everyone: return "it holds for everyone"
    case .reference: return node.holds ? "is in that segment" : "is not in that segment"
    case .consent(let purposes): return try consents(purposes)
    case .has(let namespace):
      return node.holds ? "\(namespace) is known" : "no \(namespace) is known"
    case .from(let source):
      return node.holds ? "\(source) knows them" : "\(source) has nothing of them"
    case .attribute(let name, _): return value(name, node.evidence)
    case .rank(let rank): return place(rank, node)
    case .behaviour(let behaviour): return events(behaviour, node.evidence)
    case .sequence(let sequence): return steps(sequence, node.evidence)
    case .aggregate, .recency, .score: return figure(node.evidence)
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
    case (.measure, let evidence), (.score, let evidence): figure = self.figure(evidence)
    }
    return figure + (node.holds ? ", within the rank" : ", outside of the rank")
  }

  private func figure(_ evidence: Explanation.Evidence) -> String {
    switch evidence {
    case .none, .value, .events, .steps: ""
    case .figure(let figure):
      figure.map { "it comes to \(Self.number($0))" } ?? "there is nothing to make it of"
    case .time(let time): time.map { "it was \(moment($0))" } ?? "there never was one"
    }
  }

  // MARK: Events

  private func events(_ behaviour: Behaviour, _ evidence: Explanation.Evidence) -> String {
    guard case .events(let count, let deciding) = evidence else { return "" }
    let counted =
      count == 0 ? "none counts" : count == 1 ? "1 event counts" : "\(count) events count"
    guard let deciding else {
      guard let most = behaviour.times?.range?.upperBound, most < .max, count > 0 else {
        return count == 0 ? "no such event ever" : counted
      }
      return "\(counted); it takes \(most + 1) to be too many"
    }
    let event = "\(deciding.event) \(moment(deciding.time))"
    switch deciding.role {
    case .enough: return "\(counted); \(event) decides"
    case .tooMany:
      let most = behaviour.times?.range?.upperBound ?? 0
      return "\(counted), and \(most == 0 ? "none" : "\(most)") may; \(event) is the first too many"
    case .tooFew:
      let least = behaviour.times?.range?.lowerBound ?? 1
      return "\(counted), and it takes \(least); the latest is \(event)"
    case .outside:
      return "none counts; the latest \(deciding.event) was \(moment(deciding.time))"
    }
  }

  private func steps(_ sequence: EventSequence, _ evidence: Explanation.Evidence) -> String {
    guard case .steps(let steps) = evidence else { return "" }
    guard let first = steps.times.first, let last = steps.times.last else {
      return "not even the first step happened"
    }
    let list = steps.times.map { moment($0) }.joined(separator: ", then ")
    let chain =
      steps.times.count == 1 ? "the first step: \(list)" : "the steps one after the other: \(list)"
    let within = sequence.within.map { " within \($0.text)" } ?? ""
    switch steps.obstacle {
    case nil:
      return chain + (sequence.absence.map { "; no \($0.event) followed\(within)" } ?? "")
    case .missing:
      let next = sequence.steps[min(steps.times.count, sequence.steps.count - 1)].event
      return "\(chain); no \(next) followed"
    case .tooLong:
      let length = Self.length(last.seconds - first.seconds)
      return "\(chain): \(length), the shortest way there is, and not\(within)"
    case .followed(let time):
      let event = sequence.absence?.event.text ?? ""
      return "\(chain); then \(event) \(moment(time)), which must not follow\(within)"
    }
  }

  private static func length(_ seconds: Int64) -> String {
    switch seconds {
    case ..<3_600: "\(seconds / 60) min"
    case ..<172_800: Counted.text(Int(seconds / 3_600), "hour")
    default: "\(seconds / 86_400) days"
    }
  }

  /// A day and time with how long ago it was.
  private func moment(_ time: Timestamp) -> String {
    let seconds = planner.asOf.seconds - time.seconds
    let ago = seconds < 0 ? "still to come" : "\(Self.length(seconds)) ago"
    return "\(clock(time)), \(ago)"
  }

  /// A day and time as the workspace's clock shows it, with how far that is from UTC.
  private func clock(_ time: Timestamp) -> String {
    let offset = planner.calendar.offset(at: time.seconds)
    let local = time.advanced(by: offset).iso8601.prefix(16).replacing("T", with: " ")
    guard offset != 0 else { return "\(local) UTC" }
    let minutes = Int(offset.magnitude / 60)
    let sign = offset < 0 ? "-" : "+"
    return "\(local) \(sign)\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }

  private static func number(_ figure: Double) -> String {
    guard figure.magnitude < 1e9 else {
      return figure.magnitude < 1e15 ? "\(Int64(figure.rounded()))" : "\(figure)"
    }
    // To the last place that is compared.
    let millionths = Int64((figure * 1e6).rounded())
    let (whole, rest) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    guard rest != 0 else { return (millionths < 0 ? "-" : "") + "\(whole)" }
    var digits = padded(Int(rest), 6)
    while digits.count > 2, digits.last == "0" { digits.removeLast() }
    return (millionths < 0 ? "-" : "") + "\(whole)." + digits
  }
}
