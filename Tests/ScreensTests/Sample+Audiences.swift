import Basis
import Requests

extension Sample {
  static let waterfall = Requests.Waterfall(
    destination: "meta",
    steps: [
      .init(kind: .matched, label: "matched", remaining: 184_203, lost: 0, note: ""),
      .init(kind: .consented, label: "consented", remaining: 131_040, lost: 53_163, note: ""),
      .init(kind: .reachable, label: "reachable", remaining: 120_377, lost: 10_663, note: ""),
      .init(kind: .suppressed, label: "suppressed", remaining: 118_266, lost: 2_111, note: ""),
      .init(kind: .delivered, label: "delivered", remaining: 118_266, lost: 0, note: ""),
    ], minimumSize: 100)

  static let destinations = [
    Destination(
      name: "meta", title: "Meta Custom Audiences", purposes: ["personalised_ads", "sharing"],
      identifiers: ["email", "phone"], minimumSize: 100, format: "CSV, SHA-256",
      lastActivation: ago(hours: 26), settings: ["list_id"],
      columns: [
        .init(name: "email", holds: "email", form: "trim, lower, SHA-256"),
        .init(name: "phone", holds: "phone", form: "phone digits, SHA-256"),
        .init(name: "list", holds: "what list_id is told", form: ""),
      ]),
    Destination(
      name: "google", title: "Google Customer Match", purposes: ["ads"], identifiers: ["email"],
      minimumSize: 1_000, format: "CSV, SHA-256", lastActivation: nil),
  ]

  static let preflight = Preflight(
    waterfall: waterfall, rows: 118_266,
    reach: [.init(namespace: "email", count: 110_004), .init(namespace: "phone", count: 40_210)],
    added: 4_120, removed: 998, unchanged: 114_146, obstacles: [],
    columns: ["email", "phone"], sample: [["5f1c…", "9aa0…"]], path: "exports/meta-2026-11-21.csv")

  static let activations = [
    Activation(
      number: 8, time: ago(hours: 26), segment: "Autumn win-back", destination: "meta",
      delivered: 115_144, added: 1_020, removed: 311, file: "meta-2026-11-20.csv", sha256: "77aa")
  ]
}
