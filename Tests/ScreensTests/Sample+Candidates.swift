import Basis
import Requests

extension Sample {
  static let candidates: [Candidate] = [
    Candidate(
      kind: .attribute, name: "country", written: "country", condition: "country is known",
      count: 981_200,
      note: "text, 24 values", hasValues: true),
    Candidate(
      kind: .event, name: "purchase", written: "purchase", condition: "did purchase",
      count: 402_118),
    Candidate(
      kind: .event, name: "email_open", written: "email_open", condition: "did email_open",
      count: 611_204),
    Candidate(
      kind: .segment, name: "Newsletter readers", written: "\"Newsletter readers\"",
      condition: "@\"Newsletter readers\"", count: 92_870),
    Candidate(
      kind: .purpose, name: "email", written: "email", condition: "consent(email)",
      count: 410_000),
    Candidate(
      kind: .namespace, name: "phone", written: "phone", condition: "has phone", count: 288_113),
    Candidate(
      kind: .campaign, name: "autumn", written: "autumn",
      condition: "(\(viewedAutumn) or \(clickedAutumn))", count: 120_400,
      note: "2 events", alternatives: [viewedAutumn, clickedAutumn]),
    Candidate(
      kind: .campaign, name: "spring", written: "spring",
      condition: "did ad_click where campaign = spring", count: 4_120, note: "ad_click"),
  ]

  private static let viewedAutumn = "did ad_view where campaign = autumn"
  private static let clickedAutumn = "did ad_click where campaign = autumn"

  static let campaign: [Candidate] = [
    Candidate(
      kind: .campaign, name: "autumn", written: "autumn",
      condition: "(\(viewedAutumn) or \(clickedAutumn))", count: 120_400,
      note: "any event", alternatives: [viewedAutumn, clickedAutumn]),
    Candidate(
      kind: .event, name: "did ad_view", written: "ad_view", condition: viewedAutumn,
      count: 118_000),
    Candidate(
      kind: .event, name: "did ad_click", written: "ad_click", condition: clickedAutumn,
      count: 9_800),
  ]

  static let values: [Candidate] = [("DE", 510_000), ("AT", 121_000), ("CH", 88_000)].map {
    Candidate(
      kind: .value, name: $0.0, written: $0.0, condition: "country = \($0.0)", count: $0.1)
  }
}
