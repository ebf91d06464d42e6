package import Basis
internal import Insight
package import Requests

extension QuestionDesk {
  /// Every report with what it can be told.
  package static var reportKinds: [ReportKind] { Reports.all.map(\.kind) }

  /// The answer of a report.
  package func report(_ request: ReportRequest, terms: Terms) throws(Fault) -> ReportTable {
    let report = try Reports.named(request.name)
    let planner = try planned("everyone", terms).0
    let audience = try audience(terms.lens)
    for setting in request.settings where ["by", "split"].contains(setting.name) {
      for name in setting.value.split(separator: ",") {
        try audience.snapshot.refusePersonal(name.trimmed)
      }
    }
    let data = WorkspaceReportData(desk: self, audience: audience)
    let runner = ReportRunner(
      planner: planner, data: data, configuration: try reportConfiguration(),
      progress: terms.progress)
    return try runner.run(report, request)
  }
}
