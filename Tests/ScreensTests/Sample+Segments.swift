import Basis
import Requests

extension Sample {
  static let tree = SegmentTree.all([
    .condition("country in (DE, AT, CH)"),
    .any([
      .condition("did purchase at least 2 times in last 90 days"),
      .condition("last purchase > 60 days ago"),
    ]),
    .not(.condition("did email_open in last 30 days")),
    .condition("consent(personalised_ads)"),
  ])

  static func count(_ tree: SegmentTree = tree, total: Int = 184_203) -> SegmentCount {
    let owns = [total, 251_330, 402_118, 120_882, 310_007, 611_204, 388_796, 598_120]
    let running: [Int?] = [nil, 251_330, 214_777, nil, nil, 201_334, nil, 184_203]
    let without: [Int?] = [nil, 296_600, 231_004, 188_210, 201_334, 190_040, nil, 201_334]
    return SegmentCount(
      text: tree.text, asOf: now.timestamp, lens: .person,
      total: SegmentTotal(
        count: total, precision: .exact, population: 1_000_000, milliseconds: 0.8),
      nodes: tree.nodes.enumerated().map { index, node in
        NodeCount(
          text: node.node.text, depth: node.depth, own: owns[index % owns.count],
          running: running[index % owns.count], without: without[index % owns.count])
      })
  }

  static let facets: [Facet] = [
    facet("plan", [("pro", 0.34, 0.162), ("free", 0.21, 0.52), ("team", 0.12, 0.12)]),
    facet("channel", [("email", 0.41, 0.228), ("paid search", 0.22, 0.2), ("direct", 0.09, 0.15)]),
    facet("age", [("35–44", 0.29, 0.2), ("45–54", 0.22, 0.19)]),
  ]

  static func facet(_ name: String, _ values: [(String, Double, Double)]) -> Facet {
    Facet(
      attribute: name,
      values: values.map {
        Facet.Value(
          name: $0.0, condition: "\(name) = \"\($0.0)\"", count: Int($0.1 * 184_203), share: $0.1,
          shareOfEveryone: $0.2)
      })
  }

  static let trend: [TrendPoint] = (0..<90).map { index in
    TrendPoint(
      day: CivilDate(daysSinceEpoch: 20_690 + index),
      count: index < 4 ? nil : 120_000 + index * 700 + (index % 7) * 900)
  }

  static let library: [SavedSegment] = [
    SavedSegment(
      name: "Autumn win-back", reference: "@\"Autumn win-back\"", text: tree.text, version: 3,
      note: "consent added", savedAt: ago(hours: 4), size: 184_203),
    SavedSegment(
      name: "Newsletter readers", reference: "@\"Newsletter readers\"",
      text: "did email_open at least 3 times in last 30 days", version: 7, note: "",
      savedAt: ago(hours: 300), size: 92_870),
    SavedSegment(
      name: "北海道 buyers", reference: "@\"北海道 buyers\"",
      text: "region = \"北海道\" and did purchase", version: 1,
      note: "for the pop-up shop", savedAt: ago(hours: 9_000), size: 8_101),
  ]

  static let versions: [SegmentVersion] = [
    SegmentVersion(
      number: 3, text: tree.text, note: "consent", savedAt: ago(hours: 4), size: 184_203),
    SegmentVersion(
      number: 2, text: "country = DE", note: "Austria left out", savedAt: ago(hours: 216),
      size: 196_611),
    SegmentVersion(number: 1, text: "everyone", note: "", savedAt: ago(hours: 500), size: nil),
  ]

  static func difference(_ version: Int, _ text: String) -> DefinitionDifference {
    DefinitionDifference(
      old: ComparedDefinition(label: "version \(version)", text: "country = DE"),
      new: ComparedDefinition(label: "the given text", text: text),
      added: ["not country in (DE, AT, CH)"], removed: ["country in (DE, AT, CH)"],
      meansTheSame: false,
      effect: .counted(
        MembershipChange(before: 196_611, after: 184_203, entered: 20_000, left: 32_408)))
  }
}
