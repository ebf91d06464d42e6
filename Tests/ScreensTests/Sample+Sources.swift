import Basis
import Requests

extension Sample {
  static let sources: [SourceSummary] = [
    source("crm", "first", "crm", 5, 86_400, .onTime, 1_204_500, 1_203_100, 196, 1_204, nil),
    source(
      "web", "first", "web", 8, 3_600, .late(bySeconds: 25_200), 14_820_114, 14_801_007, 19_107, 0,
      "volume −71 %"),
    source("app", "first", "mobile", 1, 3_600, .onTime, 3_110_200, 3_110_200, 0, 0, nil),
    source("newsletter", "first", "email", 3, 86_400, .onTime, 902_441, 902_112, 0, 329, nil),
    source(
      "partner", "second", "partner", 95, 86_400, .late(bySeconds: 259_200), 80_000, 79_993, 0, 7,
      nil),
    source("panel", "third", "segments", nil, nil, .never, 0, 0, 0, 0, nil),
  ]

  static func source(
    _ name: String, _ party: String, _ kind: String, _ hours: Int?, _ expected: Int?,
    _ freshness: Freshness, _ rows: Int, _ accepted: Int, _ duplicates: Int, _ rejected: Int,
    _ anomaly: String?
  ) -> SourceSummary {
    SourceSummary(
      name: name, party: party, kind: kind, lastBatch: hours.map { ago(hours: $0) },
      expectedSeconds: expected, freshness: freshness,
      tally: RowTally(
        rows: rows, accepted: accepted, duplicates: duplicates, rejected: rejected),
      recentVolumes: rows == 0 ? [] : [8, 9, 8, 10, 9, 11, 10, anomaly == nil ? 9 : 3],
      anomaly: anomaly)
  }

  static let detail = SourceDetail(
    summary: sources[0],
    batches: (0..<6).map { index in
      BatchSummary(
        id: BatchID(Int64(60 - index)), file: "kunden_2026-11-\(21 - index).csv",
        takenIn: ago(hours: 5 + 24 * index),
        tally: RowTally(
          rows: 200_750 - index * 311, accepted: 200_512 - index * 311, duplicates: 37,
          rejected: 201 - index), seconds: 1.4, earliest: nil, latest: nil)
    },
    fields: [
      FieldFill(name: "E-Mail", use: "identifier email", filled: 1_103_000, rows: 1_204_500),
      FieldFill(name: "Land", use: "attribute country", filled: 1_204_500, rows: 1_204_500),
      FieldFill(name: "Geburtsdatum", use: "attribute birthday", filled: 402_100, rows: 1_204_500),
      FieldFill(name: "Bemerkung", use: "not used", filled: 21_040, rows: 1_204_500),
    ],
    rejects: [
      RejectReason(
        code: "bad_date",
        explanation: "The date is not a day of the calendar: dd.MM.yyyy is expected.",
        count: 903,
        samples: [
          RejectedRow(
            file: "kunden_2026-11-21.csv", line: 1_204, field: "Geburtsdatum",
            text: "31.02.1990;DE;m•••@•••"),
          RejectedRow(
            file: "kunden_2026-11-21.csv", line: 8_011, field: "Geburtsdatum",
            text: "00.00.0000;AT;k•••@•••"),
        ]),
      RejectReason(
        code: "no_identifier", explanation: "The row names nobody.", count: 301, samples: []),
    ], mapping: "[row]\nkind = \"profile\"\n")
}
