import Basis
import Requests

extension Sample {
  static let coverage: ConsentCoverage = {
    let groups = ["DE", "AT", "CH", "FR", "GB"]
    let shares: [(String, Double, Double, Double)] = [
      ("storage", 0.91, 0.05, 0.01), ("analytics", 0.74, 0.16, 0.03),
      ("ads", 0.66, 0.21, 0.04), ("personalised_ads", 0.598, 0.26, 0.05),
      ("email", 0.41, 0.33, 0.02),
    ]
    func tally(_ people: Int, _ share: (String, Double, Double, Double), _ shift: Double)
      -> ConsentTally
    {
      let granted = Int(Double(people) * max(0, share.1 - shift))
      let refused = Int(Double(people) * share.2)
      let expired = Int(Double(people) * share.3)
      return ConsentTally(
        granted: granted, refused: refused, expired: expired,
        noSignal: max(0, people - granted - refused - expired))
    }
    return ConsentCoverage(
      breakdown: .country, groups: groups,
      purposes: shares.map { share in
        ConsentCoverage.Purpose(
          name: share.0, total: tally(1_000_000, share, 0),
          byGroup: groups.indices.map { tally(200_000, share, Double($0) * 0.07) },
          expiringSoon: share.0 == "email" ? 12_904 : 0,
          granted: [4, 5, 6, 5, 7, 8, 6, 9], withdrawn: [1, 1, 2, 1, 3, 2, 2, 4])
      }, asOf: now.timestamp, population: 1_000_000)
  }()

  static let ledger = LedgerState(
    records: 4_120_334, condition: .whole, verifiedAt: ago(hours: 20),
    root: "9f2c41d07a3be5588d1f60c2a4e97b3310cc57f2", lastRecord: ago(hours: 1))

  static let history = ConsentHistory(
    profile: ProfileID(70_111),
    standings: [
      .init(
        purpose: "ads", state: .granted, reason: "granted by ma•••@•••.org through web (tcf)",
        source: "web", since: ago(hours: 900), expires: now.timestamp.advanced(by: 9_000_000),
        record: 41),
      .init(
        purpose: "email", state: .refused,
        reason: "refused by ma•••@•••.org through newsletter (flag)", source: "newsletter",
        since: ago(hours: 60), expires: nil, record: 88),
    ],
    records: [
      .init(
        place: 41, time: ago(hours: 900), identifier: "ma•••@•••.org", source: "web",
        granted: ["ads", "email"], refused: [], kind: "tcf", basis: "consent", jurisdiction: "eu",
        proof: "CPzHq4", hash: "00aa"),
      .init(
        place: 88, time: ago(hours: 60), identifier: "ma•••@•••.org", source: "newsletter",
        granted: [], refused: ["email"], kind: "flag", basis: "consent", jurisdiction: "eu",
        proof: "nein", hash: "00ab"),
    ])
}
