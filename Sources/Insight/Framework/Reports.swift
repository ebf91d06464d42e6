package import Basis
internal import Requests

/// Every report, in the order in which help and the screen list them.
package enum Reports {
  package static let all: [any Report] = [
    CampaignReport(), SegmentsReport(), AttributionReport(), SessionsReport(), JourneysReport(),
    FunnelReport(), RetentionReport(), FrequencyReport(), SourcesReport(), QualityReport(),
    ConsentReport(), GrowthReport(), MatchReport(),
  ]

  /// The report of a name; a fault that names the nearest one where there is none.
  package static func named(_ name: String) throws(Fault) -> any Report {
    if let report = all.first(where: { $0.name == name }) { return report }
    let names = all.map(\.name)
    throw Fault(
      .badReport, "report “\(name)”", reason: "there is no such report",
      remedy: NearestName.remedy(for: name, among: names))
  }
}
