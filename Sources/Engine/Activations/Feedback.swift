internal import Activation
internal import Basis
internal import Columns
internal import Requests
internal import Storage

/// What channels have told of earlier deliveries: who bounced or left, and how many they knew.
///
/// It comes in as events named `feedback`, with an outcome and the delivery that it is about; rows
/// about nobody in particular say how many of a delivery were matched.
struct Feedback {
  static let event = "feedback"

  enum Outcome: String, Sendable {
    case bounced, complained, unsubscribed, matched, unmatched
  }

  /// One outcome of one person.
  struct Report: Sendable {
    let unit: UInt32
    let outcome: Outcome
    /// Where it was delivered; nil where the feedback does not say.
    let destination: String?
    let activation: Int64?
  }

  /// How many of a delivery were matched, as a channel counts them.
  struct Total: Sendable {
    let destination: String
    let activation: Int64?
    let identifier: String?
    let uploaded: Int
    let matched: Int
    /// When the channel counted.
    let time: Timestamp
  }

  private(set) var reports: [Report] = []
  private(set) var totals: [Total] = []

  init(_ audience: WorkspaceAudience, _ catalogue: Catalogue) throws(Fault) {
    let known = try References(catalogue)
    if let table = try audience.events(Self.event) {
      try readPeople(table, known)
    }
    for run in audience.snapshot.events.map(\.reader) {
      try readTotals(run, audience.snapshot, known)
    }
    keepLatestTotals()
  }

  /// A later count of a delivery takes the place of an earlier one, in whatever order they came in.
  private mutating func keepLatestTotals() {
    struct Subject: Hashable {
      let activation: Int64
      let identifier: String?
    }
    var places: [Subject: Int] = [:]
    var kept: [Total] = []
    for total in totals.sorted(by: { $0.time.seconds < $1.time.seconds }) {
      guard let activation = total.activation else {
        kept.append(total)
        continue
      }
      let subject = Subject(activation: activation, identifier: total.identifier)
      if let place = places[subject] {
        kept[place] = total
      } else {
        places[subject] = kept.count
        kept.append(total)
      }
    }
    totals = kept
  }

  /// Finds the delivery that a text is about: its number, or the name of its file.
  private struct References {
    private var byText: [String: ActivationRecord] = [:]

    init(_ catalogue: Catalogue) throws(Fault) {
      for activation in try catalogue.activations() {
        byText[FileSystem.name(of: activation.file)] = activation
        // A delivery may be in several files, and may take people away in another one.
        for file in try catalogue.files(ofActivation: activation.id) {
          byText[FileSystem.name(of: file.path)] = activation
        }
        byText[String(activation.id)] = activation
      }
    }

    subscript(text: String?) -> ActivationRecord? { text.flatMap { byText[$0] } }
  }

  private mutating func readPeople(_ table: EventTable, _ known: References) throws(Fault) {
    guard case .text(let outcomes)? = table.fields["outcome"] else { return }
    func text(_ name: String, _ row: Int) -> String? {
      guard case .text(let column)? = table.fields[name] else { return nil }
      return column.dictionary[column.codes[row]]
    }
    for unit in 0..<max(0, table.starts.count - 1) {
      for row in Int(table.starts[unit])..<Int(table.starts[unit + 1]) {
        guard let word = outcomes.dictionary[outcomes.codes[row]],
          let outcome = Outcome(rawValue: word)
        else { continue }
        let activation = known[text("activation", row)]
        reports.append(
          Report(
            unit: UInt32(unit), outcome: outcome,
            destination: activation?.destination ?? text("destination", row),
            activation: activation?.id))
      }
    }
  }

