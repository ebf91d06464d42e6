internal import Basis
internal import Columns
internal import Segments

/// The people who were kept back from deliveries, and whom to compare them with.
struct HeldOut {
  /// Two groups that only chance has told apart.
  struct Trial {
    let sent: DenseSet
    let heldOut: DenseSet
  }

  /// How the groups are found.
  private enum Way {
    /// By what each delivery recorded.
    case recorded(DeliveryFacts?)
    case percent(Int)
    case control(DenseSet)
  }

  private let way: Way
  private let context: ReportContext
  /// The people whom the report is about.
  private let everyone: DenseSet
  let notes: [String]

  init(
    _ context: ReportContext, _ settings: ReportSettings, _ saved: [SavedSegmentFacts],
    _ everyone: DenseSet
  ) throws(Fault) {
    (self.context, self.everyone) = (context, everyone)
    if let text = settings.text("control") {
      way = .control(try Self.people(text, context))
      notes = ["Held out are the people of: \(text).", Self.meaning("the members")]
    } else if settings.text("holdout") != nil {
      way = .percent(try settings.integer("holdout", 1...99))
      notes = [Self.meaning("the members")]
    } else {
      let chosen = try Self.chosen(settings, saved)
      way = .recorded(chosen)
      notes = Self.notes(saved, chosen, context)
    }
  }

  /// The two groups of a segment; nil where nobody was held out of it.
  func trial(of facts: SavedSegmentFacts, _ members: DenseSet) throws(Fault) -> Trial? {
    switch way {
    case .control(let control): return Self.split(members, control)
    case .percent(let percent):
      let held = try context.data.heldOut(percent: percent)
      return Self.split(members, DenseSet(held, bound: context.unitCount))
    case .recorded(let chosen):
      guard let delivery = Self.delivery(of: facts, chosen) else { return nil }
      let people = try context.data.people(ofDelivery: delivery.id)
      func counted(_ units: UnitSet) -> DenseSet {
        DenseSet(units, bound: context.unitCount).intersection(everyone)
      }
      let held = counted(people.heldOut)
      // Whom an identity resolved since has put into both groups was sent to.
      let sent = counted(people.sent)
      return Trial(sent: sent, heldOut: held.subtracting(sent))
    }
  }

  private static func split(_ members: DenseSet, _ control: DenseSet) -> Trial {
    Trial(sent: members.subtracting(control), heldOut: members.intersection(control))
  }

  private static func delivery(
    of facts: SavedSegmentFacts, _ chosen: DeliveryFacts?
  ) -> DeliveryFacts? {
    if let chosen, chosen.segment == facts.name { return chosen }
    return facts.trials.last
  }

  /// The delivery that `--activation` names.
  private static func chosen(
    _ settings: ReportSettings, _ saved: [SavedSegmentFacts]
  ) throws(Fault) -> DeliveryFacts? {
    guard settings.text("activation") != nil else { return nil }
    let number = try settings.integer("activation", 1...Int.max)
    let trials = saved.flatMap(\.trials)
    if let delivery = trials.first(where: { $0.id == Int64(number) }) { return delivery }
    let known = trials.map { "\($0.id)" }.joined(separator: ", ")
    throw Fault(
      .badReport, "--activation \(number)",
      reason: "no delivery of these segments with this number held anybody out",
      remedy: known.isEmpty ? "Export with --holdout PERCENT" : "There are: \(known)")
  }

  private static func people(_ text: String, _ context: ReportContext) throws(Fault) -> DenseSet {
    let segment: Segment
    do throws(Problem) {
      let checker = Checker(context.audience.vocabulary, references: context.planner.references)
      segment = try checker.checked(text)
    } catch {
      throw error.fault(in: text)
    }
    return try context.planner.units(segment)
  }

  // MARK: Words

  private static func meaning(_ treated: String) -> String {
    "Incremental is the rate of \(treated) who were sent less that of those held out, lift the same "
      + "over the held-out rate."
  }

  private static func notes(
    _ saved: [SavedSegmentFacts], _ chosen: DeliveryFacts?, _ context: ReportContext
  ) -> [String] {
    let used = saved.compactMap { delivery(of: $0, chosen) }
    guard !used.isEmpty else {
      return ["Nobody was held out: export with --holdout, or name the people with --control."]
    }
    let words = used.map { "\($0.segment) by delivery \($0.id) to \($0.destination)" }
    var notes = [
      meaning("those") + " Both are exactly whom a delivery sent to and held out: "
        + words.joined(separator: "; ") + "."
    ]
    let early = used.filter { $0.at.seconds > context.period.low }
    if !early.isEmpty {
      let words = early.map { "\($0.id) (\($0.at.iso8601.prefix(10)))" }.joined(separator: ", ")
      notes.append(
        "The period begins before delivery \(words): conversions from before it dilute the lift; "
          + "--from leaves them out.")
    }
    return notes
  }
}
