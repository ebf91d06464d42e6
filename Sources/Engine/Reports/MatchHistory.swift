internal import Basis
internal import Columns
internal import Insight
internal import Storage

/// What channels have told of their deliveries, put together delivery by delivery.
struct MatchHistory {
  /// The deliveries in the order of their numbers, those without one last.
  let facts: [MatchFacts]

  init(_ feedback: Feedback, _ activations: [ActivationRecord]) {
    var known: [String: MatchFacts] = [:]
    var people: [String: Set<UInt32>] = [:]
    let times = Dictionary(
      activations.map { ($0.id, $0.at) }, uniquingKeysWith: { first, _ in first })
    func key(_ destination: String, _ activation: Int64?, _ time: Timestamp) -> String {
      activation.map { "\($0)" } ?? "\(destination) \(time.seconds)"
    }
    for total in feedback.totals {
      let place = key(total.destination, total.activation, total.time)
      var facts =
        known[place]
        ?? MatchFacts(
          destination: total.destination,
          at: total.activation.flatMap { times[$0] } ?? total.time, delivery: total.activation)
      let count = MatchFacts.Count(uploaded: total.uploaded, matched: total.matched)
      if let identifier = total.identifier {
        facts.byIdentifier[identifier] = count
      } else {
        facts.whole = count
      }
      known[place] = facts
    }
    for report in feedback.reports where report.outcome == .matched {
      guard let destination = report.destination, let number = report.activation,
        let time = times[number]
      else { continue }
      let place = key(destination, number, time)
      if known[place] == nil {
        known[place] = MatchFacts(destination: destination, at: time, delivery: number)
      }
      people[place, default: []].insert(report.unit)
    }
    facts = known.map { place, facts in
      var facts = facts
      facts.known = UnitSet((people[place] ?? []).sorted())
      return facts
    }.sorted {
      ($0.delivery ?? .max, $0.at.seconds, $0.destination)
        < ($1.delivery ?? .max, $1.at.seconds, $1.destination)
    }
  }
}
