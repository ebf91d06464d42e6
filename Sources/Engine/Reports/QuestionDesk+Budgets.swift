package import Basis
internal import Insight
internal import Storage

/// What a campaign may cost, and where it was said.
package struct CampaignBudget: Sendable, Equatable {
  package let campaign: String
  package let amount: Money
  package let from: CivilDate
  package let to: CivilDate
  /// Whether `reports.toml` says so, which only an editor changes.
  package let isOfFile: Bool
}

extension QuestionDesk {
  /// All budgets, those of `reports.toml` among them, by campaign and first day.
  package func budgets() throws(Fault) -> [CampaignBudget] {
    let ofFile = try fileConfiguration().budgets.map {
      CampaignBudget(
        campaign: $0.campaign, amount: $0.amount,
        from: CivilDate(daysSinceEpoch: $0.days.lowerBound),
        to: CivilDate(daysSinceEpoch: $0.days.upperBound), isOfFile: true)
    }
    let kept = try reading { (workspace) throws(Fault) in try workspace.catalogue.budgets() }
    let own = kept.map {
      CampaignBudget(
        campaign: $0.campaign, amount: $0.amount,
        from: CivilDate(daysSinceEpoch: $0.days.lowerBound),
        to: CivilDate(daysSinceEpoch: $0.days.upperBound), isOfFile: false)
    }
    return (ofFile + own).sorted {
      ($0.campaign, $0.from.daysSinceEpoch) < ($1.campaign, $1.from.daysSinceEpoch)
    }
  }

  /// Says what a campaign may cost from one day to another, both included.
  ///
  /// A budget from the same day is replaced; one that overlaps otherwise is refused, since spending
  /// would count against both.
  package func setBudget(
    of campaign: String, to amount: Money, from first: CivilDate, until last: CivilDate,
    now: Timestamp
  ) throws(Fault) {
    let days = first.daysSinceEpoch...max(first.daysSinceEpoch, last.daysSinceEpoch)
    guard first.daysSinceEpoch <= last.daysSinceEpoch else {
      throw Fault(
        .usage, "--to", reason: "the budget ends before it begins",
        remedy: "Give a day that is not before --from")
    }
    guard amount.minorUnits > 0, !campaign.isEmpty else {
      throw Fault(
        .usage, "the budget", reason: "it needs a campaign and an amount above 0",
        remedy: "Write, for example, 500EUR")
    }
    for other in try budgets() where other.campaign == campaign {
      let taken = other.from.daysSinceEpoch...other.to.daysSinceEpoch
      guard taken.overlaps(days), other.isOfFile || other.from != first else { continue }
      let place = other.isOfFile ? " in \(Self.reportConfigurationName)" : ""
      throw Fault(
        .alreadyExists, "a budget of \(campaign)",
        reason: "it has one from \(other.from.iso8601) to \(other.to.iso8601)\(place)",
        remedy: other.isOfFile
          ? "Change it there" : "Remove that one, or choose days that do not overlap")
    }
    let record = BudgetRecord(campaign: campaign, days: days, amount: amount)
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.put(record)
        try workspace.catalogue.audit(
          "budget", campaign, "\(first.iso8601) to \(last.iso8601)", at: now)
      }
    }
  }

  /// Forgets the budgets of a campaign, or the one that begins on `first`; returns how many.
  package func removeBudgets(
    of campaign: String, from first: CivilDate?, now: Timestamp
  ) throws(Fault) -> Int {
    let all = try budgets()
    let own = all.filter {
      $0.campaign == campaign && !$0.isOfFile && (first == nil || $0.from == first)
    }
    guard !own.isEmpty else {
      let isOfFile = all.contains { $0.campaign == campaign && $0.isOfFile }
      throw Fault(
        .notFound, "a budget of “\(campaign)”",
        reason: isOfFile ? "\(Self.reportConfigurationName) says it" : "there is none",
        remedy: isOfFile
          ? "Take it out there"
          : NearestName.to(campaign, among: all.map(\.campaign)).map { "Did you mean \($0)?" }
            ?? "`parterre budget list` shows them")
    }
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        for budget in own {
          try workspace.catalogue.removeBudget(of: campaign, from: budget.from.daysSinceEpoch)
        }
        try workspace.catalogue.audit("budget", campaign, "removed", at: now)
      }
    }
    return own.count
  }
}
