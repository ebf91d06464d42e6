internal import Basis
internal import Columns

/// Counts how far people, or their sessions, get through a funnel.
struct FunnelScan: Sendable {
  /// The events of one type with what they are in the funnel.
  struct Member: Sendable {
    let table: EventTable
    /// By bit of the mask, the rows that have it; nil where all have.
    var marks: [(mask: UInt32, rows: [UInt64]?)]
    /// The group of each row, where the first event of a way says its group.
    var groups: KeyedEvents.Keys?
  }

  /// What was counted.
  struct Figures: Sendable {
    let stepCount: Int
    /// By group, how many ended at each depth, 0 included.
    var ended: [Int]
    /// Seconds from step to step, each with the group and the step that it led to.
    var seconds: [UInt32] = []
    var owners: [UInt32] = []

    init(groups: Int, steps: Int) {
      stepCount = steps
      ended = [Int](repeating: 0, count: groups * (steps + 1))
    }

    mutating func merge(_ other: Figures) {
      for index in ended.indices { ended[index] += other.ended[index] }
      seconds += other.seconds
      owners += other.owners
    }

    /// How many of a group reached at least `depth` steps.
    func reached(_ depth: Int, group: Int) -> Int {
      (depth...stepCount).reduce(0) { $0 + ended[group * (stepCount + 1) + $1] }
    }

    /// The times that ways of a group took to a step from the one before; all groups' where it is nil.
    func times(to step: Int, group: Int?) -> [UInt32] {
      seconds.indices.filter {
        let owner = Int(owners[$0])
        return owner % stepCount == step && (group.map { owner / stepCount == $0 } ?? true)
      }.map { seconds[$0] }
    }
  }

  let events: EventSource
  /// The tables in which a way may begin: whoever is in none of them need not be looked at.
  let beginnings: [EventTable]
  let rule: FunnelRule
  let stepCount: Int
  let period: Range<UInt32>
  let groupCount: Int
  /// The group of each unit, where people say theirs; empty where events do.
  let unitGroups: [UInt32]

  /// The step's bits lie in the lowest 13; the group of a first step above them.
  static let groupShift: UInt32 = 13

  /// The events of the members, by type; kept in order for the next funnel of the same steps where no
  /// step has a test of its own.
  static func events(
    _ members: [String: Member], _ rule: FunnelRule, _ context: ReportContext
  ) throws(Fault) -> EventSource {
    let keepsOthers = rule.mode == .strict || rule.session != nil
    let types = members.keys.sorted()
    let keyed = types.compactMap { type in
      members[type].map {
        KeyedEvents(table: $0.table, keys: keys($0, keepsOthers: keepsOthers))
      }
    }
    let source = EventSource.gathered(keyed, visits: nil)
    var key = "funnel"
    for (type, own) in zip(types, keyed) {
      guard case .constant(let mask) = own.keys else { return source }
      key += " \(type.debugDescription) \(mask)"
    }
    let rows = keyed.reduce(0) { $0 + $1.table.rowCount }
    let kept = try context.audience.derived(
      key, bytes: rows * OrderedEvents.bytesPerEvent, isWorthOnce: true
    ) { source.ordered(context.unitCount) }
    return kept.map { .kept($0) } ?? source
  }

  /// The tables of those among the members whose events may be the first of a way.
  static func beginnings(_ members: [String: Member], _ rule: FunnelRule) -> [EventTable] {
    members.values.filter { own in
      own.marks.contains { $0.mask == 1 || rule.mode == .any && $0.mask < FunnelSearch.excluded }
    }.map(\.table)
  }

  func run(over unitCount: Int, _ people: DenseSet?) -> Figures {
    var choice = EventBatch.Choice(people: people)
    (choice.having, choice.within) = (beginnings, period)
    let chosen = choice
    let empty = Figures(groups: groupCount, steps: stepCount)
    return Stretches.merged(over: unitCount, from: empty) { range, figures in
      var batch = EventBatch()
      var search = FunnelSearch(rule, stepCount: stepCount)
      var way = FunnelWay()
      var first = range.lowerBound
      while first < range.upperBound {
        let units = first..<min(range.upperBound, first + EventBatch.size)
        events.fill(&batch, units: units, seconds: period, chosen)
        let entries = batch.entries.span
        for unit in units {
          each(batch.range(of: unit), entries) { stretch in
            search.best(entries, stretch, into: &way)
            note(way, entries, unit, &figures)
          }
        }
        first = units.upperBound
      }
    } merge: {
      $0.merge($1)
    }
  }

  /// Calls `body` with all of a unit's events, or with those of one session after the other.
  @inline(__always)
  private func each(_ range: Range<Int>, _ entries: Span<UInt64>, _ body: (Range<Int>) -> Void) {
    guard let session = rule.session else {
      if !range.isEmpty { body(range) }
      return
    }
    var start = range.lowerBound
    while start < range.upperBound {
      let end = session.end(of: start, entries, range.upperBound)
      body(start..<end)
      start = end
    }
  }

  private func note(
    _ way: FunnelWay, _ entries: Span<UInt64>, _ unit: Int, _ figures: inout Figures
  ) {
    guard way.depth > 0 else { return }
    let group =
      unitGroups.isEmpty
      ? Int(EventBatch.key(entries[way.first]) >> Self.groupShift) : Int(unitGroups[unit])
    figures.ended[group * (stepCount + 1) + way.depth] += 1
    for step in 1..<max(1, way.depth) {
      figures.seconds.append(way.instants[step] - way.instants[step - 1])
      figures.owners.append(UInt32(group * stepCount + step))
    }
  }

  /// The mask and the group of each row of a member.
  private static func keys(_ member: Member, keepsOthers: Bool) -> KeyedEvents.Keys {
    if member.groups == nil, member.marks.allSatisfy({ $0.rows == nil }) {
      return .constant(member.marks.reduce(0) { $0 | $1.mask })
    }
    var keys = [UInt32](repeating: 0, count: member.table.rowCount)
    for (mask, rows) in member.marks {
      for row in keys.indices where rows.map({ $0[row >> 6] >> UInt64(row & 63) & 1 == 1 }) ?? true
      {
        keys[row] |= mask
      }
    }
    if !keepsOthers {
      for row in keys.indices where keys[row] == 0 { keys[row] = KeyedEvents.none }
    }
    if let groups = member.groups {
      let keyed = KeyedEvents(table: member.table, keys: groups)
      for row in keys.indices where keys[row] != KeyedEvents.none {
        // The group 0 is that of rows that do not say.
        let group = keyed.key(row)
        keys[row] |= (group == KeyedEvents.none ? 0 : group + 1) << groupShift
      }
    }
    return .rows(keys)
  }
}
