internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// What the events come to in each group of a report.
struct AdvertisingTally: Sendable {
  /// The figures of one group; amounts are minor units, by the places of the currencies.
  struct Figures: Sendable {
    var impressions = 0
    /// Of these, those that a known person saw.
    var impressionsOfPeople = 0
    var reach = 0
    var clicks = 0
    var conversions = 0
    var revenue: [Double]
    var cost: [Double]
    /// Impressions and clicks that only the platform's own report knows.
    var platformImpressions = 0
    var platformClicks = 0

    init(currencies: Int) {
      revenue = [Double](repeating: 0, count: currencies)
      cost = revenue
    }

    var shownImpressions: Int { impressions + platformImpressions }
    var shownClicks: Int { clicks + platformClicks }
    var isEmpty: Bool {
      shownImpressions == 0 && shownClicks == 0 && conversions == 0
        && cost.allSatisfy { $0 == 0 } && revenue.allSatisfy { $0 == 0 }
    }

    /// Adds what can be added; people cannot.
    mutating func add(_ other: Figures) {
      impressions += other.impressions
      impressionsOfPeople += other.impressionsOfPeople
      clicks += other.clicks
      conversions += other.conversions
      platformImpressions += other.platformImpressions
      platformClicks += other.platformClicks
      for place in cost.indices {
        revenue[place] += other.revenue[place]
        cost[place] += other.cost[place]
      }
    }
  }

  var groups: [Figures]
  /// How many different people all impressions together reached.
  var reach = 0
  /// Conversions that no advertising is known of.
  var unrelated = 0

  /// What is counted: the tables, the people, the groups.
  struct Plan: Sendable {
    var tables: AdvertisingTables
    let space: GroupSpace
    let required: [[GroupAxis.Source]]
    let money: MoneyTerms
    let valueField: String
    let costField: String
    /// Whether reach is wanted, which takes longer.
    var countsPeople = true
  }

  /// Counts the events of `people`, of everyone and of nobody where it is nil.
  init(_ plan: Plan, people: DenseSet?, seconds: Range<UInt32>, roles: Set<AdvertisingTables.Role>)
  {
    let currencies = plan.money.currencies.count
    groups = [Figures](
      repeating: Figures(currencies: currencies), count: plan.space.count)
    let several =
      plan.countsPeople
      && plan.tables.entries.count { $0.role == .impression && !$0.isOfNobody } > 1
    var pairs: [UInt64] = []
    for (index, entry) in plan.tables.entries.enumerated() where roles.contains(entry.role) {
      guard !entry.isOfNobody || people == nil else { continue }
      var scan = GroupScan(
        table: entry.table, parts: plan.space.parts(of: index), groups: plan.space.count,
        seconds: seconds)
      scan.people = people
      scan.skipped = entry.skipped
      let field = entry.role == .conversion ? plan.valueField : plan.costField
      let amounts = plan.money.amounts(field, in: entry.table)
      if let amounts { scan.amounts = amounts.amounts }
      if entry.role == .conversion { scan.required = plan.required[index] }
      scan.countsPeople = plan.countsPeople && entry.role == .impression && !entry.isOfNobody
      scan.keepsPairs = several && entry.role == .impression && !entry.isOfNobody
      let totals = scan.totals()
      pairs += totals.pairs
      take(totals, entry, plan, places: amounts?.places)
    }
    if several { countPeopleOnce(&pairs) }
  }

  /// Counts each person once a group, whatever number of types of impressions they saw.
  private mutating func countPeopleOnce(_ pairs: inout [UInt64]) {
    pairs.sort()
    for group in groups.indices { groups[group].reach = 0 }
    var units: [UInt32] = []
    var last: UInt64?
    for pair in pairs where pair != last {
      last = pair
      groups[Int(pair >> 32)].reach += 1
      units.append(UInt32(truncatingIfNeeded: pair))
    }
    reach = Set(units).count
  }

  private mutating func take(
    _ totals: GroupScan.Totals, _ entry: AdvertisingTables.Entry, _ plan: Plan, places: Int?
  ) {
    if entry.role == .impression, !entry.isOfNobody { reach += totals.allUnits }
    unrelated += totals.unrelated
    let currencies = plan.money.currencies.count
    for group in groups.indices where totals.rows[group] > 0 {
      let rows = totals.rows[group]
      switch entry.role {
      case .impression:
        groups[group].impressions += rows
        if !entry.isOfNobody {
          groups[group].impressionsOfPeople += rows
          groups[group].reach += totals.units[group]
        }
      case .click: groups[group].clicks += rows
      case .conversion: groups[group].conversions += rows
      }
      guard let places else { continue }
      for place in 0..<currencies {
        let amount = plan.money.minorUnits(
          totals.amounts[group * currencies + place], places: places, currency: place)
        if entry.role == .conversion {
          groups[group].revenue[place] += amount
        } else {
          groups[group].cost[place] += amount
        }
      }
    }
  }
}
