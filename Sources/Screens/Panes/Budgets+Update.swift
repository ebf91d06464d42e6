internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  /// The campaign that the row under the cursor is about; nil where it is about none, or several.
  var budgetCampaign: String? {
    guard let table = reports.table.value, table.request.name == "campaigns",
      table.request.settings.contains(.init("by", "campaign")),
      let row = selected(.reportTable, of: table.rows), !row.isTotal,
      case .text(let name)? = row.cells.first
    else { return nil }
    return name
  }

  /// Asks what a campaign may cost, in one line.
  mutating func openBudget(of campaign: String, text: String = "") -> [Effect] {
    overlay = .prompt(
      Prompt(
        .budget(campaign: campaign), title: "What may \(campaign) cost?",
        about: "Amount, first and last day, as in 500EUR 2026-08-03 2026-10-31", text: text))
    return []
  }

  /// Takes what was typed; what cannot be read can be typed again.
  mutating func setBudget(of campaign: String, to text: String) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 3, let amount = Self.money(words[0]), let from = Self.day(words[1]),
      let to = Self.day(words[2])
    else {
      say("“\(text)” is no amount and two days, such as 500EUR 2026-08-03 2026-10-31", .warn)
      return openBudget(of: campaign, text: text)
    }
    return ask(
      .setBudget(BudgetRequest(campaign: campaign, amount: amount, from: from, to: to)),
      for: .budget)
  }

  private static func money(_ text: String) -> Money? {
    let bytes = Array(text.utf8)
    return try? NumberText.money(bytes.span, decimal: .point, currency: nil)
  }
}
