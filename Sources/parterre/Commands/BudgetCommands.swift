import Basis
import Engine
import Formats

/// What campaigns may cost, which the campaign report paces their spending against.
enum BudgetCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "budget set", "say what a campaign may cost", operands: "CAMPAIGN AMOUNT", count: 2...2,
      options: [
        CommandSpec.option("from", "DAY", "the first day of the budget", isNeeded: true),
        CommandSpec.option("to", "DAY", "its last day", isNeeded: true),
      ],
      discussion: """
        `report campaigns` then shows how much of the budget is spent, how many of its days are \
        gone, and the pace: 1 spends evenly, more will end early. A budget from the same day is \
        replaced. The budgets of reports.toml count beside these.
        """,
      examples: ["parterre budget set suche_marke 500EUR --from 2026-08-03 --to 2026-10-31"],
      run: set),
    CommandSpec(
      "budget list", "list what campaigns may cost", examples: ["parterre budget list --json"],
      run: list),
    CommandSpec(
      "budget remove", "forget a campaign's budgets", operands: "CAMPAIGN", count: 1...1,
      options: [CommandSpec.option("from", "DAY", "only the one that begins on this day")],
      examples: ["parterre budget remove suche_marke --from 2026-08-03"],
      run: remove),
  ]

  private static func set(_ line: Invocation) throws(Fault) -> ExitStatus {
    guard let from = try day("from", line), let to = try day("to", line) else {
      throw Fault(
        .usage, "budget set", reason: "it needs a first and a last day",
        remedy: "Add --from 2026-08-03 --to 2026-10-31")
    }
    let amount = try Durations.money(line.operands[1])
    try QuestionDesk(path: line.globals.workspace).setBudget(
      of: line.operands[0], to: amount, from: from, until: to, now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("campaign", .string(line.operands[0])), ("amount", .number(units(amount))),
          ("currency", .string(amount.currency.code)), ("from", .string(from.iso8601)),
          ("to", .string(to.iso8601)),
        ]))
    } else {
      Output.line(
        "\(line.operands[0]) may cost \(words(amount)) from \(from.iso8601) to \(to.iso8601).")
    }
    return .done
  }

  private static func remove(_ line: Invocation) throws(Fault) -> ExitStatus {
    let count = try QuestionDesk(path: line.globals.workspace).removeBudgets(
      of: line.operands[0], from: try day("from", line), now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(.object([("removed", .count(count))]))
    } else {
      Output.line("Removed \(counted(count, "budget")).")
    }
    return .done
  }

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let budgets = try QuestionDesk(path: line.globals.workspace).budgets()
    if line.globals.isJSON {
      let entries = budgets.map { budget in
        JSON.object([
          ("campaign", .string(budget.campaign)), ("amount", .number(units(budget.amount))),
          ("currency", .string(budget.amount.currency.code)),
          ("from", .string(budget.from.iso8601)), ("to", .string(budget.to.iso8601)),
          ("of_file", .boolean(budget.isOfFile)),
        ])
      }
      try line.answer(.object([("budgets", .array(entries))]))
      return .done
    }
    guard !budgets.isEmpty else {
      Output.line("No campaign has a budget; `parterre budget set` gives it one.")
      return .done
    }
    var table = TextTable([
      ("campaign", .left), ("amount", .right), ("from", .left), ("to", .left), ("said in", .left),
    ])
    for budget in budgets {
      table.add([
        budget.campaign, words(budget.amount), budget.from.iso8601, budget.to.iso8601,
        budget.isOfFile ? "reports.toml" : "the workspace",
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func day(_ option: String, _ line: Invocation) throws(Fault) -> CivilDate? {
    guard let text = line.value(option) else { return nil }
    let bytes = Array(text.utf8)
    guard bytes.count == 10, let instant = TimeFormat.standard.parse(bytes.span, zone: .utc) else {
      throw Fault(
        .usage, "--\(option)", reason: "“\(text)” is no day", remedy: "Write it as in 2026-08-03")
    }
    return CivilDate(daysSinceEpoch: Int(instant.seconds.dividedByFloor(86_400).quotient))
  }

  private static func units(_ amount: Money) -> Double {
    var scale = 1.0
    for _ in 0..<amount.currency.decimalPlaces { scale *= 10 }
    return Double(amount.minorUnits) / scale
  }

  private static func words(_ amount: Money) -> String {
    var digits = String(amount.minorUnits)
    let places = amount.currency.decimalPlaces
    while digits.count <= places { digits = "0" + digits }
    let whole = grouped(Int(digits.dropLast(places)) ?? 0)
    return places == 0
      ? "\(whole) \(amount.currency)" : "\(whole).\(digits.suffix(places)) \(amount.currency)"
  }
}
