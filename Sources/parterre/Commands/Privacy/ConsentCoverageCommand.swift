import Basis
import Engine
import Formats

/// `consent coverage`: tables of who may be addressed, and the same as JSON.
enum ConsentCoverageCommand {
  static func run(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let days = try line.integer("over")
    if let days, !(1...3_660).contains(days) {
      throw Fault(
        .usage, "--over", reason: "\(days) is not a number of days from 1 to 3660",
        remedy: "Give one, such as --over 30")
    }
    let dimensions = (line.value("by") ?? "").split(separator: ",").map(String.init)
    let answer = try QuestionDesk(path: line.globals.workspace).coverage(
      CoverageRequest(dimensions: dimensions, days: days, segment: line.value("segment")),
      terms: terms)
    if line.globals.isJSON {
      try line.answer(
        .object(
          [
            ("population", .count(answer.population)), ("count", .count(answer.population)),
            ("purposes", .array(answer.purposes.map { json($0, of: answer) })),
          ]), terms)
      return .done
    }
    figures(answer).lines.forEach { Output.line($0) }
    guard days != nil else { return .done }
    Output.line()
    series(answer).lines.forEach { Output.line($0) }
    return .done
  }

  // MARK: JSON

  private static func json(_ purpose: CoverageAnswer.Purpose, of answer: CoverageAnswer) -> JSON {
    var entries = [("purpose", JSON.string(purpose.name))] + json(purpose.total)
    if !purpose.days.isEmpty { entries.append(("days", json(purpose.days))) }
    guard !answer.dimensions.isEmpty else { return .object(entries) }
    let groups = answer.groups.indices.map { index in
      let path = answer.groups[index]
      let by = zip(answer.dimensions, path).map { (key: $0.0, value: JSON.string($0.1)) }
      var group: [(key: String, value: JSON)] =
        [("group", .string(path.joined(separator: " · "))), ("by", .object(by))]
        + json(purpose.byGroup[index])
      if !purpose.days.isEmpty { group.append(("days", json(purpose.daysByGroup[index]))) }
      return JSON.object(group)
    }
    return .object(entries + [("groups", .array(groups))])
  }

  private static func json(_ days: [CoverageDay]) -> JSON {
    .array(days.map { .object([("day", .string($0.day.iso8601))] + json($0.figures)) })
  }

  private static func json(_ figures: CoverageFigures) -> [(key: String, value: JSON)] {
    [
      ("allowed", .count(figures.allowed)), ("granted", .count(figures.granted)),
      ("legitimate_interest", .count(figures.interest)), ("refused", .count(figures.refused)),
      ("expired", .count(figures.expired)), ("no_signal", .count(figures.noSignal)),
    ]
  }

  // MARK: Tables

  private static func figures(_ answer: CoverageAnswer) -> TextTable {
    var columns: [(String, TextTable.Alignment)] = [("purpose", .left)]
    columns += answer.dimensions.map { ($0, .left) }
    columns += ["may be addressed", "share", "refused", "expired", "no signal"].map {
      ($0, .right)
    }
    var table = TextTable(columns)
    let everyone = answer.dimensions.indices.map { $0 == 0 ? "everyone" : "" }
    for purpose in answer.purposes {
      table.add([purpose.name] + everyone + cells(purpose.total))
      guard !answer.dimensions.isEmpty else { continue }
      for (path, figures) in zip(answer.groups, purpose.byGroup) {
        table.add([""] + path + cells(figures))
      }
    }
    return table
  }

  private static func cells(_ figures: CoverageFigures) -> [String] {
    [
      grouped(figures.allowed), percent(figures.allowed, of: figures.people),
      grouped(figures.refused), grouped(figures.expired),
      grouped(figures.noSignal),
    ]
  }

  /// A line a day, a column a purpose.
  private static func series(_ answer: CoverageAnswer) -> TextTable {
    var columns: [(String, TextTable.Alignment)] = [("day", .left)]
    columns += answer.dimensions.map { ($0, .left) }
    columns += answer.purposes.map { ($0.name, .right) }
    var table = TextTable(columns)
    let everyone = answer.dimensions.indices.map { $0 == 0 ? "everyone" : "" }
    for index in answer.purposes.first?.days.indices ?? 0..<0 {
      let day = answer.purposes[0].days[index].day.iso8601
      table.add([day] + everyone + answer.purposes.map { grouped($0.days[index].figures.allowed) })
      for (group, path) in answer.groups.enumerated() where !answer.dimensions.isEmpty {
        table.add(
          [""] + path
            + answer.purposes.map { grouped($0.daysByGroup[group][index].figures.allowed) })
      }
    }
    return table
  }
}