  /// Rows of nobody stand first in each run.
  private mutating func readTotals(
    _ run: EventRunReader, _ snapshot: Snapshot, _ known: References
  ) throws(Fault) {
    guard let table = try run.table(Self.event), table.nodes.first == 0,
      let count = table.counts.first.map({ Int($0) }),
      case .whole(let uploaded)? = try run.field("uploaded", of: Self.event),
      case .whole(let matched)? = try run.field("matched", of: Self.event)
    else { return }
    func texts(_ name: String) throws(Fault) -> [String?] {
      guard case .codes(let codes)? = try run.field(name, of: Self.event),
        case .text(let dictionary) = try snapshot.kind(.event, name, .text)
      else { return [String?](repeating: nil, count: count) }
      return codes.prefix(count).map { dictionary[$0] }
    }
    let activations = try texts("activation")
    let destinations = try texts("destination")
    let identifiers = try texts("identifier")
    for row in 0..<count where uploaded[row] > 0 && matched[row] != WholeColumn.unknown {
      let activation = known[activations[row]]
      guard let destination = activation?.destination ?? destinations[row] else { continue }
      totals.append(
        Total(
          destination: destination, activation: activation?.id, identifier: identifiers[row],
          uploaded: Int(uploaded[row]),
          matched: max(0, min(Int(matched[row]), Int(uploaded[row]))),
          time: Timestamp(Int64(table.times[row]))))
    }
  }

  /// Who has bounced, complained or left where a purpose is shared with `destination`.
  ///
  /// A report that does not say where it happened holds everywhere.
  func suppressed(for destination: DestinationSpec, among list: DestinationList) -> [UInt32] {
    let purposes = Set(destination.purposes)
    var sharing: Set<String> = [destination.name]
    for other in list.all.map(\.destination) where !purposes.isDisjoint(with: other.purposes) {
      sharing.insert(other.name)
    }
    return reports.compactMap { report in
      switch report.outcome {
      case .bounced, .complained, .unsubscribed:
        report.destination.map { sharing.contains($0) } ?? true ? report.unit : nil
      case .matched, .unmatched: nil
      }
    }
  }

  /// The share of people that a destination has known so far; nil where it has told nothing.
  ///
  /// `planned` are the people who are to be delivered now.
  func matchRate(
    at destination: String, sources: [(name: String, units: DenseSet)], planned: DenseSet,
    delivered: (Int64) throws(Fault) -> DenseSet
  ) throws(Fault) -> MatchEstimate? {
    let own = totals.filter { $0.destination == destination }
    let whole = own.filter { $0.identifier == nil }
    var uploaded = whole.reduce(0) { $0 + $1.uploaded }
    var matched = whole.reduce(0) { $0 + $1.matched }
    var bySource: [MatchEstimate.Part] = []
    var expected: Int?
    let people = reports.filter { $0.destination == destination && $0.outcome == .matched }
    let deliveries = Set(people.compactMap(\.activation)).sorted()
    if !deliveries.isEmpty, let bound = sources.first?.units.bound {
      var sent = DenseSet(none: bound)
      for activation in deliveries { sent = sent.union(try delivered(activation)) }
      let known = DenseSet(UnitSet(Set(people.map(\.unit)).sorted()), bound: bound)
        .intersection(sent)
      if whole.isEmpty { (uploaded, matched) = (sent.count, known.count) }
      expected = SourceStrata(sources.map(\.units), sent: sent, known: known)
        .expected(of: planned, rate: uploaded == 0 ? 0 : Double(matched) / Double(uploaded))
      bySource = sources.compactMap { source in
        let count = sent.intersectionCount(source.units)
        guard count > 0 else { return nil }
        return MatchEstimate.Part(
          name: source.name, uploaded: count, matched: known.intersectionCount(source.units))
      }
    }
    guard uploaded > 0 else { return nil }
    let identifiers = Set(own.compactMap(\.identifier)).sorted().map { name in
      let parts = own.filter { $0.identifier == name }
      return MatchEstimate.Part(
        name: name, uploaded: parts.reduce(0) { $0 + $1.uploaded },
        matched: parts.reduce(0) { $0 + $1.matched })
    }
    return MatchEstimate(
      uploaded: uploaded, matched: matched, byIdentifier: identifiers, bySource: bySource,
      expected: expected)
  }
}
