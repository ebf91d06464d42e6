import Basis
import Cells
import Requests
import Screens

/// Literal answers of a small imaginary workspace, the same for every test.
enum Sample {
  /// 21 November 2026, 14:03 UTC.
  static let now = Instant(milliseconds: 1_795_269_780_000)
  static let panes: [Pane] = [.sources, .consent, .segments, .reports, .audiences, .people]

  static func ago(hours: Int) -> Timestamp { now.timestamp.advanced(by: Int64(-hours) * 3600) }

  static func startup(_ size: Size = Size(120, 36)) -> Startup {
    Startup(
      size: size, now: now, panes: panes, themes: ["night", "paper", "mono"], theme: "night",
      workspace: "/data/spring.workspace")
  }

  static let header = WorkspaceHeader(
    name: "spring.workspace", asOf: now.timestamp, lens: .person, population: 1_000_000,
    dataVersion: 41, events: 20_184_220, sources: 6, segments: 4,
    attention: [
      AttentionItem(
        .warning, .source("web"), text: "web is 7 h late: a batch is expected every hour",
        kind: "late source"),
      AttentionItem(
        .warning, .source("partner"), text: "partner is 3 d late", kind: "late source"),
      AttentionItem(
        .note, .rejects(source: "crm"), text: "crm: 1,204 rows rejected, most for a bad date",
        kind: "source with rejects", kinds: "sources with rejects"),
    ])
}
