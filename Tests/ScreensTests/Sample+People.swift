import Basis
import Requests

extension Sample {
  static let matches = [
    PersonMatch(
      profile: ProfileID(70_111), namespace: "email", shown: "ma•••@•••.org", identifiers: 4,
      lastSeen: ago(hours: 3))
  ]

  static let person = PersonView(
    profile: ProfileID(70_111), lens: .person, isRevealed: false,
    identifiers: [
      .init(
        namespace: "email", shown: "ma•••@•••.org", source: "crm", because: "the one looked for",
        confidence: nil, lastSeen: ago(hours: 3)),
      .init(
        namespace: "crm_id", shown: "••••4471", source: "crm", because: "same row, 6 times",
        confidence: nil, lastSeen: ago(hours: 5)),
      .init(
        namespace: "cookie", shown: "••••a90f", source: "web", because: "log-in, 3 times",
        confidence: nil, lastSeen: ago(hours: 30)),
      .init(
        namespace: "gaid", shown: "••••77c1", source: "app", because: "name and address",
        confidence: 0.94, lastSeen: ago(hours: 80)),
    ],
    attributes: [
      .init(name: "country", shown: "DE", source: "crm", time: ago(hours: 5), contradictions: 1),
      .init(name: "plan", shown: "pro", source: "crm", time: ago(hours: 700), contradictions: 0),
    ],
    consent: [
      .init(
        purpose: "ads", state: .granted, source: "web", since: ago(hours: 900),
        expires: now.timestamp.advanced(by: 9_000_000)),
      .init(
        purpose: "email", state: .refused, source: "newsletter", since: ago(hours: 60), expires: nil
      ),
    ],
    timeline: [
      .init(
        time: ago(hours: 3), startsSession: true, event: "page_view", detail: "/winter-sale",
        source: "web"),
      .init(
        time: ago(hours: 4), startsSession: false, event: "purchase", detail: "2 items, 84.90 EUR",
        source: "web"),
    ], momentsInAll: 212, segments: ["Autumn win-back"])

  static let overview = PeopleOverview(
    people: 1_000_000,
    namespaces: [
      .init(name: "cookie", identifiers: 1_410_200, people: 880_114),
      .init(name: "email", identifiers: 612_004, people: 590_431),
      .init(name: "phone", identifiers: 288_120, people: 288_113),
    ],
    sizes: [
      .init(from: 1, to: 1, people: 402_118), .init(from: 2, to: 2, people: 310_007),
      .init(from: 3, to: 3, people: 180_000), .init(from: 5, to: 9, people: 107_870),
      .init(from: 1_000, to: nil, people: 5),
    ])
}
