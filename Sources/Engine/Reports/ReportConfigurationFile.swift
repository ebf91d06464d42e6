internal import Basis
internal import Formats
internal import Identity
internal import Insight
internal import Intake
internal import Storage

extension QuestionDesk {
  /// The file in the workspace that says currency, rates and budgets.
  static let reportConfigurationName = "reports.toml"

  /// What `reports.toml` says, with the budgets that the command line has set and the workspace's
  /// rule of sessions.
  func reportConfiguration() throws(Fault) -> ReportConfiguration {
    var configuration = try fileConfiguration()
    return try reading { (workspace) throws(Fault) in
      configuration.budgets += try workspace.catalogue.budgets().map {
        ReportConfiguration.Budget(campaign: $0.campaign, amount: $0.amount, days: $0.days)
      }
      configuration.sessions = try IdentityBasis.rules(of: workspace).session
      return configuration
    }
  }

  /// What `reports.toml` says; nothing where there is no such file.
  func fileConfiguration() throws(Fault) -> ReportConfiguration {
    let file = path + "/" + Self.reportConfigurationName
    guard FileSystem.kind(of: file) == .file else { return ReportConfiguration() }
    return try ReportConfigurationFile.read(try FileSystem.readText(file), file: file)
  }
}

/// Reads the currency, the rates and the budgets of `reports.toml`.
///
///     currency = "EUR"
///     [rates]
///     USD = 0.92                       # one dollar is 0.92 euros
///     [[budget]]
///     campaign = "suche_marke"
///     amount = 500.00
///     from = "2026-08-03"
///     to = "2026-10-31"
enum ReportConfigurationFile {
  static func read(_ text: String, file: String) throws(Fault) -> ReportConfiguration {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "the settings of reports", code: .badConfiguration)
    var configuration = ReportConfiguration()
    configuration.currency = currency("currency", reader)
    if let rates = reader.table("rates") {
      if configuration.currency == nil {
        reader.problem(
          "rates", "rates need to know what they turn money into",
          "Add a line such as currency = \"EUR\" at the top")
      }
      for code in rates.keys {
        guard let currency = Currency(code) else {
          rates.problem(code, "“\(code)” is no currency", "Write three letters such as USD")
          continue
        }
        guard let rate = rates.number(code) else { continue }
        if rate > 0, rate.isFinite {
          configuration.rates[currency] = rate
        } else {
          rates.problem(code, "a rate must be above 0", "Write what one \(code) is worth")
        }
      }
    }
    for table in reader.tables("budget") {
      if let budget = budget(table, configuration.currency) { configuration.budgets.append(budget) }
    }
    reader.refuseOthers()
    try reader.problems.raise()
    return configuration
  }

  private static func budget(
    _ table: TOMLReader, _ currency: Currency?
  ) -> ReportConfiguration.Budget? {
    let code = table.has("currency") ? self.currency("currency", table) : currency
    guard let currency = code else {
      table.problem("amount", "its currency is not known", "Add currency = \"EUR\"")
      return nil
    }
    guard let campaign = table.string("campaign") else {
      table.problem("campaign", "a budget needs a campaign", "Add campaign = \"NAME\"")
      return nil
    }
    guard let amount = table.number("amount"), amount > 0, amount < 1e12 else {
      table.problem("amount", "a budget needs an amount above 0", "Add amount = 500.00")
      return nil
    }
    guard let from = day("from", table), let to = day("to", table) else { return nil }
    guard from <= to else {
      table.problem("to", "the budget ends before it begins", "Give a day that is not before from")
      return nil
    }
    return ReportConfiguration.Budget(
      campaign: campaign,
      amount: Money(
        minorUnits: Int64((amount * Double(currency.minorUnits)).rounded()), currency: currency),
      days: from...to)
  }

  private static func day(_ key: String, _ table: TOMLReader) -> Int? {
    let text = table.string(key) ?? ""
    let bytes = Array(text.utf8)
    if bytes.count == 10, let instant = TimeFormat.standard.parse(bytes.span, zone: .utc) {
      return Int(instant.seconds.dividedByFloor(86_400).quotient)
    }
    table.problem(key, "“\(text)” is no day", "Write it as in 2026-08-03")
    return nil
  }

  private static func currency(_ key: String, _ reader: TOMLReader) -> Currency? {
    guard let code = reader.string(key) else { return nil }
    let currency = Currency(code)
    if currency == nil {
      reader.problem(key, "“\(code)” is no currency", "Write three letters such as EUR")
    }
    return currency
  }
}
