import Requests

extension Sample {
  /// A feed of loyalty cards, with the roles that were decided.
  static func study(_ request: FeedStudyRequest) -> FeedStudy {
    func column(
      _ name: String, _ type: String, _ filled: Int, _ distinct: Int, _ use: String?,
      _ values: String, isPersonal: Bool = false
    ) -> FeedStudy.Column {
      let chosen = request.roles[name] ?? use
      return FeedStudy.Column(
        name: name, type: type, filled: filled, rows: 12_040, distinct: distinct,
        isDistinctExact: true, use: chosen == FeedStudy.unused ? nil : chosen,
        isPersonal: isPersonal, values: values,
        choices: [use, "time", "attribute tier", "identifier email", FeedStudy.unused].compactMap {
          $0
        })
    }
    return FeedStudy(
      path: request.path, form: "csv, divided by “;”, decimal commas, windows-1252",
      bytes: 1_204_118, rows: 12_040, repeats: 2, firstTime: ago(hours: 900),
      lastTime: ago(hours: 2),
      columns: [
        column("Kundennummer", "integer", 12_040, 12_038, "identifier user_id", ""),
        column(
          "E-Mail", "e-mail", 9_311, 9_305, "identifier email", "", isPersonal: true),
        column("Stufe", "text", 12_040, 3, "attribute stufe", "Gold, Silber, Bronze"),
        column("Geändert am", "date", 11_990, 402, "time", "2025-10-14 to 2026-11-21"),
        column("x7", "integer", 120, 2, nil, "0, 1"),
      ],
      warnings: [
        FeedStudy.Warning(
          line: 1_204, column: "Geändert am", text: "a day that is no day; expected a date",
          count: 7)
      ],
      preview: FeedPreview(
        columns: ["who", "stufe"],
        rows: [["user_id:C1•••04", "Gold"], ["user_id:C1•••05", "Silber"]], tried: 1_000,
        accepted: 998, rejects: [.init(reason: "bad_date", count: 2)]), hasFreeRoles: true,
      mapping: "[feed]\nformat = \"csv\"\n", name: "x", kind: "crm")
  }
}
