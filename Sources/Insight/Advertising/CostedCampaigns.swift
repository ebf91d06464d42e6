internal import Columns
internal import Requests
internal import Segments

/// The campaigns whose cost is known: only they have a part in ratios of cost.
///
/// A total that divided the costs of some campaigns by the conversions of all would make advertising
/// look cheaper than it is.
struct CostedCampaigns {
  private var names: Set<String>
  /// Whether events without a campaign tell what they cost.
  private var hasNameless = false

  /// The campaigns that costs were placed for, and those whose events tell their own.
  init(_ placed: Set<String>, _ plan: AdvertisingTally.Plan, _ seconds: Range<UInt32>) {
    names = placed
    for entry in plan.tables.entries where entry.role != .conversion {
      add(entry, plan, seconds)
    }
  }

  private mutating func add(
    _ entry: AdvertisingTables.Entry, _ plan: AdvertisingTally.Plan, _ seconds: Range<UInt32>
  ) {
    guard let amounts = plan.money.amounts(plan.costField, in: entry.table)?.amounts else { return }
    var source = GroupAxis.Source.constant(0)
    var campaigns: [String?] = [nil]
    if case .text(let column)? = entry.table.fields["campaign"] {
      source = .rows(column.codes, map: [])
      campaigns += column.dictionary.texts
    }
    var scan = GroupScan(
      table: entry.table, parts: [GroupScan.Part(source: source, stride: 1)],
      groups: campaigns.count, seconds: seconds)
    scan.skipped = entry.skipped
    scan.amounts = amounts
    let sums = scan.totals().amounts
    let width = plan.money.currencies.count
    for (code, campaign) in campaigns.enumerated() {
      guard plan.money.total(sums[(code * width)..<((code + 1) * width)].map(Double.init)[...]) != 0
      else { continue }
      if let campaign { names.insert(campaign) } else { hasNameless = true }
    }
  }

  /// Whether the cost of a campaign, or of events that have none, is known.
  func contains(_ campaign: String?) -> Bool {
    campaign.map { names.contains($0) } ?? hasNameless
  }
  /// What of each group belongs to them, where each group is of one campaign; nil where none need be.
  func part(
    of groups: [AdvertisingTally.Figures], _ plan: AdvertisingTally.Plan
  ) -> [AdvertisingTally.Figures]? {
    guard let axis = plan.space.axes.firstIndex(where: { $0.dimension == .field("campaign") })
    else {
      return nil
    }
    let nothing = AdvertisingTally.Figures(currencies: plan.money.currencies.count)
    let isCosted = plan.space.axes[axis].labels.map { label in
      if case .text(let name) = label.cell { contains(name) } else { contains(nil) }
    }
    return groups.enumerated().map { number, figures in
      isCosted[Int(plan.space.codes(of: number)[axis])] ? figures : nothing
    }
  }

  /// Counts their events alone; the people are not counted again.
  func counted(
    _ plan: AdvertisingTally.Plan, _ people: DenseSet?, _ seconds: Range<UInt32>
  ) -> AdvertisingTally {
    var part = plan
    part.tables = plan.tables.keeping(contains)
    part.countsPeople = false
    return AdvertisingTally(
      part, people: people, seconds: seconds, roles: [.impression, .click, .conversion])
  }
}
